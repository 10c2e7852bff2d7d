"""Buttons under a question to a resident, and the one that comes back as a word: which place, still dangerous, is it fixed."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from cases.aftercare import give_verdict
from cases.commands import AnswerDanger, ChoosePlace, GiveVerdict, Verdict, WhetherOut
from cases.conversation import answer_danger, choose_place
from cases.escaping import answer_whether_out
from cases.lasting import say_whether_it_lasts
from cases.longterm_commands import SayWhetherItLasts
from cases.model import CaseId, DraftState
from cases.taps import Tap, Verb
from handlers.filters import Tapped, Types
from handlers.message import message_pressed
from handlers.turn import Turn
from handlers.word import Word

VERDICTS = {
    Verb.FIXED: Verdict.FIXED,
    Verb.NOT_FIXED: Verdict.NOT_FIXED,
    Verb.BROKE_AGAIN: Verdict.BROKE_AGAIN,
    Verb.NOT_MINE: Verdict.NOT_MINE,
}

PLACE_ASKED = (DraftState.PLACE.value, DraftState.CHOICE.value, DraftState.NEW_PLACE.value)


def routes() -> Router:
    router = Router(name="answers")
    router.callback_query.register(tap_place, Tapped(Verb.PLACE))
    router.callback_query.register(tap_no_place, Tapped(Verb.NO_PLACE))
    router.message.register(type_no_place, Types(Word.NO_PLACE), StateFilter(*PLACE_ASKED))
    router.callback_query.register(tap_danger, Tapped(Verb.DANGER_YES, Verb.DANGER_NO))
    router.callback_query.register(tap_out, Tapped(Verb.OUT, Verb.INSIDE))
    router.callback_query.register(tap_verdict, Tapped(*VERDICTS))
    router.callback_query.register(tap_lasting, Tapped(Verb.LASTS, Verb.BROKE_LATER))
    return router


async def tap_place(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(choose_place, ChoosePlace, CaseId(tap.subject), tap.value)


async def tap_no_place(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(choose_place, ChoosePlace, CaseId(tap.subject))


async def type_no_place(_: Message, turn: Turn) -> None:
    """Beneath a text box it is a reply button, which Telegram sends as words."""
    await turn.do(choose_place, ChoosePlace, turn.asked.id)


async def tap_danger(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(answer_danger, AnswerDanger, CaseId(tap.subject), tap.verb is Verb.DANGER_YES)


async def tap_out(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(answer_whether_out, WhetherOut, CaseId(tap.subject), tap.verb is Verb.OUT)


async def tap_verdict(query: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(give_verdict, GiveVerdict, CaseId(tap.subject), VERDICTS[tap.verb], pressed=message_pressed(query))


async def tap_lasting(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(say_whether_it_lasts, SayWhetherItLasts, CaseId(tap.subject), tap.verb is Verb.LASTS)
