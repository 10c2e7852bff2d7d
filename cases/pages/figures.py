"""排名, 吹哨台账, 负担, 热点 and the charts: what is counted for a desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cases.model import Case, PostCode
from cases.pages.map import Load
from cases.pages.work import Scope


@dataclass(frozen=True, slots=True)
class Day:
    """What came and what was closed on one day."""

    date: date
    filed: int
    closed: int


class FigurePages(Protocol):
    def carried(self, scope: Scope, at: datetime) -> Mapping[PostCode, Load]:
        """Of everybody who holds an open case there."""
        ...

    def pushed(self, days: Sequence[tuple[datetime, datetime]]) -> Mapping[PostCode, tuple[int, ...]]:
        """Cards and reminders that reached each post, for each of the days from a moment to a moment, one after the other."""
        ...

    def topics(self, scope: Scope, units: Sequence[str], since: datetime) -> Mapping[tuple[str, str], int]:
        """(unit, topic) -> how many were filed."""
        ...

    def alike(self, scope: Scope) -> Sequence[Case]:
        """Open cases of the largest groups that are likely one matter each."""
        ...

    def days(self, scope: Scope, days: Sequence[tuple[datetime, datetime]]) -> tuple[Day, ...]:
        """One for each of the days from a moment to a moment."""
        ...
