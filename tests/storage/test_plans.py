"""No question the desk asks again and again reads a whole table."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from cases.model import Actor, Change, ChatRef, Happening, PersonRef, PostCode, Status
from cases.model import CaseId as Id
from cases.months import Month
from cases.ports import Below, Moved, RetryLater, Sent
from storage.agenda import QUESTION
from storage.engine import open_engine, readers
from storage.store import Store
from tests.storage.conftest import LEASE, NOON, a_case, a_message

ONE_ROW = ("SCAN registry", "SCAN CONSTANT ROW", "SCAN webhook")
"""Or a handful, read anew only when it has changed."""
WHOLE_HISTORY = (
    "SEARCH case_unit USING COVERING INDEX ix_case_unit_unit",
    "SCAN event",
    "SCAN cases USING INDEX sqlite",
)


@pytest.fixture
def url(file_url: str) -> str:
    """Plans are SQLite's: the other engine weighs its own by the size of its tables."""
    return file_url


@pytest.fixture
def statements(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Everything that is asked of the database from here on."""
    seen: list[tuple[str, Any]] = []

    def note(_db: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool) -> None:
        if not many and statement.startswith(("SELECT", "UPDATE", "DELETE")):
            seen.append((statement, parameters))

    event.listen(store._engine, "before_cursor_execute", note)
    yield seen
    event.remove(store._engine, "before_cursor_execute", note)


def plans(url: str, statements: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    with open_engine(url).connect() as db:
        return [
            (line[3], statement)
            for statement, parameters in statements
            for line in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def full_scans(url: str, statements: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    found = plans(url, statements)
    whole = [
        (line, sql) for line, sql in found if line.startswith("SCAN") and "USING" not in line and line not in ONE_ROW
    ]
    return whole + [(line, sql) for line, sql in found if line.startswith(WHOLE_HISTORY)]


def test_a_unit_of_work_reads_by_index(store: Store, url: str, statements: list[tuple[str, Any]]) -> None:
    me = Actor(ChatRef("tg:1"), PersonRef("tg:1"))
    with store.unit_of_work() as uow:
        uow.record(Change(a_case(), withdrawn=("a/", "b/"), notifications=(a_message("k"),)))
        uow.record(Change(uow.by_number("0306-001")))
        uow.case_at(me.chat, 1)
        uow.list_shown(me.chat)
        uow.list_shown(me.chat, 1)
        store.glance.meet(me, Below(1, reply=True))
        store.glance.meet(me, Below(1, reply=False))
        uow.reported_by(me.chat, NOON)
        uow.held_by(frozenset({PostCode("Z1")}))
        uow.history(Id("tg:1#1"))
        uow.draft_of(me)
        uow.posts_of(me)
        uow.chats_of(PostCode("Z1"))
        uow.code("x")
        uow.entry(Id("tg:1#1"))
        uow.entry_from("GD20260306")
        uow.counts_each(["V1"], NOON, NOON)
        uow.topics_under("D", NOON, NOON)
        uow.late_each(["V1"], NOON, complaints=False)
        uow.first_event()
        uow.subscriptions_of(me.chat)
        uow.subscribers_under("V1")
        uow.notice("n")
        uow.notice_drafted(me.chat)
        uow.notices_near(NOON)
        uow.notice_receipt(me.chat)
        uow.notice_receipts("n")
        uow.filed_under("D", NOON)
        uow.filed_under("D", NOON, matter="自来水停水")
        uow.open_surges()
        uow.histories([Id("tg:1#1"), Id("tg:1#2")])
        uow.cases_with(frozenset({Happening.DISMISSED}), "D", NOON, NOON)
        uow.surges_since(NOON)
        uow.filed_of_matters(NOON)
        uow.attendance(Month(2026, 3))
        uow.visits(NOON, NOON)
        uow.late_between(NOON, NOON)
        uow.exempt_under(["V1"], NOON, NOON)
        uow.contest(Id("tg:1#1"))
        uow.heard_grids(NOON)
        uow.pushes(NOON, NOON)
        uow.count_ring(ChatRef("tg:1"), NOON)
        uow.counts_under("D", NOON, NOON, complaints=False)
        uow.said(["k"])
        uow.due_cases(NOON, 9)
        uow.due_drafts(NOON, 9)
        uow.open_under("D")
        uow.counts_under("D", NOON, NOON)
        uow.loads([PostCode("Z1")], NOON)
        uow.rating(Id("tg:1#1"))
        uow.dismissal(Id("tg:1#1"))
        uow.joined_to(Id("tg:1#1"))
        uow.ratings_of(frozenset({PostCode("Z1")}), NOON, NOON)
        uow.answers_under(["V1", "V2"], NOON, NOON)
        uow.praises(NOON, NOON)
        uow.repeated(me.chat, "d", NOON, timedelta(minutes=1))
        uow.patience_of(me.chat)
        uow.card_chats(Id("tg:1#1"))
        uow.whistle("tg:1#1~1")
        uow.whistles_of([Id("tg:1#1")])
        uow.open_whistles(frozenset({PostCode("B1")}))
        uow.due_whistles(NOON, 9)
        uow.whistles_under("D", NOON, NOON)
        uow.whistles_for(PostCode("B1"), NOON, NOON)
        uow.commit()
    store.glance.case_list(None, 9)
    store.glance.case_list(frozenset({Status.FILED}), 9)
    assert full_scans(url, statements) == []


def test_what_falls_due_in_one_moment_is_not_sorted_for_every_handful(
    store: Store, url: str, statements: list[tuple[str, Any]]
) -> None:
    with store.unit_of_work() as uow:
        uow.due_cases(NOON, 9)
        uow.due_whistles(NOON, 9)
    assert [line for line, _ in plans(url, statements) if "TEMP B-TREE" in line] == []


def test_the_clocks_question_reads_by_index(store: Store, url: str, statements: list[tuple[str, Any]]) -> None:
    with readers(store._engine).begin() as db:
        db.execute(QUESTION, {"at": NOON, "near": NOON})
    assert full_scans(url, statements) == []


def test_the_inbox_reads_by_index(store: Store, url: str, statements: list[tuple[str, Any]]) -> None:
    store.inbox.store([{"update_id": 1}])
    (row,) = store.inbox.take(9, frozenset({"busy"}), "me", LEASE)
    store.inbox.take(1, frozenset(), "me", LEASE, frozenset({row.lane}))
    store.inbox.retry(row.id, timedelta(0))
    store.inbox.settle(row.id)
    assert (store.inbox.waiting(), store.inbox.parked()) == (0, 0)
    assert full_scans(url, statements) == []


def test_the_outbox_reads_by_index(store: Store, url: str, statements: list[tuple[str, Any]]) -> None:
    with store.unit_of_work() as uow:
        uow.record(Change(notifications=(a_message("1", slot="s"), a_message("2", slot="s"))))
        uow.commit()
    for outcome in (RetryLater(0), Moved(ChatRef("tg:2")), Sent(1)):
        (row,) = store.outbox.claim(9, "me", timedelta(minutes=1))
        store.outbox.settle(row.id, outcome)
    assert (store.outbox.waiting(), store.outbox.dead()) == (0, 0)
    assert full_scans(url, statements) == []
