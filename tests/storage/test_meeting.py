"""One process leads at a time, another takes over within seconds, and nobody takes what another has in hand."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import pytest

from storage import meeting as module
from storage.meeting import Meeting
from storage.store import DeskInUse, Store
from tests import waiting
from tests.databases import Prepared, copied, prepare
from tests.postgres import Server
from tests.storage.conftest import LEASE, RULES, FixedClock, fill

TAKEOVER_SECONDS = 10


@pytest.fixture(scope="module")
def shared(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(postgres, tmp_path_factory.mktemp("meeting"), fill)


@dataclass
class Process:
    """What one of several processes knows of the others."""

    store: Store
    terms: list[bool] = field(default_factory=list)
    news: threading.Event = field(default_factory=threading.Event)
    hangs: bool = False

    def join(self) -> Meeting:
        meeting = self.store.meeting()
        meeting.join(self.terms.append, self.news.set, lambda: not self.hangs)
        return meeting

    @property
    def leads(self) -> bool:
        return bool(self.terms) and self.terms[-1]


@pytest.fixture
def shared_url(shared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with copied(shared, tmp_path_factory.mktemp("url")) as url:
        yield url


@pytest.fixture
def two(shared_url: str) -> Iterator[tuple[Process, Process]]:
    with ExitStack() as house:
        stores = [Store(shared_url, FixedClock(), RULES) for _ in range(2)]
        for store in stores:
            house.callback(store.close)
        yield Process(stores[0]), Process(stores[1])


until = partial(waiting.until, seconds=TAKEOVER_SECONDS)


def test_one_leads_and_the_other_takes_over_when_it_leaves(two: tuple[Process, Process]) -> None:
    first, second = two
    meeting = first.join()
    until(lambda: first.leads)
    other = second.join()
    time.sleep(1.5)
    assert second.terms == []
    meeting.leave()
    until(lambda: second.leads)
    assert first.terms == [True, False]
    other.leave()


def test_whoever_is_cut_off_no_longer_leads_and_comes_back(
    two: tuple[Process, Process], shared_url: str, postgres: Server
) -> None:
    first, second = two
    meetings = [first.join()]
    until(lambda: first.leads)
    meetings.append(second.join())
    postgres.cut_off(shared_url)
    until(lambda: first.terms[:2] == [True, False])
    until(lambda: first.leads != second.leads)
    time.sleep(1.5)
    assert first.leads != second.leads
    for meeting in meetings:
        meeting.leave()


def test_a_leader_that_hangs_gives_its_place_away(two: tuple[Process, Process]) -> None:
    first, second = two
    meetings = [first.join()]
    until(lambda: first.leads)
    meetings.append(second.join())
    first.hangs = True
    until(lambda: second.leads)
    assert first.terms == [True, False]
    for meeting in meetings:
        meeting.leave()


def test_the_leader_hears_at_once_that_there_is_news(two: tuple[Process, Process]) -> None:
    first, second = two
    meeting = first.join()
    until(lambda: first.leads)
    second.store.tell_leader()
    assert first.news.wait(0.5)
    meeting.leave()


def test_two_processes_never_have_a_lane_at_once(two: tuple[Process, Process]) -> None:
    first, second = two[0].store.inbox, two[1].store.inbox
    first.store([_update(1, chat=1), _update(2, chat=1), _update(3, chat=2)])
    nobody: frozenset[str] = frozenset()
    (one,) = first.take(1, nobody, "first", LEASE)
    assert [row.raw["update_id"] for row in second.take(9, nobody, "second", LEASE)] == [3]
    first.settle(one.id)
    assert [row.raw["update_id"] for row in second.take(9, frozenset({"2"}), "second", LEASE)] == [2]


def test_what_a_dead_process_had_in_hand_is_free_when_its_lease_is_over(two: tuple[Process, Process]) -> None:
    first, second = two[0].store.inbox, two[1].store.inbox
    first.store([_update(1, chat=1)])
    first.take(1, frozenset(), "first", timedelta(seconds=1))
    assert second.take(1, frozenset(), "second", LEASE) == []
    time.sleep(1.05)
    assert len(second.take(1, frozenset(), "second", LEASE)) == 1


def test_many_takers_share_the_lanes_without_a_double(two: tuple[Process, Process]) -> None:
    inboxes = [process.store.inbox for process in two]
    inboxes[0].store([_update(n, chat=n % 40) for n in range(400)])
    order: dict[str, list[int]] = {}
    lock = threading.Lock()

    def work(name: str, inbox_number: int) -> None:
        inbox = inboxes[inbox_number]
        while inbox.waiting():
            for row in inbox.take(5, frozenset(), name, LEASE):
                with lock:
                    order.setdefault(row.lane, []).append(row.raw["update_id"])
                inbox.settle(row.id)

    threads = [threading.Thread(target=work, args=(f"taker{n}", n % 2)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(map(len, order.values())) == 400
    assert all(ids == sorted(ids) for ids in order.values())


def test_a_second_process_on_a_file_is_kept_out(file_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FILE_PATIENCE_SECONDS", 0.1)
    first, second = (Process(Store(file_url, FixedClock(), RULES)) for _ in range(2))
    meeting = first.join()
    assert first.leads
    with pytest.raises(DeskInUse):
        second.join()
    meeting.leave()
    second.join().leave()
    assert second.leads


def _update(number: int, chat: int) -> dict[str, object]:
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": chat}, "text": "路灯坏了"}}
