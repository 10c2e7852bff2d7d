"""知识: what the desk answers questions with, what is due for review first."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.desk import ConsoleDesk
from console.shown import shown
from console.visitors import Visitor, for_district


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def show(_: Request, visitor: Visitor) -> Response:
        table, now = await desk.ask(desk.upkeep.knowledge), desk.clock.now()
        entries = sorted(table.entries, key=lambda one: (one.review, one.id))
        due = sum(one.is_due(now.date()) for one in entries)
        return shown("knowledge.html", visitor, at=now, table=table, entries=entries, due=due)

    return [Route("/knowledge", for_district(desk, show))]
