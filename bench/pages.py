"""Every page of the console over 100,000 cases, or as many as are asked for, on both engines: server time, the 95th percentile."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import event as listening
from sqlalchemy import insert

from bot.hands import hands_for
from bot.pages import console_desk
from bot.rules import rules_from
from bot.runner import Runner
from bot.settings import GivenSettings
from bot.upkeep import upkeep_of
from cases.model import Actor, CaseId, Cause, ChatRef, Event, Happening, PersonRef, Status
from cases.org import Org
from cases.signing_commands import AskLink
from cases.signing_in import ask_link
from console.app import Views, console_app
from console.health import Health
from console.nav import PAGES
from nlp.place import Locator
from nlp.reader import Reader
from storage.engine import is_sqlite, open_engine
from storage.mapping import case_values, event_values
from storage.store import Store
from storage.tables import case_unit, cases, event
from tests.endurance.crowd import DeskClock, hurry, open_case, settle_in
from tests.endurance.town import district
from tests.postgres import Server

CASES, OPEN, BATCH, TIMES = 100_000, 3_000, 2_000, 40
ASKED_MS = 300
NOW = datetime(2026, 3, 30, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
YEAR = timedelta(days=365)


def table_of(count: int = CASES) -> int:
    """Prints it. 1 where a page takes longer than it may."""
    with tempfile.TemporaryDirectory() as folder:
        found = measured(f"sqlite:///{Path(folder) / 'desk.db'}", count)
    server = Server()
    try:
        found |= measured(server.new(), count)
    finally:
        server.close()
    print(f"{f'page over {count} cases, ms, 95th percentile of {TIMES}':<58}{'sqlite':>10}{'postgresql':>12}")
    for path in dict.fromkeys(path for _, path in found):
        print(f"{path:<58}{found['sqlite', path]:>10.0f}{found['postgresql', path]:>12.0f}")
    return int(max(found.values()) >= ASKED_MS)


def measured(url: str, count: int) -> dict[tuple[str, str], float]:
    settle_in(url)
    fill(url, count)
    engine = "sqlite" if is_sqlite(url) else "postgresql"
    return {(engine, path): spent for path, spent in asyncio.run(asked(url)).items()}


def fill(url: str, count: int) -> None:
    """A year of cases all over the district, each with its history; the newest are open."""
    engine = open_engine(url)
    if is_sqlite(url):
        listening.listen(engine, "connect", hurry)
    rows = written(count)
    with engine.begin() as db:
        while batch := [row for row, _ in zip(rows, range(BATCH), strict=False)]:
            db.execute(insert(cases), [case for case, _, _ in batch])
            db.execute(insert(case_unit), [unit for _, units, _ in batch for unit in units])
            db.execute(insert(event), [line for _, _, lines in batch for line in lines])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("ANALYZE")
    engine.dispose()


def written(count: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]]:
    org = Org(district().registry)
    grids = org.registry.grids
    for n in range(count):
        opened = NOW - YEAR * (n / count)
        grid = grids[n * 7 % len(grids)]
        case = replace(
            open_case(grid, n, opened),
            id=CaseId(f"bench/{n}"),
            number=f"{opened:%m%d}-{n % 1000:03}",
            reporter=ChatRef(f"tg:{n}"),
        )
        happened = [(Happening.FILED, opened), (Happening.ACCEPTED, opened + timedelta(hours=1))]
        if n >= OPEN:
            closed = opened + timedelta(days=2)
            happened += [(Happening.RESOLVED, opened + timedelta(days=1)), (Happening.CONFIRMED, closed)]
            case = replace(case, status=Status.CONFIRMED, resolved_at=happened[2][1], closed_at=closed, look_at=None)
        lines = [event_values(Event(case.id, what, at, case.holder)) for what, at in happened]
        units = [{"case_id": case.id, "unit": unit} for unit in org.path(case.unit)]
        yield {**case_values(case), "version": 1}, units, lines


async def asked(url: str) -> dict[str, float]:
    settings = GivenSettings(knowledge="demo")
    store = Store(url, DeskClock(NOW), replace(rules_from(settings), console_url="http://localhost"))
    runner = Runner(store, hands_for(store))

    async def health() -> Health:
        return Health("ok", NOW, 0, 0, 0, 0, NOW, "system")

    async def no_files(_: str) -> None:
        return None

    reader = Reader(Locator(district().registry))
    upkeep = upkeep_of(settings, store, DeskClock(NOW), reader.read, lambda: "minhu_bot")
    desk = console_desk(store, runner, DeskClock(NOW), upkeep, no_files, hosts=["localhost"], secure=False)
    app = console_app(Views(health, desk))
    with store.unit_of_work() as uow:
        [chat] = uow.chats_of(uow.org.top)
        street = uow.org.units_below(uow.org.top)[0]
    by = Actor(chat, PersonRef(chat), "")
    ask_link(store.unit_of_work(), AskLink(by, NOW, Cause("bench"), "bench"))
    found = {}
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost", follow_redirects=True)
    async with client:
        await client.post("/enter/bench")
        for path in (
            *(path for path, _, _ in PAGES),
            f"/cases/{NOW:%m%d}-001",
            "/today?only=late",
            "/today?words=大寨村",
            f"/map/{street}",
            f"/registry/post?code={street}",
        ):
            found[path] = await spent_on(client, path)
    runner.close()
    store.close()
    return found


async def spent_on(client: httpx.AsyncClient, path: str) -> float:
    """Milliseconds, after the first, which draws what is drawn once."""
    spent = []
    for _ in range(TIMES + 1):
        begun = time.perf_counter()
        answer = await client.get(path)
        spent.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    return quantiles(spent[1:], n=20)[-1]
