"""留痕: the newest lines of the audit log, its mark, and a look whether all of it is as it was."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.org import Org
from cases.pages.export import AuditLine
from cases.pages.upkeep import Verified
from console.desk import ConsoleDesk
from console.numbers import whole_number
from console.shown import shown
from console.visitors import Visitor, for_district
from texts.console import deed
from texts.words import actor, happening

SHOWN = 50


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    log, one_at_a_time = desk.upkeep.audit, asyncio.Lock()

    async def page(request: Request, visitor: Visitor, verified: Verified | None = None) -> Response:
        before = whole_number(request.query_params.get("before", "")) or 0
        lines = await desk.ask(log.newest, before, SHOWN + 1)
        earlier = lines[SHOWN - 1].row if len(lines) > SHOWN else 0
        head = await desk.ask(log.head)
        told = [(line, who(line.who, visitor.org), what(line)) for line in lines[:SHOWN]]
        return shown(
            "audit.html", visitor, at=desk.clock.now(), lines=told, earlier=earlier, head=head, verified=verified,
            before=before,
        )  # fmt: skip

    async def show(request: Request, visitor: Visitor) -> Response:
        return await page(request, visitor)

    async def verify(request: Request, visitor: Visitor) -> Response:
        async with one_at_a_time:
            verified = await desk.ask(log.verify)
        return await page(request, visitor, verified)

    return [
        Route("/audit", for_district(desk, show), methods=["GET"]),
        Route("/audit", for_district(desk, verify), methods=["POST"]),
    ]


def who(said: str, org: Org) -> str:
    """A post by its label; a person only by a few letters of their hash."""
    post, _, person = said.partition("/")
    label = org.label(post) if org.knows(post) else deed(actor(post))
    return f"{label[:40]}（{person[:8]}）" if person else label[:40]


def what(line: AuditLine) -> str:
    return deed(happening(line.what))
