"""Updates pushed to the bot's own server: in order per chat, again until it says 2xx, for a day at most."""

import asyncio
import contextlib
import random
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx

from sandbox.core.errors import Json, bad_request, too_many_requests
from sandbox.core.methods.updates import remember_allowed
from sandbox.core.params import Params
from sandbox.core.updates import Pending
from sandbox.core.world import World
from sandbox.server.callers import Callers
from sandbox.server.calls import Calls
from sandbox.server.faults import Weather
from sandbox.server.lines import Lines

USUAL_CONNECTIONS, MOST_CONNECTIONS = 40, 100
LONGEST_RETRY_AFTER = 3_600
GONE_SECONDS = 23 * 3_600  # WebhookActor gives up on a steady 410 after 23 hours
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_NOT_IN_ANSWER = ("get", "setwebhook", "deletewebhook", "close", "logout")

Run = Callable[[str, Params], Awaitable[Any]]


class Webhook:
    """One bot's webhook, set or not."""

    def __init__(self, world: World, weather: Weather, calls: Calls, run: Run) -> None:
        self._world, self._weather, self._calls, self._run = world, weather, calls, run
        self._news = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._posts: set[asyncio.Task[None]] = set()
        self._last_set = float("-inf")
        self._clear()
        world.listeners.append(self._hear)

    def _clear(self) -> None:
        self.url = ""
        self._secret, self._ip, self._certificate = "", "", False
        self._most = USUAL_CONNECTIONS
        self._error: Json = {}
        self._failures: dict[int, int] = {}
        self._lines = Lines(self._world.updates, self._most)
        self._gone_since: int | None = None

    def _hear(self, kind: str, payload: Json) -> None:
        if self.url and kind == "update":
            self._lines.enlist(payload["chat"])
            self._news.set()
        elif kind == "faults":
            self._news.set()

    # -- the three methods

    async def set(self, params: Params) -> bool:
        """setWebhook; an empty url deletes."""
        if not params.has("url"):
            return await self.delete(params)
        url, secret = params.text("url"), params.text("secret_token")
        _check_url(url)
        if not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if time.monotonic() - self._last_set < 1:
            raise too_many_requests(1)
        self._last_set = time.monotonic()
        await self.stop()
        self._clear()
        remember_allowed(self._world, params)
        self._forget_pending(params)
        self.url, self._secret = url, secret
        self._ip, self._certificate = params.text("ip_address"), "certificate" in params.files
        most = params.number("max_connections", USUAL_CONNECTIONS)
        self._most = most if 1 <= most <= MOST_CONNECTIONS else USUAL_CONNECTIONS
        self._lines = Lines(self._world.updates, self._most)
        self._worker = asyncio.create_task(self._work())
        return True

    async def delete(self, params: Params) -> bool:
        """deleteWebhook; nothing to delete is fine."""
        await self.stop()
        self._clear()
        self._forget_pending(params)
        return True

    def info(self) -> Json:
        """getWebhookInfo."""
        self._world.updates.forget_old()
        info: Json = {
            "url": self.url,
            "has_custom_certificate": self._certificate,
            "pending_update_count": len(self._world.updates),
        }
        if self.url:
            info |= {"max_connections": self._most} | self._error
            info |= {"ip_address": self._ip} if self._ip else {}
        if self._world.updates.allowed is not None:
            info["allowed_updates"] = sorted(self._world.updates.allowed)
        return info

    async def stop(self) -> None:
        """Push no more; posts in the air are given up and will come again."""
        tasks = [task for task in (self._worker, *self._posts) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._worker = None

    def _forget_pending(self, params: Params) -> None:
        if params.flag("drop_pending_updates"):
            self._world.updates.clear()

    # -- the pushing

    async def _work(self) -> None:
        async with Callers() as callers:
            while self.url:
                self._news.clear()
                pause = self._launch(callers)
                # Not wait_for: in Python 3.11 it loses a cancellation that comes together with the news.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._news.wait()

    def _launch(self, callers: Callers) -> float | None:
        """Post the next update of every chat whose turn it is; seconds until the next retry, if any."""
        self._world.updates.forget_old()
        if self._weather.faults.offline:
            return None
        while pending := self._lines.take(self._may_pass):
            task = asyncio.create_task(self._post(callers, pending))
            self._posts.add(task)
            task.add_done_callback(self._posts.discard)
        return self._lines.next_retry()

    def _may_pass(self) -> bool:
        return self._weather.happens(self._weather.faults.reorder_update)

    async def _post(self, callers: Callers, pending: Pending) -> None:
        self._calls.delivered[pending.chat_id] = pending.update_id
        times = 2 if self._weather.happens(self._weather.faults.duplicate_update) else 1
        rest = 0.0
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        try:
            for _ in range(times):
                response = await callers.post(self.url, pending.update, headers)
        except httpx.HTTPError as error:
            rest = self._failed(pending, f"Connection failed: {type(error).__name__}", 0)
        else:
            rest = await self._judge(pending, response)
        finally:
            self._lines.release(pending.chat_id, rest)
            self._news.set()

    async def _judge(self, pending: Pending, response: httpx.Response) -> float:
        if not response.is_success:
            self._count_gone(response.status_code == httpx.codes.GONE)
            after = response.headers.get("Retry-After", "")
            why = f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
            return self._failed(pending, why, int(after) if after.isdecimal() else 0)
        self._count_gone(False)
        self._failures.pop(pending.chat_id, None)
        self._lines.confirm(pending)
        await self._obey(response)
        return 0.0

    def _failed(self, pending: Pending, why: str, retry_after: int) -> float:
        """Note a failure; seconds until the next try."""
        failures = self._failures.get(pending.chat_id, 0) + 1
        self._failures[pending.chat_id] = failures
        delay = min(2.0 ** (failures - 1), random.uniform(60, 120))
        if retry_after:
            delay = min(retry_after, LONGEST_RETRY_AFTER)
        self._error = {"last_error_date": self._world.clock.unix(), "last_error_message": why}
        return delay

    def _count_gone(self, gone: bool) -> None:
        if not gone:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = self._world.clock.unix()
        elif self._world.clock.unix() - self._gone_since > GONE_SECONDS:
            self.url = ""

    async def _obey(self, response: httpx.Response) -> None:
        """Run the method a webhook's answer may hold; the bot never learns how it went."""
        if not response.content:
            return
        try:
            wish = response.json()
        except ValueError:
            return
        name = wish.pop("method", None) if isinstance(wish, dict) else None
        if isinstance(name, str) and not name.lower().startswith(_NOT_IN_ANSWER):
            await self._run(name, Params(wish))


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    # Telegram takes HTTPS only; on this machine itself plain HTTP is let through, as the page says.
    loopback = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not (parts.scheme == "https" and parts.hostname) and not loopback:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
