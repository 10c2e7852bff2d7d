"""Deadlines by the announced calendar of three years: 春节 and 国庆 with their moved weekends, the turn of the year, pauses."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import is_workday
from cases.clocks import Office, Span, Unit
from cases.model import Case
from cases.pauses import pause, resume
from cases.reading import Severity
from tests.cases.conftest import ZONE, rules
from tests.storage.conftest import a_case

OFFICE = Office(ZONE, is_workday)
HOUR, WORKDAY, DAY, URGENT = Unit.OFFICE_HOUR, Unit.WORKDAY, Unit.DAY, Unit.URGENT_HOUR


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("filed", "amount", "unit", "due"),
    [
        # 2024: 春节 10 to 17 February, the Sundays 4 and 18 at work
        ("2024-02-03 09:00", 1, HOUR, "2024-02-04 09:00"),
        ("2024-02-09 17:00", 4, HOUR, "2024-02-18 11:00"),
        ("2024-02-09 17:00", 1, WORKDAY, "2024-02-18 17:00"),
        ("2024-02-12 10:00", 2, HOUR, "2024-02-18 10:00"),
        ("2024-02-17 23:00", 8, HOUR, "2024-02-18 18:00"),
        ("2024-02-18 17:30", 1, HOUR, "2024-02-19 08:30"),
        ("2024-02-10 08:00", 7, DAY, "2024-02-17 08:00"),
        ("2024-02-10 02:00", 24, URGENT, "2024-02-11 02:00"),
        ("2024-04-03 17:00", 2, HOUR, "2024-04-07 09:00"),
        ("2024-04-30 17:00", 2, HOUR, "2024-05-06 09:00"),
        ("2024-05-10 17:00", 2, HOUR, "2024-05-11 09:00"),
        ("2024-09-13 17:00", 2, HOUR, "2024-09-14 09:00"),
        ("2024-09-14 17:00", 1, WORKDAY, "2024-09-18 17:00"),
        # 国庆 1 to 7 October, Sunday 29 September and Saturday 12 October at work
        ("2024-09-27 17:00", 2, HOUR, "2024-09-29 09:00"),
        ("2024-09-30 17:00", 1, WORKDAY, "2024-10-08 17:00"),
        ("2024-10-05 12:00", 1, HOUR, "2024-10-08 09:00"),
        ("2024-10-11 17:30", 1, HOUR, "2024-10-12 08:30"),
        ("2024-10-12 16:00", 4, HOUR, "2024-10-14 10:00"),
        # 2025: 春节 28 January to 4 February, 26 January and 8 February at work
        ("2025-01-24 17:00", 2, HOUR, "2025-01-26 09:00"),
        ("2025-01-27 17:00", 1, WORKDAY, "2025-02-05 17:00"),
        ("2025-01-27 17:00", 5, WORKDAY, "2025-02-10 17:00"),
        ("2025-01-29 09:00", 4, HOUR, "2025-02-05 12:00"),
        ("2025-02-07 17:30", 1, HOUR, "2025-02-08 08:30"),
        ("2025-02-08 17:00", 2, HOUR, "2025-02-10 09:00"),
        ("2025-04-30 17:00", 2, HOUR, "2025-05-06 09:00"),
        # 国庆 and 中秋 1 to 8 October, 28 September and 11 October at work
        ("2025-09-26 17:00", 2, HOUR, "2025-09-28 09:00"),
        ("2025-09-30 17:00", 1, WORKDAY, "2025-10-09 17:00"),
        ("2025-10-08 20:00", 4, HOUR, "2025-10-09 12:00"),
        ("2025-10-10 15:00", 8, HOUR, "2025-10-11 15:00"),
        ("2025-10-11 17:59", 0.5, HOUR, "2025-10-13 08:29"),
        # over the year, whose first working day is a Sunday
        ("2025-12-31 17:30", 1, HOUR, "2026-01-04 08:30"),
        ("2025-12-31 17:30", 3, DAY, "2026-01-03 17:30"),
        ("2026-01-04 17:00", 2, HOUR, "2026-01-05 09:00"),
        # 2026: 春节 15 to 23 February, the Saturdays 14 and 28 at work
        ("2026-02-13 17:00", 2, HOUR, "2026-02-14 09:00"),
        ("2026-02-14 17:00", 1, WORKDAY, "2026-02-24 17:00"),
        ("2026-02-19 12:00", 8, HOUR, "2026-02-24 18:00"),
        ("2026-02-27 17:00", 2, HOUR, "2026-02-28 09:00"),
        ("2026-02-28 17:00", 2, HOUR, "2026-03-02 09:00"),
        ("2026-05-08 17:00", 2, HOUR, "2026-05-09 09:00"),
        # 中秋 25 to 27 September; 国庆 1 to 7 October, 20 September and 10 October at work
        ("2026-09-18 17:00", 2, HOUR, "2026-09-20 09:00"),
        ("2026-09-24 17:00", 1, WORKDAY, "2026-09-28 17:00"),
        ("2026-09-30 17:00", 1, WORKDAY, "2026-10-08 17:00"),
        ("2026-10-09 17:00", 2, HOUR, "2026-10-10 09:00"),
        ("2026-10-10 17:00", 1, WORKDAY, "2026-10-12 17:00"),
        ("2026-12-30 10:00", 15, DAY, "2027-01-14 10:00"),
    ],
)
def test_a_limit_ends_when_the_announced_calendar_says(filed: str, amount: float, unit: Unit, due: str) -> None:
    assert OFFICE.add(at(filed), Span(amount, unit)) == at(due)


def lamp(due: str, severity: Severity = Severity.NORMAL) -> Case:
    """A dead lamp counts working days; anything 紧急 counts every hour."""
    object_, fault = ("路灯", "不亮") if severity is Severity.NORMAL else ("", "")
    return a_case("tg:1#1", object=object_, fault=fault, severity=severity, due_at=at(due), contact_due_at=at(due))


@pytest.mark.parametrize(
    ("due", "asked", "answered", "then_due"),
    [
        ("2026-03-04 12:00", "2026-03-02 14:00", "2026-03-02 14:12", "2026-03-04 14:12"),
        ("2026-03-04 12:00", "2026-03-02 17:30", "2026-03-03 08:30", "2026-03-04 15:00"),
        ("2026-03-09 11:00", "2026-03-06 17:00", "2026-03-09 09:00", "2026-03-09 15:00"),
        ("2026-10-08 12:00", "2026-09-30 17:00", "2026-10-08 08:00", "2026-10-08 15:00"),
        ("2026-03-04 12:00", "2026-03-03 20:00", "2026-03-03 22:00", "2026-03-04 12:00"),
        ("2026-03-04 12:00", "2026-03-04 11:59", "2026-03-04 14:30", "2026-03-04 14:31"),
        ("2026-03-02 09:00", "2026-03-02 10:00", "2026-03-02 11:00", "2026-03-02 09:00"),
    ],
)
def test_office_hours_lost_in_a_pause_are_given_back_and_no_others(
    due: str, asked: str, answered: str, then_due: str
) -> None:
    waiting = pause(lamp(due), rules(), at=at(asked), question="?")
    assert resume(waiting, rules(), at(answered)).due_at == at(then_due)


def test_what_counts_every_hour_gets_every_hour_back() -> None:
    waiting = pause(lamp("2026-03-03 10:00", Severity.URGENT), rules(), at=at("2026-03-02 23:00"), question="?")
    assert resume(waiting, rules(), at("2026-03-03 01:00")).due_at == at("2026-03-03 12:00")


minutes = st.integers(0, 3 * 365 * 24 * 60)


def moment(minute: int) -> datetime:
    return at("2024-01-01 00:00") + timedelta(minutes=minute)


@given(minutes, st.integers(1, 20_000), st.integers(0, 20_000))
def test_a_longer_pause_never_means_an_earlier_limit(start: int, first: int, more: int) -> None:
    case = lamp((moment(start) + timedelta(days=3)).strftime("%Y-%m-%d %H:%M"))
    waiting = pause(case, rules(), at=moment(start), question="?")
    sooner = resume(waiting, rules(), moment(start + first)).due_at
    later = resume(waiting, rules(), moment(start + first + more)).due_at
    assert case.due_at <= sooner <= later


@given(minutes, st.integers(1, 20_000))
def test_the_office_hours_that_were_left_are_left_again(start: int, length: int) -> None:
    case = lamp((moment(start) + timedelta(days=5)).strftime("%Y-%m-%d %H:%M"))
    waiting = pause(case, rules(), at=moment(start), question="?")
    running = resume(waiting, rules(), moment(start + length))
    left = OFFICE.hours_between(moment(start), case.due_at)
    assert OFFICE.hours_between(moment(start + length), running.due_at) == pytest.approx(left, abs=1e-4)
