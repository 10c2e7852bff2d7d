"""停用 and 解除: a desk decides that a chat is not heard for some days."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.flooding import release_chat, stop_chat
from cases.model import CaseId
from cases.patience_commands import ReleaseChat, StopChat
from cases.taps import Tap, Verb
from handlers.filters import HasNumber, Tapped, Types
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed
from nlp.plain.wishes import stop_in


def routes() -> Router:
    router = Router(name="patience")
    router.message.register(type_stop, Types(Word.STOP), HasNumber())
    router.message.register(type_release, Types(Word.RELEASE), HasNumber())
    router.callback_query.register(tap_release, Tapped(Verb.RELEASE))
    return router


async def type_stop(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(stop_chat, StopChat, CaseId(typed.number), *stop_in(typed.note))


async def type_release(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(release_chat, ReleaseChat, CaseId(typed.number))


async def tap_release(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(release_chat, ReleaseChat, CaseId(tap.subject))
