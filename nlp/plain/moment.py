"""A time that words name, yet to come: 预计今晚8点恢复, 3月3日上午10:30前."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

DAYS = {"今": 0, "当": 0, "明": 1, "后": 2}
NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
NUMBERS |= {"十一": 11, "十二": 12}
LATER = frozenset({"下午", "傍晚", "晚上", "晚", "夜里", "夜间"})
_DAY = r"(?:(?P<month>\d{1,2})\s*月\s*)?(?P<day>\d{1,2})\s*[日号]|(?P<word>[今当明后])(?:天|日|(?=[早晚]))"
_PART = r"(?P<part>凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚|夜里|夜间)"
_HOUR = r"(?P<hour>\d{1,2}|十[一二]?|[一二两三四五六七八九])"
_MOMENT = re.compile(
    rf"(?:(?:{_DAY})\s*)?(?:{_PART}\s*)?{_HOUR}\s*(?:[:：](?P<minute>\d{{2}})|[点时](?!间)(?:(?P<half>半)|(?P<spoken>\d{{1,2}})\s*分)?)"
)


def read_moment(text: str, now: datetime) -> datetime | None:
    """The last such time in the text that lies after `now`, in its zone. None where there is none."""
    return max((moment for moment in _moments(text, now) if moment > now), default=None)


def _moments(text: str, now: datetime) -> Iterator[datetime]:
    for found in _MOMENT.finditer(text):
        day, clock = _day(found, now.date()), _clock(found)
        if day is not None and clock is not None:
            yield datetime.combine(day, time(), now.tzinfo) + clock


def _day(found: re.Match[str], today: date) -> date | None:
    if found["word"]:
        return today + timedelta(days=DAYS[found["word"]])
    if not found["day"]:
        return today
    month = int(found["month"] or today.month)
    try:
        named = date(today.year, month, int(found["day"]))
        return named if named >= today or today.month - month < 6 else named.replace(year=today.year + 1)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> timedelta | None:
    hour = NUMBERS.get(found["hour"]) or int(found["hour"])
    minute = 30 if found["half"] else int(found["minute"] or found["spoken"] or 0)
    if hour < 12 and (found["part"] in LATER or (found["part"] == "中午" and hour < 6)):
        hour += 12
    if hour == 12 and found["part"] in {"晚上", "晚", "夜里", "夜间"}:
        hour = 24  # 今晚12点 is the end of the day
    return timedelta(hours=hour, minutes=minute) if hour <= 24 and minute < 60 else None
