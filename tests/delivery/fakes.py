"""An outbox in memory and a sender that does as it is told, for tests of the courier."""

import asyncio
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from telegram.error import RetryAfter

from cases.model import CaseId, ChatRef
from cases.ports import OutboxRow, Outcome, RetryLater, Sent, Undeliverable
from delivery.chats import address
from delivery.limiter import PacedCalls
from delivery.outcomes import seconds_of
from delivery.pace import Pace
from tests.delivery.conformance import anything


@dataclass
class Waiting:
    row: OutboxRow
    due: float = 0.0
    leased_until: float = 0.0
    outcome: Outcome | None = None
    alarm: bool = False


@dataclass
class MemoryOutbox:
    """Keeps the contract of ports.Outbox in a list. Not a test of storage: a stand-in for it."""

    rows: list[Waiting] = field(default_factory=list)
    claims: int = 0
    break_claims: int = 0
    break_settles: int = 0
    claim_seconds: float = 0.0
    settled: list[tuple[str, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, *chats: str, alarm: bool = False) -> None:
        with self.lock:
            for chat in chats:
                row = OutboxRow(len(self.rows) + 1, ChatRef(chat), anything(), CaseId("tg:1#1"), attempts=0)
                self.rows.append(Waiting(row, alarm=alarm))

    def claim(
        self,
        limit: int,
        owner: str,
        lease: timedelta,
        resting: frozenset[ChatRef] = frozenset(),
        crowded: frozenset[ChatRef] = frozenset(),
    ) -> Sequence[OutboxRow]:
        time.sleep(self.claim_seconds)
        with self.lock:
            self.claims += 1
            if self.break_claims:
                self.break_claims -= 1
                raise OSError("disk full")
            now = time.monotonic()
            heads = self._heads(now, resting, crowded)
            return [self._lease(waiting, now, lease) for waiting in heads[:limit]]

    def _heads(self, now: float, resting: frozenset[ChatRef], crowded: frozenset[ChatRef]) -> list[Waiting]:
        """Alarms first; of each chat the first alarm that may go, or else its oldest row, if that may."""
        unsent = [waiting for waiting in self.rows if waiting.outcome is None]
        busy = set(resting) | {waiting.row.chat for waiting in unsent if waiting.leased_until > now}
        heads = list[Waiting]()
        for waiting in sorted(unsent, key=lambda waiting: (not waiting.alarm, waiting.row.id)):
            if waiting.row.chat in busy:
                continue
            if waiting.due > now and waiting.alarm:
                continue
            busy.add(waiting.row.chat)
            if waiting.due <= now and (waiting.alarm or waiting.row.chat not in crowded):
                heads.append(waiting)
        return heads

    def _lease(self, waiting: Waiting, now: float, lease: timedelta) -> OutboxRow:
        again = waiting.leased_until > 0
        waiting.leased_until = now + lease.total_seconds()
        waiting.row = replace(waiting.row, attempts=waiting.row.attempts + 1, resend=waiting.row.resend or again)
        return waiting.row

    def settle(self, row: int, outcome: Outcome) -> None:
        with self.lock:
            if self.break_settles:
                self.break_settles -= 1
                raise OSError("database is locked")
            self.settled.append((type(outcome).__name__, row))
            waiting = self.rows[row - 1]
            if isinstance(outcome, Sent | Undeliverable):
                waiting.outcome = outcome
                return
            waiting.leased_until = 0.0
            if isinstance(outcome, RetryLater):
                waiting.due = time.monotonic() + outcome.seconds
                waiting.row = replace(waiting.row, resend=waiting.row.resend or outcome.uncertain)

    def waiting(self) -> int:
        return sum(1 for waiting in self.rows if waiting.outcome is None)

    def dead(self) -> int:
        return sum(1 for waiting in self.rows if isinstance(waiting.outcome, Undeliverable))


@dataclass
class ObedientSender:
    """Answers with `reply(row)` after `seconds`."""

    reply: Callable[[OutboxRow], Outcome] = lambda row: Sent(row.id)
    seconds: float = 0.0
    sent: list[OutboxRow] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    """When each was begun."""
    at_once: int = 0
    most_at_once: int = 0

    async def send(self, row: OutboxRow) -> Outcome:
        self.times.append(time.monotonic())
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.at_once -= 1
        self.sent.append(row)
        return self.reply(row)


class PacedSender(ObedientSender):
    """Takes its turns like the real one, and hears each answer after a tenth of a second or two."""

    def __init__(self, pace: Pace, reply: Callable[[OutboxRow], Outcome] = lambda row: Sent(row.id)) -> None:
        super().__init__(reply)
        self._calls = PacedCalls(pace)

    async def send(self, row: OutboxRow) -> Outcome:
        to = address(row.chat)
        assert to

        async def call() -> bool:
            self.times.append(time.monotonic())
            self.sent.append(row)
            await asyncio.sleep(random.uniform(0.1, 0.2))
            return True

        try:
            await self._calls.process_request(call, (), {}, "sendMessage", {"chat_id": to.chat_id}, None)
        except RetryAfter as error:
            return RetryLater(seconds_of(error))
        return self.reply(row)
