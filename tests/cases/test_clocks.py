"""Deadlines as an office counts them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clocks import Office, Quiet, Span, Unit

ZONE = ZoneInfo("Asia/Shanghai")
HOLIDAYS = {date(2026, 2, 17), date(2026, 2, 18), date(2026, 2, 19), date(2026, 2, 20), date(2026, 2, 23)}
MADE_UP_DAYS = {date(2026, 2, 14), date(2026, 2, 28)}
"""Saturdays that 调休 makes working days."""


def is_workday(day: date) -> bool:
    return day in MADE_UP_DAYS or (day.weekday() < 5 and day not in HOLIDAYS)


OFFICE = Office(ZONE, is_workday)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("filed", "span", "due"),
    [
        ("2026-03-06 17:00", Span(2, Unit.URGENT_HOUR), "2026-03-06 19:00"),
        ("2026-03-06 17:00", Span(4, Unit.OFFICE_HOUR), "2026-03-09 11:00"),
        ("2026-03-06 17:00", Span(1, Unit.WORKDAY), "2026-03-09 17:00"),
        ("2026-03-06 17:00", Span(2, Unit.WORKDAY), "2026-03-10 17:00"),
        ("2026-03-06 17:00", Span(7, Unit.DAY), "2026-03-13 17:00"),
        ("2026-03-06 19:30", Span(4, Unit.OFFICE_HOUR), "2026-03-09 12:00"),
        ("2026-03-06 11:30", Span(1, Unit.OFFICE_HOUR), "2026-03-06 14:30"),
        ("2026-03-06 23:50", Span(15, Unit.MINUTE), "2026-03-07 00:05"),
        ("2026-02-13 17:00", Span(2, Unit.OFFICE_HOUR), "2026-02-14 09:00"),
        ("2026-02-16 17:00", Span(1, Unit.WORKDAY), "2026-02-24 17:00"),
        ("2026-12-31 17:30", Span(1, Unit.OFFICE_HOUR), "2027-01-01 08:30"),
    ],
)
def test_a_limit_ends_when_the_rule_book_says(filed: str, span: Span, due: str) -> None:
    assert OFFICE.add(at(filed), span) == at(due)


moments = st.integers(0, 500 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
hours = st.floats(0.05, 60)


@given(moments, hours)
def test_an_office_deadline_never_falls_into_closed_hours(moment: datetime, amount: float) -> None:
    due = OFFICE.add(moment, Span(amount, Unit.OFFICE_HOUR))
    assert is_workday(due.date())
    assert time(8) < due.time() <= time(12) or time(14) < due.time() <= time(18)


@given(moments, hours)
def test_the_hours_counted_back_are_the_hours_given(moment: datetime, amount: float) -> None:
    due = OFFICE.add_hours(moment, amount)
    assert OFFICE.hours_between(moment, due) == pytest.approx(amount, abs=1e-4)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=9)), hours)
def test_filed_later_is_never_due_earlier(moment: datetime, later: timedelta, amount: float) -> None:
    span = Span(amount, Unit.OFFICE_HOUR)
    assert OFFICE.add(moment, span) <= OFFICE.add(moment + later, span)


@pytest.mark.parametrize(
    ("moment", "heard"),
    [
        ("2026-03-06 21:29", "2026-03-06 21:29"),
        ("2026-03-06 21:30", "2026-03-07 07:00"),
        ("2026-03-07 03:00", "2026-03-07 07:00"),
        ("2026-03-07 07:00", "2026-03-07 07:00"),
    ],
)
def test_what_can_wait_is_not_said_at_night(moment: str, heard: str) -> None:
    assert Quiet(ZONE).awake(at(moment)) == at(heard)
