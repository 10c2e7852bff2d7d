"""Until when: a time in a desk's words, where it is yet to come."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from nlp.plain.moment import read_moment

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 15, 20, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("主管道爆裂，正在抢修，预计今晚8点恢复", (2, 20, 0)),
        ("早上8点爆的管，预计今天下午6点半来水", (2, 18, 30)),
        ("明早7点前恢复", (3, 7, 0)),
        ("3月3日上午10:30前修好", (3, 10, 30)),
        ("今晚十点来电", (2, 22, 0)),
        ("预计18:00恢复", (2, 18, 0)),
        ("今晚12点前", (3, 0, 0)),
        ("4日中午12点恢复", (4, 12, 0)),
        ("明天下午3点20分恢复", (3, 15, 20)),
    ],
)
def test_the_last_time_that_is_to_come_is_meant(text: str, wanted: tuple[int, int, int]) -> None:
    day, hour, minute = wanted
    assert read_moment(text, NOW) == datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "正在抢修，恢复时间另行通知",
        "早上8点爆的管",
        "维修用时间较长",
        "2月30日10点",
        "打 12345",
        "今晚25点",
        "5点60分",
        "",
    ],
)
def test_where_no_time_to_come_is_named_there_is_none(text: str) -> None:
    assert read_moment(text, NOW) is None
