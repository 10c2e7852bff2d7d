"""How fast a bot may talk. The real algorithm is unpublished; token buckets with the published figures come close."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from sandbox.core.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, then so many a second."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The three paces Telegram is known to keep."""

    chat: Pace
    group: Pace
    overall: Pace


# Figures of core.telegram.org/bots/faq: about 1 a second per chat with short bursts, 20 a minute per group, 30 a second.
STRICT = Rates(chat=Pace(3, 1), group=Pace(20, 20 / 60), overall=Pace(30, 30))
LENIENT = Rates(chat=Pace(500, 50), group=Pace(1_000, 50), overall=Pace(5_000, 1_000))
_COUNTED = ("send", "edit", "copy", "forward")
_FREE = frozenset({"sendchataction"})


def is_counted(method: str) -> bool:
    """Whether a method puts or edits messages; its name in lower case."""
    return method.startswith(_COUNTED) and method not in _FREE


class Limiter:
    """Buckets by chat and for all, on real time."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._rates = LENIENT
        self._buckets: dict[int, tuple[float, float]] = {}  # chat (0: all) -> (tokens, as of)

    def use(self, rates: Rates) -> None:
        """Change the paces, with full buckets."""
        if rates is not self._rates:
            self._rates = rates
            self._buckets.clear()

    def admit(self, method: str, chat: int, count: int = 1) -> None:
        """Count a call, or raise 429 with the seconds until it would pass."""
        if not is_counted(method.lower()):
            return
        now = self._monotonic()
        wanted = [(0, self._rates.overall), (chat, self._rates.group if chat < 0 else self._rates.chat)]
        tokens = [self._tokens(key, pace, now) for key, pace in wanted]
        # An album bigger than the burst must pass some day: a full bucket is always enough.
        wait = max(
            (min(count, pace.burst) - left) / pace.per_second for (_, pace), left in zip(wanted, tokens, strict=True)
        )
        if wait > 0:
            raise too_many_requests(ceil(wait))
        for (key, _), left in zip(wanted, tokens, strict=True):
            self._buckets[key] = (left - count, now)

    def _tokens(self, key: int, pace: Pace, now: float) -> float:
        tokens, at = self._buckets.get(key, (pace.burst, now))
        return min(pace.burst, tokens + (now - at) * pace.per_second)
