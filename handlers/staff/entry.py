"""录入 and 代确认: what staff bring in for others, and what they say of it at the end."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.aftercare import give_verdict
from cases.commands import EnterCase, GiveVerdict, Verdict
from cases.entering import enter_case
from cases.model import CaseId, Source
from cases.taps import Tap, Verb
from handlers.filters import Enters, HasNumber, Tapped, Types
from handlers.kit import Kit
from handlers.translate import staff_said
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed
from nlp.plain.entry import Brought
from nlp.plain_words import read_verdict


def routes() -> Router:
    router = Router(name="entry")
    router.message.register(type_entry, Enters())
    router.message.register(type_vouch, Types(Word.VOUCH), HasNumber())
    router.callback_query.register(tap_entry, Tapped(Verb.ENTER))
    return router


async def type_entry(message: Message, turn: Turn, kit: Kit, brought: Brought) -> None:
    where = "text" if message.text else "caption"
    told = message.model_copy(update={where: brought.words})
    said = await staff_said(told, kit, turn)
    await turn.do(enter_case, EnterCase, brought.source, said, brought.outside, brought.done)


async def tap_entry(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    known = tap.value in set(Source)
    await turn.do(enter_case, EnterCase, Source(tap.value) if known else None)


async def type_vouch(_: Message, turn: Turn, typed: Typed) -> None:
    heard = read_verdict(typed.note)
    verdict = Verdict.FIXED if heard.verdict is Verdict.NONE else heard.verdict
    note = "" if verdict is Verdict.FIXED else heard.note
    await turn.do(give_verdict, GiveVerdict, CaseId(typed.number), verdict, note)
