"""A desk with a row of every kind in every table, and a way to see all of a database at once."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from cases.deeds import Act, Deed
from cases.hooks import OFFICE, Webhook
from cases.messages import Reminder
from cases.model import (
    Actor,
    Attachment,
    Attendance,
    BindCode,
    Binding,
    CaseId,
    Change,
    ChatRef,
    Contest,
    Dismissal,
    Doubt,
    Entry,
    Event,
    Footing,
    Ground,
    Happening,
    KeptNumber,
    LearntLandmark,
    Leave,
    Media,
    Notice,
    NoticeReceipt,
    Notification,
    Patience,
    PersonRef,
    Picture,
    PostCode,
    Praise,
    Priority,
    Rating,
    Shown,
    SignIn,
    Source,
    Subscription,
    Surge,
    Undo,
    Unsaid,
    Whistle,
)
from cases.months import Month
from cases.ports import RetryLater, Sent, Undeliverable
from cases.scores import Answers, Satisfied, Solved
from storage.engine import open_engine
from storage.store import Store
from storage.tables import metadata, outbox
from tests.storage.conftest import LEASE, NOON, a_card, a_case, a_draft, a_matter, a_message, save

ROUGH = "零宽\u200b 𠮷 👨‍👩‍👧 \"引号\" \\ 'x' \x07 %s :name {} \r\n"
Rows = dict[str, list[tuple[Any, ...]]]


def fill_desk(store: Store) -> None:
    _file(store)
    _say(store)
    save(
        store,
        Change(
            draft=a_draft(
                text=ROUGH, also=(a_matter(text=ROUGH),), lon=113.25, lat=-35.125, message=2**40, expires_at=NOON
            )
        ),
    )
    save(store, Change(binding=Binding(PostCode("D"), ChatRef("tg:-100"), PersonRef("tg:9"), ROUGH, NOON)))
    save(store, Change(landmark=LearntLandmark("老面粉厂", "老面粉厂对面", "G1", PostCode("Z1"), NOON)))
    given = Answers(contacted=True, solved=Solved.PARTLY, satisfied=Satisfied.FAIRLY)
    save(store, Change(rating=Rating(CaseId("tg:1#1"), PostCode("Z1"), given, NOON)))
    notice = Notice("n", PostCode("V1"), "V1", ROUGH, ChatRef("tg:5"), NOON, NOON, NOON, tasked=True)
    save(store, Change(notice=notice, subscriptions=(Subscription(ChatRef("tg:5"), "G1", ROUGH, NOON, NOON),)))
    save(store, Change(receipts=(NoticeReceipt("n", ChatRef("tg:5"), "G1", ROUGH, NOON),)))
    crowd = Surge("s", "V1", PostCode("V1"), ROUGH, NOON, NOON, 10, ROUGH, NOON, NOON, PostCode("V1"), ROUGH, NOON)
    save(store, Change(surges=(replace(crowd, leading=CaseId("tg:1#1"), ended_at=NOON),)))
    store.save_attendance([(Month(2026, 3), Attendance(PostCode("Z1"), 22, 20))])
    save(store, Change(contest=Contest(CaseId("tg:1#1"), PostCode("V1"), ROUGH, NOON, upheld=True, decided_at=NOON)))
    save(
        store,
        Change(entry=Entry(CaseId("tg:1#1"), Source.HOTLINE, PostCode("V1"), NOON, "GD20260306", done=True)),
    )
    store.api_keys.add("tool", "secret")
    store.hooks.add(Webhook("w1", "https://a.example/b", ("closed",), NOON), "secret")
    store.hooks.add(Webhook("12345", OFFICE, ("all",), NOON), "")
    done = a_case("tg:1#hook", number="0302-990", source=Source.HOTLINE)
    save(store, Change(case=done, events=(Event(done.id, Happening.CONFIRMED, NOON, "citizen"),)))
    store.hooks.failed(store.hooks.claim(1, 0)[0].row, ROUGH, None)
    footing = Footing(**{one.name: getattr(a_case(), one.name) for one in fields(Footing)})
    save(
        store, Change(undo=Undo(CaseId("tg:1#1"), ChatRef("tg:501"), PostCode("Z1"), Happening.ACCEPTED, NOON, footing))
    )
    save(store, Change(whistles=(_whistle(),)))
    sent = Picture(
        "p", CaseId("tg:1#1"), "AgAC", Shown.DONE, NOON, PostCode("Z1"), ChatRef("tg:501"), PersonRef("tg:9"), NOON
    )
    save(store, Change(pictures=(sent,)))
    seen = replace(
        sent,
        look_at=None,
        tries=1,
        shape="0123456789abcdef" * 2,
        doubt=Doubt.KEPT,
        like=CaseId("tg:1#0"),
        asked_at=NOON,
    )
    save(store, Change(pictures=(seen,)))
    save(store, Change(leaves=(Leave("l", PostCode("Z1"), NOON, NOON + timedelta(days=1)),)))
    told = Dismissal(
        CaseId("tg:1#1"),
        Ground.COURT,
        ROUGH,
        PostCode("Z1"),
        NOON,
        PersonRef("tg:9"),
        PostCode("V1"),
        ROUGH,
        PostCode("D"),
    )
    save(store, Change(dismissal=told))
    save(store, Change(praise=Praise("p", PostCode("Z1"), "G1", CaseId("tg:1#1"), NOON)))
    stopped = Patience(ChatRef("tg:1"), "d", 2, NOON, NOON, NOON, ROUGH, PostCode("D"), CaseId("tg:1#1"))
    save(store, Change(patience=stopped))
    by = Actor(ChatRef("tg:-100"), PersonRef("tg:9"), ROUGH, group=True)
    save(store, Change(sign_in=SignIn("link", by, NOON, "session", NOON, ended=True)))
    save(store, Change(code=BindCode("digest", PostCode("V1"), NOON + timedelta(days=1), NOON)))
    store.inbox.store(
        [{"update_id": n, "message": {"chat": {"id": n % 3}, "text": ROUGH + "\x00\ud800"}} for n in range(5)]
    )
    first, second, _ = store.inbox.take(3, frozenset(), "pump", LEASE)
    store.inbox.settle(first.id)
    store.inbox.settle(second.id, "KeyError")
    unsaid = Unsaid(CaseId("tg:1#2"), ChatRef("tg:1"), Happening.FILED, NOON + timedelta(microseconds=2), ROUGH, "")
    save(store, Change(unsaid=unsaid))
    save(store, Change(numbers=(KeptNumber(ChatRef("tg:1"), "13812345678", NOON),)))
    store.seal_audit()
    save(store, Change(deeds=(Deed(Act.REFUSED, NOON, "Z1", "tg:9", "tg:1#1", "NotYours"),)))


def _whistle() -> Whistle:
    files = (Attachment(Media.PHOTO, "AgAC"),)
    case, hour = CaseId("tg:1#1"), timedelta(hours=1)
    return Whistle(
        f"{case}~1",
        case,
        PostCode("B1"),
        PostCode("Z1"),
        ROUGH,
        NOON,
        NOON,
        NOON + hour,
        said=ROUGH,
        proof=files,
        look_at=NOON + hour,
    )


def _file(store: Store) -> None:
    files = (Attachment(Media.PHOTO, "AgAC"),)
    for n in range(3):
        case = a_case(f"tg:1#{n}", number=f"0306-{n:03}", text=ROUGH, attachments=files, lon=113.123456789, lat=0.0)
        event = Event(CaseId(case.id), Happening.FILED, NOON + timedelta(microseconds=n), "citizen", ROUGH)
        save(store, Change(case, events=(event,)))
    with store.unit_of_work() as uow:
        for _ in range(3):
            uow.next_number(NOON)
        uow.commit()


def _say(store: Store) -> None:
    """A row in each state, most of them in a chat of their own."""
    card = Notification(
        "card", ChatRef("tg:501"), a_card(a_case()), Priority.CARD, CaseId("tg:1#1"), PostCode("Z1"), "card/1"
    )
    save(
        store,
        Change(notifications=(card, a_message("dead", "tg:2"), a_message("retry", "tg:3"), a_message("air", "tg:4"))),
    )
    for row in store.outbox.claim(10, "courier", LEASE):
        match row.chat:
            case "tg:501":
                store.outbox.settle(row.id, Sent(77))
            case "tg:2":
                store.outbox.settle(row.id, Undeliverable("blocked"))
            case "tg:3":
                store.outbox.settle(row.id, RetryLater(30, uncertain=True))
    later = NOON + timedelta(hours=9)
    reminder = Reminder("tg:1#1", "0306-001", "路灯不亮", "大寨村1组", "warn", NOON)
    waiting = (
        a_message("due", "tg:5"),
        a_message("later", "tg:6", not_before=later),
        a_message("reminder/tg:1#1/a", "tg:7", Priority.REMINDER, message=reminder),
        a_message("reminder/tg:1#1/b", "tg:8", Priority.REMINDER, message=reminder, not_before=later),
        a_message("reminder/tg:1#1/alarm", "tg:9", Priority.ALARM, message=reminder),
        a_message("moot/1", "tg:10"),
    )
    save(store, Change(notifications=waiting), Change(withdrawn=("moot/",)))


def all_rows(url: str) -> Rows:
    """Of every table, in an order of their own."""
    engine = open_engine(url)
    try:
        with engine.begin() as db:
            return {
                table.name: sorted((tuple(row) for row in db.execute(select(table))), key=repr)
                for table in metadata.sorted_tables
            }
    finally:
        engine.dispose()


def outbox_state(url: str) -> dict[str, tuple[str, bool]]:
    """key -> (state, uncertain)"""
    engine = open_engine(url)
    try:
        with engine.begin() as db:
            found = db.execute(select(outbox.c.key, outbox.c.state, outbox.c.uncertain))
            return {row.key: (row.state, row.uncertain) for row in found}
    finally:
        engine.dispose()
