"""通知, 订阅, 退订, 知道了: typed or pressed."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.announcing import announce, know_announcement, send_announcement, subscribe, unsubscribe
from cases.announcing_commands import Announce, KnowAnnouncement, SendAnnouncement, Subscribe, Unsubscribe
from cases.model import CaseId
from cases.taps import Tap, Verb
from handlers.filters import IsPrivate, Tapped, Types
from handlers.kit import Kit
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed
from nlp.plain.deadline import read_deadline


def routes() -> Router:
    router = Router(name="announcing")
    router.message.register(type_announcement, Types(Word.ANNOUNCE))
    router.message.register(type_sending, Types(Word.SEND_OUT, Word.KEEP_BACK))
    router.message.register(type_subscription, Types(Word.SUBSCRIBE), IsPrivate())
    router.message.register(type_end, Types(Word.UNSUBSCRIBE), IsPrivate())
    router.message.register(type_known, Types(Word.KNOWN), IsPrivate())
    router.callback_query.register(tap_sending, Tapped(Verb.SEND_OUT, Verb.KEEP_BACK))
    router.callback_query.register(tap_subscription, Tapped(Verb.SUBSCRIBE))
    router.callback_query.register(tap_known, Tapped(Verb.KNOWN))
    return router


async def type_announcement(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(announce, Announce, typed.args, read_deadline(typed.args, turn.at.date()))


async def type_sending(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(send_announcement, SendAnnouncement, typed.name == Word.SEND_OUT)


async def tap_sending(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(send_announcement, SendAnnouncement, tap.verb is Verb.SEND_OUT, tap.subject)


async def type_subscription(_: Message, turn: Turn, typed: Typed, kit: Kit) -> None:
    place = kit.reader.read(typed.args).place.code if typed.args else ""
    await turn.do(subscribe, Subscribe, place)


async def tap_subscription(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(subscribe, Subscribe, "", CaseId(tap.subject))


async def type_end(_: Message, turn: Turn) -> None:
    await turn.do(unsubscribe, Unsubscribe)


async def type_known(_: Message, turn: Turn) -> None:
    await turn.do(know_announcement, KnowAnnouncement)


async def tap_known(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(know_announcement, KnowAnnouncement, tap.subject)
