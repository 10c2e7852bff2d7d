"""负担: who carries how much, what of it is late, and how often the desk has pushed each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.charting import days_until
from cases.messages import Burden
from cases.model import PostCode
from cases.org import Org
from cases.pages.map import Load
from console.desk import ConsoleDesk
from console.shown import shown
from console.visitors import Visitor, for_desk
from console.words import spoken

DAYS = 7
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Bearer:
    name: str
    unit: str
    open: int
    late: int
    oldest: str
    pushes: tuple[int, ...]
    """Of each day, today last."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the readers told. Pushes are of everybody; who is none of the desk's is not shown."""

    carried: Mapping[PostCode, Load]
    pushed: Mapping[PostCode, tuple[int, ...]]
    days: tuple[date, ...]
    last: Burden | None
    """Of the last 24 hours."""


@dataclass(frozen=True, slots=True)
class BurdenPage:
    bearers: tuple[Bearer, ...]
    """Who carries most comes first."""
    found: int
    days: tuple[date, ...]
    workers: int
    """How many serve there, whether they carry anything or not."""
    idle: int
    last: Burden | None
    """Of the last 24 hours."""


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def show(_: Request, visitor: Visitor, post: PostCode) -> Response:
        now = desk.clock.now()
        days = days_until(now, DAYS)
        found = Found(
            await desk.ask(desk.figures.carried, visitor.scope, now),
            await desk.ask(desk.figures.pushed, days),
            tuple(since.date() for since, _ in days),
            await desk.rules.burden(post, now - timedelta(days=1), now),
        )
        page = burden_page(found, workers_under(post, visitor.org), visitor.org, now)
        return shown("burden.html", visitor, at=now, page=page)

    return [Route("/burden", for_desk(desk, show))]


def burden_page(found: Found, workers: Mapping[PostCode, str], org: Org, at: datetime) -> BurdenPage:
    """`workers` are everybody who serves there, each with a place."""
    carried, pushed, days = found.carried, found.pushed, found.days
    posts = [*workers, *(post for post in carried if post not in workers)]
    none = (0,) * len(days)
    told = [(post, carried.get(post, Load()), pushed.get(post, none)) for post in posts]
    busy = [one for one in told if one[1].open or any(one[2])]
    busy.sort(key=lambda one: (-one[1].open, -one[1].late, -sum(one[2]), one[0]))
    bearers = [
        Bearer(
            org.label(post),
            workers.get(post, ""),
            load.open,
            load.late,
            spoken(at - load.oldest) if load.oldest else "",
            pushes,
        )
        for post, load, pushes in busy[:SHOWN]
    ]
    idle = sum(not carried.get(post, Load()).open for post in workers)
    return BurdenPage(tuple(bearers), len(busy), days, len(workers), idle, found.last)


def workers_under(desk: PostCode, org: Org) -> Mapping[PostCode, str]:
    """Everybody who serves a grid below the desk, with the place of the first."""
    found: dict[PostCode, str] = {}
    for grid in org.grids_under(desk):
        for post in org.staff(grid):
            found.setdefault(post, org.unit_label(org.parent(grid)))
    return found
