"""A district's registry read from one workbook of six sheets, and of a seventh where departments are kept, as people keep them: titles above the headings, merged
cells, blanks and all. It passes the same checks as the CSV files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from cases.registry import EMPTY, Registry
from storage.registry_files import checks, columns, holdings, people
from storage.registry_files.columns import Layout
from storage.registry_files.draft import Draft
from storage.registry_files.faults import FaultList
from storage.registry_files.table import Row, Table
from storage.workbook_size import column_letter, why_not

Value = int | float | str | bool | time | date | datetime | timedelta
HEADING_WITHIN = 10
"""The first so many lines are searched for the headings; above them a title may stand."""
DIGITS_KEPT = 15
"""Significant digits that a spreadsheet program keeps of a number."""
_NUMBERING = re.compile(r"^[\d.、\s]+")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Rows of a sheet under its headings; `whole` when every column that must be there is."""

    rows: list[Row]
    whole: bool
    there: bool = True


def read_workbook(path: Path, known: Registry = EMPTY) -> Registry:
    """As `read_workbook_draft`. Raises RegistryFaults with every fault of the workbook when there is any."""
    return read_workbook_draft(path, known).registry()


def read_workbook_draft(path: Path, known: Registry = EMPTY, grid_code: str = "") -> Draft:
    """`known`: the registry in use. Compounds keep its ids, and what a workbook cannot say comes from it: boundaries
    of grids that stay, and chats of workers where the workbook has none."""
    found = Draft(grid_code=grid_code)
    try:
        if why := why_not(path):
            found.faults.add(path.name, 0, "", why)
            return found
        with CalamineWorkbook.from_path(path) as book:
            sheets = {layout: _sheet(book, layout, found.faults) for layout in columns.SHEETS}
    except (CalamineError, OSError) as error:
        found.faults.add(
            path.name, 0, "", f"打不开这个文件,请用表格软件另存为不带密码的 .xlsx。({type(error).__name__})"
        )
        return found
    _check(found, sheets, known)
    found.shapes.update({code: ring for code, ring in known.shapes.items() if code in found.grids})
    return found


def _check(found: Draft, sheets: dict[Layout, _Sheet], known: Registry) -> None:
    found.whole.update(layout.kind for layout, sheet in sheets.items() if sheet.whole)
    checks.read_areas(found, sheets[columns.AREAS].rows)
    checks.read_grids(found, sheets[columns.GRIDS].rows)
    held = holdings.Holdings()
    ids = {(compound.village, compound.name): compound.id for compound in known.compounds}
    holdings.read_compounds_of_grids(found, held, sheets[columns.HOLDINGS].rows, ids)
    holdings.give_holdings(found, held)
    workers = checks.read_workers(found, sheets[columns.WORKERS].rows, {w.id: w.chat for w in known.workers})
    people.assign(found, workers, whole=sheets[columns.WORKERS].whole)
    checks.read_micro_grids(found, sheets[columns.MICRO_GRIDS].rows)
    checks.read_landmarks(found, sheets[columns.LANDMARKS].rows)
    checks.read_departments(found, sheets[columns.DEPARTMENTS].rows)
    found.absent.update(layout.kind for layout, sheet in sheets.items() if not sheet.there)
    found.keep_departments(known)


def _sheet(book: CalamineWorkbook, layout: Layout, faults: FaultList) -> _Sheet:
    name = next((name for name in book.sheet_names if _NUMBERING.sub("", name).strip() in _names(layout)), None)
    if name is None and layout.optional:
        return _Sheet([], whole=True, there=False)
    if name is None:
        there = "、".join(book.sheet_names)
        faults.add(layout.name, 0, "", f"没有找到这张工作表,请对照模板补上(没有内容也保留表头)。现有:{there}。")
        return _Sheet([], whole=False)
    sheet = book.get_sheet_by_name(name)
    lines = sheet.to_python(skip_empty_area=False)
    _unmerge(sheet, lines)
    top = _heading_line(layout, lines)
    if top is None:
        faults.add(layout.name, 0, "", "没有找到表头,请把模板里的表头复制到这张工作表的第一行。")
        return _Sheet([], whole=False)
    return _under(layout, lines, top, faults)


def _names(layout: Layout) -> tuple[str, ...]:
    return layout.name, f"{layout.name}表", f"{layout.name}信息"


def _unmerge(sheet: CalamineSheet, lines: list[list[Value]]) -> None:
    """What stands in a merged cell is meant for all of its rows; across columns it stays in the first."""
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        for line in lines[top + 1 : bottom + 1]:
            line[left] = lines[top][left]


def _heading_line(layout: Layout, lines: list[list[Value]]) -> int | None:
    """The line with most of our headings; the last of several alike, as merged headings of two lines are."""
    known = [sum(map(bool, layout.keys(map(str, line)))) for line in lines[:HEADING_WITHIN]]
    most = max(known, default=0)
    return None if 2 * most < len(layout.there) else len(known) - 1 - known[::-1].index(most)


def _under(layout: Layout, lines: list[list[Value]], top: int, faults: FaultList) -> _Sheet:
    headings = [str(value).strip() for value in lines[top]]
    keys = layout.keys(headings)
    given = set(keys)
    if "name" in given and layout.has_phones(headings[keys.index("name")]):
        given.add("phone")
    missing = [key for key in layout.there if key not in given]
    for key in missing:
        faults.add(layout.name, top + 1, layout.heading[key], "缺少这一列,请对照模板补上。")
    shown = layout.heading | {key: heading for key, heading in zip(keys, headings, strict=True) if key}
    letters = {key: column_letter(place) for place, key in enumerate(keys) if key}
    table = Table(layout.name, faults, shown, letters, frozenset(layout.heading) - given, layout.required)
    return _Sheet(list(_rows(table, keys, lines, top + 1)), whole=not missing)


def _rows(table: Table, keys: list[str], lines: list[list[Value]], first: int) -> Iterator[Row]:
    places = [(place, key) for place, key in enumerate(keys) if key]
    for number, line in enumerate(lines[first:], start=first + 1):
        values = [(key, line[place]) for place, key in places if line[place] != ""]
        if cells := {key: text for key, value in values if (text := _text(value))}:
            numbers = frozenset(key for key, value in values if isinstance(value, float))
            dates = frozenset(key for key, value in values if isinstance(value, date | time | timedelta))
            yield Row(table, number, cells, numbers, dates)


def _text(value: Value) -> str:
    match value:
        case str():
            return value.strip()
        case bool():
            return "是" if value else "否"
        case float():
            return f"{value:.{DIGITS_KEPT}g}".upper()
        case _:
            return str(value)
