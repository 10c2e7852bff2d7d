"""The chart of a desk as a picture."""

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.model import PostCode
from console.desk import ConsoleDesk
from console.shown import GUARDS
from console.visitors import Visitor, for_desk

FRESH = timedelta(minutes=15)
"""How old a picture may be: drawing one costs more than any page, and each page shows it."""


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    drawn: dict[PostCode, tuple[datetime, bytes]] = {}
    drawing: defaultdict[PostCode, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def show(_: Request, __: Visitor, post: PostCode) -> Response:
        async with drawing[post]:  # of those who ask at once, one draws
            now = desk.clock.now()
            at, picture = drawn.get(post, (now, b""))
            if not picture or now - at >= FRESH:
                picture = await desk.rules.chart(post)
                drawn[post] = (now, picture)
        keep = {"Cache-Control": f"private, max-age={FRESH.seconds}"}
        return Response(picture, media_type="image/png", headers={**GUARDS, **keep})

    return [Route("/chart.png", for_desk(desk, show))]
