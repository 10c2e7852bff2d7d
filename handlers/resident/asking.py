"""A resident's typed commands: how is it going, and hurry up."""

from aiogram import Router
from aiogram.types import Message

from cases.commands import AskProgress, Hear, Shrug
from cases.conversation import hear
from cases.courtesies import shrug, tell_progress
from handlers.filters import IsPrivate, SlashCommand, Types
from handlers.kit import Kit
from handlers.translate import resident_said
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import URGE, Typed


def routes() -> Router:
    router = Router(name="asking")
    router.message.register(ask_progress, Types(Word.PROGRESS), IsPrivate())
    router.message.register(urge, Types(Word.URGE), IsPrivate())
    router.message.register(send_to_private, Types(Word.PROGRESS, Word.URGE), SlashCommand())
    return router


async def ask_progress(_: Message, turn: Turn) -> None:
    await turn.do(tell_progress, AskProgress)


async def send_to_private(_: Message, turn: Turn) -> None:
    """One's own matters are nothing for a group."""
    await turn.do(shrug, Shrug, "private_only")


async def urge(message: Message, turn: Turn, typed: Typed, kit: Kit) -> None:
    """Which case is meant is for the conversation to find out, so the command says what a resident would have said."""
    spoken = message.model_copy(update={"text": f"{URGE} {typed.args}".strip()})
    await turn.do(hear, Hear, await resident_said(spoken, kit, turn))
