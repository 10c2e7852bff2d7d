"""换一张, 就是这张: by button or typed."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.model import CaseId
from cases.picture_commands import AnswerPicture
from cases.picturing import answer_picture
from cases.taps import Tap, Verb
from handlers.filters import Tapped, Types
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed


def routes() -> Router:
    router = Router(name="pictures")
    router.message.register(type_answer, Types(Word.SAME_PICTURE, Word.OTHER_PICTURE))
    router.callback_query.register(tap_answer, Tapped(Verb.SAME_PICTURE, Verb.OTHER_PICTURE))
    return router


async def type_answer(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(answer_picture, AnswerPicture, CaseId(typed.number), typed.name == Word.SAME_PICTURE)


async def tap_answer(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(answer_picture, AnswerPicture, CaseId(tap.subject), tap.verb is Verb.SAME_PICTURE)
