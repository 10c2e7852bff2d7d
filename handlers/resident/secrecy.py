"""匿名 or 保密, pressed; typed choices are heard like any other words."""

from aiogram import Router
from aiogram.types import CallbackQuery

from cases.commands import ChooseSecrecy
from cases.model import CaseId
from cases.secrecy import NUMBERED, choose_secrecy
from cases.taps import Tap, Verb
from handlers.filters import Tapped
from handlers.turn import Turn


def routes() -> Router:
    router = Router(name="secrecy")
    router.callback_query.register(tap_secrecy, Tapped(Verb.SECRECY))
    return router


async def tap_secrecy(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(choose_secrecy, ChooseSecrecy, CaseId(tap.subject), NUMBERED.get(tap.value, NUMBERED["1"]))
