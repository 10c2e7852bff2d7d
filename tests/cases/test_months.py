"""Months as people and the command line name them."""

from datetime import datetime

import pytest

from cases.months import Month, written
from tests.cases.conftest import ZONE


def test_december_ends_with_the_year() -> None:
    month = Month(2026, 12)
    assert (month.next, Month(2027, 1).before) == (Month(2027, 1), month)
    assert month.begins(ZONE) == datetime(2026, 12, 1, tzinfo=ZONE)
    assert month.ends(ZONE) == datetime(2027, 1, 1, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-02", Month(2026, 2)),
        ("2026-2", Month(2026, 2)),
        ("2026-13", None),
        ("2026-00", None),
        ("0026-01", None),
        ("26-02", None),
        ("", None),
        ("2026-02-01", None),
    ],
)
def test_a_month_is_written_with_its_year(text: str, month: Month | None) -> None:
    assert written(text) == month
    assert month is None or written(str(month)) == month
