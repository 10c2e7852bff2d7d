"""The few Bot API calls the process makes for itself: fetching updates, webhook, menus. Nothing is said to people here."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from bot.settings import Settings
from delivery.addresses import is_loopback

FETCH_TIMEOUT = httpx.Timeout(20, connect=10)
AS_IT_IS = {"Accept-Encoding": "identity"}


@dataclass
class ApiError(Exception):
    """Telegram said no. `description` is Telegram's own and holds no token."""

    code: int
    description: str
    retry_after: float = 0

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


class TooLarge(Exception):
    """A file that is longer than whoever asked for it can use."""


class BotApi:
    """Raises ApiError for a refusal and httpx.HTTPError or ValueError for a broken line."""

    def __init__(self, settings: Settings) -> None:
        self._base, self._files = _base(settings), _base(settings, "/file")
        self._client = httpx.AsyncClient(trust_env=_may_use_proxy(settings))

    async def call(self, method: str, *, wait_seconds: float = 0, **params: Any) -> Any:
        answer = await self._client.post(
            f"{self._base}/{method}", json=params, timeout=httpx.Timeout(15 + wait_seconds, connect=10)
        )
        return _result(answer)

    async def fetch(self, file: str, largest: int) -> bytes:
        """A file by the handle that a message gave. Raises TooLarge, without reading on, and what `call` raises."""
        found = await self.call("getFile", file_id=file)
        path = str(found.get("file_path", "")) if isinstance(found, dict) else ""
        if not path or path.startswith("/") or ".." in path.replace("\\", "/").split("/"):
            raise ApiError(404, "no path to the file")  # nor of a server that keeps its files on its own disk
        async with self._client.stream(
            "GET", f"{self._files}/{quote(path)}", timeout=FETCH_TIMEOUT, headers=AS_IT_IS
        ) as answer:
            if answer.status_code != httpx.codes.OK:
                raise ApiError(answer.status_code, "the file was not given out")
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise ApiError(415, "packed for the way")  # a part of it may unpack to a thousand times as much
            return await _read(answer, largest)

    async def close(self) -> None:
        await self._client.aclose()


def ask_once(settings: Settings, method: str, **params: Any) -> Any:
    """For the command line: one call, no loop, no second attempt."""
    with httpx.Client(trust_env=_may_use_proxy(settings), timeout=5) as client:
        return _result(client.post(f"{_base(settings)}/{method}", json=params))


async def _read(answer: httpx.Response, largest: int) -> bytes:
    read = bytearray()
    async for part in answer.aiter_bytes():
        read += part
        if len(read) > largest:
            raise TooLarge
    return bytes(read)


def _base(settings: Settings, place: str = "") -> str:
    return f"{settings.bot_api_url}{place}/bot{settings.bot_token.get_secret_value()}"


def _may_use_proxy(settings: Settings) -> bool:
    """A proxy of the environment is for the way abroad, not for a sandbox on this machine."""
    return not is_loopback(urlsplit(settings.bot_api_url).hostname or "")


def _result(answer: httpx.Response) -> Any:
    body = answer.json()
    if not isinstance(body, dict) or "ok" not in body:
        raise ValueError("not an answer of the Bot API")
    if not body["ok"]:
        retry_after = (body.get("parameters") or {}).get("retry_after", 0)
        raise ApiError(int(body.get("error_code", 0)), str(body.get("description", "")), float(retry_after))
    return body.get("result")
