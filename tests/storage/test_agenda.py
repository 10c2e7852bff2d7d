"""The clock's one question: it tells of everything that waits, waits for nobody, and survives a connection that breaks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.agenda import due_sweeps
from cases.auditing import seal_audit
from cases.commands import Look
from cases.deeds import Act, Deed
from cases.model import (
    Binding,
    Case,
    Change,
    ChatRef,
    Event,
    Happening,
    Leave,
    Notice,
    PersonRef,
    PostCode,
    Surge,
    Whistle,
)
from cases.ports import UseCase, Waiting
from cases.retaining import retain
from cases.sweeps import send_digests
from cases.weekly import send_weekly
from storage.engine import open_engine
from storage.store import Store
from tests.storage.conftest import NOON, RULES, a_case, a_draft, save

SECOND = timedelta(seconds=1)
V1, DESK = PostCode("V1"), ChatRef("tg:77")
SURGE = Surge("s", "V1", V1, "路灯不亮", NOON, NOON, 5)


def seal(store: Store) -> None:
    seal_audit(store.unit_of_work(), Look(NOON))


@pytest.fixture
def idle(store: Store) -> Store:
    """What the making of the desk left to be sealed is sealed."""
    seal(store)
    return store


def later(case: Case) -> Case:
    """Nothing that its own clock would be told of."""
    return replace(case, look_at=None)


def test_an_idle_desk_has_nothing_waiting(idle: Store) -> None:
    assert replace(idle.agenda.waiting(NOON), directory_mark="", bookmarks={}) == Waiting()


@pytest.mark.parametrize(
    ("change", "name", "from_then_on"),
    [
        (Change(a_case(look_at=NOON)), "cases", True),
        (Change(draft=a_draft(expires_at=NOON)), "drafts", True),
        (Change(leaves=(Leave("l", PostCode("Z1"), NOON, NOON + timedelta(days=1)),)), "leaves", True),
        (
            Change(
                later(a_case()), whistles=(Whistle("w", a_case().id, PostCode("B1"), V1, "修", NOON, NOON, NOON, look_at=NOON),)
            ),
            "whistles",
            True,
        ),
        (
            Change(notice=Notice("n", V1, "V1", "停水", DESK, NOON, deadline=NOON + RULES.notice_ahead - SECOND, sent_at=NOON)),
            "notices",
            True,
        ),
        (Change(surges=(SURGE,)), "surges", False),
        (Change(deeds=(Deed(Act.RETAINED, NOON),)), "unsealed", False),
        (Change(later(a_case()), events=(Event(a_case().id, Happening.FILED, NOON, "citizen"),)), "unsealed", False),
    ],
)  # fmt: skip
def test_whatever_comes_is_told_from_its_moment_on(
    idle: Store, change: Change, name: str, *, from_then_on: bool
) -> None:
    save(idle, change)
    before, then = (idle.agenda.waiting(at) for at in (NOON - SECOND, NOON))
    assert getattr(then, name)
    assert getattr(before, name) is not from_then_on
    others = {one: getattr(then, one) for one in ("cases", "drafts", "leaves", "whistles", "notices", "surges")}
    assert [one for one, there in others.items() if there and one != name] == []


@pytest.mark.parametrize(
    "change",
    [
        Change(draft=a_draft(expires_at=NOON, closed=True)),
        Change(leaves=(Leave("l", PostCode("Z1"), NOON, NOON + timedelta(days=1), begun=True),)),
        Change(leaves=(Leave("l", PostCode("Z1"), NOON, NOON + timedelta(days=1), over=True),)),
        Change(notice=Notice("n", V1, "V1", "停水", DESK, NOON, NOON, sent_at=NOON, tasked=True)),
        Change(notice=Notice("n", V1, "V1", "停水", DESK, NOON, NOON)),
        Change(surges=(replace(SURGE, ended_at=NOON),)),
    ],
)
def test_what_is_done_does_not_wait(idle: Store, change: Change) -> None:
    save(idle, change)
    found = idle.agenda.waiting(NOON)
    assert not any((found.cases, found.drafts, found.leaves, found.whistles, found.notices, found.surges))


def test_a_desk_that_is_bound_after_its_hour_still_gets_its_page(idle: Store) -> None:
    def due() -> list[UseCase]:
        return [sweep for sweep in due_sweeps(idle.agenda, RULES, NOON) if sweep in {send_digests, send_weekly}]

    assert due() == [send_digests, send_weekly]
    for sweep in due():
        sweep(idle.unit_of_work(), Look(NOON))
    assert due() == []
    save(idle, Change(binding=Binding(V1, DESK, PersonRef("tg:7"), "村里", NOON)))
    assert due() == [send_digests, send_weekly]
    for sweep in due():
        sweep(idle.unit_of_work(), Look(NOON))
    assert due() == []
    assert send_digests in due_sweeps(idle.agenda, RULES, NOON + timedelta(days=3))


def test_what_is_done_once_a_night_is_asked_for_once_a_night(idle: Store) -> None:
    night = NOON.replace(hour=4)
    assert retain in due_sweeps(idle.agenda, RULES, night)
    retain(idle.unit_of_work(), Look(night))
    assert retain not in due_sweeps(idle.agenda, RULES, NOON)
    assert retain in due_sweeps(idle.agenda, RULES, night + timedelta(days=1))


def test_the_question_waits_for_no_writer(idle: Store) -> None:
    with idle.unit_of_work() as uow:
        uow.record(Change(a_case(look_at=NOON)))
        uow.find(a_case().id)  # written, not committed
        assert not idle.agenda.waiting(NOON).cases
        uow.commit()
    assert idle.agenda.waiting(NOON).cases


def test_a_connection_that_breaks_is_made_anew(store: Store, url: str) -> None:
    store.agenda.waiting(NOON)
    cut_off(store, url)
    with pytest.raises(Exception, match=r"."):
        store.agenda.waiting(NOON)
    save(store, Change(a_case(look_at=NOON)))
    assert store.agenda.waiting(NOON).cases


def cut_off(store: Store, url: str) -> None:
    if url.startswith("sqlite"):
        store.agenda._driver.close()
        return
    pid = store.agenda._driver.info.backend_pid
    with open_engine(url).connect() as db:
        db.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")
