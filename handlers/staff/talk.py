"""A worker's plain words and pictures, in a private chat or where the post's group sits."""

from aiogram import Router
from aiogram.types import Message

from cases.commands import StaffHear
from cases.fieldwork import hear_staff
from handlers.filters import IsCorrection, IsStaff
from handlers.kit import Kit
from handlers.translate import staff_said
from handlers.turn import Turn


def routes() -> Router:
    router = Router(name="staff talk")
    router.message.register(hear_worker, IsStaff())
    router.edited_message.register(hear_correction, IsStaff(), IsCorrection())
    return router


async def hear_worker(message: Message, turn: Turn, kit: Kit) -> None:
    await turn.do(hear_staff, StaffHear, await staff_said(message, kit, turn))


async def hear_correction(message: Message, turn: Turn, kit: Kit) -> None:
    await turn.do(hear_staff, StaffHear, await staff_said(message, kit, turn, edited=True))
