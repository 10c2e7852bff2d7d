"""The sandbox as one ASGI application: bots on one side, phones on the other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.core.world import World
from sandbox.server import control, page
from sandbox.server.botapi import BotApi
from sandbox.server.house import House
from sandbox.server.saving import Keeper


class Front:
    """Sends bots' calls straight to the Bot API, and everything else to the phones' side."""

    def __init__(self, bots: ASGIApp, phones: ASGIApp) -> None:
        self._bots, self._phones = bots, phones

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        # Not a Starlette route: those wrap `send`, and hanging up needs the server's own.
        bots = scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot"))
        await (self._bots if bots else self._phones)(scope, receive, send)


def build(*, token: str | None = None, state: Path | None = None, seed: int | None = None) -> Front:
    """A whole sandbox, remembering in `state` when given."""
    house = House(World(), token=token, seed=seed)
    keeper = Keeper(house, state) if state else None

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if keeper:
            keeper.begin()
        yield
        await house.webhook.stop()
        if keeper:
            await keeper.finish()

    phones = Starlette(routes=[*control.routes(house), *page.routes(house)], lifespan=lifespan)
    return Front(BotApi(house), phones)
