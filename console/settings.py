"""设置: what is in force, to be read; secrets are told only to be there."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.desk import ConsoleDesk
from console.shown import shown
from console.visitors import Visitor, for_district


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def show(_: Request, visitor: Visitor) -> Response:
        return shown("settings.html", visitor, at=desk.clock.now(), settings=desk.upkeep.settings())

    return [Route("/settings", for_district(desk, show))]
