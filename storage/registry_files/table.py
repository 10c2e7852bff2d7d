"""One table of a registry, cell by cell: every bad cell becomes a fault and reading goes on."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from storage.registry_files.faults import FaultList

T = TypeVar("T")
YES_NO = {"是": True, "√": True, "Y": True, "1": True, "否": False, "×": False, "N": False, "0": False}
NUMBER_IS_SAFE = 9
"""An id of up to so many digits is the same as number and as text; longer ones lose digits or zeros."""
LONGEST_RANGE = 999
_EXCEL_NUMBER = re.compile(r"\d(\.\d+)?E\+?\d+|\d+\.0+", re.IGNORECASE)
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DASHES = str.maketrans(dict.fromkeys("~至到—–―−", "-") | dict.fromkeys("、;", ","))
_COUNTERS = re.compile(r"(?<=\d)(?:村民小组|小组|组|号楼|楼|号|栋|幢|座|单元)")
_PHONE = re.compile(r"(?:\+?86[- ]?)?(?<!\d)(1\d{2})[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_FIXED_LINE = re.compile(r"0\d{2,3}-?\d{7,8}(?:-\d{1,6})?")
_AROUND_NAME = re.compile(r"^[\s()\[\]【】:,;/、-]+|[\s()\[\]【】:,;/、-]+$")
_PHONE_WORDS = re.compile(r"(?:联系)?(?:电话|手机号码|手机号|手机|联系方式)[:\s]*$")


@dataclass(frozen=True)
class Table:
    """A file or sheet: what its columns are called there, which are missing, and which must be filled."""

    name: str
    faults: FaultList
    headings: Mapping[str, str] = field(default_factory=dict)
    """Our name of a column -> what stands in its heading."""
    letters: Mapping[str, str] = field(default_factory=dict)
    """Our name of a column -> A, B, C …, in a workbook."""
    absent: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. The readers return a harmless value after noting a fault."""

    table: Table
    number: int
    cells: dict[str, str]
    as_number: frozenset[str] = frozenset()
    """Columns whose cell holds a number, not a text; in a workbook only."""
    as_date: frozenset[str] = frozenset()

    def fault(self, column: str, message: str) -> None:
        self.table.faults.add(*self._where(column), message, self.cell(column))

    def warn(self, column: str, message: str) -> None:
        self.table.faults.warn(*self._where(column), message, self.cell(column))

    def _where(self, column: str) -> tuple[str, int, str]:
        return self.table.name, self.number, self.table.headings.get(column, column)

    def cell(self, column: str) -> str:
        letter = self.table.letters.get(column, "")
        return f"{letter}{self.number}" if letter else ""

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def plain(self, column: str) -> str:
        """For codes, numbers and choices: full-width characters made plain, blanks gone."""
        return _plain(self.text(column))

    def required(self, column: str) -> str:
        value = self.text(column)
        if not value and column not in self.table.absent:
            self.fault(column, "此处不能为空,请补填。")
        return value

    def wanted(self, column: str) -> str:
        """As `required`, where the table says that it is."""
        return self.required(column) if column in self.table.required else self.text(column)

    def code(self, column: str, *, required: bool = True) -> str:
        """Empty after a fault: blank, or turned into a number on the way."""
        value = _plain(self.required(column) if required else self.text(column))
        if column in self.as_number and len(value) <= NUMBER_IS_SAFE and value.isdecimal():
            return value
        if column in self.as_number or _EXCEL_NUMBER.fullmatch(value):
            self.table.faults.damaged(value)
            self.fault(column, f"编码「{value}」已被表格软件改成数字,{_as_text(self.table.letters.get(column, ''))}")
            return ""
        return value

    def codes(self, column: str, *, required: bool = False) -> tuple[str, ...]:
        """Several codes in one cell, each once."""
        if column in self.as_number:
            return tuple(code for code in (self.code(column, required=required),) if code)
        value = _plain(self.required(column) if required else self.text(column))
        return tuple(dict.fromkeys(code for code in re.split(r"[|,、;]", value) if code))

    def many(self, column: str) -> tuple[str, ...]:
        parts = (part.strip() for part in re.split(r"[|｜]", self.text(column)))
        return tuple(dict.fromkeys(part for part in parts if part))

    def choice(self, column: str, choices: Mapping[str, T], what: str, shown: str = "") -> T | None:
        """What a word stands for; None after a fault and for a blank cell."""
        value = self.wanted(column)
        found = choices.get(_plain(value)) if value else None
        if value and found is None:
            self.fault(column, f"{what}「{value}」不认识,请填 {shown or '、'.join(choices)}。")
        return found

    def yes(self, column: str) -> bool | None:
        """None after a fault and for a blank cell."""
        return self.choice(column, YES_NO, "这里的", "是 或 否")

    def whole(self, column: str) -> int | None:
        value = self.plain(column)
        if not value:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", value):
            self.fault(column, f"「{value}」不是整数,请核对。")
            return None
        return int(value)

    def numbers(self, column: str) -> tuple[int, ...] | None:
        """`1,3-5` -> (1, 3, 4, 5). Empty for a blank cell; None after a fault."""
        if column in self.as_date:
            self.fault(column, f"编号范围已被表格软件改成日期,{_as_text(self.table.letters.get(column, ''))}")
            return None
        value = _COUNTERS.sub("", self.plain(column).translate(_DASHES))
        found: set[int] = set()
        for part in filter(None, value.split(",")):
            span = re.fullmatch(r"([0-9]{1,4})(?:-([0-9]{1,4}))?", part)
            first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
            if not first <= last <= first + LONGEST_RANGE:
                self.fault(column, f"「{self.text(column)}」不是编号范围,请写成 1,3-5 的样子:从小到大,用逗号隔开。")
                return None
            found |= set(range(first, last + 1))
        return tuple(sorted(found))

    def degrees(self, column: str) -> float | None:
        value = self.plain(column)
        if not value:
            return None
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", value):
            self.fault(column, f"「{value}」不是经纬度,请填写十进制度数,如 113.30571。")
            return None
        return float(value)

    def person(self, name: str, phone: str) -> tuple[str, str]:
        """Name and telephone number of two columns, also where both were typed into one of them."""
        called, number = _split_phone(self.text(name))
        aside, own = _split_phone(self.text(phone))
        if number and own and number != own:
            self.fault(phone, f"姓名里的号码「{number}」和这里的「{own}」不一样,请只留对的一个。")
        called, number = called or (aside if own else ""), own or number
        if not called:
            self.fault(name, "此处不能为空,请补填。")
        if not number and self.text(phone):
            return called, self._other_phone(phone)
        if not number and phone in self.table.required and phone not in self.table.absent:
            self.required(phone)
        return called, number

    def _other_phone(self, column: str) -> str:
        value = self.plain(column)
        if _EXCEL_NUMBER.fullmatch(value):
            self.fault(column, f"号码「{value}」已被表格软件改成数字,{_as_text(self.table.letters.get(column, ''))}")
        elif not _FIXED_LINE.fullmatch(value):
            self.fault(column, f"手机号「{self.text(column)}」不像电话号码,请填 11 位手机号,或带区号的座机。")
        return value


def _plain(value: str) -> str:
    if value.isascii() and value.isalnum():
        return value
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", value)) if value else ""


def _as_text(letter: str) -> str:
    column = f"{letter}列" if letter else "整列"
    return f"请把{column}设为“文本”格式后重新填写。"


def _split_phone(value: str) -> tuple[str, str]:
    """张三(138-0000-0000) -> 张三, 13800000000."""
    found = _PHONE.search(unicodedata.normalize("NFKC", value)) if value else None
    if found is None:
        return value, ""
    before, after = found.string[: found.start()], found.string[found.end() :]
    name = _AROUND_NAME.sub("", _PHONE_WORDS.sub("", _AROUND_NAME.sub("", before)) + " " + after)
    return _AROUND_NAME.sub("", name), "".join(found.groups())


def spans(numbers: Iterable[int]) -> str:
    """As `Row.numbers` reads them: 1,3-5."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
