"""The tables that leave the house whole, as rows in order. No row says who reported a case: that is looked at, not exported."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cases.model import PostCode, Status


@dataclass(frozen=True, slots=True)
class CaseLine:
    number: str
    outside: str
    """Its number at the office that sent it."""
    status: str
    severity: str
    topic: str
    topic2: str
    matter: str
    place: str
    unit: str
    grid: str
    holder: PostCode
    source: str
    """"" where a resident brought it in."""
    opened_at: datetime
    contact_due_at: datetime
    due_at: datetime
    accepted_at: datetime | None
    arrived_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    paused_at: datetime | None
    urged: int
    reopened: int
    extended: int
    suspended: bool
    long_term: bool
    words: str
    proof_note: str

    def is_late(self, at: datetime) -> bool:
        """Done, or not done yet, after the limit it has now."""
        return self.due_at < (self.resolved_at or self.closed_at or self.paused_at or at)


@dataclass(frozen=True, slots=True)
class WhistleLine:
    number: str
    matter: str
    department: PostCode
    by: PostCode
    asked: str
    state: str
    called_at: datetime
    due_at: datetime
    answered_at: datetime | None
    came_at: datetime | None
    ended_at: datetime | None
    said: str


@dataclass(frozen=True, slots=True)
class DismissalLine:
    number: str
    matter: str
    status: str
    ground: str
    account: str
    by: PostCode
    at: datetime
    desk: PostCode
    """Who decided; "" while nobody has."""
    appeal: str
    appealed_to: PostCode


@dataclass(frozen=True, slots=True)
class NoticeLine:
    desk: PostCode
    unit: str
    words: str
    at: datetime
    sent_at: datetime | None
    deadline: datetime | None
    dropped: bool
    sent_to: int
    known: int


@dataclass(frozen=True, slots=True)
class AuditLine:
    row: int
    at: datetime
    who: str
    what: str
    subject: str
    outcome: str
    cause: str
    mark: str


class Exports(Protocol):
    """Each call is one look at the database, however long its rows are being read; oldest first."""

    def cases(
        self, statuses: frozenset[Status] | None = None, unit: str = "", *, complaints: bool = True
    ) -> Iterator[CaseLine]:
        """Of a unit's subtree; "" is everything. Without `complaints`, what is about those who would read it is left out."""
        ...

    def whistles(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[WhistleLine]: ...
    def dismissals(self) -> Iterator[DismissalLine]: ...
    def notices(self) -> Iterator[NoticeLine]: ...
    def audit(self) -> Iterator[AuditLine]: ...
