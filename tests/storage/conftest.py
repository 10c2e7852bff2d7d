"""A real database file for each test, and short ways to make the nouns that fill it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cases.clocks import Office, Quiet
from cases.messages import Card, Closed
from cases.model import (
    Attachment,
    Case,
    CaseId,
    Change,
    ChatRef,
    Draft,
    DraftState,
    Media,
    Notification,
    PersonRef,
    PostCode,
    Priority,
)
from cases.ports import UseCase
from cases.reading import (
    Complexity,
    Danger,
    Evidence,
    Intent,
    Matter,
    Option,
    PlaceKind,
    PlaceReading,
    Reading,
    Severity,
)
from cases.registry import Area, Grid, Level, Registry, Role, Worker
from cases.rules import Rules
from storage.keys import Keys
from storage.store import Store
from tests.databases import Prepared, copied, prepare
from tests.postgres import Server

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime.combine(datetime(2026, 3, 6, tzinfo=SHANGHAI).date(), time(12), SHANGHAI)
KEYS = Keys(("k" * 32,))
LEASE = timedelta(minutes=1)
RULES = Rules(Office(SHANGHAI, lambda day: day.weekday() < 5), Quiet(SHANGHAI))
REGISTRY = Registry(
    areas=(
        Area("D", "示范区", Level.DISTRICT, ""),
        Area("S1", "文昌街道", Level.STREET, "D"),
        Area("V1", "大寨村", Level.VILLAGE, "S1", aliases=("大寨",)),
        Area("V2", "小寨村", Level.VILLAGE, "S1"),
    ),
    grids=(
        Grid("G1", "大寨村1组", "农村", "V1", group=1, full_time="Z1"),
        Grid("G2", "小寨村1组", "农村", "V2", group=1, full_time="Z2"),
    ),
    workers=(
        Worker("Z1", "王芳", Role.FULL_TIME, "000", "V1", chat="501"),
        Worker("Z2", "李强", Role.FULL_TIME, "000", "V2"),
    ),
    shapes={"G1": ((113.1, 35.1), (113.2, 35.1), (113.2, 35.2), (113.1, 35.1))},
)


@dataclass
class FixedClock:
    """The desk's time, moved by hand."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


def fill(url: str) -> None:
    """Migrates and saves the registry."""
    store = Store(url, FixedClock(), RULES)
    store.migrate()
    store.save_registry(REGISTRY)
    store.close()


@pytest.fixture(scope="session")
def empty(server: Server | None, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Migrated once on each engine; each test gets a copy."""
    return prepare(server, tmp_path_factory.mktemp("storage"), fill)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def url(empty: Prepared, tmp_path: Path) -> Iterator[str]:
    with copied(empty, tmp_path) as url:
        yield url


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """For what only SQLite can show."""
    url = f"sqlite:///{tmp_path / 'file.db'}"
    fill(url)
    return url


@pytest.fixture
def store(url: str, clock: FixedClock) -> Iterator[Store]:
    opened = Store(url, clock, RULES, keys=KEYS)
    yield opened
    opened.close()


def a_case(case_id: str = "tg:1#1", **other: object) -> Case:
    facts: dict[str, object] = {
        "number": "0306-001",
        "reporter": ChatRef("tg:1"),
        "reporter_name": "张大爷",
        "text": "路灯不亮",
        "opened_at": NOON,
        "clock_from": NOON,
        "contact_due_at": NOON + timedelta(hours=2),
        "due_at": NOON + timedelta(days=7),
        "grid": "G1",
        "unit": "G1",
        "place": "大寨村1组",
        "holder": PostCode("Z1"),
        "look_at": NOON + timedelta(hours=2),
        **other,
    }
    return Case(id=CaseId(case_id), **facts)  # type: ignore[arg-type]


def a_message(key: str, to: str | None = "tg:1", priority: Priority = Priority.ANSWER, **other: object) -> Notification:
    return Notification(key, to, other.pop("message", Closed(key, "confirmed")), priority, **other)  # type: ignore[arg-type]


def save(store: Store, *changes: Change) -> None:
    with store.unit_of_work() as uow:
        for change in changes:
            uow.record(change)
        uow.commit()


@contextmanager
def desk_with_file(folder: Path, media: Media, file: str) -> Iterator[Store]:
    """A desk with one case, c1, that came with a file."""
    url = f"sqlite:///{folder / 'desk.db'}"
    fill(url)
    store = Store(url, FixedClock(), RULES)
    save(store, Change(a_case("c1", number="0306-001", opened_at=NOON, attachments=(Attachment(media, file),))))
    yield store
    store.close()


class Runs:
    """A Run."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def __call__(self, use_case: UseCase, command: object) -> None:
        use_case(self.store.unit_of_work(), command)


def filed(store: Store, case_id: str = "tg:1#1", **facts: object) -> Case:
    save(store, Change(a_case(case_id, **facts)))
    with store.unit_of_work() as uow:
        return uow.case(CaseId(case_id))


def a_draft(draft_id: str = "tg:1#9", **facts: object) -> Draft:
    base = Draft(CaseId(draft_id), ChatRef("tg:1"), PersonRef("tg:1"), "张大爷", DraftState.PLACE, NOON)
    return replace(base, **facts)  # type: ignore[arg-type]


def a_matter(text: str = "井盖也没了", **facts: object) -> Matter:
    place = PlaceReading(PlaceKind.GRID, "G1", ("G1",), (Option("G1", "大寨村1组"),), "大寨村1组")
    reading = Reading(
        Intent.COMPLAINT, "城乡建设", "", "井盖", "缺失", Severity.URGENT, False, Danger.MANHOLE, Complexity.ORDINARY, False,
        0.9, ("城乡建设",), (Evidence("井盖", "城乡建设", 3),), place,
    )  # fmt: skip
    return replace(Matter(text, reading, place), **facts)  # type: ignore[arg-type]


def a_card(case: Case, role: str = "holder") -> Card:
    return Card(
        case.id, case.number, case.severity, "路灯不亮", "市政", "大寨村1组", "路灯不亮", "张大爷", (), 0.9, "filed",
        case.contact_due_at, case.due_at, role=role,  # type: ignore[arg-type]
    )  # fmt: skip
