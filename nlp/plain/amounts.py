"""How long, and until when: 两天, 半个月, 三四天; 明天, 下周三, 3月5号, 月底. Of two numbers the larger, and not surely."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from nlp.place.numbers import value

_N = "[0-9]{1,3}|[一二两俩仨三四五六七八九十]{1,3}"
SPAN = (
    rf"(?<![第前这那头每0-9])(?:(?:{_N})(?:[-~到至](?:{_N}))?|十[来几]|好几|几|半|个把)"
    "(?:(?:个)?(?:工作)?(?:天|日(?!子))|(?:个)?(?:周(?![一二三四五六日天末])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])"
    "|(?<=半)月)|个半?月)"
)
_WEEK = "(?:周|星期|礼拜)"
_DAY = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
WHEN = (
    rf"(?:大后[天儿日]|[今明后](?:[天儿日]|早(?!点)|晚(?!点))|(?:[这本]|下下个?|下个?)?{_WEEK}[一二三四五六日天末]"
    rf"|(?:{_DAY})月(?:{_DAY})[号日]?|(?:[这本]个?月|下个?月)?(?:{_DAY})[号日](?![楼院线杆井门])|(?:[这本]个?|下个?)?月[底末初]"
    rf"|下个?{_WEEK}|下个?月|年[底前])(?:[早晚]上|[上下]午|中午|晚|早)?(?:(?:之|以)?[前内]|(?<=[号日])以内)?"
)
_PAIR = re.compile(rf"^({_N})[-~到至]({_N})")
_MONTH_DAY = re.compile(rf"^({_DAY})月({_DAY})")
_DAY_OF_MONTH = re.compile(rf"^([这本]个?月|下个?月)?({_DAY})[号日]")
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}
_NEAR = (("大后", 3), ("今", 0), ("明", 1), ("后", 2))
_MANY = {"两": 2, "俩": 2, "仨": 3}
_MOST_DAYS_AHEAD = 183
"""A day that has passed this year is meant for the next one only when that is less than half a year away."""


@dataclass(frozen=True, slots=True)
class Span:
    """`days` is None where no number was said: 几天. `exact` is False for 三四天, 几天 and 三个工作日."""

    days: int | None
    exact: bool


def span_of(said: str) -> Span:
    """The days in a text that matches SPAN."""
    days = _days_per_unit(said)
    if said.startswith("半"):
        return Span({30: 15, 7: 4}.get(days, 1), days == 30)
    if said.startswith(("几", "好几", "十几")):
        return Span(None, False)
    if said.startswith(("个把", "十来")):
        return Span(days * (10 if said.startswith("十") else 1), False)
    if pair := _PAIR.match(said):
        return Span(max(_many(one) or 0 for one in pair.groups()) * days, False)
    digits = re.match(_N, said)
    written = digits.group() if digits else ""
    many = _many(written)
    if many is None:  # 三四天, 十三四天
        last = _many(written[-1]) or 0
        return Span(((10 if written.startswith("十") else 0) + last) * days, False)
    half = 15 if "个半月" in said else 0
    return Span(many * days + half, "工作" not in said)


def day_of(said: str, today: date) -> date | None:
    """The day meant by a text that matches WHEN, counted from `today`; None for a vague one (下周) and for one that has passed."""
    for word, ahead in _NEAR:
        if said.startswith(word):
            return today + timedelta(days=ahead)
    if weekday := re.match(rf"^([这本]|下下个?|下个?)?{_WEEK}([一二三四五六日天末])", said):
        return _weekday(weekday[1] or "", _WEEKDAYS[weekday[2]], today)
    if found := _MONTH_DAY.match(said):
        return _ahead(today, _number(found[1]), _number(found[2]))
    if found := _DAY_OF_MONTH.match(said):
        return _day_of_month(found[1] or "", _number(found[2]), today)
    if found := re.match("^([这本]个?|下个?)?月[底末]", said):
        year, month = _month_after(today) if (found[1] or "").startswith("下") else (today.year, today.month)
        return date(year, month, monthrange(year, month)[1])
    return None


def _days_per_unit(said: str) -> int:
    return 30 if "月" in said else 7 if re.search(_WEEK, said) else 1


def _many(written: str) -> int | None:
    return _MANY.get(written) or value(written)


def _number(written: str) -> int:
    return value(written) or 0


def _weekday(which: str, weekday: int, today: date) -> date | None:
    monday = today - timedelta(days=today.weekday())
    if which.startswith("下"):
        return monday + timedelta(days=weekday, weeks=which.count("下"))
    day = monday + timedelta(days=weekday)
    if day > today:
        return day
    return day + timedelta(weeks=1) if not which else (day if day == today else None)


def _day_of_month(which: str, day: int, today: date) -> date | None:
    if which.startswith("下"):
        return _valid(*_month_after(today), day)
    this = _valid(today.year, today.month, day)
    if this is not None and this >= today:
        return this
    return None if which else _valid(*_month_after(today), day)


def _ahead(today: date, month: int, day: int) -> date | None:
    for year in (today.year, today.year + 1):
        found = _valid(year, month, day)
        if found is not None and timedelta(0) <= found - today <= timedelta(days=_MOST_DAYS_AHEAD):
            return found
    return None


def _month_after(today: date) -> tuple[int, int]:
    return (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
