"""今日 and the page of one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from cases.model import Case, Dismissal, Entry, Event, PostCode


class Only(StrEnum):
    """Which of the open cases are listed."""

    ALL = "all"
    LATE = "late"
    TODAY = "today"
    """Due before midnight."""
    CRITICAL = "critical"
    NO_OWNER = "no_owner"
    """Whoever has it answers nowhere."""
    TRIAGE = "triage"
    DECIDE = "decide"
    """The holder asks for something, or the resident appeals."""
    STANDING = "standing"
    """Waits for the resident's answer, or is suspended."""
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases: those under a desk's unit, or those that a worker's posts have."""

    unit: str = ""
    complaints: bool = False
    """Also those about the people of the place."""
    posts: frozenset[PostCode] = frozenset()
    whole: bool = False
    """The unit is the district: all cases there are lie under it, and none need be asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    only: Only = Only.ALL
    words: str = ""
    """A number, or part of a place or a matter. With words, what was closed lately is looked through too."""
    page: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands where, now and since midnight."""

    open: int = 0
    late: int = 0
    today: int = 0
    critical: int = 0
    no_owner: int = 0
    triage: int = 0
    decide: int = 0
    standing: int = 0
    resolved: int = 0
    filed: int = 0
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    cases: tuple[Case, ...]
    found: int
    """In all; `cases` are one page of them."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All there is about one case."""

    case: Case
    history: Sequence[Event]
    entry: Entry | None
    dismissal: Dismissal | None
    lead: str = ""
    """Number of the case under which it goes on."""
    joined: tuple[str, ...] = ()
    """Numbers of those that go on under it."""


class WorkPages(Protocol):
    def numbers(self, scope: Scope, at: datetime) -> Numbers: ...
    def queue(self, scope: Scope, asked: Asked, at: datetime) -> Queue: ...
    def dossier(self, number: str) -> Dossier:
        """Of the latest case of that number, whoever asks. Raises NoSuchCase."""
        ...

    def newest(self) -> int:
        """Another number whenever something has happened in any case."""
        ...
