"""When a called department says it will be there: 下午两点到, 半小时后过去, 明天上午来."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from nlp.clean import clean
from nlp.place.numbers import value
from nlp.plain.moment import NUMBERS, read_moment
from nlp.plain.shape import EDGES

LONGEST = 24
_COME = r"(?:能|可以|就|再|准时)?(?:派人|带人)?(?:到|来|去|过去|过来|赶到|出发)(?:现场|一趟|看看?)?(?:了|吧|哈|啊)?"
_NUMBER = r"[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半"
_SPAN = rf"(?P<many>{_NUMBER})个?(?P<half>半)?(?P<unit>分钟|刻钟|小时|钟头)"
_LEAD = r"(?:应哨|好的?|收到|行|可以)?[ ,]*(?:我们?|这边)?(?:预计|大概|估计|大约|差不多|争取|最晚|最快)?"
_IN = re.compile(rf"{_LEAD}(?:再?过)? ?{_SPAN}(?:之?后|以?内|左右|吧)*{_COME}")
_WHEN = r"(?:今天|今晚|今早|明天|明早|明晚|后天|[0-9]{1,2}月[0-9]{1,2}[日号]|[0-9]{1,2}[日号])?"
_PART = r"(?:凌晨|清早|早上|上午|中午|下午|傍晚|晚上|晚)?"
_CLOCK = r"(?:(?:[0-9]{1,2}|十[一二]?|[一二两三四五六七八九]) ?(?:[:点时](?:半|[0-9]{1,2}分?|[一二三]刻|钟|整)?))"
_AT = re.compile(rf"{_LEAD}(?=.){_WHEN}{_PART} ?{_CLOCK}?(?:左右|之?前|以前|多|的时候)*{_COME}")
_NAMES_TIME = re.compile(r"[今明后早晚午]|[0-9一二两三四五六七八九十] ?[:点时日号]")


@dataclass(frozen=True, slots=True)
class Arrival:
    """`at` is None where only a day or a part of one is named."""

    at: datetime | None


def read_arrival(text: str, now: datetime) -> Arrival | None:
    """None for whatever is no promise to come at a time: a question, a denial, a story."""
    said = clean(text).strip(EDGES)
    if not said or len(said) > LONGEST or "?" in text or "？" in text:
        return None
    if found := _IN.fullmatch(said):
        return Arrival(now + _span(found["many"], found["unit"], half=bool(found["half"])))
    if _AT.fullmatch(said) and _NAMES_TIME.search(said):
        return Arrival(read_moment(said, now))
    return None


def _span(many: str, unit: str, *, half: bool) -> timedelta:
    minutes = {"分钟": 1, "刻钟": 15}.get(unit, 60)
    return timedelta(minutes=(_number(many) + (0.5 if half else 0)) * minutes)


def _number(many: str) -> float:
    """Of several the last: 三四小时 is four at the latest."""
    if many == "半":
        return 0.5
    number = value(many)
    return NUMBERS[many[-1]] if number is None else number
