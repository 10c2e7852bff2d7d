"""When somebody who was called says that they come."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nlp.plain.arrival import read_arrival

NOW = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("半小时后到", 30),
        ("20分钟到", 20),
        ("二十分钟左右过去", 20),
        ("四十五分钟到", 45),
        ("两个小时后到", 120),
        ("三个半小时后到", 210),
        ("一刻钟后到", 15),
        ("三四个小时后到", 240),
        ("一两个小时内到", 120),
        ("三四十分钟后到", 40),
        ("0分钟到", 0),
    ],
)
def test_of_several_numbers_the_last_is_the_promise(words: str, minutes: int) -> None:
    found = read_arrival(words, NOW)
    assert found
    assert found.at == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize("words", ["半小时后能到吗？", "去不了", "等配件得三天", "清了两个桶"])
def test_what_promises_nothing_is_no_arrival(words: str) -> None:
    assert read_arrival(words, NOW) is None
