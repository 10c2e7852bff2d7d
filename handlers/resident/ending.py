"""申请复核, 不是一回事 and 就是这件, pressed. What a resident types instead is heard like any other words."""

from aiogram import Router
from aiogram.types import CallbackQuery

from cases.appealing import appeal_dismissal
from cases.ending_commands import Appeal, JoinOwn, SplitCase
from cases.joining import join_own_case, split_case
from cases.model import CaseId
from cases.taps import Tap, Verb
from handlers.filters import Tapped
from handlers.turn import Turn


def routes() -> Router:
    router = Router(name="appeal")
    router.callback_query.register(tap_appeal, Tapped(Verb.APPEAL))
    router.callback_query.register(tap_split, Tapped(Verb.SPLIT))
    router.callback_query.register(tap_join_own, Tapped(Verb.JOIN_OWN))
    return router


async def tap_appeal(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(appeal_dismissal, Appeal, CaseId(tap.subject))


async def tap_split(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(split_case, SplitCase, CaseId(tap.subject))


async def tap_join_own(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(join_own_case, JoinOwn, CaseId(tap.subject))
