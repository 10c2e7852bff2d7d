"""Row i: what it costs to look when nothing is due, and how fast what is due is caught up with, among very many cases."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

import pytest

from bot.app import clockwork_for
from bot.hands import hands_for
from bot.runner import Runner
from cases.agenda import due_sweeps
from cases.commands import Look
from scheduler.clockwork import ROWS_PER_LOOK
from storage.store import Store
from tests.databases import EngineName
from tests.endurance.crowd import NOON, RULES, DeskClock, add_cases, climb, reminders, settle_in
from tests.endurance.scales import long, short, sizes
from tests.endurance.table import Line, Table
from tests.postgres import Server
from tests.processes import resident_of

ROUNDS, LOOKS = 5, 100
"""The best round counts: what else the machine does can only make it slower."""
IDLE_MILLISECONDS = 10
DUE_PER_SECOND = 5_000


@dataclass(frozen=True)
class Crowd:
    open: int
    due: int
    """Half of them are caught up with through the Store, half through the Runner."""
    slack: float
    """For a machine that does other things beside."""


SMALL, LARGE = Crowd(10_000, 4_000, 12), Crowd(1_000_000, 50_000, 1)


@pytest.fixture
def url(engine: EngineName, tmp_path: Path) -> Iterator[str]:
    """A disk that is waited for, on either engine."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'desk.db'}"
        return
    server = Server(fsync="on")
    yield server.new()
    server.close()


@sizes(
    "crowd",
    short("sqlite", SMALL),
    short("postgresql", SMALL),
    long("sqlite", LARGE),
    long("postgresql", LARGE),
)
def test_a_million_open_cases_cost_nothing_until_they_are_due(
    crowd: Crowd, engine: EngineName, url: str, table: Table
) -> None:
    begun = time.monotonic()
    settle_in(url)
    store = Store(url, DeskClock(), RULES)
    look(store)  # so that the day's digests are out, and the like
    add_cases(url, crowd.open, NOON - timedelta(days=1))
    before = resident_of(os.getpid())
    idle = [sorted(timed(lambda: look(store)) * 1000 for _ in range(LOOKS)) for _ in range(ROUNDS)]
    middle, worst = (min(map(of, idle)) for of in (median, lambda some: quantiles(some, n=100)[98]))
    share = crowd.due // (2 * ROUNDS)
    direct = [caught_up(url, share, n, lambda added: climb(store, added)) for n in range(ROUNDS)]
    hands = hands_for(store)
    runner = Runner(store, hands)
    through = [caught_up(url, share, ROUNDS + n, lambda _: asyncio.run(swept(store, runner))) for n in range(ROUNDS)]
    hands.close()
    store.close()
    memory = resident_of(os.getpid()) - before
    remark = (
        f"{crowd.open:,} open: a look {middle:.1f} ms, p99 {worst:.1f}; {max(direct):,.0f} due/s"
        f" (median {median(direct):,.0f}), by the clockwork {max(through):,.0f} ({median(through):,.0f});"
        f" memory {memory:+.0f} MB from {before:.0f}"
    )
    table.add(Line("i  idle cost", engine, time.monotonic() - begun, remark))
    print(f"\n{engine}: {remark}")
    assert middle < IDLE_MILLISECONDS * crowd.slack
    assert min(max(direct), max(through)) >= DUE_PER_SECOND / crowd.slack


def look(store: Store) -> None:
    """As the clock does."""
    for sweep in due_sweeps(store.agenda, RULES, NOON):
        sweep(store.unit_of_work(), Look(NOON, ROWS_PER_LOOK))


def caught_up(url: str, due: int, nth: int, catch_up: Callable[[int], None]) -> float:
    """Reminders written and committed in a second."""
    said = reminders(url)
    added = add_cases(url, due, NOON - timedelta(days=6, minutes=nth))
    seconds = timed(lambda: catch_up(added))
    assert reminders(url) - said == added
    return added / seconds


async def swept(store: Store, runner: Runner) -> None:
    clockwork = clockwork_for(store, runner, DeskClock())
    while clockwork.swept_at is None:
        await clockwork.sweep()


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
