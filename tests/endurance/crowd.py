"""A desk with as many open cases as wanted, made by the database itself from one of each grid."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, event, func, insert, select, text

from bot.demo import populate
from bot.rules import rules_from
from bot.settings import GivenSettings
from cases.commands import Look
from cases.ladder import next_look
from cases.model import Case, CaseId, ChatRef, PostCode
from cases.org import Org
from cases.reading import Evidence
from cases.registry import Grid
from cases.sweeps import climb_ladder
from scheduler.clockwork import ROWS_PER_LOOK
from storage.engine import is_sqlite, open_engine, readers
from storage.mapping import case_values
from storage.store import Store
from storage.tables import case_unit, cases, outbox
from tests.endurance.town import district

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
"""Monday noon at the desk."""
LIMIT = timedelta(days=7)
RULES = replace(rules_from(GivenSettings()), rings_a_day=1_000_000)
"""A handful of posts holds the whole crowd: no day would be long enough for what each may hear."""
OWN = ("id", "number", "reporter")
"""What no two cases share."""


@dataclass
class DeskClock:
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


def open_case(grid: Grid, n: int, opened_at: datetime) -> Case:
    """An ordinary one that nobody has touched. Of the ladder only the half of its limit may lie behind it at NOON."""
    words = Evidence("路灯", "topic", 3), Evidence("坏", "fault", 2)
    case = Case(
        id=CaseId(f"{opened_at:%m%d%H%M}/{n}"), number=f"{opened_at:%m%d%H%M}-{n}", reporter=ChatRef(f"tg:1{n:04}"),
        reporter_name="居民", text="文昌街道大寨村2组路灯坏了三天，晚上黑得很",
        opened_at=opened_at, clock_from=opened_at, contact_due_at=opened_at + timedelta(hours=2),
        due_at=opened_at + LIMIT, grid=grid.code, unit=grid.code, place="大寨村2组",
        holder=PostCode(grid.full_time or grid.leader or grid.village), matter="路灯不亮", topic="基础设施",
        topic2="路灯", object="路灯", fault="不亮", top3=("基础设施", "城市管理"), evidence=words, confidence=0.9,
        version=1, rung=int(opened_at + LIMIT / 2 < NOON),
    )  # fmt: skip
    return replace(case, look_at=next_look(case, RULES))


def settle_in(url: str) -> None:
    """The demo district, every post bound."""
    populate(url)


def add_cases(url: str, count: int, opened_at: datetime) -> int:
    """At least `count` open cases of that moment, the same number in each grid; how many they are."""
    org, grids = Org(district().registry), district().registry.grids[:count]
    times = -(-count // len(grids))
    first = [open_case(grid, n, opened_at) for n, grid in enumerate(grids)]
    units = [{"case_id": case.id, "unit": unit} for case in first for unit in org.path(case.unit)]
    engine = open_engine(url)
    if is_sqlite(url):
        event.listen(engine, "connect", hurry)
    with engine.begin() as db:
        db.execute(insert(cases), [{**case_values(case), "version": 1} for case in first])
        db.execute(insert(case_unit), units)
        _multiply(db, f"{opened_at:%m%d%H%M}/", times)
    if not is_sqlite(url):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.execute(text("ANALYZE"))  # as PostgreSQL does by itself before long
    engine.dispose()
    return times * len(grids)


def hurry(driver: Any, _record: object) -> None:
    """Nobody minds what becomes of a crowd when the power goes."""
    for pragma in ("PRAGMA cache_size=-400000", "PRAGMA synchronous=OFF"):
        driver.execute(pragma)


def _multiply(db: Connection, prefix: str, times: int) -> None:
    """Each case whose id begins so becomes so many. The copies lie under no unit, which no sweep asks for."""
    names = [f'"{column.name}"' for column in cases.columns]
    values = [f"{name} || '/' || k" if name.strip('"') in OWN else name for name in names]
    counted = "WITH RECURSIVE copy(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k < :most)"
    copies = f"{counted} SELECT {', '.join(values)} FROM cases, copy WHERE id >= :first AND id < :beyond"
    if times > 1:
        within = {"first": prefix, "beyond": prefix[:-1] + chr(ord(prefix[-1]) + 1)}
        db.execute(text(f"INSERT INTO cases ({', '.join(names)}) {copies}"), {"most": times - 1, **within})


def climb(store: Store, due: int) -> None:
    """As many looks as it takes to catch up with so many."""
    for _ in range(0, due, ROWS_PER_LOOK):
        climb_ladder(store.unit_of_work(), Look(NOON, ROWS_PER_LOOK))


def reminders(url: str) -> int:
    engine = open_engine(url)
    try:
        with readers(engine).begin() as db:
            return db.execute(select(func.count()).where(outbox.c.kind == "reminder")).scalar_one()
    finally:
        engine.dispose()
