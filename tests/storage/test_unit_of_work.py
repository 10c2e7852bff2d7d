"""One transaction: everything a command changes, or nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy.exc import IntegrityError

from cases.errors import NoSuchCase
from cases.messages import Closed
from cases.model import (
    Actor,
    Change,
    ChatRef,
    Draft,
    Event,
    Happening,
    PersonRef,
    Status,
)
from cases.model import CaseId as Id
from cases.ports import Sent
from storage.store import AlreadySettled, StaleCase, Store
from tests.postgres import Server
from tests.storage.conftest import LEASE, NOON, RULES, SHANGHAI, FixedClock, a_case, a_draft, a_message, filed, save

# --- all or nothing ---


def test_what_is_not_committed_never_happened(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.record(Change(a_case(), notifications=(a_message("k"),), draft=a_draft()))
    with store.unit_of_work() as uow:
        assert uow.find(Id("tg:1#1")) is None
        assert uow.draft(Id("tg:1#9")) is None
        assert not uow.said(["k"])


def test_an_error_in_the_middle_takes_everything_back(store: Store) -> None:
    broken = a_message("k", to=None, message=Closed("张大爷的话", "silent"))
    with pytest.raises(IntegrityError) as error:
        save(store, Change(a_case()), Change(notifications=(broken,)))
    assert "张大爷的话" not in str(error.value)
    with store.unit_of_work() as uow:
        assert uow.find(Id("tg:1#1")) is None
    save(store, Change(a_case()))  # the writer's place is free again


def test_a_filed_case_comes_back_with_its_history_in_the_desks_zone(store: Store) -> None:
    event = Event(Id("tg:1#1"), Happening.FILED, NOON, "citizen", "路灯不亮")
    save(store, Change(a_case(), events=(event,)))
    with store.unit_of_work() as uow:
        found = uow.by_number("0306-001")
        assert found == replace(a_case(), version=1)
        assert found.due_at.tzinfo is SHANGHAI
        assert uow.history(found.id) == [event]


def test_a_missing_case_is_refused_by_its_number(store: Store) -> None:
    with store.unit_of_work() as uow:
        with pytest.raises(NoSuchCase):
            uow.case(Id("nothing"))
        with pytest.raises(NoSuchCase) as refusal:
            uow.by_number("0101-001")
    assert refusal.value.number == "0101-001"


def test_whoever_read_an_old_version_cannot_overwrite_a_newer_one(store: Store) -> None:
    case = filed(store)
    save(store, Change(replace(case, status=Status.ACCEPTED)))
    with pytest.raises(StaleCase):
        save(store, Change(replace(case, text="late"), notifications=(a_message("late"),)))
    with store.unit_of_work() as uow:
        assert uow.case(case.id).status is Status.ACCEPTED
        assert uow.case(case.id).version == 2
        assert not uow.said(["late"])


def test_a_draft_cannot_be_filed_twice(store: Store) -> None:
    filed(store)
    with pytest.raises(StaleCase):
        save(store, Change(a_case(text="again")))


def test_a_change_of_an_unknown_case_is_stale_and_not_an_insert(store: Store) -> None:
    with pytest.raises(StaleCase):
        save(store, Change(replace(a_case(), version=3)))


def test_what_is_said_once_is_said_for_ever(store: Store) -> None:
    save(store, Change(notifications=(a_message("k"), a_message("k"), a_message("other"))))
    save(store, Change(notifications=(a_message("k", message=Closed("new", "silent")),)))
    assert store.outbox.waiting() == 2
    with store.unit_of_work() as uow:
        assert uow.said(["k"])
        assert not uow.said(["K"])


def test_withdrawing_takes_only_the_unsent_messages_of_a_prefix(store: Store) -> None:
    keys = ["ladder/1/0", "ladder/1/1", "ladder/10/0", "LADDER/1/2", "ladder/1"]
    save(store, Change(notifications=tuple(a_message(key, f"tg:{key}") for key in keys)))
    sent = next(row for row in store.outbox.claim(9, "me", LEASE) if row.chat == "tg:ladder/1/0")
    store.outbox.settle(sent.id, Sent(5))
    save(store, Change(withdrawn=("ladder/1/",), notifications=(a_message("ladder/1/2"),)))
    assert store.outbox.waiting() == 4  # the two others in flight, ladder/1 in flight, and the one just said


def test_an_update_that_had_its_effect_has_none_again(store: Store) -> None:
    store.inbox.store([{"update_id": 7}])
    (row,) = store.inbox.take(1, frozenset(), "me", LEASE)
    with store.unit_of_work(settles=row.id) as uow:
        uow.record(Change(a_case()))
        uow.commit()
    assert store.inbox.waiting() == 0
    with pytest.raises(AlreadySettled), store.unit_of_work(settles=row.id):
        pass
    save(store, Change(draft=a_draft()))  # and the connection was given back


def test_a_failed_unit_leaves_its_update_to_be_handled_again(store: Store) -> None:
    store.inbox.store([{"update_id": 7}])
    (row,) = store.inbox.take(1, frozenset(), "me", LEASE)
    with store.unit_of_work(settles=row.id) as uow:
        uow.record(Change(a_case()))
    assert [again.id for again in store.inbox.take(1, frozenset(), "me", LEASE)] == [row.id]


def test_a_look_does_not_wait_for_an_open_unit_and_does_not_see_into_it(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.record(Change(a_case(), notifications=(a_message("k"),)))
        assert store.glance.case_list(None, 9) == []
        assert store.outbox.waiting() == 0
        assert store.outbox.claim(1, "me", LEASE) == ()
        assert store.inbox.take(1, frozenset(), "me", LEASE) == []


# --- numbers ---


def test_numbers_count_from_one_every_day_of_the_desks_zone(store: Store) -> None:
    before_midnight = NOON.replace(hour=23, minute=59)
    with store.unit_of_work() as uow:
        assert uow.next_number(NOON) == "0306-001"
        assert uow.next_number(before_midnight) == "0306-002"
        assert uow.next_number(before_midnight + timedelta(minutes=1)) == "0307-001"
        uow.commit()


def test_a_number_that_was_rolled_back_is_free_again(store: Store) -> None:
    with store.unit_of_work() as uow:
        assert uow.next_number(NOON) == "0306-001"
    with store.unit_of_work() as uow:
        assert uow.next_number(NOON) == "0306-001"


def test_numbers_grow_a_digit_after_999(store: Store) -> None:
    with store.unit_of_work() as uow:
        numbers = [uow.next_number(NOON) for _ in range(1001)]
    assert numbers[998:] == ["0306-999", "0306-1000", "0306-1001"]


def test_many_threads_never_share_a_number(store: Store) -> None:
    def one(turn: int) -> str:
        with store.unit_of_work() as uow:
            number = uow.next_number(NOON)
            uow.record(Change(a_case(f"tg:{turn}#1", number=number)))
            uow.commit()
            return number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(one, range(120)))
    assert sorted(numbers) == [f"0306-{n:03}" for n in range(1, 121)]


def test_a_resident_who_answers_while_the_clock_files_for_them_does_not_open_the_draft_again(
    url: str, server: Server | None
) -> None:
    if server is None:
        pytest.skip("SQLite has one writer")
    first, second = (Store(url, FixedClock(), RULES) for _ in range(2))
    save(first, Change(draft=a_draft(expires_at=NOON)))
    me = Actor(ChatRef("tg:1"), PersonRef("tg:1"))
    seen: list[Draft | None] = []

    def answer() -> None:
        with second.unit_of_work() as uow:
            seen.append(uow.draft_of(me))

    with first.unit_of_work() as uow:
        (found,) = uow.due_drafts(NOON, 9)
        uow.record(Change(a_case(found.id), draft=replace(found, closed=True)))
        thread = Thread(target=answer)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "it waits for whoever has the draft"
        uow.commit()
    thread.join()
    assert seen == [None]
    for store in (first, second):
        store.close()
