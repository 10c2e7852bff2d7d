"""The few Bot API calls the process makes for itself: fetching updates, webhook, menus. Nothing is said to people here."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.settings import Settings, is_loopback


@dataclass
class ApiError(Exception):
    """Telegram said no. `description` is Telegram's own and holds no token."""

    code: int
    description: str
    retry_after: float = 0

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


class BotApi:
    """Raises ApiError for a refusal and httpx.HTTPError or ValueError for a broken line."""

    def __init__(self, settings: Settings) -> None:
        self._base = _base(settings)
        self._client = httpx.AsyncClient(trust_env=_may_use_proxy(settings))

    async def call(self, method: str, *, wait_seconds: float = 0, **params: Any) -> Any:
        answer = await self._client.post(
            f"{self._base}/{method}", json=params, timeout=httpx.Timeout(15 + wait_seconds, connect=10)
        )
        return _result(answer)

    async def close(self) -> None:
        await self._client.aclose()


def ask_once(settings: Settings, method: str, **params: Any) -> Any:
    """For the command line: one call, no loop, no second attempt."""
    with httpx.Client(trust_env=_may_use_proxy(settings), timeout=5) as client:
        return _result(client.post(f"{_base(settings)}/{method}", json=params))


def _base(settings: Settings) -> str:
    return f"{settings.bot_api_url}/bot{settings.bot_token.get_secret_value()}"


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
