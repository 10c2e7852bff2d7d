"""A loop that works turn after turn, and sleeps when there is nothing to do until somebody wakes it."""

import asyncio
from abc import ABC, abstractmethod


class WakingLoop(ABC):
    """`turn` raises nothing. What a wake-up is for must be there before the wake-up."""

    idle_seconds: float
    """How long what came without one may wait."""
    pause_seconds = 0.0
    """After a wake-up: several that come together are one."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    @abstractmethod
    async def turn(self) -> int:
        """How many were dealt with; 0 when there is nothing to do now."""

    def wake(self) -> None:
        self._woken.set()

    async def run(self, over: asyncio.Event) -> None:
        """Until `over` is set."""
        ending = asyncio.create_task(over.wait())
        ending.add_done_callback(lambda _: self._woken.set())
        try:
            while not over.is_set():
                self._woken.clear()  # before the turn: a wake-up meanwhile must not be lost
                if not await self.turn() and not over.is_set():
                    await self._until_woken()
                    await asyncio.wait([ending], timeout=self.pause_seconds)
        finally:
            ending.cancel()

    async def _until_woken(self) -> None:
        try:
            async with asyncio.timeout(self.idle_seconds):
                await self._woken.wait()
        except TimeoutError:
            pass
