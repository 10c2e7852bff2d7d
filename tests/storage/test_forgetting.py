"""What is kept long enough goes from every table, and what is counted stays as it was."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cases.commands import Look
from cases.model import (
    Attachment,
    Case,
    CaseId,
    Change,
    ChatRef,
    Dismissal,
    DraftState,
    Event,
    Footing,
    Ground,
    Happening,
    KeptNumber,
    Media,
    Notice,
    NoticeReceipt,
    Notification,
    Patience,
    PersonRef,
    PostCode,
    Rating,
    Status,
    Subscription,
    Undo,
    Whistle,
)
from cases.ports import Sent
from cases.reading import Evidence, PlaceKind, PlaceReading
from cases.retaining import retain
from cases.retention import Retention
from cases.scores import Answers, Satisfied, Solved
from storage.engine import open_engine
from storage.keys import Keys
from storage.revealing import numbers_of
from storage.store import Store
from storage.tables import cases, event, whistle
from tests.storage.conftest import LEASE, NOON, RULES, FixedClock, a_card, a_case, a_draft, a_matter, a_message, save
from tests.storage.full_desk import all_rows

CANARY, CHAT = "金丝雀", "tg:880088"
WORKER = ChatRef("tg:501")
NIGHT = NOON.replace(hour=3, minute=30)
LATER = timedelta(days=181)
KEYS = Keys.of("bird")


class Machine:
    """The machine's time, moved by hand."""

    at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def desk(url: str, clock: FixedClock, machine: Machine) -> Iterator[Store]:
    opened = Store(
        url, clock, replace(RULES, retention=Retention(by_topic={"劳动保障": timedelta(days=400)})), machine, KEYS
    )
    yield opened
    opened.close()


def a_whole_life(case_id: str = f"{CHAT}#1", **facts: Any) -> Case:
    """A closed case with the canary wherever words of people may stand."""
    words = {
        field.name: f"{CANARY}13812345678"
        for field in fields(Case)
        if field.type in {"str", str}
        and field.name not in {"number", "grid", "unit", "topic", "topic2", "matter", "object", "fault"}
    }
    told = {
        "reporter": ChatRef(CHAT),
        "evidence": (Evidence(CANARY, "城乡建设", 3),),
        "attachments": (Attachment(Media.PHOTO, CANARY),),
        "proof": (Attachment(Media.PHOTO, CANARY),),
        "status": Status.CONFIRMED,
        "closed_at": NOON,
        "look_at": None,
        "lon": 113.123456,
        "lat": 35.1,
        "matter": "路灯不亮",
        "topic": "城乡建设",
    }
    return a_case(case_id, **{**words, **told, **facts})


def live(desk: Store, case: Case) -> None:
    """Everything that a case leaves behind: history, questions, messages, what stands in a chat, a rating."""
    happened = tuple(
        Event(case.id, what, NOON, actor, CANARY)
        for what, actor in ((Happening.FILED, "citizen"), (Happening.RESOLVED, "Z1"), (Happening.CONFIRMED, "citizen"))
    )
    card = replace(a_card(case), said=CANARY, reporter=CANARY)
    told = Notification(f"{case.id}/card", ChatRef("tg:501"), card, case=case.id, slot=f"card/{case.id}")
    asked = a_draft(
        f"{case.id}/why", chat=ChatRef(CHAT), text=CANARY, about=case.id, state=DraftState.MORE, closed=True
    )
    given = Answers(contacted=True, solved=Solved.SOLVED, satisfied=Satisfied.SATISFIED)
    save(
        desk,
        Change(case, draft=asked, events=happened, notifications=(told, a_message(f"{case.id}/closed", CHAT, case=case.id))),
        Change(rating=Rating(case.id, PostCode("Z1"), given, NOON)),
        Change(dismissal=Dismissal(case.id, next(iter(Ground)), CANARY, PostCode("Z1"), NOON, appeal=CANARY)),
        Change(
            draft=a_draft(
                case.id, chat=ChatRef(CHAT), person=PersonRef(CHAT), name=CANARY, text=CANARY, closed=True,
                also=(a_matter(text=CANARY),), place=PlaceReading(PlaceKind.NONE, said=CANARY),
            )
        ),
    )  # fmt: skip
    for row in desk.outbox.claim(50, "courier", LEASE):
        desk.outbox.settle(row.id, Sent(4711))


def work_on(desk: Store, case: Case) -> None:
    """What a worker and a department leave behind of it."""
    before = Footing(**{one.name: getattr(case, one.name) for one in fields(Footing)})
    called = Whistle(
        f"{case.id}~1", case.id, PostCode("B1"), PostCode("Z1"), CANARY, NOON, NOON, NOON, said=CANARY, ended_at=NOON
    )
    step = Undo(case.id, WORKER, PostCode("Z1"), Happening.RESOLVED, NOON, before)
    save(desk, Change(undo=step, whistles=(called,)))


def chat(desk: Store, at: datetime = NOON, **stopped: Any) -> None:
    """What hangs on no case: what was said last, a number, a subscription that ended, an announcement that was read."""
    who = ChatRef(CHAT)
    said = Patience(who, "d", 2, at, at, **stopped)
    notice = Notice(f"n{at}", PostCode("V1"), "V1", "停水", WORKER, at, sent_at=at)
    ended = Subscription(who, "V1", CANARY, at, at)
    save(
        desk,
        Change(patience=said, numbers=(KeptNumber(who, CANARY, at),), subscriptions=(ended,)),
        Change(notice=notice, receipts=(NoticeReceipt(notice.id, who, "G1", CANARY, at),)),
    )


def heard(desk: Store) -> None:
    desk.inbox.store([{"update_id": 1, "message": {"message_id": 5, "chat": {"id": 880088}, "text": CANARY}}])
    (row,) = desk.inbox.take(5, frozenset(), "pump", LEASE)
    desk.inbox.settle(row.id)


def left(url: str) -> str:
    return repr(all_rows(url))


def kept_numbers(url: str) -> list[str]:
    with open_engine(url).begin() as db:
        return numbers_of(db, CHAT, KEYS)


def counted(desk: Store) -> list[object]:
    since, until = NOON - timedelta(days=1), NOON + timedelta(days=1)
    with desk.unit_of_work() as uow:
        return [uow.counts_under(unit, since, until) for unit in ("D", "S1", "V1", "G1")] + [
            uow.answers_under(["G1", "V1"], since, until)
        ]


def test_after_its_time_nothing_of_a_person_is_left_in_any_table_and_all_counts_stay(
    desk: Store, url: str, clock: FixedClock, machine: Machine
) -> None:
    live(desk, a_whole_life())
    work_on(desk, a_whole_life())
    chat(desk)
    heard(desk)
    desk.seal_audit()
    before, was = counted(desk), left(url)
    assert was.count(CANARY) > 20
    clock.at, machine.at = NOON + LATER, NOON + LATER
    assert desk.forget_old().cases == 1
    desk.seal_audit()
    found = left(url)
    assert CANARY not in found
    assert "880088" not in found
    assert "13812345678" not in found
    assert "113.123456" not in found
    assert counted(desk) == before
    assert desk.verify_audit().bad == 0
    assert desk.check().faults == ()


def test_what_is_open_and_what_is_not_old_enough_stays(desk: Store, clock: FixedClock, machine: Machine) -> None:
    save(desk, Change(a_case("tg:1#1", text="还开着")))
    save(desk, Change(a_whole_life("tg:2#1", topic="劳动保障")), Change(a_whole_life("tg:3#1", closed_at=NOON + LATER)))
    clock.at = machine.at = NOON + LATER
    assert desk.forget_old().cases == 0
    with desk.unit_of_work() as uow:
        assert [uow.case(CaseId(f"tg:{n}#1")).text != "" for n in (1, 2, 3)] == [True] * 3


def test_links_between_cases_lead_to_what_they_led_to(desk: Store, url: str, clock: FixedClock) -> None:
    save(desk, Change(a_whole_life("tg:1#1")), Change(a_case("tg:2#1", same_as=CaseId("tg:1#1"))))
    clock.at = NOON + LATER
    desk.forget_old()
    with desk.unit_of_work() as uow:
        first = uow.case(uow.case(CaseId("tg:2#1")).same_as or CaseId(""))
    assert first.id.startswith("gone/")
    assert (first.text, first.reporter, first.matter, first.place) == ("", "", "路灯不亮", "大寨村1组")


def test_a_dry_run_counts_and_changes_nothing(desk: Store, url: str, clock: FixedClock, machine: Machine) -> None:
    live(desk, a_whole_life())
    heard(desk)
    clock.at = machine.at = NOON + LATER
    was = left(url)
    would = desk.forget_old(dry_run=True)
    assert left(url) == was
    assert would == desk.forget_old()
    assert would.cases == 1


def test_messages_of_an_open_case_lose_their_words_after_a_week_but_are_never_said_again(
    desk: Store, url: str, clock: FixedClock, machine: Machine
) -> None:
    save(
        desk, Change(a_case(), notifications=(a_message("once", CHAT, case=CaseId("tg:1#1")), a_message("loose", CHAT)))
    )
    for _ in range(2):
        for row in desk.outbox.claim(5, "courier", LEASE):
            desk.outbox.settle(row.id, Sent(1))
    clock.at = machine.at = NOON + timedelta(days=8)
    assert desk.forget_old().messages == 2
    with desk.unit_of_work() as uow:
        assert uow.said(["once", "loose"]) == {"once"}


def test_every_night_the_clock_does_it_once(desk: Store, url: str, clock: FixedClock, machine: Machine) -> None:
    live(desk, a_whole_life())
    clock.at = machine.at = NIGHT + LATER
    for hour in (-1, 0, 0, 0, 1):
        retain(desk.unit_of_work(), Look(NIGHT + LATER + timedelta(hours=hour)))
    assert CANARY not in left(url)
    with desk.unit_of_work() as uow:
        assert uow.bookmark("retained") == f"{NIGHT + LATER:%Y-%m-%d}"
    desk.seal_audit()
    assert '"retained"' in left(url).replace("'", '"')


def test_the_history_of_a_forgotten_case_tells_when_and_by_whom_but_not_what_was_said(
    desk: Store, url: str, clock: FixedClock, machine: Machine
) -> None:
    live(desk, a_whole_life())
    clock.at = machine.at = NOON + LATER
    desk.forget_old()
    with open_engine(url).begin() as db:
        lines = db.execute(select(event.c.what, event.c.actor, event.c.note).order_by(event.c.id)).all()
        ids = set(db.execute(select(event.c.case_id)).scalars())
        assert ids == set(db.execute(select(cases.c.id)).scalars())
    assert [tuple(line) for line in lines] == [
        ("filed", "citizen", ""), ("resolved", "Z1", ""), ("confirmed", "citizen", ""),
    ]  # fmt: skip


def test_a_worker_who_takes_back_a_step_after_the_case_was_forgotten_finds_none(desk: Store, clock: FixedClock) -> None:
    live(desk, a_whole_life())
    work_on(desk, a_whole_life())
    with desk.unit_of_work() as uow:
        uow.forget_person(ChatRef(CHAT))
        assert uow.last_undo(WORKER) is None
        uow.commit()


def test_a_whistle_of_a_forgotten_case_is_called_as_the_case_is(desk: Store, url: str) -> None:
    live(desk, a_whole_life())
    work_on(desk, a_whole_life())
    with desk.unit_of_work() as uow:
        uow.forget_person(ChatRef(CHAT))
        uow.commit()
    with open_engine(url).begin() as db:
        (row,) = db.execute(select(whistle.c.id, whistle.c.case_id)).all()
    assert row.case_id.startswith("gone/")
    assert row.id == f"{row.case_id}~1"


def test_of_a_chat_without_a_case_nothing_is_left_after_its_time(
    desk: Store, url: str, clock: FixedClock, machine: Machine
) -> None:
    chat(desk)
    clock.at = machine.at = NOON + LATER
    desk.forget_old()
    found = left(url)
    assert "880088" not in found
    assert CANARY not in found


def test_what_a_chat_said_lately_stays_and_so_does_whoever_is_stopped(
    desk: Store, url: str, clock: FixedClock, machine: Machine
) -> None:
    chat(desk, NOON + LATER - timedelta(days=6))
    clock.at = machine.at = NOON + LATER
    desk.forget_old()
    with desk.unit_of_work() as uow:
        assert uow.patience_of(ChatRef(CHAT)) is not None
        assert uow.notice_receipt(ChatRef(CHAT)) is not None
    assert kept_numbers(url) == [CANARY]
    chat(desk, stopped_until=NOON + LATER + timedelta(days=1), stopped_why="谩骂", stopped_by=PostCode("D"))
    desk.forget_old()
    with desk.unit_of_work() as uow:
        assert uow.patience_of(ChatRef(CHAT)) is not None


def test_a_number_stays_as_long_as_its_writer_has_a_case(
    desk: Store, url: str, clock: FixedClock, machine: Machine
) -> None:
    save(desk, Change(a_case(f"{CHAT}#9", reporter=ChatRef(CHAT)), numbers=(KeptNumber(ChatRef(CHAT), CANARY, NOON),)))
    clock.at = machine.at = NOON + LATER
    desk.forget_old()
    assert kept_numbers(url) == [CANARY]


def test_a_number_of_a_work_order_goes_with_its_case_although_the_desk_has_others(
    desk: Store, url: str, clock: FixedClock, machine: Machine
) -> None:
    old = a_whole_life("abc123", number="0302-777", reporter=WORKER)
    other = a_case("abc124", number="0302-778", reporter=WORKER)
    kept = tuple(KeptNumber(ChatRef(case.id), CANARY, NOON) for case in (old, other))
    save(desk, Change(old), Change(other, numbers=kept))
    clock.at = machine.at = NOON + timedelta(days=30)
    desk.forget_old()
    with open_engine(url).begin() as db:
        assert numbers_of(db, "abc123", KEYS) == [CANARY]
    clock.at = machine.at = NOON + LATER
    desk.forget_old()
    with open_engine(url).begin() as db:
        assert (numbers_of(db, "abc123", KEYS), numbers_of(db, "abc124", KEYS)) == ([], [CANARY])
