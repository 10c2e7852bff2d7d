"""The rate watch: how much a bot put into chats within the windows Telegram counts by, at its worst."""

import time
from collections import deque
from collections.abc import Callable

from sandbox.core.errors import Json

OVERALL_SECONDS, CHAT_SECONDS, GROUP_SECONDS = 1.0, 3.0, 60.0


class Window:
    """The most that any key had within a sliding window; what has left the window costs nothing."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._inside: deque[tuple[float, int, int]] = deque()
        self._sums: dict[int, int] = {}
        self.most = 0
        self.worst: int | None = None

    def add(self, at: float, key: int, count: int) -> None:
        """Count what came at a moment, which is no earlier than the last."""
        self._forget_until(at - self._seconds)
        self._inside.append((at, key, count))
        total = self._sums[key] = self._sums.get(key, 0) + count
        if total > self.most:
            self.most, self.worst = total, key

    def _forget_until(self, moment: float) -> None:
        while self._inside and self._inside[0][0] <= moment:
            _, key, count = self._inside.popleft()
            self._sums[key] -= count
            if not self._sums[key]:
                del self._sums[key]


class RateWatch:
    """Counts the messages of calls that took effect, by the machine's monotonic clock."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        self._overall, self._chats, self._groups = map(Window, (OVERALL_SECONDS, CHAT_SECONDS, GROUP_SECONDS))
        self._messages = self._refused = 0
        self._first_at: float | None = None
        self._last_at: float | None = None

    def count(self, chat: int, messages: int) -> None:
        """A call has put or edited so many messages in a chat."""
        now = self._monotonic()
        self._first_at = now if self._first_at is None else self._first_at
        self._last_at = now
        self._messages += messages
        self._overall.add(now, 0, messages)
        (self._groups if chat < 0 else self._chats).add(now, chat, messages)

    def refuse(self) -> None:
        """A call came too fast and was answered 429."""
        self._refused += 1

    def view(self) -> Json:
        """The watch as the control API gives it."""
        return {
            "messages": self._messages,
            "overall": {"most_in_1s": self._overall.most},
            "chats": {"most_in_3s": self._chats.most, "worst": self._chats.worst},
            "groups": {"most_in_60s": self._groups.most, "worst": self._groups.worst},
            "refused": self._refused,
            "first_at": self._first_at,
            "last_at": self._last_at,
        }
