"""The door for a monitoring program: open to this machine, or to whoever knows the token."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""Whoever came through a proxy on this machine only seems to be at it."""


@dataclass(frozen=True)
class MetricsDoor:
    page: Callable[[], Awaitable[bytes]]
    token: str = ""
    path = "/metrics"

    async def show(self, request: Request) -> Response:
        if not self._may(request):
            headers = {"WWW-Authenticate": "Bearer"} if self.token else {}
            return PlainTextResponse("forbidden\n", 401 if self.token else 403, headers)
        return Response(await self.page(), media_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})

    def _may(self, request: Request) -> bool:
        if self.token:
            said = request.headers.get("authorization", "")
            return hmac.compare_digest(said.encode(), f"Bearer {self.token}".encode())
        at_home = request.client is not None and _is_here(request.client.host)
        proxied = any(name in request.headers for name in PROXIED)
        return at_home and not proxied and (request.url.hostname or "") in LOCAL_NAMES


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
