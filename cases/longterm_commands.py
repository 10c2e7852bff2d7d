"""What staff can ask for in a matter that is hard or takes long, to take back a step, and what a resident says weeks
later: one frozen dataclass each."""

from dataclasses import dataclass
from enum import StrEnum

from cases.commands import Command, OnCase, Target
from cases.reading import Complexity


class Milestone(StrEnum):
    """What there is to tell the resident."""

    NEWS = "news"
    OFFER = "offer"
    """An agreement is offered: its words as they are."""
    SIGNED = "signed"
    """It was signed; performed it is not yet."""


@dataclass(frozen=True, slots=True)
class WriteMilestone(Command):
    """write_milestone: 写进展, 给方案, 协议已签. Where words are needed and there are none, the answer asks for them."""

    target: Target
    what: Milestone = Milestone.NEWS
    words: str = ""


@dataclass(frozen=True, slots=True)
class Classify(Command):
    """classify_case: 定难易, or 「定为复杂」. Without a class the answer offers those that this person may set."""

    target: Target
    complexity: Complexity | None = None


@dataclass(frozen=True, slots=True)
class UndoStep(OnCase):
    """undo_step: 撤销, within seconds. Empty when it is typed: the last step made in this chat."""


@dataclass(frozen=True, slots=True)
class SayWhetherItLasts(OnCase):
    """say_whether_it_lasts: 还好, or 又坏了, weeks after the end."""

    lasts: bool
