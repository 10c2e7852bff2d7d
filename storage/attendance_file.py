"""Attendance as offices keep it: 人员编号, 月份, 应出勤天数, 实际出勤天数, in a CSV file or the first sheet of a workbook."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cases.model import Attendance, PostCode
from cases.months import Month, written
from storage.plain_table import Cell, UnreadableTable, as_text, rows_of

HEADINGS = ("人员编号", "月份", "应出勤天数", "实际出勤天数")
LONGEST_MONTH = 31
Line = dict[str, str]


class AttendanceFaults(Exception):
    """Every fault of the file at once."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def read_attendance(path: Path, known: frozenset[str]) -> tuple[tuple[Month, Attendance], ...]:
    """`known` are the workers there are. Raises AttendanceFaults, and OSError where there is no such file."""
    faults: list[str] = []
    found: dict[tuple[str, str], tuple[Month, Attendance]] = {}
    for number, line in enumerate(_lines(path), start=2):
        if not any(line.values()):
            continue
        read = _read(line, known)
        if isinstance(read, str):
            faults.append(f"第{number}行：{read}")
        elif (key := (read[1].post, str(read[0]))) in found:
            faults.append(f"第{number}行：{key[0]} 的 {key[1]} 前面已经有了")
        else:
            found[key] = read
    if faults:
        raise AttendanceFaults(faults)
    return tuple(found.values())


def _read(line: Line, known: frozenset[str]) -> tuple[Month, Attendance] | str:
    worker, month, due, present = (line[heading] for heading in HEADINGS)
    if worker not in known:
        return f"登记表里没有人员 {worker or '（空）'}"
    if (of := written(month)) is None:
        return f"月份 {month or '（空）'} 要写成 2026-02 的样子"
    if not due.isdecimal() or not present.isdecimal() or not int(present) <= int(due) <= LONGEST_MONTH:
        return "天数要写整数，实际不多于应出勤，应出勤不多于 31"
    return of, Attendance(PostCode(worker), int(due), int(present))


def _lines(path: Path) -> Iterator[Line]:
    """Raises AttendanceFaults where a heading is missing."""
    try:
        rows = [[_text(cell) for cell in row] for row in rows_of(path)]
    except UnreadableTable as error:
        raise AttendanceFaults([str(error)]) from None
    headings = rows[0] if rows else []
    if missing := [heading for heading in HEADINGS if heading not in headings]:
        raise AttendanceFaults([f"第1行少了这些列：{'、'.join(missing)}"])
    places = [headings.index(heading) for heading in HEADINGS]
    for row in rows[1:]:
        cells = [row[place] if place < len(row) else "" for place in places]
        yield dict(zip(HEADINGS, cells, strict=True))


def _text(cell: Cell) -> str:
    return f"{cell:%Y-%m}" if isinstance(cell, date) else as_text(cell)  # 2026-02 became a date
