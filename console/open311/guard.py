"""How often: a pace for each key."""

import math
import time
from collections.abc import Callable


class Paces:
    """So many a minute for each key, and as many at once after a pause."""

    def __init__(self, a_minute: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._most, self._monotonic = a_minute / 60, float(a_minute), monotonic
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, key: str) -> int:
        """Seconds until the next may come; 0 counts this one."""
        now = self._monotonic()
        left, since = self._left.get(key, (self._most, now))
        left = min(self._most, left + (now - since) * self._per_second)
        if left < 1:
            self._left[key] = (left, now)
            return max(1, math.ceil((1 - left) / self._per_second))
        self._left[key] = (left - 1, now)
        return 0
