"""How calls of python-telegram-bot reach the Bot API: over aiohttp, at a quarter of what a message costs by httpx."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from delivery.addresses import is_loopback

POOL = 12
"""Connections at once."""
RESTS_SECONDS = 5.0
"""How long a connection is kept that nobody uses: the longer, the likelier it has ended meanwhile."""
NO_CONNECTION = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
"""Failures before the first byte. All other failures leave open whether the message arrived."""
JSON = {"Content-Type": "application/json", "User-Agent": BaseRequest.USER_AGENT}
FORM = {"User-Agent": BaseRequest.USER_AGENT}


class NotSent(Exception):
    """The cause of a NetworkError before which there was no connection: the message cannot have arrived."""


class Calls(BaseRequest):
    """Bounds a call as a whole, and reads answers without writing them to the log when they are cut short: they hold
    what people said. Its connections are opened with the first call, in the loop of that call.

    Raises NetworkError, whose cause is NotSent where nothing was sent, or TimedOut: without aiohttp's own errors, which
    hold the address and with it the token.
    """

    def __init__(self, url: str, seconds: float) -> None:
        self._seconds = seconds
        # half: who gets no connection fails as "not sent", before the whole call fails as "perhaps sent"
        self._waits = aiohttp.ClientTimeout(total=None, connect=seconds / 2, ceil_threshold=seconds)
        self._proxy = proxy_for(url)
        # the same authorities as all else in this process trusts, whatever this system has installed
        self._tls = httpx.create_ssl_context() if urlsplit(url).scheme == "https" else True
        self._opened: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def read_timeout(self) -> float:
        return self._seconds

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None:
        self._closed = True
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=POOL, keepalive_timeout=RESTS_SECONDS, ssl=self._tls),
                timeout=self._waits,
                cookie_jar=aiohttp.DummyCookieJar(),
                proxy=self._proxy,
            )
        return self._opened

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: Any,  # the library's four time-outs: ours is one for the whole
        **__: Any,
    ) -> tuple[int, bytes]:
        if self._closed:
            raise NetworkError("closed") from NotSent()
        body, headers = _body(request_data)
        # in two turns the loop notices what has ended while it was busy, and does not use it again
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._session.request(method, url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                return answer.status, await answer.read()
        except NO_CONNECTION as error:
            raise NetworkError(type(error).__name__) from NotSent()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or "ok" not in answer:
            raise TelegramError("Invalid server response") from None
        return answer


def proxy_for(url: str) -> str | None:
    """The environment's, as for every other call of this process; also the one that is said to be for all. A proxy is
    for the way abroad, not for a sandbox on this machine. Raises ValueError for one that speaks no HTTP."""
    parts = urlsplit(url)
    if is_loopback(parts.hostname or "") or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    if proxy and not proxy.startswith(("http://", "https://")):
        raise ValueError("代理只能是 http:// 或 https:// 的，请改 HTTPS_PROXY 或 ALL_PROXY")
    return proxy


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if data is None:
        return None, FORM
    if not data.contains_files:
        return json.dumps(data.json_parameters, ensure_ascii=False).encode(), JSON
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, FORM
