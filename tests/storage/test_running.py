"""The numbers that a monitoring program reads, on both engines."""

from datetime import timedelta

from cases.model import Change, Status
from cases.pages.running import Running
from storage.store import Store
from tests.storage.conftest import NOON, FixedClock, a_case, a_message, save


def test_an_idle_desk_waits_for_nothing(store: Store) -> None:
    assert store.running.running() == Running()


def test_what_waits_is_counted_and_its_age_told(store: Store, clock: FixedClock) -> None:
    late = a_case("a", number="0306-001", look_at=NOON - timedelta(minutes=5))
    done = a_case("b", number="0306-002", status=Status.CONFIRMED, look_at=None)
    store.inbox.store([{"update_id": 1, "message": {"message_id": 5, "chat": {"id": 8}, "text": "x"}}])
    save(store, Change(late, notifications=(a_message("k", "tg:1"),)), Change(done))
    found = store.running.running()
    assert (found.inbox, found.outbox, found.late, found.open) == (1, 1, 300.0, {"filed": 1})
    assert found.inbox_age >= 0
