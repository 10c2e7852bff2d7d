"""By when an announcement must be known."""

from datetime import date

import pytest

from nlp.plain.deadline import read_deadline

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("本村 医保缴费 截止 3月10日", date(2026, 3, 10)),
        ("截止日期：3 月 2 号", TODAY),
        ("截止2月1日", date(2027, 2, 1)),
        ("截止 2月30日", None),
        ("3月10日停水", None),
    ],
)
def test_a_deadline_is_the_next_such_day(text: str, day: date | None) -> None:
    assert read_deadline(text, TODAY) == day
