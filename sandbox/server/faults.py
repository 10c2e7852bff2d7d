"""The weather: refusals, silences and losses that the core knows nothing of, by chance or always."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sandbox.core.errors import ApiError, Json, Refused, too_many_requests

HOLD_SECONDS = 60.0


class ConnectionLost(Exception):
    """The connection is to be dropped without a word."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Chances are 0 to 1 for each call."""

    too_many_requests: float = 0.0
    server_error: float = 0.0
    time_out: float = 0.0
    lost_answer: float = 0.0
    duplicate_update: float = 0.0
    delay_seconds: float = 0.0
    strict_rates: bool = False
    offline: bool = False
    retry_after: int = 1

    def view(self) -> Json:
        """Faults as the control API gives them."""
        return asdict(self)


_CHANCES = ("too_many_requests", "server_error", "time_out", "lost_answer", "duplicate_update")
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
    if values.get("delay_seconds", 0) < 0 or values.get("retry_after", 1) < 1:
        raise Refused("delay_seconds 不能为负，retry_after 至少 1 秒。")
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
            await asyncio.sleep(HOLD_SECONDS)
            raise ConnectionLost
        if self.happens(faults.too_many_requests):
            raise too_many_requests(faults.retry_after)
        if self.happens(faults.server_error):
            raise self._chance.choice([ApiError(500, "Internal Server Error"), ApiError(502, "Bad Gateway")])

    async def around(self, work: Callable[[], Awaitable[Any]]) -> Any:
        """Run a call through the weather."""
        await self.before()
        result = await work()
        if self.faults.offline or self.happens(self.faults.lost_answer):
            raise ConnectionLost  # the effect stays: the bot cannot know
        return result
