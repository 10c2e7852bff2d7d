"""getUpdates as bots live with it: long polls, one poller at a time, and a brake for those who spin."""

import asyncio
import time
from typing import Any

from sandbox.core.errors import Json, conflict
from sandbox.core.methods.updates import limit_of, remember_allowed
from sandbox.core.params import Params
from sandbox.core.updates import Pending
from sandbox.core.world import World
from sandbox.server.calls import Calls
from sandbox.server.faults import Weather

LONGEST_SECONDS = 50  # LONG_POLL_MAX_TIMEOUT of tdlib/telegram-bot-api; more is silently cut
BRAKE_SECONDS = 3.0
SPIN_SECONDS = 0.5
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Polling:
    """The waiting room of getUpdates."""

    def __init__(self, world: World, weather: Weather, calls: Calls) -> None:
        self._world, self._weather, self._calls = world, weather, calls
        self._news = asyncio.Event()
        self._waiting: asyncio.Future[None] | None = None
        self._again: list[Json] = []
        self._last_offset: int | None = None
        self._last_start = 0.0
        self._next_conflict = 0.0
        world.listeners.append(self._hear)

    def _hear(self, kind: str, _: Json) -> None:
        if kind == "update":
            self._news.set()

    def interrupt(self, error: Exception) -> None:
        """End the poll that waits, if one does, with an error."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(error)
        self._waiting = None

    def forget(self) -> None:
        """Nothing is to come a second time."""
        self._again.clear()

    async def get_updates(self, params: Params) -> list[Json]:
        """Updates now, or when they come, or [] after the time-out."""
        self.interrupt(conflict(OTHER_POLLER))
        remember_allowed(self._world, params)
        offset, limit = params.number("offset"), limit_of(params)
        timeout = min(max(params.number("timeout"), 0), LONGEST_SECONDS)
        limit, seconds = self._brake(offset, limit, timeout)
        found = self._take(offset, limit)
        if not found and seconds:
            found = await self._wait(max(offset, 0), limit, seconds)
        return found

    def _brake(self, offset: int, limit: int, timeout: int) -> tuple[int, float]:
        """The same question again at once gets little, and soon again without a time-out gets a pause."""
        now, seconds = time.monotonic(), float(timeout)
        if offset == self._last_offset:
            if timeout < BRAKE_SECONDS and now < self._last_start + BRAKE_SECONDS:
                seconds = BRAKE_SECONDS
            if now < self._last_start + SPIN_SECONDS:
                limit = 1
        self._last_offset, self._last_start = offset, now
        return limit, seconds

    async def _wait(self, offset: int, limit: int, seconds: float) -> list[Json]:
        deadline = time.monotonic() + seconds
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting = mine
        try:
            while (left := deadline - time.monotonic()) > 0:
                self._news.clear()
                news = asyncio.ensure_future(self._news.wait())
                either: set[asyncio.Future[Any]] = {mine, news}
                await asyncio.wait(either, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
                if mine.done():
                    await self._space_conflicts()
                    mine.result()
                if found := self._take(offset, limit):
                    return found
        finally:
            if self._waiting is mine:
                self._waiting = None
        return []

    async def _space_conflicts(self) -> None:
        """Two pollers would throw each other out for ever at full speed: one 409 in three seconds at most."""
        now = time.monotonic()
        late = now < self._next_conflict
        self._next_conflict = now + BRAKE_SECONDS
        if late:
            await asyncio.sleep(BRAKE_SECONDS)

    def _take(self, offset: int, limit: int) -> list[Json]:
        again, self._again = self._again[:limit], self._again[limit:]
        pending = self._world.updates.take(offset, limit - len(again))
        for one in pending:
            self._delivered(one)
        return self._weather.shuffled(again + [one.update for one in pending])

    def _delivered(self, pending: Pending) -> None:
        self._calls.delivered[pending.chat_id] = pending.update_id
        if self._weather.happens(self._weather.faults.duplicate_update):
            self._again.append(pending.update)
