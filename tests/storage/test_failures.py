"""What could not be delivered or handled: a person sees it, tries it again or lets it go."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from cases.messages import Reminder
from cases.model import CaseId, Change, ChatRef, Notification, PostCode, Priority
from cases.ports import OutboxRow, RetryLater, Sent, Undeliverable
from storage.engine import open_engine
from storage.store import Store
from storage.tables import outbox
from tests.storage.conftest import LEASE, NOON, FixedClock, a_card, a_message, filed, save

WHY = "Forbidden: bot was blocked by the user"
WORDS = "我家漏水三天没人管"


def claim(store: Store) -> list[OutboxRow]:
    return list(store.outbox.claim(10, "courier", LEASE))


def bury(store: Store, *keys: str, to: str = "tg:501") -> None:
    save(store, Change(notifications=tuple(a_message(key, to) for key in keys)))
    for _ in keys:
        (row,) = claim(store)
        store.outbox.settle(row.id, Undeliverable(WHY))


def park(store: Store, *updates: dict[str, Any]) -> None:
    store.inbox.store(updates)
    while taken := store.inbox.take(10, frozenset(), "pump", LEASE):
        for row in taken:
            store.inbox.settle(row.id, "KeyError")


def a_letter_about(store: Store, key: str, **more: Any) -> Notification:
    case = filed(store)
    return Notification(key, ChatRef("tg:501"), a_card(case), Priority.CARD, case=case.id, **more)


# --- letters ---


def test_a_dead_letter_tells_whom_it_was_for_and_why_and_nothing_of_what_it_said(store: Store) -> None:
    save(store, Change(notifications=(a_letter_about(store, "k", post=PostCode("Z1"), slot="card/1"),)))
    store.outbox.settle(claim(store)[0].id, Undeliverable(WHY))
    (letter,) = store.failures.dead_letters(10)
    assert (letter.kind, letter.number, letter.post, letter.chat, letter.why) == (
        "card", "0306-001", "王芳", "tg:501", WHY,
    )  # fmt: skip
    assert letter.at.utcoffset() == timedelta(hours=8)
    assert "路灯" not in str(asdict(letter))
    assert "张大爷" not in str(asdict(letter))


def test_a_letter_to_nobody_in_particular_is_named_by_whoever_answers_in_that_chat(store: Store) -> None:
    bury(store, "worker")
    bury(store, "resident", to="tg:1")
    assert [letter.post for letter in store.failures.dead_letters(10)] == ["", "王芳"]


def test_the_newest_failures_come_first_and_only_so_many(store: Store) -> None:
    bury(store, "a", "b", "c")
    park(store, {"update_id": 1, "message": {}}, {"update_id": 2, "callback_query": {}})
    assert len(store.failures.dead_letters(2)) == 2
    assert [update.kind for update in store.failures.parked_updates(9)] == ["callback_query", "message"]


def test_a_letter_sent_again_is_due_at_once_and_unmarked_when_it_cannot_have_arrived(store: Store) -> None:
    bury(store, "k")
    row = store.failures.dead_letters(1)[0].row
    assert store.failures.send_again([row]) == 1
    (again,) = claim(store)
    assert (again.id, again.attempts, again.resend) == (row, 1, False)
    assert store.failures.dead_letters(1) == []


def test_a_letter_that_may_have_arrived_is_marked_when_it_is_sent_again(store: Store, url: str) -> None:
    save(store, Change(notifications=(a_message("k"),)))
    (row,) = claim(store)
    store.outbox.settle(row.id, RetryLater(0, uncertain=True))
    store.outbox.settle(row.id, Undeliverable(WHY))
    store.failures.send_again(None)
    assert claim(store)[0].resend


def test_a_letter_is_sent_again_once_and_one_that_was_sent_is_not(store: Store) -> None:
    bury(store, "k")
    assert store.failures.send_again(None) == 1
    (row,) = claim(store)
    store.outbox.settle(row.id, Sent(7))
    assert store.failures.send_again([row.id]) == 0
    assert store.failures.drop_letters([row.id]) == 0
    assert claim(store) == []


def test_an_old_card_is_never_written_over_a_newer_one(store: Store) -> None:
    save(store, Change(notifications=(a_letter_about(store, "old", slot="card/1"),)))
    store.outbox.settle(claim(store)[0].id, Undeliverable(WHY))
    newer = Notification("new", ChatRef("tg:501"), a_card(_again(store)), Priority.CARD, slot="card/1")
    save(store, Change(notifications=(newer,)))
    store.outbox.settle(claim(store)[0].id, Sent(9))
    assert store.failures.send_again(None) == 0
    assert (claim(store), store.outbox.dead()) == ([], 0)


def _again(store: Store) -> Any:
    with store.unit_of_work() as uow:
        return uow.case(CaseId("tg:1#1"))


def test_a_reminder_that_is_no_longer_true_is_dead_for_good(store: Store) -> None:
    reminder = Reminder("tg:1#1", "0306-001", "路灯不亮", "大寨村1组", "warn", NOON)
    save(store, Change(notifications=(a_message("reminder/tg:1#1/warn", message=reminder),)))
    store.outbox.settle(claim(store)[0].id, Undeliverable(WHY))
    save(store, Change(withdrawn=("reminder/tg:1#1/",)))
    assert (store.failures.send_again(None), claim(store), store.outbox.dead()) == (0, [], 0)


def test_a_letter_let_go_is_neither_listed_nor_sent(store: Store) -> None:
    bury(store, "a", "b")
    newest, oldest = store.failures.dead_letters(9)
    assert store.failures.drop_letters([newest.row, 999]) == 1
    assert store.failures.dead_letters(9) == [oldest]
    assert claim(store) == []


# --- updates ---


def test_a_parked_update_tells_its_kind_and_its_error_and_no_words(store: Store) -> None:
    park(store, {"update_id": 1, "message": {"chat": {"id": 1}, "text": WORDS}})
    (parked,) = store.failures.parked_updates(9)
    assert (parked.kind, parked.lane, parked.why) == ("message", "1", "KeyError")
    assert WORDS not in str(asdict(parked))


@pytest.mark.parametrize("strange", [{WORDS: {}}, {WORDS: float("nan")}, {"text": WORDS}, {"message": set()}])
def test_a_name_that_somebody_invented_is_not_repeated(store: Store, strange: dict[str, Any]) -> None:
    park(store, {"update_id": 1, **strange})
    (parked,) = store.failures.parked_updates(9)
    assert parked.kind in {"", "message"}
    assert WORDS not in str(asdict(parked))


def test_an_update_handled_again_comes_like_a_fresh_one(store: Store) -> None:
    park(store, {"update_id": 1, "message": {}}, {"update_id": 2, "message": {}})
    newest, _ = store.failures.parked_updates(9)
    assert store.failures.handle_again([newest.row]) == 1
    (row,) = store.inbox.take(9, frozenset(), "pump", LEASE)
    assert (row.id, row.attempts) == (newest.row, 0)
    assert store.failures.handle_again(None) == 1
    assert store.inbox.parked() == 0


def test_an_update_let_go_is_settled(store: Store) -> None:
    park(store, {"update_id": 1, "message": {}})
    assert store.failures.drop_updates(None) == 1
    assert (store.inbox.parked(), store.inbox.waiting()) == (0, 0)
    assert store.failures.handle_again(None) == 0


def test_a_reason_of_any_length_is_shown_short(store: Store, url: str, clock: FixedClock) -> None:
    bury(store, "k")
    engine = open_engine(url)
    with engine.begin() as db:
        db.execute(update(outbox).values(why="x" * 5000))
    engine.dispose()
    assert len(store.failures.dead_letters(1)[0].why) == 200
