"""排名, 吹哨台账, 负担, 热点: what is counted for a desk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cases.model import Case, PostCode
from cases.pages.map import Load
from cases.pages.work import Scope


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
