"""Times as a person would say them, and text that fits."""

from datetime import datetime, timedelta

import pytest

from tests.texts.anything import NOW, ZONE
from texts.quoting import clean, quoted
from texts.saying import fit, units
from texts.scene import Hotlines, Scene, amount

SCENE = Scene(NOW, ZONE, Hotlines("0310-7654321"))


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 23, 16, tzinfo=ZONE), "今天 16:00"),
        (datetime(2026, 11, 24, 0, 5, tzinfo=ZONE), "明天 00:05"),
        (datetime(2026, 11, 25, 18, tzinfo=ZONE), "后天 18:00"),
        (datetime(2026, 11, 26, 18, tzinfo=ZONE), "周四 11 月 26 日 18:00"),
        (datetime(2027, 1, 4, 9, tzinfo=ZONE), "周一 2027 年 1 月 4 日 09:00"),
        (datetime(2026, 11, 22, 9, tzinfo=ZONE), "昨天 09:00"),
    ],
)
def test_a_moment_is_said_as_of_now(moment: datetime, said: str) -> None:
    assert SCENE.when(moment) == said


def test_the_wall_clock_of_the_district_counts() -> None:
    from datetime import UTC

    assert SCENE.when(datetime(2026, 11, 23, 17, tzinfo=UTC)) == "明天 01:00"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=5), "1 分钟"),
        (timedelta(minutes=50), "50 分钟"),
        (timedelta(hours=3, minutes=50), "3 小时 50 分"),
        (timedelta(hours=30), "30 小时"),
        (timedelta(days=2, hours=3), "2 天"),
    ],
)
def test_amounts_are_round(span: timedelta, said: str) -> None:
    assert amount(span) == said


def test_a_cut_never_halves_a_character_and_counts_as_telegram_does() -> None:
    assert fit("😀" * 10, 7) == "😀😀😀…"
    assert units(fit("a" + "😀" * 10, 7)) <= 7
    assert fit("刚好", 2) == "刚好"


def test_quotes_are_one_visible_line() -> None:
    assert quoted("垃圾桶三天没人倒了\n\n臭死了 ") == "「垃圾桶三天没人倒了 / 臭死了」"
    assert clean("报\u200b警\u202e了\u0007") == "报警了"
    assert clean("👨\u200d👩\u200d👧 ☺\ufe0f") == "👨\u200d👩\u200d👧 ☺\ufe0f"
    assert quoted(" \n") == ""


def test_words_that_run_the_other_way_are_fenced_in() -> None:
    assert clean("مرحبا") == "\u2068مرحبا\u2069"
