"""What stands under a resident's receipt, pressed or typed: correct it, add to it, hurry it, take it back."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.aftercare import ask_new_place, ask_photo, hide_name, urge_case
from cases.commands import AddPhoto, ChooseMeant, FixPlace, FixTopic, HideName, OnCase, SetTopic, UrgeCase, WithdrawCase
from cases.conversation import choose_meant
from cases.correcting import ask_topic, set_topic
from cases.model import CaseId
from cases.ports import UseCase
from cases.taps import Tap, Verb
from cases.withdrawing import withdraw_case
from handlers.filters import IsPrivate, Tapped, Types
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed

ON_CASE: dict[Word, tuple[UseCase, type[OnCase]]] = {
    Word.FIX_PLACE: (ask_new_place, FixPlace),
    Word.FIX_TOPIC: (ask_topic, FixTopic),
    Word.ADD_PHOTO: (ask_photo, AddPhoto),
    Word.HIDE_NAME: (hide_name, HideName),
    Word.WITHDRAW: (withdraw_case, WithdrawCase),
}


def routes() -> Router:
    router = Router(name="receipt")
    router.callback_query.register(tap_fix_place, Tapped(Verb.FIX_PLACE))
    router.callback_query.register(tap_fix_topic, Tapped(Verb.FIX_TOPIC))
    router.callback_query.register(tap_topic, Tapped(Verb.SET_TOPIC))
    router.callback_query.register(tap_add_photo, Tapped(Verb.ADD_PHOTO))
    router.callback_query.register(tap_anonymous, Tapped(Verb.ANONYMOUS))
    router.callback_query.register(tap_urge, Tapped(Verb.URGE))
    router.callback_query.register(tap_withdraw, Tapped(Verb.WITHDRAW))
    router.callback_query.register(tap_meant, Tapped(Verb.MEANT))
    router.message.register(type_on_case, Types(*ON_CASE), IsPrivate())
    return router


async def type_on_case(_: Message, turn: Turn, typed: Typed) -> None:
    """Without a number the newest open case is meant."""
    use_case, command = ON_CASE[Word(typed.name)]
    await turn.do(use_case, command, CaseId(typed.number))


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


async def tap_meant(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(choose_meant, ChooseMeant, CaseId(tap.subject), tap.value)
