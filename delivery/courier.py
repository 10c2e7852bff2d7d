"""Carries the outbox: claims what is due and may go, sends several at once, settles each as its outcome comes in."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import chain, repeat
from typing import Protocol, TypeVar

from cases.model import ChatRef
from cases.ports import MessageSender, OurFault, Outbox, OutboxRow, Outcome, RetryLater, Sent, Undeliverable
from delivery.chats import Topics, room
from delivery.pace import Pace

log = logging.getLogger(__name__)

T = TypeVar("T")
OnDead = Callable[[OutboxRow, str], Awaitable[None]]
IDLE_SECONDS = 1.0
"""How long a due row may wait when nobody woke us: reminders, retries, rows of another process."""
AHEAD_SECONDS = 0.25
"""How much is claimed ahead of the pace: an alarm that comes now stands behind no more than this."""
CLAIM_SECONDS = 0.1
"""One claim for each of these in the long run; a few may follow each other at once."""
CLAIMS_AT_ONCE = 3
FAULT_SECONDS = 60.0
MANY_FAULTS = 10
DRAIN_SECONDS = 8.0
SETTLE_WAITS = (0.1, 0.5, 2.0)
MANY_REFUSALS = 5
LONGEST_REST = 5.0
LEASE_USED = 0.8
"""The part of a lease that sending may take; the rest is for settling."""


class InThread(Protocol):
    """Runs a blocking call elsewhere, like asyncio.to_thread."""

    async def __call__(self, call: Callable[[], T], /) -> T: ...


class Courier:
    """One per bot token, for the pace is kept in its process. `parallel` rows are under way at once, each of another
    chat. `run` may be called again when it has returned."""

    def __init__(
        self,
        outbox: Outbox,
        sender: MessageSender,
        *,
        owner: str,
        lease: timedelta,
        pace: Pace | None = None,
        parallel: int = 32,
        on_dead: OnDead | None = None,
        in_thread: InThread = asyncio.to_thread,
    ) -> None:
        self._outbox = outbox
        self._sender = sender
        self._owner = owner
        self._lease = lease
        self._pace = pace or Pace(math.inf)
        self._parallel = parallel
        self._on_dead = on_dead
        self._in_thread = in_thread
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], ChatRef] = {}
        self._topics = Topics()
        self._next_claim = 0.0
        self._rest_until = 0.0
        self._refusing: set[ChatRef] = set()

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
                if (pause := self._pause()) > 0:
                    await asyncio.wait({stopping}, timeout=pause)
                    continue
                self._woken.clear()  # before claiming: a wake-up meanwhile must not be lost
                if not await self._claim():
                    await self._until_woken()
            await self._drain(DRAIN_SECONDS)
        finally:
            stopping.cancel()
            await self._drain(0)
            self._loop = None

    # --- when ---

    def _pause(self) -> float:
        """Seconds in which no claim makes sense, whoever calls."""
        now = time.monotonic()
        too_soon = self._next_claim - CLAIMS_AT_ONCE * CLAIM_SECONDS - now
        return max(too_soon, self._rest_until - now, self._pace.backlog(now) - AHEAD_SECONDS / 2)

    async def _until_woken(self) -> None:
        """By a new row, a row that is done, the end of a chat's rest, or for a look around."""
        ease = self._pace.next_ease(time.monotonic())
        try:
            async with asyncio.timeout(min(IDLE_SECONDS, ease)):
                await self._woken.wait()
        except TimeoutError:
            pass

    def _room(self, now: float) -> int:
        """How many rows to claim: what the pace lets go soon. When all are refused, one, to see whether it is over."""
        if self._is_refused:
            return 0 if self._under_way else 1
        ahead = (AHEAD_SECONDS - self._pace.backlog(now)) * self._pace.per_second
        return math.ceil(min(self._parallel - len(self._under_way), ahead))

    # --- claiming ---

    async def _claim(self) -> bool:
        """True when there is probably more to claim."""
        now = time.monotonic()
        limit = self._room(now)
        if limit <= 0:
            return False
        self._next_claim = max(self._next_claim, now) + CLAIM_SECONDS
        resting = self._topics.within(self._pace.resting(now)) | frozenset(self._under_way.values())
        crowded = self._topics.within(self._pace.crowded(now))
        try:
            rows = await self._in_thread(lambda: self._outbox.claim(limit, self._owner, self._lease, resting, crowded))
        except Exception as error:
            log.error("alarm: the outbox cannot be read: %s", type(error).__name__)
            return False
        for row in rows:
            self._pick_up(row, now + self._lease.total_seconds())
        await asyncio.sleep(0)  # they take their turns now, by which the next claim is measured
        return len(rows) == limit

    def _pick_up(self, row: OutboxRow, lease_ends: float) -> None:
        self._topics.note(row.chat)
        task = asyncio.create_task(self._carry(row, lease_ends))
        self._under_way[task] = row.chat
        task.add_done_callback(self._put_down)

    def _put_down(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self._woken.set()  # its chat may have more

    # --- one row ---

    async def _carry(self, row: OutboxRow, lease_ends: float) -> None:
        outcome = await self._send(row, lease_ends)
        self._note(row.chat, outcome)
        if isinstance(outcome, Undeliverable) and not await self._reported(row, outcome.why):
            return  # its lease runs out and it comes again: nothing is buried that nobody was told of
        if not isinstance(outcome, Sent) and time.monotonic() > lease_ends:
            return  # it may be another's by now, and only that it was sent concerns all
        await self._settle(row, outcome, lease_ends)
        if isinstance(outcome, RetryLater):
            asyncio.get_running_loop().call_later(outcome.seconds + 0.01, self._woken.set)

    async def _reported(self, row: OutboxRow, why: str) -> bool:
        """Before a row is buried somebody hears of it: a crash in between reports twice, which has one effect."""
        if self._on_dead is None:
            return True
        try:
            await self._on_dead(row, why)
        except Exception as error:
            kind = type(error).__name__
            log.error("alarm: nobody could be told that row %d is undeliverable: %s", row.id, kind)
            return False
        return True

    async def _send(self, row: OutboxRow, lease_ends: float) -> Outcome:
        """A sender that hangs or raises must not hold the row beyond its lease, nor say it again for ever."""
        left = lease_ends - time.monotonic() - self._lease.total_seconds() * (1 - LEASE_USED)
        try:
            async with asyncio.timeout(left):
                return await self._sender.send(row)
        except TimeoutError:
            return RetryLater(1, uncertain=True)
        except Exception as error:
            kind = type(error).__name__
            log.error("alarm: the sender failed on row %d: %s", row.id, kind)
            if row.attempts >= MANY_FAULTS:
                return Undeliverable(f"cannot be sent: {kind}")
            return RetryLater(FAULT_SECONDS, uncertain=True)

    async def _settle(self, row: OutboxRow, outcome: Outcome, lease_ends: float) -> None:
        """Tried as long as the lease lasts: a sent row that is not settled is said twice when it runs out."""
        waits = chain(SETTLE_WAITS, repeat(SETTLE_WAITS[-1]))
        while True:
            try:
                return await self._in_thread(lambda: self._outbox.settle(row.id, outcome))
            except Exception as error:
                log.warning("row %d is not settled yet: %s", row.id, type(error).__name__)
            wait = next(waits)
            if time.monotonic() + wait > lease_ends:
                log.error("alarm: row %d could not be settled and will be sent again after its lease", row.id)
                return None
            await asyncio.sleep(wait)

    # --- when nothing goes ---

    @property
    def _is_refused(self) -> bool:
        """Several chats in a row were put off, and none got through: a flood limit, or no network."""
        return len(self._refusing) >= MANY_REFUSALS

    def _note(self, chat: ChatRef, outcome: Outcome) -> None:
        if not isinstance(outcome, RetryLater):
            self._refusing.clear()
        elif not self._is_refused:
            self._refusing.add(room(chat))
        if isinstance(outcome, OurFault):
            log.error("alarm: sending stops for %d s: %s", FAULT_SECONDS, outcome.why)
            self._rest(FAULT_SECONDS)
        elif isinstance(outcome, RetryLater) and self._is_refused:
            self._rest(min(outcome.seconds, LONGEST_REST))

    def _rest(self, seconds: float) -> None:
        # a monotonic clock never steps back, and nothing of it is stored
        self._rest_until = max(self._rest_until, time.monotonic() + seconds)

    async def _drain(self, seconds: float) -> None:
        """What has not arrived by then is cut off, and comes again, marked, when its lease runs out."""
        if self._under_way and seconds:
            await asyncio.wait(self._under_way, timeout=seconds)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
