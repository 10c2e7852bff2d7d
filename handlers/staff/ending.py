"""不予受理 and what the desks decide about it, 并成一组 and 拆开: by button or by typed command."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.appealing import decide_appeal
from cases.commands import Target
from cases.dismissing import ask_dismissal, decide_dismissal
from cases.duplicates import join_cases
from cases.ending_commands import AskDismissal, DecideAppeal, DecideDismissal, JoinCases, SplitCase
from cases.joining import split_case
from cases.model import CaseId, Ground
from cases.taps import Tap, Verb
from handlers.filters import HasNumber, Tapped, Types
from handlers.translate import target_of
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed


def routes() -> Router:
    router = Router(name="ending")
    router.message.register(type_dismissal, Types(Word.DISMISS))
    router.message.register(type_join, Types(Word.JOIN))
    router.message.register(type_split, Types(Word.SPLIT), HasNumber())
    router.callback_query.register(tap_join, Tapped(Verb.JOIN))
    router.callback_query.register(tap_dismiss, Tapped(Verb.DISMISS))
    router.callback_query.register(tap_dismissal, Tapped(Verb.DISMISSAL_YES, Verb.DISMISSAL_NO))
    router.callback_query.register(tap_appeal_decision, Tapped(Verb.UPHOLD, Verb.OVERTURN))
    return router


async def type_dismissal(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(ask_dismissal, AskDismissal, target_of(message, typed))


async def tap_dismiss(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    ground = Ground(tap.value) if tap.value in set(Ground) else None
    await turn.do(ask_dismissal, AskDismissal, Target(case=CaseId(tap.subject)), ground)


async def tap_dismissal(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(decide_dismissal, DecideDismissal, CaseId(tap.subject), tap.verb is Verb.DISMISSAL_YES)


async def tap_appeal_decision(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(decide_appeal, DecideAppeal, CaseId(tap.subject), tap.verb is Verb.UPHOLD)


async def type_join(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(join_cases, JoinCases, target_of(message, typed))


async def type_split(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(split_case, SplitCase, CaseId(typed.number))


async def tap_join(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(join_cases, JoinCases, Target(case=CaseId(tap.subject)))
