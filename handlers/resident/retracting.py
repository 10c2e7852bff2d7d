"""撤回这段: by the button under a hidden number, or typed."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.commands import RetractWords
from cases.model import CaseId
from cases.retracting import retract_words
from cases.taps import Tap, Verb
from handlers.filters import IsPrivate, Tapped, Types
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed


def routes() -> Router:
    router = Router(name="retracting")
    router.message.register(type_retract, Types(Word.RETRACT), IsPrivate())
    router.callback_query.register(tap_retract, Tapped(Verb.RETRACT))
    return router


async def type_retract(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(retract_words, RetractWords, CaseId(typed.number))


async def tap_retract(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(retract_words, RetractWords, CaseId(tap.subject))
