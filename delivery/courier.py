"""Carries the outbox: claims what is due, sends several at once, settles each as its outcome comes in."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol, TypeVar

from cases.ports import MessageSender, OurFault, Outbox, OutboxRow, Outcome, RetryLater, Undeliverable

log = logging.getLogger(__name__)

T = TypeVar("T")
OnDead = Callable[[OutboxRow, str], Awaitable[None]]
IDLE_SECONDS = 1.0
"""How long a due row may wait when nobody woke us: reminders, retries, rows of another process."""
FAULT_SECONDS = 60.0
DRAIN_SECONDS = 8.0
SETTLE_TRIES = (0.1, 0.5, 2.0)
MANY_REFUSALS = 5
LONGEST_REST = 5.0


class InThread(Protocol):
    """Runs a blocking call elsewhere, like asyncio.to_thread."""

    async def __call__(self, call: Callable[[], T], /) -> T: ...


class Courier:
    """One per process. `parallel` rows are under way at once, each of another chat; some of them only wait for a
    group's turn, so it may well be larger than the sender's pool of connections."""

    def __init__(
        self,
        outbox: Outbox,
        sender: MessageSender,
        *,
        owner: str,
        lease: timedelta,
        parallel: int = 32,
        on_dead: OnDead | None = None,
        in_thread: InThread = asyncio.to_thread,
    ) -> None:
        self._outbox = outbox
        self._sender = sender
        self._owner = owner
        self._lease = lease
        self._parallel = parallel
        self._on_dead = on_dead
        self._in_thread = in_thread
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._rest_until = 0.0
        self._refusals = 0

    def wake(self) -> None:
        """There may be something to send. From any thread, at any time."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._woken.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then what is under way gets a few seconds to arrive."""
        self._loop = asyncio.get_running_loop()
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self._woken.set())
        try:
            while not stop.is_set():
                self._woken.clear()  # before claiming: a wake-up meanwhile must not be lost
                await self._claim()
                await self._pause()
            await self._drain(DRAIN_SECONDS)
        finally:
            stopping.cancel()
            await self._drain(0)
            self._loop = None

    async def _claim(self) -> None:
        free = self._parallel - len(self._under_way)
        if free <= 0 or self._resting() > 0:
            return
        try:
            rows = await self._in_thread(lambda: self._outbox.claim(free, self._owner, self._lease))
        except Exception:
            log.exception("alarm: the outbox cannot be read")
            return
        for row in rows:
            task = asyncio.create_task(self._carry(row))
            self._under_way.add(task)
            task.add_done_callback(self._put_down)

    def _put_down(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._woken.set()  # its chat may have more

    async def _pause(self) -> None:
        rest = self._resting()
        if rest > 0:
            await asyncio.sleep(min(rest, IDLE_SECONDS))
            return
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            pass

    async def _carry(self, row: OutboxRow) -> None:
        outcome = await self._send(row)
        self._note(outcome)
        if isinstance(outcome, Undeliverable) and not await self._reported(row, outcome.why):
            return  # its lease runs out and it comes again: nothing is buried that nobody was told of
        await self._settle(row, outcome)
        if isinstance(outcome, RetryLater):
            asyncio.get_running_loop().call_later(outcome.seconds + 0.01, self._woken.set)

    async def _reported(self, row: OutboxRow, why: str) -> bool:
        """Before a row is buried somebody hears of it: a crash in between reports twice, which has one effect."""
        if self._on_dead is None:
            return True
        try:
            await self._on_dead(row, why)
        except Exception:
            log.exception("alarm: nobody could be told that row %d is undeliverable", row.id)
            return False
        return True

    async def _send(self, row: OutboxRow) -> Outcome:
        """A sender that hangs or raises must not hold the row beyond its lease."""
        try:
            async with asyncio.timeout(self._lease.total_seconds() * 0.8):
                return await self._sender.send(row)
        except TimeoutError:
            return RetryLater(1, uncertain=True)
        except Exception as error:
            log.error("alarm: the sender failed on row %d: %s", row.id, type(error).__name__)
            return RetryLater(FAULT_SECONDS, uncertain=True)

    async def _settle(self, row: OutboxRow, outcome: Outcome) -> None:
        """Tried a few times: a sent row that is not settled is said twice when its lease runs out."""
        for wait in SETTLE_TRIES:
            try:
                return await self._in_thread(lambda: self._outbox.settle(row.id, outcome))
            except Exception:
                log.exception("row %d is not settled yet", row.id)
                await asyncio.sleep(wait)
        log.error("alarm: row %d could not be settled and will be sent again after its lease", row.id)
        return None

    def _note(self, outcome: Outcome) -> None:
        """Stop for a while when it is our fault, or when everything is refused: a flood limit or no network."""
        self._refusals = self._refusals + 1 if isinstance(outcome, RetryLater) else 0
        if isinstance(outcome, OurFault):
            log.error("alarm: sending stops for %d s: %s", FAULT_SECONDS, outcome.why)
            self._rest(FAULT_SECONDS)
        elif isinstance(outcome, RetryLater) and self._refusals >= MANY_REFUSALS:
            self._rest(min(outcome.seconds, LONGEST_REST))

    def _rest(self, seconds: float) -> None:
        # the loop's clock never steps back, and nothing of it is stored
        self._rest_until = max(self._rest_until, asyncio.get_running_loop().time() + seconds)

    def _resting(self) -> float:
        return self._rest_until - asyncio.get_running_loop().time()

    async def _drain(self, seconds: float) -> None:
        """What has not arrived by then is cut off, and comes again, marked, when its lease runs out."""
        if self._under_way and seconds:
            await asyncio.wait(self._under_way, timeout=seconds)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
