"""A calendar month of the desk's zone, as people and the command line name it."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import pairwise

_WRITTEN = re.compile(r"(\d{4})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Month:
    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def next(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def before(self) -> "Month":
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    def begins(self, zone: tzinfo) -> datetime:
        return datetime(self.year, self.month, 1, tzinfo=zone)

    def ends(self, zone: tzinfo) -> datetime:
        """The first moment that is no longer in it."""
        return self.next.begins(zone)


def days_from(first: datetime, count: int) -> list[tuple[datetime, datetime]]:
    """So many days, from midnight to midnight in the zone of `first`."""
    begins = [datetime.combine(first.date() + timedelta(days=n), time(), first.tzinfo) for n in range(count + 1)]
    return list(pairwise(begins))


FIRST_YEAR, LAST_YEAR = 2000, 2999


def month_of(moment: datetime) -> Month:
    """Of an aware moment that is in the desk's zone already."""
    return Month(moment.year, moment.month)


def written(text: str) -> Month | None:
    """2026-02. None for anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    return possible(int(found[1]), int(found[2])) if found else None


def possible(year: int, month: int) -> Month | None:
    return Month(year, month) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 else None
