"""The calendar and the table of limits."""

import csv
import logging
from datetime import date
from pathlib import Path

import pytest

from bot.rules import default_limits, is_workday

ROOT = Path(__file__).parents[2]


def test_a_moved_saturday_works_and_a_holiday_tuesday_rests() -> None:
    assert is_workday(date(2026, 2, 14))  # 春节调休
    assert not is_workday(date(2026, 2, 17))


def test_a_year_without_an_announced_calendar_counts_weekdays_and_warns_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert is_workday(date(2199, 1, 1))
        assert not is_workday(date(2199, 1, 5))
    assert len([r for r in caplog.records if "2199" in r.getMessage()]) == 1


def test_every_limit_belongs_to_an_object_and_fault_the_reader_can_name() -> None:
    with (ROOT / "nlp/lexicon/faults.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["object"], row["fault"]) for row in csv.DictReader(file)}
    assert len(default_limits()) >= 80
    assert set(default_limits()) <= known
