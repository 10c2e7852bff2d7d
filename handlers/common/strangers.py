"""What is not for us, groups we do not know, and speakers without a name."""

from aiogram import Router
from aiogram.types import Message

from cases.commands import Refuse, Shrug
from cases.courtesies import refuse, shrug
from cases.errors import NotStaff
from handlers.filters import Addressed, ForAnotherBot, InUnknownGroup, IsNameless, IsSpeech, SlashCommand
from handlers.turn import Turn
from handlers.words import Typed


def silent_routes() -> Router:
    router = Router(name="silence")
    router.message.register(keep_silent, ~IsSpeech())
    router.message.register(keep_silent, ForAnotherBot())
    return router


def routes() -> Router:
    router = Router(name="strangers")
    router.message.register(name_unknown_group, InUnknownGroup(), Addressed())
    router.message.register(keep_silent, InUnknownGroup())
    router.message.register(refuse_nameless, IsNameless(), Addressed())
    router.message.register(keep_silent, IsNameless())
    return router


def unknown_command_routes() -> Router:
    router = Router(name="unknown commands")
    router.message.register(shrug_at_command, SlashCommand())
    return router


async def keep_silent(_: Message) -> None:
    """Handled, so that no later route takes it up."""


async def name_unknown_group(_: Message, turn: Turn) -> None:
    await turn.do(shrug, Shrug, "unknown_group")


async def refuse_nameless(_: Message, turn: Turn) -> None:
    await turn.do(refuse, Refuse, NotStaff.__name__)


async def shrug_at_command(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(shrug, Shrug, "unknown_command", f"/{typed.name}")
