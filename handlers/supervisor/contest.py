"""申诉: a ranked unit's desk contests, the district's decides; typed or pressed."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.commands import ContestCase, DecideContest
from cases.contesting import contest_case, decide_contest
from cases.model import CaseId
from cases.taps import Tap, Verb
from handlers.filters import HasNumber, Tapped, Types
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed

UPHELD = {Word.UPHOLD_CONTEST.value: True, Word.REFUSE_CONTEST.value: False}


def routes() -> Router:
    router = Router(name="contest")
    router.message.register(type_contest, Types(Word.CONTEST), HasNumber())
    router.message.register(type_decision, Types(Word.UPHOLD_CONTEST, Word.REFUSE_CONTEST), HasNumber())
    router.callback_query.register(tap_decision, Tapped(Verb.CONTEST_YES, Verb.CONTEST_NO))
    return router


async def type_contest(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(contest_case, ContestCase, CaseId(typed.number), typed.note)


async def type_decision(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(decide_contest, DecideContest, CaseId(typed.number), UPHELD[typed.name])


async def tap_decision(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(decide_contest, DecideContest, CaseId(tap.subject), tap.verb is Verb.CONTEST_YES)
