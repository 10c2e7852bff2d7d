"""知道了，等着, or 我的情况不一样, under the one answer of a desk; pressed or typed."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from cases.model import CaseId, DraftState
from cases.surge_commands import SayWhetherItFits
from cases.taps import Tap, Verb
from cases.waiting_along import say_whether_it_fits
from handlers.filters import Fits, IsPrivate, Tapped
from handlers.turn import Turn


def routes() -> Router:
    router = Router(name="waiting")
    router.callback_query.register(tap_fits, Tapped(Verb.WAIT_ALONG, Verb.NOT_ALIKE))
    router.message.register(type_fits, IsPrivate(), StateFilter(DraftState.SURGE.value), Fits())
    return router


async def tap_fits(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(say_whether_it_fits, SayWhetherItFits, CaseId(tap.subject), fits=tap.verb is Verb.WAIT_ALONG)


async def type_fits(_: Message, turn: Turn, fits: bool) -> None:
    await turn.do(say_whether_it_fits, SayWhetherItFits, turn.asked.id, fits=fits)
