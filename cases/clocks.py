"""Working-day arithmetic. The calendar is passed in; this file knows no year by heart."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

IsWorkday = Callable[[date], bool]
"""True on a working day, 调休 weekends included."""


class Unit(StrEnum):
    URGENT_HOUR = "紧急工作时"
    """Continuous natural hours, nights and holidays included."""
    MINUTE = "分钟"
    OFFICE_HOUR = "工作时"
    WORKDAY = "工作日"
    """Eight office hours."""
    DAY = "自然日"

    @property
    def is_office(self) -> bool:
        """It passes only while offices are open."""
        return self in {Unit.OFFICE_HOUR, Unit.WORKDAY}


@dataclass(frozen=True, slots=True)
class Span:
    amount: float
    unit: Unit


OFFICE_HOURS = ((time(8), time(12)), (time(14), time(18)))
HOURS_PER_WORKDAY = 8


@dataclass(frozen=True, slots=True)
class Office:
    """When an office works. `sessions` are local wall-clock times, in order and disjoint."""

    zone: tzinfo
    is_workday: IsWorkday
    sessions: tuple[tuple[time, time], ...] = OFFICE_HOURS

    def sessions_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Every working session that ends after `moment`, for ever."""
        day = moment.astimezone(self.zone).date()
        while True:
            if self.is_workday(day):
                for opens, closes in self.sessions:
                    end = datetime.combine(day, closes, self.zone)
                    if end > moment:
                        yield datetime.combine(day, opens, self.zone), end
            day += timedelta(days=1)

    def add_hours(self, moment: datetime, hours: float) -> datetime:
        """`hours` of office time after `moment`; zero hours gives `moment` itself."""
        left = timedelta(hours=hours)
        if not left:
            return moment
        for opens, closes in self.sessions_from(moment):
            start = max(opens, moment)
            if left <= closes - start:
                return start + left
            left -= closes - start
        raise AssertionError("sessions never end")

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Office hours from `start` to `end`; 0 when `end` is not later."""
        total = timedelta()
        for opens, closes in self.sessions_from(start):
            if opens >= end:
                return total / timedelta(hours=1)
            total += min(closes, end) - max(opens, start)
        raise AssertionError("sessions never end")

    def workdays_before(self, moment: datetime, days: int) -> datetime:
        """The same time of day, so many working days earlier."""
        while days:
            moment -= timedelta(days=1)
            days -= self.is_workday(moment.astimezone(self.zone).date())
        return moment

    def add(self, moment: datetime, span: Span) -> datetime:
        """The moment `span` later, in this office's zone. Units as in docs/glossary.md."""
        return self._add(moment, span).astimezone(self.zone)

    def _add(self, moment: datetime, span: Span) -> datetime:
        match span.unit:
            case Unit.URGENT_HOUR:
                return moment + timedelta(hours=span.amount)
            case Unit.MINUTE:
                return moment + timedelta(minutes=span.amount)
            case Unit.DAY:
                return moment + timedelta(days=span.amount)
            case Unit.OFFICE_HOUR:
                return self.add_hours(moment, span.amount)
            case Unit.WORKDAY:
                return self.add_hours(moment, span.amount * HOURS_PER_WORKDAY)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nightly hours in which nothing that can wait is said. Local wall-clock times over midnight."""

    zone: tzinfo
    begins: time = time(21, 30)
    ends: time = time(7)

    def add(self, moment: datetime, span: timedelta) -> datetime:
        """`span` later, of a limit that must not run out while nobody may be rung: it begins after the night, and what
        would fall into one is left for the morning."""
        due_at = self.awake(moment) + span
        wakes = self.awake(due_at)
        if wakes == due_at:
            return due_at
        evening = datetime.combine(wakes.astimezone(self.zone).date() - timedelta(days=1), self.begins, self.zone)
        return wakes + (due_at - evening)

    def awake(self, moment: datetime) -> datetime:
        """`moment`, or the end of the quiet hours it falls into."""
        local = moment.astimezone(self.zone)
        if self.ends <= local.time() < self.begins:
            return moment
        day = local.date() + timedelta(days=local.time() >= self.begins)
        return datetime.combine(day, self.ends, self.zone)
