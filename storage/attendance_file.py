"""Attendance as offices keep it: 人员编号, 月份, 应出勤天数, 实际出勤天数, in a CSV file or the first sheet of a workbook."""

import csv
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from cases.model import Attendance, PostCode
from cases.months import Month, written

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
    rows = _workbook(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    headings = next(rows, [])
    if missing := [heading for heading in HEADINGS if heading not in headings]:
        raise AttendanceFaults([f"第1行少了这些列：{'、'.join(missing)}"])
    places = [headings.index(heading) for heading in HEADINGS]
    for row in rows:
        cells = [row[place] if place < len(row) else "" for place in places]
        yield dict(zip(HEADINGS, cells, strict=True))


def _csv(path: Path) -> Iterator[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")  # as Excel saves it in China
    yield from ([cell.strip() for cell in row] for row in csv.reader(text.splitlines()))


def _workbook(path: Path) -> Iterator[list[str]]:
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except CalamineError as error:
        raise AttendanceFaults([f"打不开这个工作簿：{error}"]) from None
    for row in sheet.to_python(skip_empty_area=False):
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "strftime"):  # 2026-02 became a date
        return f"{value:%Y-%m}"
    return str(value).strip()
