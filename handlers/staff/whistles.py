"""吹哨, 应哨, 去不了, 到场, 结论, 协办, 吹哨台账: by button or typed."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.assisting import ask_assist
from cases.commands import Muster, Target
from cases.ledger import show_whistles
from cases.model import CaseId, PostCode
from cases.mustering import answer_typed, answer_whistle
from cases.taps import Tap, Verb
from cases.whistle_commands import Answer, AnswerTyped, AskAssist, AskWhistle, ChooseDepartment, ShowWhistles
from cases.whistling import ask_whistle, choose_department
from handlers.filters import Tapped, Types
from handlers.message import is_typed
from handlers.staff.words import month_in
from handlers.translate import target_of
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed

TYPED = {Word.MUSTER.value: Muster.ANSWER, Word.CANNOT.value: Muster.DECLINE, Word.CONCLUDE.value: Muster.CONCLUDE}


def routes() -> Router:
    router = Router(name="whistles")
    router.message.register(type_whistle, Types(Word.WHISTLE))
    router.message.register(type_answer, Types(Word.MUSTER, Word.CANNOT, Word.CONCLUDE))
    router.message.register(type_assist, Types(Word.ASSIST))
    router.message.register(ask_ledger, Types(Word.WHISTLES))
    router.callback_query.register(tap_whistle, Tapped(Verb.WHISTLE))
    router.callback_query.register(tap_department, Tapped(Verb.DEPARTMENT))
    router.callback_query.register(tap_answer, Tapped(Verb.MUSTER))
    router.callback_query.register(tap_assist, Tapped(Verb.ASSIST))
    return router


async def type_whistle(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(ask_whistle, AskWhistle, target_of(message, typed))


async def type_answer(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(answer_typed, AnswerTyped, TYPED[typed.name], target_of(message, typed), typed.note)


async def type_assist(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(ask_assist, AskAssist, target_of(message, typed))


async def ask_ledger(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(show_whistles, ShowWhistles, typed.args, month_in(typed.args, turn.at.date()))


async def tap_whistle(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(ask_whistle, AskWhistle, Target(case=CaseId(tap.subject)))


async def tap_department(query: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(choose_department, ChooseDepartment, CaseId(tap.subject), PostCode(tap.value), typed=is_typed(query))


async def tap_answer(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    muster = Muster(tap.value) if tap.value in set(Muster) else None
    await turn.do(answer_whistle, Answer, tap.subject, muster)


async def tap_assist(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    to = PostCode(tap.value) if tap.value else None
    await turn.do(ask_assist, AskAssist, Target(case=CaseId(tap.subject)), to)
