"""What is in hand, and one case in full."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.commands import ShowCase, ShowTodo, Target
from cases.fieldwork import show_case, show_todo
from cases.model import CaseId
from cases.taps import Tap, Verb
from handlers.filters import Tapped, Types
from handlers.translate import target_of
from handlers.turn import Turn
from handlers.words import Typed, Word


def routes() -> Router:
    router = Router(name="lists")
    router.message.register(ask_todo, Types(Word.TODO))
    router.message.register(ask_case, Types(Word.CASE))
    router.callback_query.register(tap_show, Tapped(Verb.SHOW))
    return router


async def ask_todo(_: Message, turn: Turn) -> None:
    await turn.do(show_todo, ShowTodo)


async def ask_case(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(show_case, ShowCase, target_of(message, typed))


async def tap_show(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(show_case, ShowCase, Target(case=CaseId(tap.subject)))
