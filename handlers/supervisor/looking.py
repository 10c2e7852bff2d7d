"""看联系人: by the duty desk of the centre, with a reason."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.commands import LookAt
from cases.looking import look_at
from cases.model import CaseId
from cases.taps import Tap, Verb
from handlers.filters import HasNumber, Tapped, Types
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed


def routes() -> Router:
    router = Router(name="looking")
    router.message.register(type_look, Types(Word.LOOK), HasNumber())
    router.callback_query.register(tap_look, Tapped(Verb.LOOK))
    return router


async def type_look(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(look_at, LookAt, CaseId(typed.number), typed.note)


async def tap_look(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(look_at, LookAt, CaseId(tap.subject), tap.value)
