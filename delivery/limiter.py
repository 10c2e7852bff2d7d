"""The pace inside python-telegram-bot: every call takes its turn, and a chat at its limit is refused before it is asked."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from math import ceil
from typing import Any

from telegram._utils.types import JSONDict
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from delivery.outcomes import seconds_of
from delivery.pace import Pace

PATIENCE_SECONDS = 4.0
"""How long a call may stand and wait for its own chat: a picture beneath a text does, for a private chat's window."""
LONGEST_GUESS = 60.0

Answer = bool | JSONDict | list[JSONDict]


class PacedCalls(BaseRateLimiter[None]):
    """What would have to wait longer than a moment for its chat is a RetryAfter, as if Telegram had said it: it becomes
    an outcome, and holds up nobody. A RetryAfter of Telegram's own passes through, never retried here."""

    def __init__(self, pace: Pace, now: Callable[[], float] = time.monotonic) -> None:
        self._pace = pace
        self._now = now

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def process_request(  # noqa: PLR0917  # the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,  # noqa: ARG002
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Answer:
        if "chat_id" not in data:
            return await callback(*args, **kwargs)
        chat, messages = int(data["chat_id"]), len(data.get("media", ".")) or 1
        await self._rest(chat, messages)
        wait = self._pace.turn(chat, messages, self._now())
        try:
            await self._take_turn(wait)
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._pace.refused(chat, seconds_of(error), self._now())
            raise
        finally:
            self._pace.landed(chat, messages, self._now())

    async def _rest(self, chat: int, messages: int) -> None:
        while (rest := self._pace.rest(chat, messages, self._now())) > 0:
            if rest > PATIENCE_SECONDS:
                raise RetryAfter(ceil(min(rest, LONGEST_GUESS)))
            await asyncio.sleep(rest)

    async def _take_turn(self, wait: float) -> None:
        try:
            await asyncio.sleep(wait)
            while wait := self._pace.go(self._now()):  # noqa: ASYNC110  # each time for as long as it says
                await asyncio.sleep(wait)
        except asyncio.CancelledError:
            self._pace.give_up()
            raise
