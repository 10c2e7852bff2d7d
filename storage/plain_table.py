"""A table as offices send it: CSV as Excel in China saves it, or the first sheet of a workbook; cells as they are."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from storage.columns import storable
from storage.workbook_size import why_not

Cell = str | float | bool | date | datetime
SUFFIXES = frozenset({".csv", ".json", ".xlsx"})


class UnreadableTable(Exception):
    """One Chinese line that says why."""


def rows_of(path: Path) -> Iterator[list[Cell]]:
    """Every row, the headings and empty ones too, numbered as a spreadsheet program shows them. Raises UnreadableTable, and
    OSError where there is no such file."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableTable(f"{path.name} 不能直接导入：请另存为 .xlsx、.csv 或 .json 再试。")
    yield from READERS[path.suffix.lower()](path)


def _csv(path: Path) -> Iterator[list[Cell]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")  # as Excel saves it in China
    try:
        for row in csv.reader(io.StringIO(text, newline="")):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise UnreadableTable(f"这个 CSV 读不下去：{error}") from None


def _workbook(path: Path) -> Iterator[list[Cell]]:
    if why := why_not(path):
        raise UnreadableTable(why)
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise UnreadableTable(f"打不开这个工作簿：{error}") from None
    for row in rows:
        yield [cell.strip() if isinstance(cell, str) else cell for cell in row]  # type: ignore[misc]


def _json(path: Path) -> Iterator[list[Cell]]:
    """A list of objects; their names are the headings, and the first object is row 2."""
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableTable("这个 JSON 读不下去：要是 UTF-8，内容是一个列表。") from None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise UnreadableTable('这个 JSON 要是一个列表，每项一个 {"number": …, "text": …}。')
    names = list(dict.fromkeys(name for row in found for name in row))
    yield [storable(name) for name in names]
    for row in found:
        yield [_plain(row.get(name)) for name in names]


def _plain(value: object) -> Cell:
    match value:
        case None:
            return ""
        case float():
            return value
        case _:
            return storable(str(value)).strip()  # a whole number too: of a long one no digit may go


READERS = {".csv": _csv, ".xlsx": _workbook, ".json": _json}


def as_text(cell: Cell) -> str:
    """As a person would write it."""
    match cell:
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case _:
            return str(cell).strip()
