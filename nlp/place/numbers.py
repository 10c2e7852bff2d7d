"""Numbers as people write them before 组, 队, 号楼, 单元: 3, 三, 叁, 廿三, 第3村民小组, 28-2-1101."""

import re
from dataclasses import dataclass

_DIGITS = {
    c: value
    for value, row in enumerate(("零〇", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in row
}
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}
_N = r"(?:[0-9]{1,4}|[零〇一二三四五六七八九十百廿卅壹贰叁肆伍陆柒捌玖拾]{1,6})"
_MORE = rf"(?:(?:[、,和与跟到至-]|以及)第?{_N}){{0,3}}"
_GROUP = rf"第?(?P<group>{_N}{_MORE})(?:号?网格|(?:村民|生产)?小?(?:组|队)(?![织合装建伍友员]))"
_BUILDING = rf"第?(?P<building>{_N}{_MORE})(?:号楼|#楼?|[栋幢](?!楼(?![下上道前后里门顶东西南北内外]))楼?|座(?![谈位])|号(?={_N}单元))"
_DOOR = r"(?P<door>[0-9]{1,3})-[0-9]{1,2}(?:-[0-9]{2,4})?(?![0-9-]|[号日月点:])"
_UNIT = rf"(?P<unit>{_N})单元"

NUMBER = re.compile(rf"{_GROUP}|{_BUILDING}|{_DOOR}|{_UNIT}")
BARE = re.compile(rf"第?({_N})")
_JOINER = re.compile("[、,和与跟到至第-]|以及")
_AND = re.compile("和|与|、|跟|到|至|还有|及|,")


@dataclass(frozen=True, slots=True)
class Number:
    """The 组 or the buildings named at one spot of a text. A unit (单元) alone has neither."""

    start: int
    end: int
    groups: tuple[int, ...] = ()
    buildings: tuple[int, ...] = ()

    @property
    def values(self) -> tuple[int, ...]:
        return self.groups or self.buildings


def value(written: str) -> int | None:
    """The number meant, or None when it cannot be one number: 三四 may be two."""
    if written.isascii() and written.isdigit():
        return int(written)
    if not any(c in _TENS or c == "百" for c in written):
        return _DIGITS.get(written) if len(written) == 1 else None
    total = digit = 0
    for c in written:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif c in _TENS:
            total, digit = total + (digit * 10 if digit else _TENS[c]), 0
        else:
            return None
    return total + digit


def number_at(text: str, at: int) -> Number | None:
    """The number that begins exactly here, with those joined to it: 10号楼和11号楼."""
    found = NUMBER.match(text, at)
    if found is None:
        return None
    number = _number(found)
    joined = _AND.match(text, number.end)
    follower = NUMBER.match(text, joined.end() if joined else number.end)
    if follower is None or (joined is None and follower["door"]):
        return number
    other = _number(follower)
    if bool(other.groups) != bool(number.groups) or not other.values:
        return number
    return Number(number.start, other.end, number.groups + other.groups, number.buildings + other.buildings)


def numbers_in(text: str) -> list[Number]:
    """All numbers in order; those joined to one another count as one."""
    numbers: list[Number] = []
    for found in NUMBER.finditer(text):
        number = number_at(text, found.start())
        if number and (not numbers or number.start >= numbers[-1].end):
            numbers.append(number)
    return numbers


def bare_number(text: str) -> int | None:
    """The number when a text is nothing but one: the answer to 「几组?」."""
    found = BARE.fullmatch(text.strip())
    return value(found[1]) if found else None


def _number(found: re.Match[str]) -> Number:
    if found["group"]:
        return Number(found.start(), found.end(), groups=_values(found["group"]))
    if found["building"] or found["door"]:
        return Number(found.start(), found.end(), buildings=_values(found["building"] or found["door"]))
    return Number(found.start(), found.end())


def _values(listed: str) -> tuple[int, ...]:
    values = (value(part) for part in _JOINER.split(listed) if part)
    return tuple(dict.fromkeys(number for number in values if number is not None))
