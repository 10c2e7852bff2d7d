"""The two questions after closing, pressed. Typed answers are heard like any other words."""

from aiogram import Router
from aiogram.types import CallbackQuery

from cases.commands import RateCase
from cases.model import CaseId
from cases.rating import rate_case
from cases.scores import ANSWERS
from cases.taps import Tap, Verb
from handlers.filters import Tapped
from handlers.turn import Turn


def routes() -> Router:
    router = Router(name="rating")
    router.callback_query.register(tap_rating, Tapped(Verb.RATE))
    return router


async def tap_rating(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(rate_case, RateCase, CaseId(tap.subject), ANSWERS.get(tap.value))
