"""Whose turn it is at a webhook: chats with pending updates, each served one update at a time, resting after a failure."""

import heapq
import time
from collections import deque
from collections.abc import Callable

from sandbox.core.updates import Pending, UpdateQueue


class Lines:
    """Hands out the next update of each chat in turn, for at most `most` chats at once."""

    def __init__(self, updates: UpdateQueue, most: int) -> None:
        self._updates, self._most = updates, most
        self._ready = deque(updates.chats())
        self._known = set(self._ready)  # ready, in the air or resting
        self._in_air = 0
        self._resting: list[tuple[float, int]] = []
        self._passed: set[int] = set()

    def enlist(self, chat: int) -> None:
        """An update has come from a chat."""
        if chat not in self._known:
            self._known.add(chat)
            self._ready.append(chat)

    def take(self, may_pass: Callable[[], bool]) -> Pending | None:
        """What to deliver now, if anything; `may_pass` decides whether a later update goes first."""
        self._wake()
        while self._ready and self._in_air < self._most:
            if pending := self._choose(self._ready.popleft(), may_pass):
                self._in_air += 1
                return pending
        return None

    def release(self, chat: int, rest_seconds: float) -> None:
        """A delivery has ended, well when there is nothing to rest from."""
        self._in_air -= 1
        if rest_seconds:
            heapq.heappush(self._resting, (time.monotonic() + rest_seconds, chat))
        else:
            self._ready.append(chat)

    def confirm(self, pending: Pending) -> None:
        """An update was taken by the bot."""
        self._updates.confirm(pending)
        self._passed.discard(pending.update_id)

    def next_retry(self) -> float | None:
        """Seconds until a chat has rested enough."""
        return max(self._resting[0][0] - time.monotonic(), 0) if self._resting else None

    def _wake(self) -> None:
        while self._resting and self._resting[0][0] <= time.monotonic():
            self._ready.append(heapq.heappop(self._resting)[1])

    def _choose(self, chat: int, may_pass: Callable[[], bool]) -> Pending | None:
        line = self._updates.line(chat)
        if not line:
            self._known.discard(chat)
            return None
        first = line[0]
        if first.update_id in self._passed or not may_pass():
            return first
        self._passed.add(first.update_id)  # passed once is enough: it must arrive some day
        if len(line) > 1:
            return line[1]
        self._ready.append(chat)
        return None
