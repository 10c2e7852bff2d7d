"""The sandbox's own time: it can be set, frozen, hurried and pushed forward without touching the machine's clock."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from sandbox.core.errors import Json, Refused

BEIJING = timezone(timedelta(hours=8))
FASTEST = 3600


class Clock:
    """Runs on monotonic real time from a chosen origin; `speed` sandbox seconds pass per real second."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._mark = monotonic()
        self._origin = datetime.now(BEIJING)
        self.speed = 1.0
        self.frozen = False

    def now(self) -> datetime:
        """The sandbox's present, aware."""
        if self.frozen:
            return self._origin
        return self._origin + timedelta(seconds=(self._monotonic() - self._mark) * self.speed)

    def unix(self) -> int:
        """The present as Telegram dates are given: whole seconds."""
        return int(self.now().timestamp())

    def change(self, wish: Json) -> None:
        """Apply any of now, speed, frozen, advance_seconds; raises Refused without changing anything."""
        now, speed, frozen = self._read(wish)
        self._origin, self._mark = now, self._monotonic()
        self.speed, self.frozen = speed, frozen

    def view(self) -> Json:
        """Clock as the control API gives it."""
        return {"now": self.now().isoformat(timespec="milliseconds"), "speed": self.speed, "frozen": self.frozen}

    def _read(self, wish: Json) -> tuple[datetime, float, bool]:
        try:
            now = _aware(wish["now"]) if "now" in wish else self.now()
            now += timedelta(seconds=float(wish.get("advance_seconds", 0)))
            speed = float(wish.get("speed", self.speed))
        except (TypeError, ValueError, OverflowError):
            raise Refused("时间写法不对：now 用带时区的 ISO 8601，speed 和 advance_seconds 用数字。") from None
        if not 1 <= speed <= FASTEST:
            raise Refused(f"speed 只能在 1 到 {FASTEST} 之间。")
        return now, speed, bool(wish.get("frozen", self.frozen))


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(BEIJING)
