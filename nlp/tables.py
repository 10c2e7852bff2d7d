"""The lexicon as a clerk wrote it: one CSV per question, every row read by its column names."""

import csv
from collections.abc import Iterator
from importlib.resources import files

Row = dict[str, str]


def rows_of(name: str) -> Iterator[Row]:
    """The rows of `lexicon/<name>.csv`. A row whose first cell is empty is a comment."""
    with (files("nlp") / "lexicon" / f"{name}.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if next(iter(row.values())):
                yield row


def words_of(cell: str) -> tuple[str, ...]:
    """A cell that lists words: 没了|不见|丢了."""
    return tuple(word for word in cell.split("|") if word)
