"""What is in hand, one case in full, and who is not there."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.commands import AwayToo, EndLeave, ShowCase, ShowTodo, TakeLeave, Target
from cases.fieldwork import show_case, show_todo
from cases.leave import away_too, end_leave, take_leave
from cases.model import CaseId
from cases.taps import Tap, Verb
from handlers.filters import Tapped, Types
from handlers.translate import target_of
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed
from nlp.plain.leave import read_leave


def routes() -> Router:
    router = Router(name="lists")
    router.message.register(ask_todo, Types(Word.TODO))
    router.message.register(ask_case, Types(Word.CASE))
    router.message.register(type_leave, Types(Word.LEAVE))
    router.message.register(type_back, Types(Word.BACK))
    router.callback_query.register(tap_away_too, Tapped(Verb.AWAY_TOO))
    router.callback_query.register(tap_show, Tapped(Verb.SHOW))
    return router


async def ask_todo(_: Message, turn: Turn) -> None:
    await turn.do(show_todo, ShowTodo)


async def ask_case(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(show_case, ShowCase, target_of(message, typed))


async def tap_show(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(show_case, ShowCase, Target(case=CaseId(tap.subject)))


async def type_leave(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(take_leave, TakeLeave, *read_leave(typed.args, turn.at.date()))


async def type_back(_: Message, turn: Turn) -> None:
    await turn.do(end_leave, EndLeave)


async def tap_away_too(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(away_too, AwayToo, tap.subject)
