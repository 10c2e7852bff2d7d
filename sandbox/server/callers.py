"""Connections to the bot's own server. Each is a client of its own: one pool for all would search itself at every post."""

import asyncio
from types import TracebackType
from typing import Self

import httpx

from sandbox.core.errors import Json

ANSWER_SECONDS = 60
_ONE = httpx.Limits(max_connections=1, keepalive_expiry=3)  # shorter than servers keep theirs


class Callers:
    """As many clients as were ever needed at once, used again and again."""

    def __init__(self) -> None:
        self._verify = httpx.create_ssl_context(trust_env=False)
        self._all: list[httpx.AsyncClient] = []
        self._idle: list[httpx.AsyncClient] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await asyncio.gather(*(client.aclose() for client in self._all), return_exceptions=True)

    async def post(self, url: str, update: Json, headers: dict[str, str]) -> httpx.Response:
        """Post one update and wait for the answer; raises httpx.HTTPError."""
        client = self._idle.pop() if self._idle else self._new()
        try:
            return await client.post(url, json=update, headers=headers)
        finally:
            self._idle.append(client)

    def _new(self) -> httpx.AsyncClient:
        client = httpx.AsyncClient(verify=self._verify, timeout=ANSWER_SECONDS, trust_env=False, limits=_ONE)
        self._all.append(client)
        return client
