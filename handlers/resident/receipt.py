"""Buttons under a resident's receipt: correct it, add to it, hurry it, take it back."""

from aiogram import Router
from aiogram.types import CallbackQuery

from cases.aftercare import ask_new_place, ask_photo, ask_topic, hide_name, set_topic, urge_case, withdraw_case
from cases.commands import AddPhoto, FixPlace, FixTopic, HideName, SetTopic, UrgeCase, WithdrawCase
from cases.model import CaseId
from cases.taps import Tap, Verb
from handlers.filters import Tapped
from handlers.turn import Turn


def routes() -> Router:
    router = Router(name="receipt")
    router.callback_query.register(tap_fix_place, Tapped(Verb.FIX_PLACE))
    router.callback_query.register(tap_fix_topic, Tapped(Verb.FIX_TOPIC))
    router.callback_query.register(tap_topic, Tapped(Verb.SET_TOPIC))
    router.callback_query.register(tap_add_photo, Tapped(Verb.ADD_PHOTO))
    router.callback_query.register(tap_anonymous, Tapped(Verb.ANONYMOUS))
    router.callback_query.register(tap_urge, Tapped(Verb.URGE))
    router.callback_query.register(tap_withdraw, Tapped(Verb.WITHDRAW))
    return router


async def tap_fix_place(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(ask_new_place, FixPlace, CaseId(tap.subject))


async def tap_fix_topic(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(ask_topic, FixTopic, CaseId(tap.subject))


async def tap_topic(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(set_topic, SetTopic, CaseId(tap.subject), tap.value)


async def tap_add_photo(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(ask_photo, AddPhoto, CaseId(tap.subject))


async def tap_anonymous(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(hide_name, HideName, CaseId(tap.subject))


async def tap_urge(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(urge_case, UrgeCase, CaseId(tap.subject))


async def tap_withdraw(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(withdraw_case, WithdrawCase, CaseId(tap.subject))
