"""What people can ask for about a case that may end, or go on, otherwise than by being done."""

from dataclasses import dataclass

from cases.commands import Command, OnCase, ShowMonth, Target
from cases.model import Ground


@dataclass(frozen=True, slots=True)
class AskDismissal(Command):
    """ask_dismissal: 不予受理, 剔除. Without a ground the answer offers them; then a sentence for the resident is asked for."""

    target: Target
    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class DecideDismissal(OnCase):
    """decide_dismissal: 同意 or 不同意, by a desk over whoever asked. `why` not, in words, is for whoever asked."""

    grants: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Appeal(OnCase):
    """appeal_dismissal: 申请复核, by the resident."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class DecideAppeal(OnCase):
    """decide_appeal: 维持, or 重新办理."""

    upholds: bool


@dataclass(frozen=True, slots=True)
class JoinCases(Command):
    """join_cases: 并成一组. `to` is the number of the case it repeats, or its day; empty for all that are likely one matter."""

    target: Target
    to: str = ""


@dataclass(frozen=True, slots=True)
class SplitCase(OnCase):
    """split_case: 不是一回事, by the resident; 拆开, by staff."""


@dataclass(frozen=True, slots=True)
class JoinOwn(OnCase):
    """join_own_case: 就是这件，我也遇到."""


@dataclass(frozen=True, slots=True)
class ShowDismissals(ShowMonth):
    """show_dismissals: 不予受理台账, /dismissals 2026-02."""
