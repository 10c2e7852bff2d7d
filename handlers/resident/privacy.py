"""What is kept on a resident: shown, and gone when they want it gone."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.commands import Command, ShowReads
from cases.model import CaseId
from cases.reads import show_reads
from cases.retaining import ask_erasure, erase_own_data, keep_own_data, show_own_data
from cases.taps import Tap, Verb
from handlers.filters import IsPrivate, Tapped, Types
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed


def routes() -> Router:
    router = Router(name="privacy")
    router.message.register(type_my_data, Types(Word.MY_DATA), IsPrivate())
    router.message.register(type_erase, Types(Word.ERASE), IsPrivate())
    router.message.register(type_erase_yes, Types(Word.ERASE_YES), IsPrivate())
    router.message.register(type_reads, Types(Word.READS), IsPrivate())
    router.callback_query.register(tap_reads, Tapped(Verb.READS))
    router.callback_query.register(tap_erase, Tapped(Verb.ERASE))
    router.callback_query.register(tap_keep, Tapped(Verb.KEEP))
    return router


async def type_my_data(_: Message, turn: Turn) -> None:
    await turn.do(show_own_data, Command)


async def type_erase(_: Message, turn: Turn) -> None:
    await turn.do(ask_erasure, Command)


async def type_erase_yes(_: Message, turn: Turn) -> None:
    await turn.do(erase_own_data, Command)


async def tap_erase(_: CallbackQuery, turn: Turn) -> None:
    await turn.do(erase_own_data, Command)


async def tap_keep(_: CallbackQuery, turn: Turn) -> None:
    await turn.do(keep_own_data, Command)


async def type_reads(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(show_reads, ShowReads, CaseId(typed.number))


async def tap_reads(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(show_reads, ShowReads, CaseId(tap.subject))
