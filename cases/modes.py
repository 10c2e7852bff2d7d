"""What each class of difficulty means: the way it is worked on, and the clocks it runs on. A district has its own table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.clocks import Span, Unit
from cases.reading import Complexity


class Mode(StrEnum):
    """The four ways of working of the seed district."""

    AT_ONCE = "立即办"
    ON_SITE = "现场办"
    COORDINATED = "协调办"
    JOINT = "联动办"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a class is dealt with. Without spans of its own a case runs on those of its severity, object and fault."""

    mode: Mode
    contact: Span | None = None
    finish: Span | None = None
    long_term: bool = False
    """No finish is promised: the resident hears of it regularly."""


WORKDAY = Span(1, Unit.WORKDAY)
MANNERS: Mapping[Complexity, Manner] = {
    Complexity.SIMPLE: Manner(Mode.AT_ONCE),
    Complexity.ORDINARY: Manner(Mode.ON_SITE),
    Complexity.COMPLEX: Manner(Mode.COORDINATED, WORKDAY, Span(15, Unit.DAY)),
    Complexity.HISTORICAL: Manner(Mode.JOINT, WORKDAY, long_term=True),
    Complexity.MAJOR: Manner(Mode.JOINT, WORKDAY, long_term=True),
}
"""The default rule set: 复杂 15 自然日, 长期 a heartbeat, first contact within a working day."""
HARDEST = tuple(Complexity)
"""From the easiest to the hardest."""


def is_harder(one: Complexity, other: Complexity) -> bool:
    return HARDEST.index(one) > HARDEST.index(other)
