"""Hello, help, and taking a post with a one-time code."""

from aiogram import Router
from aiogram.types import Message

from cases.commands import BindPost, Greet
from cases.courtesies import greet
from cases.posts import bind_post
from handlers.filters import IsNameless, StartsBinding, Types
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed


def binding_routes() -> Router:
    """Open in groups no post answers in yet: this is how one gets there."""
    router = Router(name="binding")
    router.message.register(bind_by_code, Types(Word.BIND), ~IsNameless())
    router.message.register(bind_by_link, StartsBinding(), ~IsNameless())
    return router


def routes() -> Router:
    router = Router(name="arrival")
    router.message.register(say_hello, Types(Word.START, Word.HELP))
    return router


async def bind_by_code(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(bind_post, BindPost, typed.args)


async def bind_by_link(_: Message, turn: Turn, code: str) -> None:
    await turn.do(bind_post, BindPost, code)


async def say_hello(_: Message, turn: Turn) -> None:
    await turn.do(greet, Greet)
