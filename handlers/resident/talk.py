"""A resident's own words, pictures, voices and places: whatever comes is heard."""

from aiogram import Router
from aiogram.types import Message

from cases.commands import Hear
from cases.conversation import hear
from handlers.filters import IsCorrection, IsPrivate
from handlers.kit import Kit
from handlers.translate import resident_said
from handlers.turn import Turn


def routes() -> Router:
    router = Router(name="resident talk")
    router.message.register(hear_resident, IsPrivate())
    router.edited_message.register(hear_correction, IsPrivate(), IsCorrection())
    return router


async def hear_resident(message: Message, turn: Turn, kit: Kit) -> None:
    await turn.do(hear, Hear, await resident_said(message, kit, turn))


async def hear_correction(message: Message, turn: Turn, kit: Kit) -> None:
    await turn.do(hear, Hear, await resident_said(message, kit, turn, edited=True))
