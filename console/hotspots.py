"""热点: which topics come from where, of the last 30 days; and open cases that are likely one matter."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.charting import HOT_DAYS, pieces_of, shade_of, spots_of
from cases.messages import SameIssue
from cases.model import PostCode
from cases.org import Org
from cases.same_issue import groups_of
from console.desk import ConsoleDesk
from console.downloads import PNG, download
from console.shown import shown
from console.visitors import Visitor, for_desk, refused

BACK = timedelta(days=HOT_DAYS)
MOST_TOPICS, MOST_UNITS = 8, 40


@dataclass(frozen=True, slots=True)
class Spot:
    count: int
    shade: int
    """Of cases.charting."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    name: str
    link: str
    spots: tuple[Spot, ...]
    others: int
    """Of topics that have no column."""
    total: int


@dataclass(frozen=True, slots=True)
class HotPage:
    topics: tuple[str, ...]
    lines: tuple[UnitLine, ...]
    """Of those with any, the most first."""
    more: int
    """Units that are not listed."""
    groups: tuple[SameIssue, ...]


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    one_at_a_time = asyncio.Lock()

    async def show(_: Request, visitor: Visitor, post: PostCode) -> Response:
        now, units = desk.clock.now(), visitor.org.units_below(post)
        found = await desk.ask(desk.figures.topics, visitor.scope, units, now - BACK)
        alike = await desk.ask(desk.figures.alike, visitor.scope)
        groups = groups_of(case for case in alike if case.status.is_under_way)
        return shown("hotspots.html", visitor, at=now, page=hot_page(found, units, groups, visitor.org))

    async def drawn(_: Request, visitor: Visitor, post: PostCode) -> Response:
        now, pieces = desk.clock.now(), pieces_of(visitor.org, post)
        filed = Counter[str]()
        for (unit, _topic), count in (await desk.ask(desk.figures.topics, visitor.scope, pieces, now - BACK)).items():
            filed[unit] += count
        async with one_at_a_time:
            picture = await desk.hot_map(post, spots_of(visitor.org, filed))
        if picture is None:
            return refused("登记表里这一片还没有网格坐标，画不出来。", visitor, 404)
        return download(picture, f"{visitor.org.unit_label(post)}热点 {now:%Y-%m-%d}.png", PNG)

    return [Route("/hotspots", for_desk(desk, show)), Route("/hotspots.png", for_desk(desk, drawn))]


def hot_page(
    found: Mapping[tuple[str, str], int], units: Sequence[str], groups: tuple[SameIssue, ...], org: Org
) -> HotPage:
    by_topic, by_unit = Counter[str](), Counter[str]()
    for (unit, topic), count in found.items():
        by_topic[topic] += count
        by_unit[unit] += count
    topics = [topic for topic, _ in by_topic.most_common(MOST_TOPICS)]
    most = max((count for (_, topic), count in found.items() if topic in topics), default=0)
    busy = [unit for unit in sorted(units, key=lambda unit: -by_unit[unit]) if by_unit[unit]]
    lines = []
    for unit in busy[:MOST_UNITS]:
        counts = [found.get((unit, topic), 0) for topic in topics]
        spots = tuple(Spot(count, shade_of(count, most)) for count in counts)
        link = f"/map/{unit}" if org.is_desk(unit) else f"/map/{unit}/cases"
        lines.append(UnitLine(org.unit_label(unit), link, spots, by_unit[unit] - sum(counts), by_unit[unit]))
    return HotPage(tuple(topics), tuple(lines), len(busy) - len(lines), groups)
