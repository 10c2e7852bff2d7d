"""/bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>: the Bot API over HTTP, through weather and rates into the core."""

import logging

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from sandbox.core.errors import ApiError
from sandbox.server.faults import ConnectionLost
from sandbox.server.house import House
from sandbox.server.wire import answer, hang_up, read_params

log = logging.getLogger(__name__)
NOT_FOUND = ApiError(404, "Not Found")


class BotApi:
    """The part of the server that bots talk to, as an ASGI application."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, or hang up when the weather says so."""
        path = str(scope["path"])
        try:
            if path.startswith("/file/"):
                await self._download(path, send)
            else:
                await self._call(path, scope, receive, send)
        except ConnectionLost as lost:
            await hang_up(receive, send, lost.hold_seconds)
        except ClientDisconnect:
            return  # it went away in the middle of its own words: nothing was asked
        except ApiError as error:
            await answer(send, error.code, error.body())
        except Exception:
            log.exception("a call of the Bot API failed")  # without its path, which holds the token
            await answer(send, 500, ApiError(500, "Internal Server Error").body())

    async def _call(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, name = path.removeprefix("/bot").partition("/")
        self._house.door.check(token)
        if not name or "/" in name:
            raise NOT_FOUND
        result = await self._house.run(name, await read_params(scope, receive))
        await answer(send, 200, {"ok": True, "result": result})

    async def _download(self, path: str, send: Send) -> None:
        token, _, place = path.removeprefix("/file/bot").partition("/")
        self._house.door.check(token)
        await self._house.weather.before()
        stored = self._house.world.files.at(place)
        if stored is None:
            raise NOT_FOUND
        headers = [
            (b"content-type", b"application/octet-stream"),
            (b"content-length", str(len(stored.data)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": stored.data})
