"""A workbook as an office wants it: typed columns, a heading that stays, words that are never formulas. Rows are written as
they come, so that a hundred thousand take no more memory than one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import chain, count, islice
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from storage.inert import inert

LONGEST_CELL = 32_000
"""A spreadsheet program refuses more than 32,767."""
MOST_ROWS = 1_048_576
"""What a sheet has, its heading too."""
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


@dataclass(frozen=True, slots=True)
class Rate:
    """Written as a number that is shown in per cent; None as `missing`."""

    value: float | None
    missing: str = "样本不足"


Cell = str | int | float | bool | datetime | date | Rate | None


@dataclass(frozen=True, slots=True)
class Heading:
    name: str
    width: int = 0
    """In characters; 0 is a little more than the name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    headings: Sequence[str | Heading]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True)
class Formats:
    head: Format
    text: Format
    rate: Format
    score: Format
    moment: Format
    day: Format


def write_sheets(sheets: Iterable[Sheet], path: Path, zone: tzinfo) -> int:
    """How many rows it wrote, headings not counted. Moments are shown in `zone`. Raises OSError where it cannot be written."""
    book = Workbook(str(path), OPTIONS)
    formats = Formats(
        book.add_format({"bold": True, "bg_color": "#D9E7F5"}),
        book.add_format({"num_format": "@"}),
        book.add_format({"num_format": "0.0%"}),
        book.add_format({"num_format": "0.0"}),
        book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
    )
    written = sum(_fill(book, sheet, formats, zone) for sheet in sheets)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error
    return written


def taken(path: Path) -> str:
    """Why nothing is written over what is there; "" where nothing is."""
    return f"{path} 已经在了，不会覆盖：请换一个名字。" if path.exists() else ""


def wrong_place(path: Path) -> str:
    """Why no workbook is written there; "" when it can be."""
    if there := taken(path):
        return there
    return "" if path.suffix.lower() == ".xlsx" else f"{path} 要写成 .xlsx 的文件名。"


def _fill(book: Workbook, told: Sheet, formats: Formats, zone: tzinfo) -> int:
    """What one sheet has no room for goes on in the next, under the same headings."""
    headings = [Heading(one) if isinstance(one, str) else one for one in told.headings]
    rows, written = iter(told.rows), 0
    first: list[Sequence[Cell]] = []
    for nth in count(1):
        sheet = book.add_worksheet(told.name if nth == 1 else f"{told.name}（{nth}）")
        written += _page(sheet, headings, chain(first, islice(rows, MOST_ROWS - 1 - len(first))), formats, zone)
        if not (first := list(islice(rows, 1))):
            break
    return written


def _page(
    sheet: Worksheet, headings: Sequence[Heading], rows: Iterable[Sequence[Cell]], formats: Formats, zone: tzinfo
) -> int:
    sheet.freeze_panes(1, 0)
    for place, heading in enumerate(headings):
        sheet.set_column(place, place, heading.width or max(12, 2 * len(heading.name) + 4))
        sheet.write_string(0, place, heading.name, formats.head)
    number = 0
    for number, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            _write(sheet, number, place, _shown(cell, zone), formats)
    sheet.autofilter(0, 0, number, len(headings) - 1)
    return number


def _shown(cell: Cell, zone: tzinfo) -> Cell:
    """A spreadsheet knows no zones."""
    match cell:
        case bool():
            return "是" if cell else ""
        case Rate(None, missing):
            return missing
        case datetime() if cell.tzinfo:
            return cell.astimezone(zone).replace(tzinfo=None)
        case _:
            return cell


def _write(sheet: Worksheet, row: int, place: int, cell: Cell, formats: Formats) -> None:
    match cell:
        case None | "":
            pass
        case Rate(float() | int() as value):
            sheet.write_number(row, place, value, formats.rate)
        case str():
            sheet.write_string(row, place, inert(cell[:LONGEST_CELL]), formats.text)
        case datetime():
            sheet.write_datetime(row, place, cell, formats.moment)
        case date():
            sheet.write_datetime(row, place, cell, formats.day)
        case float():
            sheet.write_number(row, place, cell, formats.score)
        case int():
            sheet.write_number(row, place, cell)
