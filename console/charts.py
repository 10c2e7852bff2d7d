"""The chart of a desk as a picture."""

from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.model import PostCode
from console.desk import ConsoleDesk
from console.places import is_desk
from console.shown import GUARDS
from console.visitors import Visitor, refused, signed_in

FRESH = timedelta(minutes=15)
"""How old a picture may be: drawing one costs more than any page, and each page shows it."""


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    drawn: dict[PostCode, tuple[datetime, bytes]] = {}

    async def show(_: Request, visitor: Visitor) -> Response:
        if visitor.desk is None:
            return refused("这一页是给值班室看的。", visitor, 403)
        now = desk.clock.now()
        at, picture = drawn.get(visitor.desk, (now, b""))
        if not picture or now - at >= FRESH:
            picture = await desk.rules.chart(visitor.desk)
            drawn[visitor.desk] = (now, picture)
        keep = {"Cache-Control": f"private, max-age={FRESH.seconds}"}
        return Response(picture, media_type="image/png", headers={**GUARDS, **keep})

    return [Route("/chart.png", signed_in(desk, show, allowed=is_desk))]
