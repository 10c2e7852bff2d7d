"""The weather: refusals, silences and losses that the core knows nothing of, by chance or always."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sandbox.core.errors import ApiError, Json, Refused, too_many_requests

LONGEST_SECONDS = 3_600


class ConnectionLost(Exception):
    """The connection is to be dropped without a word, after it was held for a while."""

    def __init__(self, hold_seconds: float = 0.0) -> None:
        super().__init__("回答迟迟不来，后来断了" if hold_seconds else "连接中断，没有回答")
        self.hold_seconds = hold_seconds


@dataclass(frozen=True, slots=True)
class Faults:
    """Chances are 0 to 1 for each call; `hold_seconds` is how long a connection is held that will never be answered."""

    too_many_requests: float = 0.0
    server_error: float = 0.0
    time_out: float = 0.0
    lost_answer: float = 0.0
    late_answer: float = 0.0
    duplicate_update: float = 0.0
    reorder_update: float = 0.0
    delay_seconds: float = 0.0
    hold_seconds: float = 60.0
    strict_rates: bool = False
    offline: bool = False
    retry_after: int = 1

    def view(self) -> Json:
        """Faults as the control API gives them."""
        return asdict(self)


_CHANCES = (
    "too_many_requests", "server_error", "time_out", "lost_answer", "late_answer", "duplicate_update", "reorder_update",
)  # fmt: skip
_SECONDS = ("delay_seconds", "hold_seconds")
_FLAGS = ("strict_rates", "offline")


def merged(faults: Faults, wish: Any) -> Faults:
    """The faults with a wish laid over them; Refused when it makes no sense."""
    if not isinstance(wish, dict) or set(wish) - {field.name for field in fields(Faults)}:
        raise Refused("只认识这些开关：" + "、".join(field.name for field in fields(Faults)) + "。")
    try:
        values = {name: bool(value) if name in _FLAGS else float(value) for name, value in wish.items()}
    except (TypeError, ValueError):
        raise Refused("概率用 0 到 1 的数字，秒数用数字。") from None
    if any(not 0 <= values.get(name, 0) <= 1 for name in _CHANCES):
        raise Refused("概率要在 0 到 1 之间。")
    if any(not 0 <= values.get(name, 0) <= LONGEST_SECONDS for name in _SECONDS):
        raise Refused(f"delay_seconds 和 hold_seconds 要在 0 到 {LONGEST_SECONDS} 秒之间。")
    if not values.get("retry_after", 1) >= 1:
        raise Refused("retry_after 至少 1 秒。")
    if "retry_after" in values:
        values["retry_after"] = int(values["retry_after"])
    return replace(faults, **values)  # type: ignore[arg-type]  # each value was converted to its field's type


class Weather:
    """Stands between the wire and the core."""

    def __init__(self, seed: int | None = None) -> None:
        self.faults = Faults()
        self._chance = random.Random(seed)

    def seed(self, seed: int | None) -> None:
        """Begin a repeatable series of chances."""
        self._chance = random.Random(seed)

    def happens(self, probability: float) -> bool:
        """Throw the die."""
        return probability > 0 and self._chance.random() < probability

    async def before(self) -> None:
        """What may go wrong before the call takes effect."""
        faults = self.faults
        if faults.offline:
            raise ConnectionLost
        if faults.delay_seconds:
            await asyncio.sleep(faults.delay_seconds)
        if self.happens(faults.time_out):
            raise ConnectionLost(faults.hold_seconds)
        if self.happens(faults.too_many_requests):
            raise too_many_requests(faults.retry_after)
        if self.happens(faults.server_error):
            raise self._chance.choice([ApiError(500, "Internal Server Error"), ApiError(502, "Bad Gateway")])

    async def around(self, work: Callable[[], Awaitable[Any]], *, may_be_late: bool) -> Any:
        """Run a call through the weather; once it took effect that stays, though the bot may not learn of it."""
        await self.before()
        result = await work()
        if self.faults.offline or self.happens(self.faults.lost_answer):
            raise ConnectionLost
        if may_be_late and self.happens(self.faults.late_answer):
            raise ConnectionLost(self.faults.hold_seconds)
        return result

    def shuffled(self, updates: list[Json]) -> list[Json]:
        """Updates of one answer, of which neighbours may have changed places."""
        shuffled, place = list(updates), 1
        while place < len(shuffled):
            swap = self.happens(self.faults.reorder_update)
            if swap:
                shuffled[place - 1 : place + 1] = shuffled[place], shuffled[place - 1]
            place += 2 if swap else 1
        return shuffled
