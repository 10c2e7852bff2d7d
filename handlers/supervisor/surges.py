"""答复, 确认发布, 结束突发: one answer of a desk to all who write of one matter; typed or pressed."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.surge_commands import AnswerAll, OnSurge, PublishAnswer
from cases.surging import answer_all, ask_answer, decline_surge, end_surge, publish_answer
from cases.taps import Tap, Verb
from handlers.filters import Tapped, Types
from handlers.kit import Kit
from handlers.translate import staff_said
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed
from nlp.plain.moment import read_moment

SIMPLE = {
    Word.NO_ANSWER.value: decline_surge,
    Word.END_SURGE.value: end_surge,
    Verb.SURGE_ANSWER.value: ask_answer,
    Verb.SURGE_NONE.value: decline_surge,
    Verb.SURGE_END.value: end_surge,
}


def routes() -> Router:
    router = Router(name="surges")
    router.message.register(type_answer, Types(Word.ANSWER_ALL))
    router.message.register(type_step, Types(Word.NO_ANSWER, Word.END_SURGE))
    router.message.register(type_publishing, Types(Word.PUBLISH, Word.UNPUBLISH))
    router.callback_query.register(tap_step, Tapped(Verb.SURGE_ANSWER, Verb.SURGE_NONE, Verb.SURGE_END))
    router.callback_query.register(tap_publishing, Tapped(Verb.PUBLISH, Verb.UNPUBLISH))
    return router


async def type_answer(message: Message, turn: Turn, typed: Typed, kit: Kit) -> None:
    said = await staff_said(message, kit, turn) if typed.args else None
    await turn.do(answer_all, AnswerAll, typed.args, read_moment(typed.args, turn.at), said)


async def type_step(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(SIMPLE[typed.name], OnSurge)


async def type_publishing(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(publish_answer, PublishAnswer, gives=typed.name == Word.PUBLISH)


async def tap_step(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(SIMPLE[tap.verb], OnSurge, tap.subject)


async def tap_publishing(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(publish_answer, PublishAnswer, tap.subject, tap.verb is Verb.PUBLISH, tap.value)
