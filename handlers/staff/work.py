"""接单, 到场, 问居民, 办结, 改主题, 记住地标: by button or by typed command."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from cases.asking import ask_resident
from cases.commands import (
    Action,
    AnswerOffer,
    AskExtension,
    AskResident,
    AskSuspension,
    DecideExtension,
    DecideSuspension,
    RememberLandmark,
    ResolveNow,
    ResumeCase,
    Retopic,
    ShowMoves,
    Target,
    Transfer,
    Work,
)
from cases.correcting import retopic_case
from cases.extending import ask_extension, decide_extension, show_moves
from cases.fieldwork import do_work, resolve_now
from cases.landmarks import remember_landmark
from cases.model import CaseId, DraftState, Obstacle, PostCode, TransferReason
from cases.reading import TOPICS
from cases.suspending import ask_suspension, decide_suspension, resume_case
from cases.taps import Tap, Verb
from cases.transferring import answer_offer, transfer_case
from handlers.filters import Tapped, Types
from handlers.translate import target_of
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed

TAPPED = {Verb.ACCEPT: Action.ACCEPT, Verb.ARRIVE: Action.ARRIVE, Verb.RESOLVE: Action.RESOLVE}
TYPED = {Word.ACCEPT.value: Action.ACCEPT, Word.ARRIVE.value: Action.ARRIVE, Word.RESOLVE.value: Action.RESOLVE}


def routes() -> Router:
    router = Router(name="work")
    router.message.register(type_work, Types(Word.ACCEPT, Word.ARRIVE, Word.RESOLVE))
    router.message.register(type_resolve_now, Types(Word.RESOLVE_NOW), StateFilter(DraftState.PROOF.value))
    router.message.register(type_question, Types(Word.ASK))
    router.message.register(type_transfer, Types(Word.TRANSFER))
    router.message.register(type_extension, Types(Word.EXTEND))
    router.message.register(type_suspension, Types(Word.SUSPEND))
    router.message.register(type_topic, Types(Word.RETOPIC))
    router.callback_query.register(tap_work, Tapped(*TAPPED))
    router.callback_query.register(tap_ask, Tapped(Verb.ASK))
    router.callback_query.register(tap_transfer, Tapped(Verb.TRANSFER))
    router.callback_query.register(tap_transfer_to, Tapped(Verb.TRANSFER_TO))
    router.callback_query.register(tap_offer, Tapped(Verb.TAKE, Verb.DECLINE))
    router.callback_query.register(tap_more, Tapped(Verb.MORE))
    router.callback_query.register(tap_extend, Tapped(Verb.EXTEND))
    router.callback_query.register(tap_extension, Tapped(Verb.EXTENSION_YES, Verb.EXTENSION_NO))
    router.callback_query.register(tap_suspend, Tapped(Verb.SUSPEND))
    router.callback_query.register(tap_suspension, Tapped(Verb.SUSPENSION))
    router.callback_query.register(tap_resume, Tapped(Verb.RESUME))
    router.callback_query.register(tap_remember, Tapped(Verb.REMEMBER))
    router.callback_query.register(tap_resolve_now, Tapped(Verb.RESOLVE_NOW))
    return router


async def type_work(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(do_work, Work, TYPED[typed.name], target_of(message, typed), typed.note)


async def type_resolve_now(_: Message, turn: Turn) -> None:
    about = turn.asked.about
    assert about is not None  # a picture is asked for of a case
    await turn.do(resolve_now, ResolveNow, about)


async def type_question(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(ask_resident, AskResident, target_of(message, typed), typed.note)


async def type_transfer(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(transfer_case, Transfer, target_of(message, typed))


async def type_extension(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(ask_extension, AskExtension, target_of(message, typed), why=typed.note)


async def type_suspension(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(ask_suspension, AskSuspension, target_of(message, typed))


async def type_topic(message: Message, turn: Turn, typed: Typed) -> None:
    """A topic that is none is answered by the list of those there are."""
    topic = typed.note if typed.note in TOPICS else ""
    await turn.do(retopic_case, Retopic, target_of(message, typed), topic)


async def tap_work(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(do_work, Work, TAPPED[tap.verb], Target(case=CaseId(tap.subject)))


async def tap_ask(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(ask_resident, AskResident, Target(case=CaseId(tap.subject)))


async def tap_transfer(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(transfer_case, Transfer, Target(case=CaseId(tap.subject)), _why(tap.value))


async def tap_transfer_to(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    why, _slash, to = tap.value.partition("/")
    await turn.do(transfer_case, Transfer, Target(case=CaseId(tap.subject)), _why(why), PostCode(to) if to else None)


def _why(value: str) -> TransferReason | None:
    return TransferReason(value) if value in set(TransferReason) else None


async def tap_offer(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(answer_offer, AnswerOffer, CaseId(tap.subject), tap.verb is Verb.TAKE)


async def tap_more(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(show_moves, ShowMoves, CaseId(tap.subject))


async def tap_extend(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(ask_extension, AskExtension, Target(case=CaseId(tap.subject)), tap.value)


async def tap_extension(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(decide_extension, DecideExtension, CaseId(tap.subject), tap.verb is Verb.EXTENSION_YES)


async def tap_suspend(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    obstacle = Obstacle(tap.value) if tap.value in set(Obstacle) else None
    await turn.do(ask_suspension, AskSuspension, Target(case=CaseId(tap.subject)), obstacle)


async def tap_suspension(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    days = int(tap.value) if tap.value.isascii() and tap.value.isdecimal() else 0
    await turn.do(decide_suspension, DecideSuspension, CaseId(tap.subject), days)


async def tap_resume(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(resume_case, ResumeCase, CaseId(tap.subject))


async def tap_resolve_now(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(resolve_now, ResolveNow, CaseId(tap.subject))


async def tap_remember(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(remember_landmark, RememberLandmark, CaseId(tap.subject), tap.value)
