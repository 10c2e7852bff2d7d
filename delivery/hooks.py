"""Tells other systems: signed, one after the other for each, again and again for some hours, then never."""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx

from cases.hooks import Hook, Hooks
from delivery.addresses import BadAddress, Reach, resolved, target_of
from delivery.waking import WakingLoop

log = logging.getLogger(__name__)
InThread = Callable[..., Awaitable[Any]]
AT_ONCE = 8
TIMEOUT_SECONDS = 10.0
LEASE_SECONDS = 60.0
FIRST_RETRY_SECONDS = 10.0
LONGEST_RETRY_SECONDS = 6 * 3600.0
MOST_ATTEMPTS = 10
"""Over some seventeen hours."""
GONE = 410
"""Says that it wants to hear no more."""


def signature(secret: str, at: int, body: bytes) -> str:
    """`t=1772413200,v1=…`: the receiver makes the same from the body and refuses what is old."""
    mark = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mark}"


def pause_after(attempts: int) -> float | None:
    """Seconds until the next; None when it was the last."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return float(min(FIRST_RETRY_SECONDS * 3 ** (attempts - 1), LONGEST_RETRY_SECONDS))


class HookSender:
    """`send` raises nothing: "" is success, anything else says what went wrong."""

    def __init__(self, reach: Reach, now: Callable[[], float] = time.time) -> None:
        self._reach, self._now = reach, now
        self._opened: httpx.AsyncClient | None = None

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.aclose()

    @property
    def _client(self) -> httpx.AsyncClient:
        """Opened with the first hook: it loads the certificates of the whole world, and most desks tell nobody."""
        if self._opened is None:
            self._opened = httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False)
        return self._opened

    async def send(self, hook: Hook) -> tuple[str, bool]:
        """What went wrong, and whether it is for ever."""
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS * 2):
                return await self._send(hook)
        except BadAddress as error:
            return str(error), True
        except (httpx.HTTPError, OSError, TimeoutError) as error:
            return type(error).__name__, False

    async def _send(self, hook: Hook) -> tuple[str, bool]:
        target = target_of(hook.url, self._reach)
        address = await resolved(target, self._reach)
        body = json.dumps({"id": hook.row, **json.loads(hook.body)}, ensure_ascii=False).encode()
        url = httpx.URL(hook.url)
        headers = {
            "Host": url.netloc.decode(),
            "Content-Type": "application/json",
            "User-Agent": "minhu-webhook/1",
            "X-Minhu-Delivery": str(hook.row),
            "X-Minhu-Signature": signature(hook.secret, int(self._now()), body),
        }
        # to the very address that was looked at: asked again, the name might lead elsewhere
        sent = self._client.build_request(
            "POST", url.copy_with(host=address), content=body, headers=headers, extensions={"sni_hostname": target.host}
        )
        answer = await self._client.send(sent, stream=True)
        await answer.aclose()  # what it says is of no interest, however long
        if answer.is_success:
            return "", False
        return f"HTTP {answer.status_code}", answer.status_code == GONE


class HookLoop(WakingLoop):
    """Whatever is cut off comes again when its lease ends. While nobody is to be told, nobody asks what there is to tell."""

    idle_seconds = 5.0

    def __init__(self, hooks: Hooks, sender: HookSender, in_thread: InThread) -> None:
        super().__init__()
        self._hooks, self._sender, self._in_thread = hooks, sender, in_thread
        self._anybody = False

    def wake(self) -> None:
        if self._anybody:
            super().wake()

    async def turn(self) -> int:
        """One round; how many were tried."""
        try:
            self._anybody = await self._in_thread(self._hooks.anybody)
            if not self._anybody:
                return 0
            claimed: Sequence[Hook] = await self._in_thread(self._hooks.claim, AT_ONCE, LEASE_SECONDS)
            await asyncio.gather(*map(self._one, claimed))
        except Exception as error:
            log.error("alarm: webhooks cannot be read or settled: %s", type(error).__name__)
            return 0
        return len(claimed)

    async def _one(self, hook: Hook) -> None:
        wrong, for_ever = await self._sender.send(hook)
        if not wrong:
            await self._in_thread(self._hooks.told, hook.row)
            return
        again = None if for_ever else pause_after(hook.attempts)
        if again is None:
            log.error("alarm: webhook row %d is given up: %s", hook.row, wrong)
        await self._in_thread(self._hooks.failed, hook.row, wrong, again)
