"""Whatever a messenger sends is stored, once, and handed out in order."""

import copy
import random
import string
from datetime import timedelta
from typing import Any

import pytest

from storage.raw_update import inbox_values, lane_of
from storage.store import Store
from tests.storage.conftest import LEASE, NOON

NOBODY: frozenset[str] = frozenset()


def text(update_id: int, message: int, chat: int = 1, kind: str = "message") -> dict[str, Any]:
    sender = {"id": chat, "is_bot": False, "first_name": "张"}
    body = {"message_id": message, "chat": {"id": chat, "type": "private"}, "from": sender, "text": "路灯不亮"}
    return {"update_id": update_id, kind: body}


def test_an_update_comes_back_as_it_was_stored(store: Store) -> None:
    assert store.inbox.store([text(5, 1)]) == 1
    (row,) = store.inbox.take(9, NOBODY, "me", LEASE)
    assert (row.raw, row.lane, row.attempts) == (text(5, 1), "1", 0)


def test_an_update_sent_twice_is_stored_once(store: Store) -> None:
    assert store.inbox.store([text(5, 1), text(5, 1)]) == 1
    assert store.inbox.store([text(5, 1), text(6, 2)]) == 1


def test_a_message_that_comes_again_under_a_new_update_id_is_known(store: Store) -> None:
    store.inbox.store([text(5, 1), text(6, 1, kind="channel_post", chat=-100)])
    assert store.inbox.store([text(900, 1), text(901, 1, kind="channel_post", chat=-100)]) == 0
    assert store.inbox.store([text(902, 1, chat=2)]) == 1


def test_an_edit_is_not_taken_for_its_original(store: Store) -> None:
    kinds = ("message", "edited_message", "edited_message", "callback_query")
    assert store.inbox.store([text(5 + n, 1, kind=kind) for n, kind in enumerate(kinds)]) == 4


def test_a_known_update_stays_known_after_it_was_handled(store: Store) -> None:
    store.inbox.store([text(5, 1)])
    store.inbox.settle(store.inbox.take(1, NOBODY, "me", LEASE)[0].id)
    assert store.inbox.store([text(5, 1)]) == 0
    assert store.inbox.waiting() == 0


def test_one_lane_is_handed_out_one_by_one_and_busy_lanes_not_at_all(store: Store) -> None:
    store.inbox.store([text(1, 1, chat=1), text(2, 2, chat=1), text(3, 1, chat=2), text(4, 1, chat=3)])
    assert [row.raw["update_id"] for row in store.inbox.take(9, NOBODY, "me", LEASE)] == [1, 3, 4]
    assert [row.raw["update_id"] for row in store.inbox.take(1, frozenset({"1"}), "me", LEASE)] == [3]
    store.inbox.settle(store.inbox.take(1, NOBODY, "me", LEASE)[0].id)
    assert [row.raw["update_id"] for row in store.inbox.take(9, frozenset({"2"}), "me", LEASE)] == [2, 4]


def test_an_update_to_be_tried_later_holds_its_lane_and_no_other(store: Store) -> None:
    store.inbox.store([text(1, 1, chat=1), text(2, 2, chat=1), text(3, 1, chat=2)])
    first, _ = store.inbox.take(9, NOBODY, "me", LEASE)
    store.inbox.retry(first.id, timedelta(minutes=1))
    assert [row.raw["update_id"] for row in store.inbox.take(9, NOBODY, "me", LEASE)] == [3]
    store.inbox.retry(first.id, timedelta(0))
    assert [(row.raw["update_id"], row.attempts) for row in store.inbox.take(1, NOBODY, "me", LEASE)] == [(1, 2)]


def test_a_parked_update_frees_its_lane_and_waits_for_a_person(store: Store) -> None:
    store.inbox.store([text(1, 1), text(2, 2)])
    store.inbox.settle(store.inbox.take(1, NOBODY, "me", LEASE)[0].id, "cannot be parsed")
    assert (store.inbox.parked(), store.inbox.waiting()) == (1, 1)
    assert store.inbox.take(1, NOBODY, "me", LEASE)[0].raw["update_id"] == 2


def test_what_was_done_is_not_parked_by_a_late_error(store: Store) -> None:
    store.inbox.store([text(1, 1)])
    row = store.inbox.take(1, NOBODY, "me", LEASE)[0].id
    store.inbox.settle(row)
    store.inbox.settle(row, "late")
    assert store.inbox.parked() == 0


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        (text(1, 1, chat=-7), "-7"),
        ({"update_id": 1, "callback_query": {"from": {"id": 3}, "message": {"chat": {"id": 4}}}}, "4"),
        ({"update_id": 1, "callback_query": {"from": {"id": 3}, "inline_message_id": "x"}}, "3"),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -9}, "from": {"id": 3}}}, "-9"),
        ({"update_id": 1, "poll_answer": {"poll_id": "1", "user": {"id": 3}}}, "3"),
        ({"update_id": 1, "message_reaction": {"chat": {"id": 6}, "user": {"id": 3}}}, "6"),
        ({"update_id": 1, "message": {"chat": {"id": "1"}, "from": {"id": True}}}, "other"),
        ({"update_id": 1}, "other"),
    ],
)
def test_an_update_runs_in_the_lane_of_its_chat(update: dict[str, Any], lane: str) -> None:
    assert lane_of(update) == lane


def test_half_a_surrogate_pair_and_a_nul_come_back_as_they_came(store: Store) -> None:
    odd = text(1, 1)
    odd["message"]["text"] = "a\ud83d\x00b"
    store.inbox.store([odd])
    assert store.inbox.take(1, NOBODY, "me", LEASE)[0].raw == odd


def test_what_has_no_update_id_is_parked_once(store: Store) -> None:
    junk = {"message": {"text": "?"}}
    assert store.inbox.store([junk, junk]) == 1
    assert store.inbox.store([junk, {"update_id": True}, {"update_id": "7"}, {"update_id": 2**70}, {}]) == 4
    assert (store.inbox.parked(), store.inbox.waiting()) == (5, 0)


def test_what_is_no_json_is_parked_and_does_not_hold_up_its_neighbours(store: Store) -> None:
    loop: dict[str, Any] = {"update_id": 3}
    loop["self"] = loop
    deep: dict[str, Any] = {"update_id": 4}
    for _ in range(100_000):
        deep = {"update_id": 4, "message": deep}
    odd: list[dict[Any, Any]] = [
        {"update_id": 1, "x": {1, 2}},
        {"update_id": 2, (1, 2): b"x"},
        loop,
        deep,
        {"update_id": 5, "x": 10**9999},
    ]
    assert store.inbox.store([*odd, text(9, 1)]) == 6
    assert (store.inbox.parked(), store.inbox.waiting()) == (5, 1)


def test_a_huge_update_is_stored(store: Store) -> None:
    huge = text(1, 1)
    huge["message"]["text"] = "路" * 4_000_000
    assert store.inbox.store([huge]) == 1
    assert len(store.inbox.take(1, NOBODY, "me", LEASE)[0].raw["message"]["text"]) == 4_000_000


def test_a_thousand_mutated_updates_are_all_stored(store: Store) -> None:
    chance = random.Random(7)
    updates = [mutated(text(n, n, chat=chance.randint(-3, 3)), chance) for n in range(1000)]
    stored = sum(store.inbox.store(updates[at : at + 50]) for at in range(0, 1000, 50))
    assert stored == store.inbox.waiting() + store.inbox.parked() == different(updates) > 900
    taken = 0
    while rows := store.inbox.take(100, NOBODY, "me", LEASE):
        for row in rows:
            store.inbox.settle(row.id)
        taken += len(rows)
    assert taken == stored - store.inbox.parked()


def different(updates: list[dict[str, Any]]) -> int:
    """How many are left when a mutation gave two updates one id, or one message."""
    seen: set[object] = set()
    count = 0
    for row in (inbox_values(update, NOON) for update in updates):
        names = {row["update_id"], row["message"]} - {None}
        count += names.isdisjoint(seen)
        seen |= names if names.isdisjoint(seen) else set()
    return count


def mutated(update: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """One place of the update gone, doubled, or turned into something else."""
    update = copy.deepcopy(update)
    update["salt"] = chance.random()
    where: Any = update
    while True:
        name = chance.choice([key for key in where if key != "salt"])
        if not isinstance(where[name], dict) or chance.random() < 0.3:
            break
        where = where[name]
    where[name] = chance.choice([*STRANGE, where[name]])
    if chance.random() < 0.2:
        del where[name]
    return update


STRANGE: list[Any] = [
    None, True, -1, 0, 2**63, -(2**63) - 1, 1.5, float("nan"), float("inf"), "", "\x00", "\ud800", "\u202e", [], {}, [[]],
    {"id": {}}, {"id": "1"}, "x" * 10_000, string.printable, {"chat": {"id": None}}, b"bytes", {1: 2}, [None] * 1000,
]  # fmt: skip


def test_lanes_that_had_their_turn_come_after_the_others(store: Store) -> None:
    store.inbox.store([text(n, 1, chat=n) for n in (1, 2, 3, 4)])
    had = frozenset({"1", "2"})

    def taken(limit: int, busy: frozenset[str] = NOBODY) -> list[int]:
        return [row.raw["update_id"] for row in store.inbox.take(limit, busy, "me", LEASE, had)]

    assert taken(1) == [3]
    assert taken(1, frozenset({"3"})) == [4]
    assert taken(3) == [3, 4, 1]
    assert taken(1, frozenset({"3", "4"})) == [1]
