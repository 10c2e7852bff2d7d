"""From the inbox to the conversations: each chat in order, many chats at once, and no update stops the others."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from bot.causes import because
from bot.logging import where
from bot.runner import Runner
from cases.model import Cause
from cases.ports import Inbox, InboxRow, Run
from storage.errors import is_databases

log = logging.getLogger(__name__)
LANES = 16
TURNS = 64
"""Whoever has had one of the last so many turns comes after those who have not: chats that write without end hold up nobody by
what they wrote before."""
ATTEMPTS = 3
FIRST_RETRY_SECONDS = 1.0
LOOK_SECONDS = 1.0
LEASE = timedelta(seconds=5)
"""How long another process leaves our rows alone. A row that two handle has its effect once; the lease only saves work,
and must be over soon when its holder has died."""
MOST_STARTS = 5
"""An update that was in hand so often when a process died is held to be the cause."""

Hear = Callable[[dict[str, Any], Run, Cause], Awaitable[None]]


class Pump:
    """`unreadable` names the errors that no second attempt can mend."""

    def __init__(
        self,
        inbox: Inbox,
        hear: Hear,
        runner: Runner,
        *,
        owner: str = "pump",
        lanes: int = LANES,
        unreadable: tuple[type[Exception], ...] = (),
    ) -> None:
        self._inbox, self._hear, self._runner = inbox, hear, runner
        self._owner, self._lanes, self._unreadable = owner, lanes, unreadable
        self._left_over = 0
        """Up to this row they were there before us. Whatever a predecessor died of is among them: they are counted before
        they are handled, since afterwards there may be nobody to count."""
        self._counted: set[int] = set()
        self._alone = ""
        """The lane of a row beside which nothing else is handled."""
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._heard = deque[str](maxlen=TURNS)
        """The lanes of the last turns."""
        self._more = asyncio.Event()

    def wake(self) -> None:
        self._more.set()

    async def run(self) -> None:
        """Until cancelled; then rows in hand stay unsettled and come again at the next start."""
        try:
            self._left_over = await self._when_it_answers(self._inbox.newest)
            while True:
                await self._fill()
                await self._rest()
        finally:
            await self._let_finish()

    async def _fill(self) -> None:
        try:
            await self._take()
        except Exception as error:
            log.error("the inbox cannot be read: %s", where(error))
            await asyncio.sleep(LOOK_SECONDS)

    async def _take(self) -> None:
        free = self._lanes - len(self._busy)
        if free <= 0 or self._alone in self._busy:
            return
        busy, heard = frozenset(self._busy), frozenset(self._heard)
        rows = await self._runner.offload(self._inbox.take, free, busy, self._owner, LEASE, heard)
        if suspects := [row for row in rows if row.begun]:
            # whatever killed a process is handled alone, so that nobody else's end is put down to it
            rows = [] if self._busy else suspects[:1]
            self._alone = "".join(row.lane for row in rows)
        await self._count([row.id for row in rows if row.id <= self._left_over and row.id not in self._counted])
        for row in rows:
            task = asyncio.create_task(self._handle(row))
            self._busy[row.lane] = task
            self._heard.append(row.lane)

    async def _count(self, left_over: Sequence[int]) -> None:
        if left_over:
            await self._runner.offload(self._inbox.begin, left_over)
            self._counted.update(left_over)

    async def _when_it_answers(self, ask: Callable[[], int]) -> int:
        while True:
            try:
                return await self._runner.offload(ask)
            except Exception as error:
                log.error("the inbox cannot be read: %s", where(error))
                await asyncio.sleep(LOOK_SECONDS)

    async def _rest(self) -> None:
        try:
            # not wait_for: before Python 3.12 it may swallow a cancellation that comes together with the news
            async with asyncio.timeout(LOOK_SECONDS):
                await self._more.wait()
        except TimeoutError:
            return
        finally:
            self._more.clear()

    async def _let_finish(self, seconds: float = 4) -> None:
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=seconds)

    async def _handle(self, row: InboxRow) -> None:
        try:
            with because(f"update/{row.id}"):
                await self._attempt(row)
        except Exception as error:
            log.error("update row %d is left for later: %s", row.id, where(error))
            await asyncio.sleep(LOOK_SECONDS)
        finally:
            del self._busy[row.lane]
            self._alone = ""
            self.wake()

    async def _attempt(self, row: InboxRow) -> None:
        if row.begun >= MOST_STARTS:
            log.error("update row %d is parked: it was in hand whenever a process died", row.id)
            await self._runner.offload(self._inbox.settle, row.id, "ProcessDied")
            return
        run = self._runner.bound(row.id)
        try:
            await self._hear(row.raw, run, Cause(f"update/{row.raw['update_id']}"))
        except Exception as error:
            if is_databases(error):  # the update keeps its place and its attempts
                raise
            await self._failed(row, error)
        else:
            if not run.settled:
                await self._runner.offload(self._inbox.settle, row.id)

    async def _failed(self, row: InboxRow, error: Exception) -> None:
        """Later, or never: parked with the error's class name only, since its message may quote a resident."""
        if row.attempts + 1 < ATTEMPTS and not isinstance(error, self._unreadable):
            log.warning("update row %d failed and is tried again: %s", row.id, where(error))
            pause = timedelta(seconds=FIRST_RETRY_SECONDS * 2**row.attempts)
            await self._runner.offload(self._inbox.retry, row.id, pause)
        else:
            log.error("update row %d is parked: %s", row.id, where(error))
            await self._runner.offload(self._inbox.settle, row.id, type(error).__name__)
