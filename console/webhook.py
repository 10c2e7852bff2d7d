"""The door for Telegram's webhook: 200 means stored on disk; whoever lacks the secret learns nothing."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

log = logging.getLogger(__name__)
SECRET_HEADER = b"x-telegram-bot-api-secret-token"
LARGEST_BODY = 1024 * 1024
Accept = Callable[[Sequence[Mapping[str, Any]]], Awaitable[int]]


class TooLarge(Exception):
    """The body is longer than any update."""


@dataclass(frozen=True)
class WebhookDoor:
    """`accept` commits updates before it returns. `path` is that of the address told to Telegram."""

    path: str
    secret: str
    accept: Accept

    async def hear(self, request: Request) -> Response:
        if not self._knows_secret(request):
            log.warning("a webhook call without the right secret was refused")
            return Response(status_code=401)
        try:
            update = json.loads(await _body(request))
        except TooLarge:
            log.warning("a webhook body over %d bytes was refused", LARGEST_BODY)
            return Response(status_code=413)
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            log.warning("a webhook body that is no update was refused")
            return Response(status_code=400)
        return await self._store(update)

    async def _store(self, update: dict[str, Any]) -> Response:
        try:
            await self.accept([update])
        except Exception as error:
            log.error("an update could not be stored, Telegram will bring it again: %s", type(error).__name__)
            return Response(status_code=503)
        return Response(status_code=200)

    def _knows_secret(self, request: Request) -> bool:
        # raw bytes: a header need not be ASCII, and comparing text that is not would raise
        given = [value for name, value in request.scope["headers"] if name == SECRET_HEADER]
        return len(given) == 1 and hmac.compare_digest(given[0], self.secret.encode())


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)
