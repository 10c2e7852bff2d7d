"""Updates come in here and are on disk before Telegram hears that we have them. Nothing is parsed on the way."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import httpx

from bot.bot_api import ApiError, BotApi
from bot.logging import where
from bot.runner import Runner
from cases.ports import Inbox
from storage.errors import is_databases

log = logging.getLogger(__name__)
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
LONG_POLL_SECONDS = 30
BATCH = 100
LONGEST_PAUSE_SECONDS = 60.0
OWN_PAUSE_SECONDS = 4.0
"""When it is our own database that is away: asking it costs nobody anything."""
IDLE_SECONDS = 24 * 3600
"""After a week's silence Telegram's update ids start again at random: an old offset could hide them."""

Accept = Callable[[Sequence[Mapping[str, Any]]], Awaitable[int]]
"""Commits raw updates; when it returns, they are safe."""


class Poller:
    """Fetches for ever. Neither Telegram, nor the network, nor a full disk stops it; they only slow it down."""

    def __init__(
        self,
        api: BotApi,
        accept: Accept,
        *,
        long_poll_seconds: int = LONG_POLL_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api, self._accept, self._wait, self._monotonic = api, accept, long_poll_seconds, monotonic
        self._offset: int | None = None
        self._heard_at = monotonic()
        self.failures = 0

    async def run(self) -> None:
        while True:
            try:
                await self.fetch()
                self.failures = 0
            except ApiError as error:
                await self._refused(error)
            except (httpx.HTTPError, ValueError) as error:
                await self._pause(f"Telegram cannot be reached: {where(error)}")
            except Exception as error:
                # not stored means not confirmed: Telegram keeps the updates until we can
                await self._pause(f"alarm: updates cannot be stored: {where(error)}", own=True)

    async def fetch(self) -> int:
        """One long poll. Returns how many updates were new; moves the offset only after they are stored."""
        if self._offset is not None and self._monotonic() - self._heard_at > IDLE_SECONDS:
            self._offset = None
        position = {} if self._offset is None else {"offset": self._offset}
        batch = await self._api.call(
            "getUpdates",
            wait_seconds=self._wait,
            timeout=self._wait,
            limit=BATCH,
            allowed_updates=ALLOWED_UPDATES,
            **position,
        )
        updates = [update for update in batch if is_update(update)]
        if not updates:
            if batch:
                raise ValueError("nothing in this batch is an update")
            return 0
        new = await self._accept(updates)
        # the last one of the batch: after a restart of the ids the greatest number may be an old one
        self._offset = updates[-1]["update_id"] + 1
        self._heard_at = self._monotonic()
        return new

    async def _refused(self, error: ApiError) -> None:
        if error.code == 409 and "webhook" in error.description:
            log.warning("a webhook was still set; it is removed, because MINHU_MODE is polling")
            await self._remove_webhook()
        elif error.code == 409:
            await self._pause("another process fetches updates with this token: stop it, or updates are split")
        elif error.code in {401, 404}:
            await self._pause("Telegram refuses the token: check MINHU_BOT_TOKEN")
        else:
            await self._pause(f"Telegram answered {error}", error.retry_after)

    async def _remove_webhook(self) -> None:
        try:
            await self._api.call("deleteWebhook")
        except (ApiError, httpx.HTTPError, ValueError) as error:
            await self._pause(f"the webhook could not be removed: {where(error)}")

    async def _pause(self, why: str, at_least: float = 0, *, own: bool = False) -> None:
        self.failures += 1
        longest = OWN_PAUSE_SECONDS if own else LONGEST_PAUSE_SECONDS
        seconds = max(at_least, min(longest, 0.5 * 2 ** min(self.failures, 8)))
        log.warning("%s; next attempt in %.0f s", why, seconds)
        await asyncio.sleep(seconds)


def is_update(thing: Any) -> bool:
    return isinstance(thing, dict) and type(thing.get("update_id")) is int and 0 <= thing["update_id"] < 2**63


class Intake:
    """Stores updates and tells the pump. One that no table can hold must not keep out those behind it."""

    def __init__(self, inbox: Inbox, runner: Runner, wake: Callable[[], None]) -> None:
        self._inbox, self._runner, self._wake = inbox, runner, wake

    async def accept(self, updates: Sequence[Mapping[str, Any]]) -> int:
        try:
            new = await self._runner.offload(self._inbox.store, updates)
        except Exception as error:
            if is_databases(error):
                raise
            log.error("a batch of %d updates could not be stored at once: %s", len(updates), where(error))
            new = sum([await self._accept_alone(update) for update in updates])
        self._wake()
        return new

    async def _accept_alone(self, update: Mapping[str, Any]) -> int:
        try:
            return await self._runner.offload(self._inbox.store, [update])
        except Exception as error:
            if is_databases(error):
                raise
            log.error("ALARM: update %s cannot be stored and is given up: %s", update["update_id"], where(error))
            return 0
