"""Workbooks for tests: written, then spoilt cell by cell as people spoil them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_cell_to_rowcol

from cases.registry import Registry
from storage.registry_files.workbook_write import write_workbook

Value = Any


def small(registry: Registry) -> Registry:
    """The demo cut down to two villages and one community, so that tests stay quick."""
    kept = {"410871060001", "410871062209", "410871060203"}
    grids = tuple(grid for grid in registry.grids if grid.village in kept)
    codes = {grid.code for grid in grids}
    people = {worker for grid in grids for worker in (grid.leader, grid.full_time, grid.part_time)}
    return Registry(
        tuple(a for a in registry.areas if a.code in kept or a.code.endswith("000")),
        grids,
        tuple(c for c in registry.compounds if c.village in kept),
        tuple(w for w in registry.workers if w.id in people),
        tuple(m for m in registry.micro_grids if m.grid in codes),
        {code: ring for code, ring in registry.shapes.items() if code in codes},
        departments=registry.departments,
    )


@dataclass
class Book:
    """Sheets as lists of rows. A cell is named by sheet, row as the spreadsheet counts, and heading without its star."""

    sheets: dict[str, list[list[Value]]]
    merged: list[tuple[str, str]] = field(default_factory=list)
    """Sheet and range: A3:A5."""

    def column(self, sheet: str, heading: str) -> int:
        return [str(cell).rstrip("*") for cell in self.sheets[sheet][0]].index(heading)

    def __getitem__(self, cell: tuple[str, int, str]) -> Value:
        sheet, row, heading = cell
        return self.sheets[sheet][row - 1][self.column(sheet, heading)]

    def __setitem__(self, cell: tuple[str, int, str], value: Value) -> None:
        sheet, row, heading = cell
        self.sheets[sheet][row - 1][self.column(sheet, heading)] = value

    def row(self, sheet: str, heading: str, value: str) -> int:
        """The first row with this value."""
        place = self.column(sheet, heading)
        return 1 + [line[place] for line in self.sheets[sheet]].index(value)

    def add(self, sheet: str, **cells: Value) -> int:
        """A new last row; gives its number."""
        self.sheets[sheet].append([""] * len(self.sheets[sheet][0]))
        for heading, value in cells.items():
            self[sheet, len(self.sheets[sheet]), heading] = value
        return len(self.sheets[sheet])

    def write(self, path: Path) -> Path:
        book = Workbook(str(path), {"default_date_format": "m-d"})
        bold = book.add_format({"bold": True})
        for name, lines in self.sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                _write_line(sheet, number, line)
            for owner, cells in self.merged:
                if owner == name:
                    sheet.merge_range(cells, "", bold)
                    _write_again(sheet, cells, lines)
        book.close()
        return path


def _write_line(sheet: Any, number: int, line: Sequence[Value]) -> None:
    for place, value in enumerate(line):
        if isinstance(value, str) and value:
            sheet.write_string(number, place, value)
        elif value != "":
            sheet.write(number, place, value)


def _write_again(sheet: Any, cells: str, lines: Sequence[Sequence[Value]]) -> None:
    """merge_range blanks the cells that it covers; the first keeps its value."""
    row, place = xl_cell_to_rowcol(cells.split(":", maxsplit=1)[0])
    sheet.write_string(row, place, str(lines[row][place]))


def book_of(registry: Registry, folder: Path) -> Book:
    """As an export writes it."""
    write_workbook(registry, folder / "written.xlsx")
    with CalamineWorkbook.from_path(folder / "written.xlsx") as written:
        names = written.sheet_names
        return Book({name: [list(row) for row in written.get_sheet_by_name(name).to_python()] for name in names})
