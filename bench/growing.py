"""Row g: what a complaint costs in a desk a thousand times as old, in one of seven times as many grids, and with a second process."""

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from bench.desks import COMPLAINT, Filing, desk_store
from bench.rows import ROUNDS, Row, amount, timed
from bot.demo import populate
from cases.registry import Registry
from nlp.place import Locator
from nlp.reader import Reader
from storage.registry_files.demo import demo_registry
from storage.store import Store
from tests.endurance.crowd import NOON, RULES, DeskClock, add_cases, settle_in
from tests.endurance.storm import Backlog
from tests.endurance.town import Town
from tests.live import Bot
from tests.postgres import Server

FEW, MANY = 1_000, 1_000_000
A_YEAR = 100_000
"""Cases of a district: a million of them are the work of ten years, and all but the newest are closed."""
GRIDS = 100, len(demo_registry().grids), 10_000
FILED, UPDATES = 60, 300


def rows() -> Iterator[Row]:
    yield older()
    yield from wider()
    yield doubled()


def older() -> Row:
    with tempfile.TemporaryDirectory() as folder, aged(Path(folder), FEW) as young, aged(Path(folder), MANY) as old:
        pairs = [(timed(old, FILED), timed(young, FILED)) for _ in range(ROUNDS)]
    return growth(f"g  a complaint among {MANY:,} cases : among {FEW:,}", pairs)


def growth(name: str, pairs: list[tuple[float, float]]) -> Row:
    ours, floor = (median(column) / FILED for column in zip(*pairs, strict=True))
    remark = f"{amount(ours)} : {amount(floor)} CPU a complaint, read, placed, filed, both told"
    return Row(name, [ours / floor for ours, floor in pairs], 1.3, at_most=True, remark=remark)


@contextmanager
def aged(folder: Path, count: int) -> Iterator[Filing]:
    """A desk with so many cases behind it, filed evenly over the years; the first of each grid is still open."""
    url = f"sqlite:///{folder / f'{count}.db'}"
    settle_in(url)
    add_cases(url, count, NOON - timedelta(days=1))
    with closing(sqlite3.connect(folder / f"{count}.db")) as db:
        days = max(count * 365 // A_YEAR, 1)
        before = f"'-' || (rowid % {days}) || ' days'"
        opened, closed = (
            f"strftime('%Y-%m-%d %H:%M:%f000', opened_at, {before}, '{later}')" for later in ("+0 days", "+1 day")
        )
        ended = (
            f"status = 'confirmed', look_at = NULL, opened_at = {opened}, clock_from = {opened}, closed_at = {closed}"
        )
        db.execute(f"UPDATE cases SET {ended} WHERE rowid > ?", (min(count, GRIDS[1]),))
        db.commit()
    store = Store(url, DeskClock(), RULES)
    filing = Filing(store, Reader(Locator(demo_registry())))
    timed(filing, 5)
    try:
        yield filing
    finally:
        store.close()


def wider() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        few, usual, many = (district_of(count) for count in GRIDS)
        with spread(Path(folder), few) as a, spread(Path(folder), usual) as b, spread(Path(folder), many) as c:
            trios = [(timed(c, FILED), timed(b, FILED), timed(a, FILED)) for _ in range(ROUNDS)]
    yield growth(f"g  a complaint among {GRIDS[2]:,} grids : among {GRIDS[1]:,}", [(many, b) for many, b, _ in trios])
    yield growth(f"g  a complaint among {GRIDS[1]:,} grids : among {GRIDS[0]:,}", [(b, few) for _, b, few in trios])


@contextmanager
def spread(folder: Path, registry: Registry) -> Iterator[Filing]:
    with desk_store(f"sqlite:///{folder / f'{len(registry.grids)}.db'}", registry) as store:
        filing = Filing(store, Reader(Locator(registry)))
        timed(filing, 5)
        yield filing


def district_of(count: int) -> Registry:
    """The demo district with fewer grids, or with more 组 in its villages; the one of COMPLAINT is in each."""
    registry = demo_registry()
    ours = Locator(registry).locate(COMPLAINT).code
    first = sorted(registry.grids, key=lambda grid: grid.code != ours)
    grids = list(first[:count])
    rural = [grid for grid in first if grid.group is not None]
    last = {grid.village: max(g.group or 0 for g in registry.grids_of_village[grid.village]) for grid in rural}
    for grid in islice(cycle(rural), count - len(grids)):
        group = last[grid.village] = last[grid.village] + 1
        scope = f"{registry.area[grid.village].name}第{group}村民小组"
        grids.append(
            replace(grid, code=f"{grid.village}{group + 500:03}", name=f"{scope}网格", group=group, scope=scope)
        )
    assert len({grid.code for grid in grids}) == count
    kept = {grid.code for grid in grids}
    micro = tuple(one for one in registry.micro_grids if one.grid in kept)
    shapes = {code: ring for code, ring in registry.shapes.items() if code in kept}
    return replace(registry, grids=tuple(grids), micro_grids=micro, shapes=shapes)


def doubled() -> Row:
    """Complaints a second of two processes on one PostgreSQL against one; both cores of a small machine are busy before."""
    server = Server(fsync="on")
    try:
        pairs = [(handled(server, 2), handled(server, 1)) for _ in range(3)]
    finally:
        server.close()
    remark = f"{median(two for two, _ in pairs):.1f} : {median(one for _, one in pairs):.1f} complaints a second"
    return Row("g  two processes on one PostgreSQL : one", [two / one for two, one in pairs], remark=remark)


def handled(server: Server, processes: int) -> float:
    with tempfile.TemporaryDirectory() as folder, Town(UPDATES) as town:
        url = server.new()
        populate(url)
        bots = [Bot(town.sandbox, url, Path(folder)) for _ in range(processes)]
        for bot in bots:
            bot.start(settled=False)
            bot.wait_until_ready()
        with Backlog(town, url) as backlog:
            begun = time.monotonic()
            town.complain(UPDATES)
            town.wait_for(lambda: not town.pending and not backlog.size(), 180, "all is handled and told")
            seconds = time.monotonic() - begun
        for bot in bots:
            bot.stop()
    return UPDATES / seconds
