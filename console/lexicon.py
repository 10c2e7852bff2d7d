"""词表: how a sentence is read and by which words; and what people corrected lately."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.org import Org
from cases.pages.upkeep import Corrected, WordChange, WordReview
from cases.reading import PlaceKind, Reading
from console.desk import ConsoleDesk
from console.shown import shown
from console.visitors import Visitor, for_district, refused
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


@dataclass(frozen=True, slots=True)
class Page:
    corrected: tuple[Line, ...]
    table: str
    """The district's own; "" where there is none to add to."""
    words: str = ""
    reading: Reading | None = None
    facts: tuple[tuple[str, str], ...] = ()
    review: WordReview | None = None
    offered: tuple[tuple[str, WordChange], ...] = ()
    """Each with what the form sends for it."""
    said: str = ""


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    words, one_at_a_time = desk.upkeep.words, asyncio.Lock()

    async def page(visitor: Visitor, **shown_now: Any) -> Response:
        now = desk.clock.now()
        corrected = await desk.ask(desk.upkeep.corrections, now - LATELY, SHOWN)
        facts = Page(tuple(line_of(one, visitor.org) for one in corrected), words.table, **shown_now)
        return shown("lexicon.html", visitor, at=now, longest=LONGEST, page=facts)

    async def show(_: Request, visitor: Visitor) -> Response:
        return await page(visitor)

    async def read(request: Request, visitor: Visitor) -> Response:
        said = str((await request.form()).get("words", "")).strip()[:LONGEST]
        if not said:
            return await page(visitor)
        reading = await desk.ask(desk.upkeep.read, said)
        return await page(visitor, words=said, reading=reading, facts=tuple(facts_of(reading, visitor.org)))

    async def review(_: Request, visitor: Visitor) -> Response:
        async with one_at_a_time:
            found = await desk.ask(words.review)
        return await page(visitor, review=found, offered=tuple((written(one), one) for one in found.proposals))

    async def adopt(request: Request, visitor: Visitor) -> Response:
        try:
            chosen = {change_in(str(one)) for one in (await request.form()).getlist("word")}
        except ValueError:
            return refused("没有选好，什么都没有改。请回到上一页再选一次。", visitor, 400)
        try:
            async with one_at_a_time:
                added = await desk.ask(words.adopt, chosen, visitor.doer) if chosen else 0
        except OSError:
            return refused("词表写不进去，什么都没有改：请管理员看看服务器上的那个文件。", visitor, 409)
        gone = f"，{len(chosen) - added} 个已不再建议" if added < len(chosen) else ""
        said = f"已加到词表 {added} 个{gone}。重启一次机器人以后生效。" if added else "没有加词。"
        return await page(visitor, said=said)

    return [
        Route("/lexicon", for_district(desk, show), methods=["GET"]),
        Route("/lexicon", for_district(desk, read), methods=["POST"]),
        Route("/lexicon/review", for_district(desk, review), methods=["POST"]),
        Route("/lexicon/adopt", for_district(desk, adopt), methods=["POST"]),
    ]


def written(one: WordChange) -> str:
    """As a form carries it."""
    return json.dumps([one.word, one.topic, one.weight, one.gains, one.losses], ensure_ascii=False)


def change_in(said: str) -> WordChange:
    """Raises ValueError."""
    try:
        word, topic, *counts = json.loads(said)
        fits = isinstance(word, str) and isinstance(topic, str) and [type(one) for one in counts] == [int] * 3
    except (TypeError, RecursionError):
        fits = False
    if not fits:
        raise ValueError(said)
    return WordChange(word, topic, *counts)


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
