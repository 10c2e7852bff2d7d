"""What can be asked for about whistles, departments and co-handlers."""

from dataclasses import dataclass

from cases.commands import Command, Muster, OnCase, ShowMonth, Target
from cases.model import PostCode


@dataclass(frozen=True, slots=True)
class AskWhistle(Command):
    """ask_whistle: 吹哨, by button or typed. `to` are departments as they were named; without `asked` the answer asks what they
    should do."""

    target: Target
    to: tuple[str, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class ChooseDepartment(OnCase):
    """choose_department: ticked, or unticked again. `typed` as in Supervise."""

    post: PostCode
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Answer(Command):
    """answer_whistle: by the department, with a button; `whistle` is its id. None for a button we never made."""

    whistle: str
    muster: Muster | None


@dataclass(frozen=True, slots=True)
class AnswerTyped(Command):
    """answer_typed: 应哨, 去不了, 结论, perhaps with a number or in reply, perhaps with a sentence."""

    muster: Muster
    target: Target
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShowWhistles(ShowMonth):
    """show_whistles: 吹哨台账, /whistles 2026-02."""


@dataclass(frozen=True, slots=True)
class AskAssist(Command):
    """ask_assist: 协办, by button or typed; then whom, in one tap."""

    target: Target
    post: PostCode | None = None
