"""Something has happened: open pages are told and look again."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from console.desk import ConsoleDesk
from console.visitors import Visitor, signed_in

PAUSE_SECONDS = 2.0
LONGEST_SECONDS = 600.0
"""Then the browser comes again by itself, and is asked again who it is."""


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def live(request: Request, _: Visitor) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_changes(desk, request), media_type="text/event-stream", headers=headers)

    return [Route("/live", signed_in(desk, live))]


async def _changes(desk: ConsoleDesk, request: Request) -> AsyncIterator[str]:
    seen = await desk.ask(desk.work.newest)
    yield f"retry: 3000\nid: {seen}\n\n"
    for _ in range(int(LONGEST_SECONDS / PAUSE_SECONDS)):
        await asyncio.sleep(PAUSE_SECONDS)
        if await request.is_disconnected():
            return
        newest = await desk.ask(desk.work.newest)
        # a comment when nothing is new, so that a dead line is noticed
        yield f"id: {newest}\nevent: changed\ndata: {newest}\n\n" if newest != seen else ": \n\n"
        seen = newest
