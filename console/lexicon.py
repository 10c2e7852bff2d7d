"""词表: how a sentence is read and by which words; and what people corrected lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.org import Org
from cases.pages.upkeep import Corrected
from cases.reading import PlaceKind, Reading
from console.desk import ConsoleDesk
from console.shown import shown
from console.visitors import Visitor, for_district
from texts.words import actor

LONGEST = 2_000
SHOWN = 100
LATELY = timedelta(days=90)
PLACES = {
    PlaceKind.GRID: "认出网格",
    PlaceKind.PLACE: "认出地方，网格要再问",
    PlaceKind.ASK: "几处都像，要问居民",
    PlaceKind.NONE: "没说地方",
    PlaceKind.OUT: "不在本区",
}


@dataclass(frozen=True, slots=True)
class Line:
    number: str
    at: datetime
    who: str
    was: str
    now: str
    words: str


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def page(visitor: Visitor, words: str = "", reading: Reading | None = None) -> Response:
        now = desk.clock.now()
        corrected = await desk.ask(desk.upkeep.corrections, now - LATELY, SHOWN)
        lines = [line_of(one, visitor.org) for one in corrected]
        facts = facts_of(reading, visitor.org) if reading else []
        return shown(
            "lexicon.html", visitor, at=now, words=words, longest=LONGEST, reading=reading, facts=facts,
            corrected=lines,
        )  # fmt: skip

    async def show(_: Request, visitor: Visitor) -> Response:
        return await page(visitor)

    async def read(request: Request, visitor: Visitor) -> Response:
        words = str((await request.form()).get("words", "")).strip()[:LONGEST]
        return await page(visitor, words, await desk.ask(desk.upkeep.read, words) if words else None)

    return [
        Route("/lexicon", for_district(desk, show), methods=["GET"]),
        Route("/lexicon", for_district(desk, read), methods=["POST"]),
    ]


def facts_of(reading: Reading, org: Org) -> list[tuple[str, str]]:
    place = reading.place
    candidates = [one.label for one in place.options] or [org.unit_label(code) or code for code in place.codes]
    told = {
        "意图": reading.intent.value,
        "主题": " / ".join(filter(None, (reading.topic, reading.topic2))),
        "把握": f"{reading.confidence:.0%}",
        "还像": "、".join(one for one in reading.top3 if one != reading.topic),
        "事情": reading.matter,
        "急缓": reading.severity.value + ("，拿不准，要问一句" if reading.doubtful else ""),
        "难易": reading.complexity.value,
        "涉及基层人员": "是，绕开被反映的岗位" if reading.conflict else "",
        "地方": PLACES[place.kind] + (f"：{place.said}" if place.said else ""),
        "可能的网格": "、".join(candidates),
    }
    return [(name, value) for name, value in told.items() if value]


def line_of(one: Corrected, org: Org) -> Line:
    by = one.line.actor
    who = org.label(by) if org.knows(by) else actor(by)
    return Line(one.number, one.line.at, who, one.what.was, one.what.now, "、".join(one.what.words))
