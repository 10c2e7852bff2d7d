"""The clockwork looks again and again, whatever fails, and a watchdog sees when it does not."""

import asyncio
import logging
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.app import clockwork_for
from bot.hands import hands_for
from bot.runner import Runner
from cases.agenda import errands
from cases.commands import Look
from cases.ports import Waiting
from scheduler.clockwork import Clockwork
from storage.store import Store
from tests.endurance.crowd import RULES

NINE = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
PERIOD = 0.05


class DeskClock:
    def __init__(self) -> None:
        self.at = NINE

    def now(self) -> datetime:
        return self.at


class Ticks:
    def __init__(self) -> None:
        self.value = 0.0

    def __call__(self) -> float:
        return self.value


class Desk:
    """Stands in for the database: things that are due, of which a sweep clears a few at a time."""

    def __init__(self, due: int = 0) -> None:
        self.due, self.looks, self.runs = due, 0, 0

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def due_cases(self, at: datetime, limit: int) -> list[int]:
        return [0] * min(self.due, limit)

    def due_drafts(self, at: datetime, limit: int) -> list[int]:
        return []

    due_whistles = due_drafts

    async def run(self, use_case: Any, command: Any) -> None:
        await asyncio.sleep(0)
        self.runs += 1
        use_case(self, command)


def sweep(desk: Any, look: Look) -> None:
    desk.looks += 1
    desk.due = max(0, desk.due - look.limit)


def broken(desk: Any, look: Look) -> None:
    raise RuntimeError("我家漏水")


@pytest.fixture
def clock() -> DeskClock:
    return DeskClock()


async def run_for(clockwork: Clockwork, seconds: float) -> None:
    task = asyncio.create_task(clockwork.run())
    await asyncio.sleep(seconds)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_it_looks_every_period(clock: DeskClock) -> None:
    desk = Desk()
    await run_for(Clockwork(desk.run, clock, [sweep], period_seconds=PERIOD), 0.5)
    assert desk.looks >= 4


async def test_it_looks_at_once_when_it_begins(clock: DeskClock) -> None:
    desk = Desk()
    await run_for(Clockwork(desk.run, clock, [sweep], period_seconds=30), 0.1)
    assert desk.looks == 1


async def test_a_look_cut_off_by_the_stop_is_no_error(clock: DeskClock, caplog: pytest.LogCaptureFixture) -> None:
    desk, ticking = Desk(), asyncio.Event()

    async def at_length(use_case: Any, command: Any) -> None:
        if clockwork.swept_at:  # the first sweep is that of the start, not the scheduler's
            ticking.set()
            await asyncio.sleep(60)
        await desk.run(use_case, command)

    clockwork = Clockwork(at_length, clock, [sweep], period_seconds=PERIOD)
    task = asyncio.create_task(clockwork.run())
    await asyncio.wait_for(ticking.wait(), 5)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(PERIOD)
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


async def test_everything_due_is_done_before_a_sweep_counts_as_complete(clock: DeskClock) -> None:
    desk = Desk(due=950)
    clockwork = Clockwork(desk.run, clock, [sweep])
    await clockwork.sweep()
    assert desk.due == 0
    assert clockwork.swept_at == NINE


async def test_only_what_is_due_is_run_and_with_nothing_due_no_work_is_opened(clock: DeskClock) -> None:
    desk, due = Desk(), list[Any]()

    async def what_is_due(at: datetime) -> list[Any]:
        assert at == clock.at
        return due

    def digests(desk: Any, look: Look) -> None:
        desk.looks += 100

    clockwork = Clockwork(desk.run, clock, [sweep, digests], what_is_due=what_is_due)
    await clockwork.sweep()
    assert (desk.runs, clockwork.swept_at) == (0, NINE)
    due.append(digests)
    await clockwork.sweep()
    assert desk.looks == 100


async def test_where_it_cannot_be_told_what_is_due_everything_is_looked_at(
    clock: DeskClock, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(due=3)

    async def what_is_due(_: datetime) -> list[Any]:
        raise RuntimeError("我家漏水")

    clockwork = Clockwork(desk.run, clock, [sweep], what_is_due=what_is_due)
    await clockwork.sweep()
    assert (desk.due, clockwork.swept_at) == (0, NINE)
    assert "RuntimeError" in caplog.text
    assert "我家漏水" not in caplog.text


async def test_what_has_many_things_to_do_takes_several_handfuls_at_once_and_the_rest_is_asked_once(
    clock: DeskClock,
) -> None:
    desk, asked, at_once = Desk(due=950), list[int](), list[int]()

    async def run(use_case: Any, command: Any) -> None:
        at_once.append(1)
        await asyncio.sleep(0.01)
        use_case(desk, command)
        at_once.append(-1)

    def digests(desk: Any, look: Look) -> None:
        asked.append(1)

    clockwork = Clockwork(run, clock, [sweep, digests], again=[sweep], at_once=2)
    await clockwork.sweep()
    assert clockwork.swept_at == NINE
    assert (desk.due, len(asked)) == (0, 1)
    assert max(accumulate(at_once)) == 2


async def test_one_failing_sweep_does_not_stop_the_others_and_shows(
    clock: DeskClock, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk()
    clockwork = Clockwork(desk.run, clock, [broken, sweep])
    await clockwork.sweep()
    assert desk.looks == 1
    assert clockwork.swept_at is None
    assert "broken" in caplog.text
    assert "我家漏水" not in caplog.text


async def test_two_sweeps_never_run_at_once(clock: DeskClock) -> None:
    desk = Desk()
    clockwork = Clockwork(desk.run, clock, [sweep])
    await asyncio.gather(clockwork.sweep(), clockwork.sweep())
    assert desk.looks == 1


async def test_a_jump_of_the_clock_is_swept_at_once(clock: DeskClock) -> None:
    desk = Desk()
    clockwork = Clockwork(desk.run, clock, [sweep])
    clock.at += timedelta(days=1)
    clockwork.wake()
    await asyncio.sleep(0.05)
    assert clockwork.swept_at == clock.at


async def test_a_scheduler_that_fell_asleep_is_noticed_and_woken(
    clock: DeskClock, caplog: pytest.LogCaptureFixture
) -> None:
    desk, ticks = Desk(), Ticks()
    clockwork = Clockwork(desk.run, clock, [sweep], period_seconds=PERIOD, monotonic=ticks)
    task = asyncio.create_task(clockwork.run())
    await asyncio.sleep(0.1)
    clockwork._scheduler.pause()  # as when the wall clock steps back
    await asyncio.sleep(0.1)
    looks = desk.looks
    ticks.value += 10
    with caplog.at_level(logging.ERROR):
        await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert "ALARM" in caplog.text
    assert clockwork.alarms == 1
    assert desk.looks > looks + 2


async def test_a_row_that_cannot_be_dealt_with_does_not_hold_up_the_others() -> None:
    desk, dealt = Desk(), list(range(20))

    def sweep_but_for(_: Any, look: Look) -> None:
        taken = dealt[look.skip : look.skip + look.limit]
        if 3 in taken or 7 in taken:
            raise ValueError
        for row in taken:
            dealt.remove(row)

    await Clockwork(desk.run, DeskClock(), [sweep_but_for], period_seconds=PERIOD).sweep()
    assert dealt == [3, 7]


async def test_what_knows_no_rows_is_not_asked_again_when_it_fails() -> None:
    asked = list[Look]()

    def once_and_fails(_: Any, look: Look) -> None:
        asked.append(look)
        if len(asked) == 1:
            raise RuntimeError

    clockwork = Clockwork(Desk().run, DeskClock(), [once_and_fails, sweep], by_row=[sweep], period_seconds=PERIOD)
    await clockwork.sweep()
    assert len(asked) == 1
    assert clockwork.swept_at is None


async def test_the_clock_is_told_of_everything_it_sees_to(tmp_path: Path) -> None:
    """A sweep nobody can say of whether it is due would never run."""
    store = Store(f"sqlite:///{tmp_path / 'desk.db'}", DeskClock(), RULES)
    hands = hands_for(store)
    clockwork = clockwork_for(store, Runner(store, hands), DeskClock())
    assert [*errands(Waiting(), RULES, NINE)] == [*clockwork._sweeps]
    hands.close()
    store.close()
