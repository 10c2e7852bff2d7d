"""控制台: a link into it."""

import secrets

from aiogram import Router
from aiogram.types import Message

from cases.signing_commands import AskLink
from cases.signing_in import ask_link
from handlers.filters import IsNameless, Types
from handlers.turn import Turn
from handlers.word import Word

BYTES = 24


def routes() -> Router:
    router = Router(name="console")
    router.message.register(ask_console, Types(Word.CONSOLE), ~IsNameless())
    return router


async def ask_console(_: Message, turn: Turn) -> None:
    await turn.do(ask_link, AskLink, secrets.token_urlsafe(BYTES))
