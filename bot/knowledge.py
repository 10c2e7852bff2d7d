"""The knowledge table as a clerk keeps it: a CSV that is checked cell by cell, and `minhu knowledge`."""

import csv
import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from pathlib import Path

from bot.clock import SystemClock
from bot.settings import GivenSettings
from cases.knowledge import Entry, Knows, due_for_review
from cases.privacy import names_somebody
from nlp.finder import parts_of
from nlp.knowledge import SURE, Knowledge

log = logging.getLogger(__name__)
DEMO = "demo"
"""Stands for the table that comes along, whose figures are examples."""
LOOK_SECONDS = 2.0
"""So often at most it is looked whether the file has changed."""
OK, FAULTS, BAD_USAGE = 0, 1, 2
NEEDED = ("id", "title", "asks", "who", "bring", "where", "source", "updated", "review")
COLUMNS = ("id", "title", "asks", "who", "bring", "where", "hours", "phone", "source", "updated", "review", "visits")
DAYS = ("updated", "review")
LONGEST = 300
"""Of one cell as it is shown (texts/quoting.py)."""
YES, NO = frozenset({"是", "yes", "1"}), frozenset({"", "否", "no", "0"})
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell to mend; `row` as a spreadsheet counts, the heading being 1."""

    row: int
    column: str
    said: str

    def __str__(self) -> str:
        return f"第 {self.row} 行「{self.column}」：{self.said}"


@dataclass(frozen=True, slots=True)
class Table:
    """What can be used, and what is wrong with the rest: a faulty row answers nobody."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def read_table(path: str) -> Table:
    """Raises OSError. A file that is no such table has no entries and one fault."""
    try:
        text = demo_table() if path == DEMO else Path(path).read_text("utf-8-sig")
    except UnicodeDecodeError:
        return Table((), (Fault(1, "", "不是 UTF-8 的文字：请另存为「CSV UTF-8」。"),))
    reader = csv.DictReader(StringIO(text, newline=""))
    if missing := [name for name in NEEDED if name not in (reader.fieldnames or ())]:
        return Table((), tuple(Fault(1, name, "没有这一列。") for name in missing))
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, row in enumerate(
        ({key: (cell or "").strip() for key, cell in row.items() if key} for row in reader), 2
    ):
        if any(row.get(name) for name in COLUMNS):
            wrong = [*_faults_of(row, number), *_doubles(row, number, entries)]
            faults += wrong
            entries += [] if wrong else [_entry_of(row)]
    return Table(tuple(entries), tuple(faults))


def demo_table() -> str:
    return files(__package__).joinpath("knowledge.csv").read_text("utf-8")


def _faults_of(row: Row, number: int) -> Iterator[Fault]:
    for name in COLUMNS:
        cell = row.get(name, "")
        if not cell and name in NEEDED:
            yield Fault(number, name, "不能空。")
        elif len(cell) > LONGEST and name != "asks":
            yield Fault(number, name, f"太长，最多 {LONGEST} 个字：分成几条。")
        elif name not in {"phone", "id"} and names_somebody(cell):
            yield Fault(number, name, "里面的电话会被遮住：请写在 phone 一栏。")
        elif cell and name in DAYS and _day(cell) is None:
            yield Fault(number, name, "日期要写成 2026-02-20 的样子。")
    yield from (
        Fault(number, "asks", f"「{ask}」太短，会答错人：至少 {SURE} 个字。")
        for ask in _asks(row)
        if _shortest(ask) < SURE
    )
    if row.get("visits", "") not in YES | NO:
        yield Fault(number, "visits", "只能写 是 或 否。")
    updated, review = _day(row["updated"]), _day(row["review"])
    if updated and review and review <= updated:
        yield Fault(number, "review", "复核日期要在更新日期之后。")


def _shortest(ask: str) -> int:
    return sum(min(map(len, part)) for part in parts_of(ask)) if parts_of(ask) else 0


def _doubles(row: Row, number: int, entries: list[Entry]) -> Iterator[Fault]:
    if any(entry.id == row["id"] for entry in entries):
        yield Fault(number, "id", f"{row['id']} 前面已经有了。")
    for ask in _asks(row):
        if other := next((entry for entry in entries if ask in entry.asks), None):
            yield Fault(number, "asks", f"「{ask}」和「{other.title}」一样，这一条不会答。")


def _entry_of(row: Row) -> Entry:
    updated, review = _day(row["updated"]), _day(row["review"])
    assert updated is not None
    assert review is not None
    return Entry(
        id=row["id"],
        title=row["title"],
        asks=_asks(row),
        who=row["who"],
        bring=_several(row["bring"]),
        where=row["where"],
        hours=row.get("hours", ""),
        phone=row.get("phone", ""),
        source=row["source"],
        updated=updated,
        review=review,
        visits=row.get("visits", "") in YES,
    )


def _asks(row: Row) -> tuple[str, ...]:
    return _several(row["asks"])


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.replace(";", "；").split("；") if part.strip())


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


# --- for the desk ---


@lru_cache(maxsize=2)
def knowledge_of(path: str) -> Knows:
    """The usable rows of the table, as the file stands; none where no file is set or it cannot be read. `minhu doctor`
    tells of the rest."""
    if not path:
        return Knowledge(())
    return Knowledge(read_table(DEMO).entries) if path == DEMO else Watched(path)


class Watched:
    """A file that is read again when it has changed. While it is broken, what was read before still answers."""

    def __init__(self, path: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._path, self._monotonic = path, monotonic
        self._looked_at, self._seen = monotonic(), _signature(path)
        self._knows = self._first()

    @property
    def entries(self) -> Sequence[Entry]:
        return self._fresh().entries

    def answer(self, text: str) -> Entry | None:
        return self._fresh().answer(text)

    def _first(self) -> Knowledge:
        try:
            table = read_table(self._path)
        except OSError as error:
            log.warning(
                "the knowledge table cannot be read (%s): every question goes to a person", type(error).__name__
            )
            return Knowledge(())
        if table.faults:
            log.warning("%d cells of the knowledge table are faulty: their rows answer nobody", len(table.faults))
        return Knowledge(table.entries)

    def _fresh(self) -> Knowledge:
        now = self._monotonic()
        if now - self._looked_at >= LOOK_SECONDS:
            self._looked_at = now
            if (found := _signature(self._path)) != self._seen:
                self._seen = found
                self._read_again()
        return self._knows

    def _read_again(self) -> None:
        try:
            table = read_table(self._path)
        except OSError as error:
            log.warning("the changed knowledge table cannot be read (%s): the old one stays", type(error).__name__)
            return
        if table.faults:
            log.warning("the changed knowledge table has %d faulty cells: the old one stays", len(table.faults))
            return
        self._knows = Knowledge(table.entries)
        log.info("the knowledge table was read again: %d entries", len(table.entries))


def _signature(path: str) -> tuple[int, int] | None:
    """When it was written, and how long it is; None where there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


# --- at the command line ---


def check_table(path: str) -> int:
    """Every fault by row and column, then what is due for review. 1 when there are faults."""
    try:
        table = read_table(path)
    except OSError as error:
        print(f"读不了 {path}：{error.strerror or error}", file=sys.stderr)
        return BAD_USAGE
    for fault in table.faults:
        print(fault)
    today = SystemClock(GivenSettings().zone).now().date()
    due = due_for_review(Knowledge(table.entries), today)
    for entry in due:
        print(
            f"到期要复核：{entry.title}（{entry.review:%Y-%m-%d} 到期，{entry.updated:%Y-%m-%d} 更新）：现在改由人答。"
        )
    print(f"可用 {len(table.entries)} 条，要改 {len(table.faults)} 处，到期 {len(due)} 条。", file=sys.stderr)
    return FAULTS if table.faults else OK
