"""`make bench`: one table, each row a ratio measured in one run with its floor beside it, because absolute times are noise; then
the console's pages in milliseconds, as people wait for them.

`make bench ARGS="a c"` prints some of it: a accepted, b intake, c reading, d looking, e sending, f starting, g growing, pages.
`--cases 20000`: fewer cases below the pages.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from importlib import import_module

from bench import pages
from bench.rows import HEAD, Row

PARTS = {
    "a": "accepted",
    "b": "intake",
    "c": "reading",
    "d": "looking",
    "e": "sending",
    "f": "starting",
    "g": "growing",
}
PAGES = "pages"


def main() -> int:
    asked = ArgumentParser(prog="bench")
    asked.add_argument("parts", nargs="*", metavar="PART", help=", ".join((*PARTS, PAGES)))
    asked.add_argument("--cases", type=int, default=pages.CASES)
    given = asked.parse_args()
    if unknown := set(given.parts) - {*PARTS, PAGES}:
        asked.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join((*PARTS, PAGES))}")
    chosen = given.parts or (*PARTS, PAGES)
    if some := [part for part in chosen if part in PARTS]:
        print(f"on a machine with {os.cpu_count()} cores\n{HEAD}")
        for part in some:
            print_rows(import_module(f"bench.{PARTS[part]}").rows)
    return pages.table_of(given.cases) if PAGES in chosen else 0


def print_rows(rows: Callable[[], Iterator[Row]]) -> None:
    for row in rows():
        print(row, flush=True)


if __name__ == "__main__":
    sys.exit(main())
