"""When to look: once a second of real time, whatever the desk's clock does. What is due, the database knows."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from cases.commands import Look
from cases.ports import Clock, Run, UnitOfWork, UseCase

log = logging.getLogger(__name__)
PERIOD_SECONDS = 1.0
PATIENCE_PERIODS = 3
ROWS_PER_LOOK = 500
LOOKS_PER_SWEEP = 50
WhatIsDue = Callable[[datetime], Awaitable[Collection[UseCase]]]
MOST_FAILING = 5
"""With more than these it is no single row's fault, and asking on would only take time."""


class Clockwork:
    """Runs those sweeps of which `what_is_due` says that they have something to do; all of them where it is not there or
    cannot tell. `swept_at` is the desk time up to which everything due has been dealt with. While more is due than
    a handful, those in `again` are run on, each for `at_once` handfuls at a time where the database takes several. Those in
    `by_row` heed the limit and the skip of their look, so that they can go on past a row that cannot be dealt with."""

    def __init__(
        self,
        run: Run,
        clock: Clock,
        sweeps: Sequence[UseCase],
        *,
        what_is_due: WhatIsDue | None = None,
        again: Sequence[UseCase] | None = None,
        by_row: Sequence[UseCase] | None = None,
        at_once: int = 1,
        period_seconds: float = PERIOD_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._run, self._clock, self._sweeps, self._what_is_due = run, clock, sweeps, what_is_due
        self._again, self._at_once = sweeps if again is None else again, at_once
        self._by_row = sweeps if by_row is None else by_row
        self._period, self._monotonic = period_seconds, monotonic
        self._scheduler = self._new_scheduler()
        self._ran_at = monotonic()
        self._turn = asyncio.Lock()
        self._extra: asyncio.Task[None] | None = None
        self.swept_at: datetime | None = None
        self.alarms = 0

    async def run(self) -> None:
        """Until cancelled: the scheduler ticks, and a watchdog on the monotonic clock sees that it does."""
        self._ran_at = self._monotonic()
        self._scheduler.start()
        self.wake()  # the first tick comes only after a period, and things may have waited for us
        try:
            while True:
                await asyncio.sleep(self._period)
                self._watch()
        finally:
            self._scheduler.shutdown(wait=False)

    @property
    def silent_seconds(self) -> float:
        """How long ago a sweep began or ended."""
        return self._monotonic() - self._ran_at

    def wake(self) -> None:
        """Sweep now, out of turn: the desk's clock has jumped."""
        if not self._turn.locked():
            self._extra = asyncio.create_task(self.sweep())

    async def sweep(self) -> None:
        """One look at everything that may be due. One failing sweep does not stop the others."""
        if self._turn.locked():
            return
        async with self._turn:
            self._ran_at = self._monotonic()
            at = self._clock.now()
            if await self._all_done(at):
                self.swept_at = at
            self._ran_at = self._monotonic()

    async def _all_done(self, at: datetime) -> bool:
        due = await self._due(at)
        done = await self._each(due, 1, at)
        if not any(sweep in self._again for sweep in due):
            return done
        for _ in range(LOOKS_PER_SWEEP):
            if not done or not await self._is_anything_due(at):
                return done
            done = await self._each(self._again, self._at_once, at)
        return False

    async def _due(self, at: datetime) -> Sequence[UseCase]:
        if self._what_is_due is None:
            return self._sweeps
        try:
            due = await self._what_is_due(at)
        except Exception as error:
            log.error("the clock could not ask what is due: %s", type(error).__name__)
            return self._sweeps
        return [sweep for sweep in self._sweeps if sweep in due]

    async def _each(self, sweeps: Sequence[UseCase], handfuls: int, at: datetime) -> bool:
        done = [await asyncio.gather(*(self._sweep_with(use_case, at) for _ in range(handfuls))) for use_case in sweeps]
        return all(map(all, done))

    async def _sweep_with(self, use_case: UseCase, at: datetime) -> bool:
        """When one of many rows cannot be dealt with, the others are, one by one."""
        if await self._look(use_case, Look(at, ROWS_PER_LOOK)):
            return True
        if use_case not in self._by_row:
            return False
        failed = 0
        for _ in range(ROWS_PER_LOOK):
            if not await self._look(use_case, Look(at, 1, skip=failed)):
                failed += 1
            if failed >= MOST_FAILING:
                break
        return False

    async def _look(self, use_case: UseCase, look: Look) -> bool:
        try:
            await self._run(use_case, look)
        except Exception as error:
            # the class only: a message may quote what people wrote
            log.error("sweep %s failed: %s", use_case.__name__, type(error).__name__)
            return False
        return True

    async def _is_anything_due(self, at: datetime) -> bool:
        found: list[object] = []

        def look_for_rest(uow: UnitOfWork, look: Look) -> None:
            with uow:
                found.extend([*uow.due_cases(look.at, 1), *uow.due_drafts(look.at, 1), *uow.due_whistles(look.at, 1)])

        return not await self._look(look_for_rest, Look(at)) or bool(found)

    def _watch(self) -> None:
        silent = self.silent_seconds
        if silent <= PATIENCE_PERIODS * self._period:
            return
        self.alarms += 1
        log.error("ALARM: no sweep has run for %.0f s", silent)
        if not self._turn.locked():
            # APScheduler 3 waits until the wall clock has caught up when it was set back; a new one starts at once
            self._scheduler.shutdown(wait=False)
            self._scheduler = self._new_scheduler()
            self._scheduler.start()
            self.wake()

    def _new_scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(timezone="UTC")
        trigger = IntervalTrigger(seconds=self._period)
        scheduler.add_job(self._tick, trigger, misfire_grace_time=None, coalesce=True, max_instances=1)
        return scheduler

    async def _tick(self) -> None:
        """A look that is cut off by the stop of the desk is no error to be logged: whatever it had begun is all or nothing."""
        with suppress(asyncio.CancelledError):
            await self.sweep()
