"""What other systems are told of cases: which happenings, which facts of them, and the queue in which that waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cases.deeds import ADMINISTRATOR, Doer
from cases.model import Case, Event, Happening, Source

TOLD = frozenset(
    {
        Happening.FILED,
        Happening.ACCEPTED,
        Happening.ARRIVED,
        Happening.RESOLVED,
        Happening.CONFIRMED,
        Happening.DISPUTED,
        Happening.SILENT,
        Happening.WITHDRAWN,
        Happening.VOUCHED,
        Happening.DISMISSED,
        Happening.APPEALED,
        Happening.UPHELD,
        Happening.OVERTURNED,
        Happening.ESCALATED,
        Happening.SUPERVISED,
        Happening.REASSIGNED,
        Happening.EXTENDED,
        Happening.SUSPENDED,
        Happening.RESUMED,
        Happening.MILESTONE,
        Happening.JOINED,
        Happening.SPLIT,
        Happening.UNRESOLVED,
        Happening.PLACE_CHANGED,
        Happening.TOPIC_CHANGED,
    }
)
"""None of these tells anything of a person."""
ENDS = frozenset(
    {
        Happening.CONFIRMED,
        Happening.SILENT,
        Happening.WITHDRAWN,
        Happening.VOUCHED,
        Happening.DISMISSED,
        Happening.UPHELD,
    }
)
ALL, CLOSED = "all", "closed"
"""Every happening; whatever ends a case."""
NAMES = (ALL, CLOSED, *sorted(what.value for what in TOLD))
TO_FILE = "file:"
"""How the address of a subscriber begins that is a folder: what it gets are cases of another office only."""
OFFICE_ID = "12345"
OFFICE = f"{TO_FILE}{OFFICE_ID}"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A subscriber. `events` are some of NAMES."""

    id: str
    url: str
    events: tuple[str, ...]
    at: datetime

    @property
    def is_file(self) -> bool:
        return self.url.startswith(TO_FILE)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much of a subscriber's waits, and how much was given up."""

    waiting: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class Hook:
    """One thing to be told to one subscriber."""

    row: int
    url: str
    secret: str
    body: str
    """Facts as JSON."""
    attempts: int


@dataclass(frozen=True, slots=True)
class DeadHook:
    row: int
    at: datetime
    url: str
    event: str
    number: str
    why: str


class Hooks(Protocol):
    """Subscribers and their queue."""

    def add(self, hook: Webhook, secret: str) -> None: ...
    def remove(self, hook_id: str) -> bool:
        """What still waits for it is not told."""
        ...

    def all(self) -> Sequence[tuple[Webhook, Backlog]]:
        """Those that were not removed."""
        ...

    def secret_of(self, hook_id: str) -> str | None:
        """None where there is no such subscriber, or the secret that sealed it is not at hand."""
        ...

    def anybody(self) -> bool:
        """Whether there is any subscriber to send to. No files."""
        ...

    def claim(self, limit: int, seconds: float) -> Sequence[Hook]:
        """Leased so long; the oldest first, of each subscriber one. No files."""
        ...

    def told(self, row: int) -> None: ...
    def failed(self, row: int, why: str, again: float | None) -> None:
        """To be tried again in so many seconds, or never."""
        ...

    def waiting(self) -> int: ...
    def dead(self, limit: int) -> Sequence[DeadHook]:
        """Newest first."""
        ...

    def dead_count(self) -> int: ...
    def again(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int:
        """None stands for every dead one."""
        ...

    def drop(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int: ...


def wants(hook: Webhook, what: Happening, case: Case) -> bool:
    """A complaint about people of the desk, or one whose reporter is kept secret, is told to no other system; an office that
    brought in a case hears of that, whatever it is."""
    mine = case.source is Source.HOTLINE if hook.is_file else not (case.conflict or case.confidential)
    named = what.value in hook.events or ALL in hook.events or (CLOSED in hook.events and what in ENDS)
    return mine and what in TOLD and named


def facts(event: Event, case: Case, unit: str) -> Mapping[str, str | bool | None]:
    """Number, states, times, topic, unit: nobody's name, words or address."""
    return {
        "event": event.what.value,
        "at": _moment(event.at),
        "number": case.number,
        "state": case.status.value,
        "suspended": case.suspended,
        "topic": case.topic,
        "topic2": case.topic2,
        "severity": case.severity.value,
        "unit": case.unit,
        "unit_name": unit,
        "filed_at": _moment(case.opened_at),
        "due_at": None if case.long_term else _moment(case.due_at),
        "resolved_at": _moment(case.resolved_at),
        "closed_at": _moment(case.closed_at),
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
