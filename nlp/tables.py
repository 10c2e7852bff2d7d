"""The lexicon as a clerk wrote it: one CSV per question, every row read by its column names."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

Row = dict[str, str]
COLUMNS = ("word", "level1", "level2", "weight", "note")
_NEEDED = {"word", "level1", "weight"}
_WEIGHT = re.compile(r"-?\d{1,6}")


class BadTable(Exception):
    """No table of topic words. `line` counts from 1, the heading."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def rows_of(name: str) -> Iterator[Row]:
    """The rows of `lexicon/<name>.csv`. A row whose first cell is empty is a comment. Raises ValueError that names the line with a
    comma too few or too many."""
    with (files("nlp") / "lexicon" / f"{name}.csv").open(encoding="utf-8") as table:
        rows = csv.reader(table)
        columns = next(rows)
        for cells in rows:
            if not cells or not cells[0]:
                continue
            if len(cells) != len(columns):
                where = f"nlp/lexicon/{name}.csv, line {rows.line_num}"
                raise ValueError(f"{where}: {len(cells)} cells, not the {len(columns)} of {','.join(columns)}")
            yield dict(zip(columns, cells, strict=True))


def rows_in(path: Path) -> list[Row]:
    """The rows of a table outside the lexicon, read by the same rules. Raises OSError, BadTable."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as table:
            reader = csv.DictReader(table)
            if _NEEDED - set(reader.fieldnames or ()):
                raise BadTable(1)
            rows = [row for row in reader if row["word"]]
    except UnicodeDecodeError:
        raise BadTable(1) from None
    for number, row in enumerate(rows, start=2):
        if not row["level1"] or not _WEIGHT.fullmatch(row["weight"] or ""):
            raise BadTable(number)
    return rows


def write_rows(path: Path, rows: Iterable[Row], columns: Sequence[str] = COLUMNS) -> None:
    """A table of the lexicon's shape, whole or not at all; with the usual columns `rows_in` reads it. Raises OSError."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, columns, lineterminator="\n", extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
    part.replace(path)


def words_of(cell: str) -> tuple[str, ...]:
    """A cell that lists words: 没了|不见|丢了."""
    return tuple(word for word in cell.split("|") if word)
