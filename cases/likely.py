"""What tells of two cases that they are one matter; the words are read elsewhere and only the answer is known here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.model import Case, CaseId


@dataclass(frozen=True, slots=True)
class Told:
    """So much of a case as two are compared by: what was said, where, and how it was read. Fields as in Case."""

    id: CaseId
    number: str
    opened_at: datetime
    text: str
    grid: str
    place: str
    lon: float | None
    lat: float | None
    matter: str
    topic: str
    top3: tuple[str, ...]
    object: str
    fault: str
    same_as: CaseId | None


@dataclass(frozen=True, slots=True)
class Likely:
    """The recent case that a new one is most likely the same matter as."""

    case: Told
    score: float
    """The higher the likelier; what is not likely enough is not answered at all."""
    words: tuple[str, ...]
    """What both have in common, most telling first."""


FindsSame = Callable[[Told, Sequence[Told]], Likely | None]
"""A new case and the recent ones of its neighbourhood -> the likeliest of them to be the same matter. Pure."""


def none_alike(_new: Told, _recent: Sequence[Told]) -> Likely | None:
    """For a desk that reads nothing: every case is a matter of its own."""
    return None


def told_of(case: Case) -> Told:
    return Told(
        case.id,
        case.number,
        case.opened_at,
        case.text,
        case.grid,
        case.place,
        case.lon,
        case.lat,
        case.matter,
        case.topic,
        case.top3,
        case.object,
        case.fault,
        case.same_as,
    )
