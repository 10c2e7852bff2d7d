"""Health for machines, and the page 今日 for people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from cases.model import Case, CaseId, ChatRef, PostCode, Status
from cases.org import Org
from cases.ports import DeadLetter, ParkedUpdate
from cases.reading import Severity
from cases.registry import Area, Level, Registry
from console.app import Pages, Views, console_app
from console.health import Health
from console.today import Today, today
from console.undone import Undone, undone
from console.webhook import WebhookDoor
from tests.console import browser

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 3, 2, 9, tzinfo=ZONE)
ORG = Org(Registry((Area("41", "示范区", Level.DISTRICT, ""),), ()))
CASE = Case(
    id=CaseId("c1"),
    number="0302-001",
    reporter=ChatRef("tg:1"),
    reporter_name="居民甲",
    text="路灯坏了",
    opened_at=NINE - timedelta(hours=1),
    clock_from=NINE,
    contact_due_at=NINE,
    due_at=NINE + timedelta(hours=3),
    grid="",
    unit="41",
    place="大寨村2组",
    holder=PostCode("41"),
    matter="路灯不亮",
)


def health(**changes: Any) -> Health:
    return replace(Health("ok", NINE, 1, 2, 3, 4, NINE, "system"), **changes)


LETTER = DeadLetter(12, NINE, "card", "0302-001", "王芳", ChatRef("tg:501"), "Forbidden: bot was blocked by the user")
UPDATE = ParkedUpdate(31, NINE, "777", "message", "KeyError")


def client(
    *, status: str = "ok", page: Today | None = None, failures: Undone | None = None, **counts: int
) -> httpx.AsyncClient:
    async def ask_health() -> Health:
        return health(status=status, **counts)

    async def ask_today() -> Today:
        assert page is not None
        return page

    async def ask_undone() -> Undone:
        assert failures is not None
        return failures

    pages = Pages(ask_today, ask_undone) if page or failures else None
    return browser(console_app(Views(ask_health, pages)))


async def test_health_counts_what_waits() -> None:
    answer = (await client().get("/healthz")).json()
    assert answer == {
        "status": "ok",
        "now": "2026-03-02T09:00:00.000+08:00",
        "inbox": 1,
        "outbox": 2,
        "parked": 3,
        "dead": 4,
        "swept_at": "2026-03-02T09:00:00.000+08:00",
        "clock": "system",
        "leader": True,
    }


async def test_a_process_that_is_starting_is_not_ready() -> None:
    assert (await client(status="starting").get("/readyz")).status_code == 503
    assert (await client(status="degraded").get("/readyz")).status_code == 200


async def test_the_pages_are_not_there_while_the_console_is_off() -> None:
    assert (await client().get("/today")).status_code == 404
    assert (await client().get("/dead-letters")).status_code == 404
    assert (await client().get("/static/console.css")).status_code == 404


async def test_the_page_shows_the_case_its_place_and_its_holder() -> None:
    page = (await client(page=today([CASE], ORG, NINE)).get("/today")).text
    for words in ("0302-001", "路灯不亮", "大寨村2组", "示范区调度中心", "待接单", "今天 12:00 前"):
        assert words in page


async def test_words_of_people_are_escaped() -> None:
    page = (await client(page=today([replace(CASE, matter="<script>x</script>")], ORG, NINE)).get("/today")).text
    assert "<script>" not in page


async def test_an_open_page_answers_to_local_names_only() -> None:
    page = client(page=today([], ORG, NINE))
    assert (await page.get("/today", headers={"Host": "evil.example"})).status_code == 400
    assert "没有未办的事" in (await page.get("/")).text
    assert (await page.get("/static/console.css")).status_code == 200


async def test_what_could_not_be_done_is_listed_with_its_reason_and_what_to_type() -> None:
    failures = undone([LETTER], [UPDATE], NINE, dead=1, parked=1)
    page = (await client(failures=failures).get("/dead-letters")).text
    for words in ("工单卡片", "0302-001", "王芳 tg:501", "对方停用了机器人", "行号 12", "minhu dead-letters --again"):
        assert words in page
    for words in ("消息", "777", "KeyError", "行号 31", "minhu parked --again"):
        assert words in page
    assert "最新的" not in page


async def test_a_long_list_says_that_it_is_cut() -> None:
    page = (await client(failures=undone([LETTER], [], NINE, dead=9, parked=0)).get("/dead-letters")).text
    assert "送不到的消息 9 条" in page
    assert "最新的 1 条" in page
    assert "没有搁置的更新" in page


async def test_an_unknown_reason_and_an_unknown_kind_are_shown_as_they_came_and_harmless() -> None:
    strange = replace(LETTER, kind="<b>new</b>", why="<script>x</script>")
    failures = undone([strange], [replace(UPDATE, kind="", why="<i>")], NINE, dead=1, parked=1)
    page = (await client(failures=failures).get("/dead-letters")).text
    assert "&lt;script&gt;" in page
    assert not {"<script>", "<b>", "<i>"} & set(page.split())
    assert "别的" in page


async def test_the_page_of_today_leads_to_what_could_not_be_done_and_counts_it() -> None:
    calm = (await client(page=today([], ORG, NINE), dead=0, parked=0).get("/today")).text
    assert '<a href="/dead-letters">消息故障</a>' in calm
    alert = (await client(page=today([], ORG, NINE), dead=2, parked=1).get("/today")).text
    assert '<a href="/dead-letters" class="alert">消息故障 3</a>' in alert


async def test_what_could_not_be_done_is_shown_to_local_names_only() -> None:
    page = client(failures=undone([LETTER], [], NINE, dead=1, parked=0))
    assert (await page.get("/dead-letters", headers={"Host": "evil.example"})).status_code == 400


@pytest.mark.parametrize(("late", "said"), [(timedelta(minutes=5), "5 分钟"), (timedelta(days=3), "3 天")])
def test_an_overdue_case_says_by_how_much(late: timedelta, said: str) -> None:
    row = today([replace(CASE, due_at=NINE - late)], ORG, NINE).rows[0]
    assert row.overdue
    assert row.due == f"超时 {said}"


def test_the_most_pressing_case_comes_first_and_finished_ones_last() -> None:
    cases = [
        replace(CASE, number="done", status=Status.RESOLVED, severity=Severity.CRITICAL),
        replace(CASE, number="calm"),
        replace(CASE, number="late", due_at=NINE - timedelta(hours=1)),
        replace(CASE, number="alarm", severity=Severity.CRITICAL),
        replace(CASE, number="gone", status=Status.CONFIRMED, closed_at=NINE),
    ]
    page = today(cases, ORG, NINE)
    assert [row.number for row in page.rows] == ["alarm", "late", "calm", "done"]
    assert (page.filed, page.overdue, page.in_hand, page.waiting, page.closed) == (5, 1, 3, 1, 1)


async def test_the_webhook_door_answers_under_its_public_name_while_the_pages_are_open() -> None:
    async def accept(updates: Sequence[Mapping[str, Any]]) -> int:
        return len(updates)

    async def ask_today() -> Today:
        return today([], ORG, NINE)

    async def ask_undone() -> Undone:
        return undone([], [], NINE, dead=0, parked=0)

    async def ask_health() -> Health:
        return health()

    views = Views(ask_health, Pages(ask_today, ask_undone), WebhookDoor("/hook", "s" * 32, accept))
    app = browser(console_app(views))
    headers = {"Host": "desk.example.org", "X-Telegram-Bot-Api-Secret-Token": "s" * 32}
    assert (await app.post("/hook", json={"update_id": 1}, headers=headers)).status_code == 200
    assert (await app.get("/healthz", headers=headers)).status_code == 200
    assert (await app.get("/today", headers=headers)).status_code == 400
