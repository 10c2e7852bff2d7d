"""写进展, 给方案, 协议已签, 定难易; 撤销: by button or typed."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.classifying import classify_case
from cases.commands import Target
from cases.longterm_commands import Classify, Milestone, UndoStep, WriteMilestone
from cases.milestones import write_milestone
from cases.model import CaseId
from cases.reading import Complexity
from cases.taps import Tap, Verb
from cases.undoing import undo_step
from handlers.filters import Tapped, Types
from handlers.translate import target_of
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed

TYPED = {Word.NEWS.value: Milestone.NEWS, Word.PROPOSAL.value: Milestone.OFFER, Word.SIGNED.value: Milestone.SIGNED}


def routes() -> Router:
    router = Router(name="long-term matters")
    router.message.register(type_milestone, Types(Word.NEWS, Word.PROPOSAL, Word.SIGNED))
    router.message.register(type_class, Types(Word.CLASSIFY))
    router.callback_query.register(tap_milestone, Tapped(Verb.MILESTONE))
    router.callback_query.register(tap_class, Tapped(Verb.CLASSIFY))
    router.message.register(type_undo, Types(Word.UNDO))
    router.callback_query.register(tap_undo, Tapped(Verb.UNDO))
    return router


async def type_milestone(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(write_milestone, WriteMilestone, target_of(message, typed), TYPED[typed.name], typed.note)


async def type_class(message: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(classify_case, Classify, target_of(message, typed), _class(typed.note))


async def tap_milestone(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    what = Milestone(tap.value) if tap.value in set(Milestone) else Milestone.NEWS
    await turn.do(write_milestone, WriteMilestone, Target(case=CaseId(tap.subject)), what)


async def tap_class(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(classify_case, Classify, Target(case=CaseId(tap.subject)), _class(tap.value))


def _class(value: str) -> Complexity | None:
    return Complexity(value) if value in set(Complexity) else None


async def type_undo(_: Message, turn: Turn) -> None:
    """The last step made here is meant, whatever card this replies to."""
    await turn.do(undo_step, UndoStep, CaseId(""))


async def tap_undo(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(undo_step, UndoStep, CaseId(tap.subject))
