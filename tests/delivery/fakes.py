"""An outbox in memory and a sender that does as it is told, for tests of the courier."""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from cases.model import CaseId, ChatRef
from cases.ports import OutboxRow, Outcome, RetryLater, Sent, Undeliverable
from tests.delivery.conformance import anything


@dataclass
class Waiting:
    row: OutboxRow
    due: float = 0.0
    leased_until: float = 0.0
    outcome: Outcome | None = None


@dataclass
class MemoryOutbox:
    """Keeps the contract of ports.Outbox in a list. Not a test of storage: a stand-in for it."""

    rows: list[Waiting] = field(default_factory=list)
    claims: int = 0
    break_claims: int = 0
    break_settles: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, *chats: str) -> None:
        for chat in chats:
            row = OutboxRow(len(self.rows) + 1, ChatRef(chat), anything(), CaseId("tg:1#1"), attempts=0)
            self.rows.append(Waiting(row))

    def claim(self, limit: int, owner: str, lease: timedelta) -> Sequence[OutboxRow]:
        with self.lock:
            self.claims += 1
            if self.break_claims:
                self.break_claims -= 1
                raise OSError("disk full")
            now, busy, found = time.monotonic(), set[str](), list[OutboxRow]()
            for waiting in self.rows:
                if waiting.outcome is None and waiting.row.chat not in busy:
                    busy.add(waiting.row.chat)
                    if waiting.due <= now and waiting.leased_until <= now and len(found) < limit:
                        found.append(self._lease(waiting, now, lease))
            return found

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
