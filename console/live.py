"""Something has happened: open pages are told and look again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from console.desk import ConsoleDesk
from console.numbers import whole_number
from console.visitors import Visitor, signed_in

PAUSE_SECONDS = 2.0
LONGEST_SECONDS = 600.0
"""Then the browser comes again by itself, and is asked again who it is."""


class Newest:
    """The number of what happened last, asked for once in a pause, however many pages are open."""

    def __init__(self, ask: Callable[[], Awaitable[int]], now: Callable[[], float] = monotonic) -> None:
        self._ask, self._now, self._asking = ask, now, asyncio.Lock()
        self._number, self._good_until = 0, float("-inf")

    async def number(self) -> int:
        async with self._asking:
            if self._now() >= self._good_until:
                self._number = await self._ask()
                self._good_until = self._now() + PAUSE_SECONDS / 2
        return self._number


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    newest = Newest(lambda: desk.ask(desk.work.newest))

    async def live(request: Request, _: Visitor) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(changes(newest, request), media_type="text/event-stream", headers=headers)

    return [Route("/live", signed_in(desk, live))]


async def changes(newest: Newest, request: Request) -> AsyncIterator[str]:
    """From what the page shows, or what was told before the line broke: nothing that happens in between is missed."""
    said = request.headers.get("last-event-id") or request.query_params.get("since", "")
    seen = whole_number(said)
    if seen is None:
        seen = await newest.number()
    yield f"retry: 3000\nid: {seen}\n\n"
    for _ in range(int(LONGEST_SECONDS / PAUSE_SECONDS)):
        number = await newest.number()
        # a comment when nothing is new, so that a dead line is noticed
        yield f"id: {number}\nevent: changed\ndata: {number}\n\n" if number > seen else ": \n\n"
        seen = max(seen, number)
        await asyncio.sleep(PAUSE_SECONDS)
        if await request.is_disconnected():
            return
