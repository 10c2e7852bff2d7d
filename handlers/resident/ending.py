"""申请复核, pressed. What a resident types instead is heard like any other words."""

from aiogram import Router
from aiogram.types import CallbackQuery

from cases.appealing import appeal_dismissal
from cases.ending_commands import Appeal
from cases.model import CaseId
from cases.taps import Tap, Verb
from handlers.filters import Tapped
from handlers.turn import Turn


def routes() -> Router:
    router = Router(name="appeal")
    router.callback_query.register(tap_appeal, Tapped(Verb.APPEAL))
    return router


async def tap_appeal(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(appeal_dismissal, Appeal, CaseId(tap.subject))
