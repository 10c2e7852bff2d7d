"""How much and how often: bodies that end, and a pace for each key."""

import math
import time
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 64 * 1024


class TooLong(HTTPException):
    """A body goes on beyond what anybody has to say."""

    def __init__(self) -> None:
        super().__init__(413)


class Bodies:
    """Reads no body that is longer than `LARGEST_BODY`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = 0

        async def measured() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > LARGEST_BODY:
                raise TooLong  # where the body is being read, which answers it like any refusal
            return message

        await self._app(scope, measured, send)


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
