"""Messages go out in order, one at a time per chat, the pressing ones first, and none is lost between the two."""

from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from cases.messages import Closed
from cases.model import (
    Actor,
    Binding,
    Change,
    ChatRef,
    Draft,
    DraftState,
    Footing,
    Happening,
    Notification,
    PersonRef,
    PostCode,
    Priority,
    Undo,
)
from cases.model import CaseId as Id
from cases.ports import Moved, OurFault, OutboxRow, RetryLater, Sent, Undeliverable
from storage.engine import open_engine
from storage.store import Store
from tests.databases import Prepared, copied
from tests.storage.conftest import NOON, RULES, FixedClock, a_case, a_message, save

LEASE = timedelta(minutes=5)
GONE = timedelta(0)
"""A lease that has run out as soon as it was given, as after a crash."""


def say(store: Store, *said: Notification) -> None:
    with store.unit_of_work() as uow:
        uow.record(Change(notifications=said))
        uow.commit()


def claim(
    store: Store, limit: int = 99, lease: timedelta = LEASE, **passed_over: frozenset[ChatRef]
) -> list[OutboxRow]:
    return list(store.outbox.claim(limit, "me", lease, **passed_over))


def texts(rows: list[OutboxRow]) -> list[str]:
    return [row.message.number for row in rows if isinstance(row.message, Closed)]


def deliver_all(store: Store) -> list[str]:
    """What arrives when everything works, in order."""
    arrived: list[str] = []
    while rows := claim(store):
        for row in rows:
            arrived += texts([row])
            store.outbox.settle(row.id, Sent(100 + row.id))
    return arrived


# --- order ---


def test_the_pressing_chats_go_first_and_then_the_longest_waiting(store: Store) -> None:
    say(store, a_message("digest", "tg:1", Priority.DIGEST), a_message("card", "tg:2", Priority.CARD))
    say(store, a_message("answer", "tg:3"), a_message("alarm", "tg:4", Priority.ALARM), a_message("later", "tg:5"))
    assert texts(claim(store)) == ["alarm", "answer", "later", "card", "digest"]


def test_a_limit_takes_the_most_pressing(store: Store) -> None:
    say(store, a_message("digest", "tg:1", Priority.DIGEST), a_message("answer", "tg:2"), a_message("b", "tg:3"))
    assert texts(claim(store, 1)) == ["answer"]
    assert texts(claim(store, 1)) == ["b"]


def test_one_chat_gets_one_message_at_a_time_in_the_order_they_were_said(store: Store) -> None:
    say(
        store,
        *(a_message(str(n), priority=p) for n, p in enumerate((Priority.REMINDER, Priority.CARD, Priority.ANSWER))),
    )
    (first,) = claim(store)
    assert claim(store) == []
    store.outbox.settle(first.id, Sent(1))
    assert texts([first]) + deliver_all(store) == ["0", "1", "2"]


def test_an_answer_behind_a_digest_pulls_its_chat_forward(store: Store) -> None:
    say(store, a_message("digest", "tg:1", Priority.DIGEST), a_message("card", "tg:2", Priority.CARD))
    say(store, a_message("answer", "tg:1", Priority.ANSWER))
    assert texts(claim(store, 1)) == ["digest"]


def test_an_alarm_passes_what_waits_in_its_chat_but_not_what_is_in_the_air(store: Store) -> None:
    say(store, a_message("one"), a_message("two"))
    (flying,) = claim(store)
    say(store, a_message("alarm", priority=Priority.ALARM))
    assert claim(store) == []
    store.outbox.settle(flying.id, Sent(1))
    assert deliver_all(store) == ["alarm", "two"]


def test_an_alarm_passes_a_message_that_waits_for_its_next_try(store: Store) -> None:
    say(store, a_message("one"))
    store.outbox.settle(claim(store)[0].id, RetryLater(600))
    say(store, a_message("two"), a_message("alarm", priority=Priority.ALARM))
    assert deliver_all(store) == ["alarm"]


# --- time ---


def test_a_message_for_the_morning_waits_for_the_desks_clock_and_holds_up_nobody(
    store: Store, clock: FixedClock
) -> None:
    say(store, a_message("morning", not_before=NOON + timedelta(hours=20)), a_message("now"))
    assert store.outbox.waiting() == 1
    assert deliver_all(store) == ["now"]
    clock.at += timedelta(hours=20)
    assert store.outbox.waiting() == 1
    assert deliver_all(store) == ["morning"]


def test_a_desk_clock_that_leaps_does_not_end_a_lease_or_a_pause(store: Store, clock: FixedClock) -> None:
    say(store, a_message("flying", "tg:1"), a_message("pausing", "tg:2"))
    _, pausing = claim(store)
    store.outbox.settle(pausing.id, RetryLater(60))
    clock.at += timedelta(days=3650)
    assert claim(store) == []


def test_a_later_try_keeps_its_place_before_the_rest_of_its_chat(store: Store) -> None:
    say(store, a_message("one"), a_message("two"))
    (row,) = claim(store)
    store.outbox.settle(row.id, RetryLater(60))
    assert claim(store) == []
    store.outbox.settle(row.id, RetryLater(0))
    (row,) = claim(store)
    assert (texts([row]), row.attempts, row.resend) == (["one"], 2, False)


def test_an_answer_does_not_hurry_the_message_that_waits_before_it(store: Store) -> None:
    say(store, a_message("card", priority=Priority.CARD))
    store.outbox.settle(claim(store)[0].id, RetryLater(60))
    say(store, a_message("answer"))
    assert claim(store) == []


# --- perhaps it arrived ---


def test_a_message_whose_sender_vanished_comes_again_with_the_resend_mark(store: Store) -> None:
    say(store, a_message("one"))
    (first,) = claim(store, lease=GONE)
    (second,) = claim(store, lease=GONE)
    assert (first.resend, second.resend) == (False, True)
    assert (second.id, second.attempts) == (first.id, 2)


@pytest.mark.parametrize("uncertain", [True, False])
def test_only_an_uncertain_try_makes_the_next_one_a_resend(store: Store, uncertain: bool) -> None:
    say(store, a_message("one"))
    store.outbox.settle(claim(store)[0].id, RetryLater(0, uncertain=uncertain))
    assert claim(store)[0].resend is uncertain


def test_a_doubt_is_not_forgotten_by_a_later_certain_failure(store: Store) -> None:
    say(store, a_message("one"))
    for uncertain in (True, False):
        store.outbox.settle(claim(store)[0].id, RetryLater(0, uncertain=uncertain))
    assert claim(store)[0].resend


def test_the_doubt_of_a_crash_is_not_forgotten_either(store: Store) -> None:
    say(store, a_message("one"))
    claim(store, lease=GONE)
    store.outbox.settle(claim(store)[0].id, RetryLater(0))
    assert claim(store)[0].resend


def test_an_edit_never_needs_the_mark(store: Store) -> None:
    say(store, a_message("card", slot="c"))
    store.outbox.settle(claim(store)[0].id, Sent(7))
    say(store, a_message("changed", slot="c"))
    store.outbox.settle(claim(store)[0].id, RetryLater(0, uncertain=True))
    (row,) = claim(store)
    assert (row.edit, row.resend) == (7, False)


def test_a_late_failure_does_not_undo_what_was_sent(store: Store) -> None:
    say(store, a_message("one"))
    claim(store, lease=GONE)
    (again,) = claim(store)
    store.outbox.settle(again.id, Sent(7))
    for outcome in (RetryLater(0), Undeliverable("late"), OurFault("late"), Moved(ChatRef("tg:9"))):
        store.outbox.settle(again.id, outcome)
    assert claim(store) == []
    assert (store.outbox.waiting(), store.outbox.dead()) == (0, 0)


# --- slots ---


def test_of_one_slot_only_the_newest_is_sent_and_later_ones_edit_it(store: Store) -> None:
    say(store, a_message("card 1", slot="c"), a_message("between"), a_message("card 2", slot="c"))
    say(store, a_message("elsewhere", "tg:2", slot="c"))
    assert sorted(deliver_all(store)) == ["between", "card 2", "elsewhere"]
    say(store, a_message("card 3", slot="c"), a_message("other slot", slot="d"))
    edits = []
    while rows := claim(store):
        edits += [(texts(rows), rows[0].edit)]
        store.outbox.settle(rows[0].id, Sent(rows[0].edit or 999))
    assert [(text, edit is not None) for text, edit in edits] == [(["card 3"], True), (["other slot"], False)]


def test_the_next_card_waits_while_the_first_is_in_the_air_and_then_edits_it(store: Store) -> None:
    say(store, a_message("card 1", slot="c"))
    (flying,) = claim(store)
    say(store, a_message("card 2", slot="c"))
    assert claim(store) == []
    store.outbox.settle(flying.id, Sent(7))
    assert [(row.edit, texts([row])) for row in claim(store)] == [(7, ["card 2"])]


def test_a_card_that_replaces_one_that_perhaps_arrived_carries_the_mark(store: Store) -> None:
    say(store, a_message("card 1", slot="c"))
    claim(store, lease=GONE)
    say(store, a_message("card 2", slot="c"))
    (row,) = claim(store)
    assert (texts([row]), row.edit, row.resend) == (["card 2"], None, True)


def test_a_card_for_tomorrow_neither_replaces_nor_outlives_the_one_of_now(store: Store, clock: FixedClock) -> None:
    tomorrow = NOON + timedelta(days=1)
    say(store, a_message("old plan", slot="c", not_before=tomorrow), a_message("now", slot="c"))
    say(store, a_message("new plan", slot="c", not_before=tomorrow))
    assert deliver_all(store) == ["now"]
    clock.at = tomorrow
    assert deliver_all(store) == ["new plan"]


def test_an_edit_that_had_to_be_sent_anew_is_what_the_next_one_edits(store: Store) -> None:
    for text, shown_as in (("1", 7), ("2", 8)):
        say(store, a_message(text, slot="c"))
        store.outbox.settle(claim(store)[0].id, Sent(shown_as))
    say(store, a_message("3", slot="c"))
    assert claim(store)[0].edit == 8


def test_what_may_have_arrived_before_its_chat_was_closed_is_followed_by_a_marked_one(store: Store) -> None:
    say(store, a_message("card 1", slot="c"))
    store.outbox.settle(claim(store)[0].id, RetryLater(0, uncertain=True))
    store.outbox.settle(claim(store)[0].id, Undeliverable("blocked"))
    say(store, a_message("card 2", slot="c"))
    assert [(texts([row]), row.resend) for row in claim(store)] == [(["card 2"], True)]
    assert store.outbox.dead() == 1


def test_a_sending_without_a_message_id_leaves_the_slot_as_it_was(store: Store) -> None:
    say(store, a_message("1", slot="c"))
    store.outbox.settle(claim(store)[0].id, Sent(0))
    say(store, a_message("2", slot="c"))
    assert claim(store)[0].edit is None


# --- endings ---


def test_a_message_withdrawn_in_the_air_is_not_tried_again_but_keeps_its_chat_in_order(store: Store) -> None:
    say(store, a_message("ladder/1"))
    (flying,) = claim(store)
    with store.unit_of_work() as uow:
        uow.record(Change(withdrawn=("ladder/",), notifications=(a_message("next"),)))
        uow.commit()
    assert claim(store) == []
    store.outbox.settle(flying.id, RetryLater(0))
    assert deliver_all(store) == ["next"]


def test_a_message_withdrawn_in_the_air_that_arrived_all_the_same_counts_as_sent(store: Store) -> None:
    case = a_case()
    say(store, a_message("ladder/1", slot="c", case=case.id))
    (flying,) = claim(store)
    with store.unit_of_work() as uow:
        uow.record(Change(withdrawn=("ladder/",), notifications=(a_message("next", slot="c"),)))
        uow.commit()
    store.outbox.settle(flying.id, Sent(7))
    assert claim(store)[0].edit == 7


def test_a_dead_letter_is_counted_and_frees_its_chat(store: Store) -> None:
    say(store, a_message("one"), a_message("two"))
    store.outbox.settle(claim(store)[0].id, Undeliverable("blocked"))
    assert store.outbox.dead() == 1
    assert deliver_all(store) == ["two"]


def test_our_own_fault_buries_nothing(store: Store) -> None:
    say(store, a_message("one"))
    store.outbox.settle(claim(store)[0].id, OurFault("token"))
    assert (store.outbox.dead(), claim(store)) == (0, [])


def test_a_message_of_another_release_is_buried_and_stops_no_other(store: Store, url: str) -> None:
    say(store, a_message("one", "tg:1"), a_message("two", "tg:2"))
    with open_engine(url).begin() as db:
        db.exec_driver_sql("UPDATE outbox SET body = '{\"kind\": \"gone\"}' WHERE key = 'one'")
    assert texts(claim(store)) == ["two"]
    assert store.outbox.dead() == 1


def test_waiting_counts_what_is_due_and_what_is_in_the_air(store: Store) -> None:
    say(store, a_message("a", "tg:1"), a_message("b", "tg:2"), a_message("c", "tg:3", not_before=NOON + LEASE))
    first, _ = claim(store)
    assert store.outbox.waiting() == 2
    store.outbox.settle(first.id, RetryLater(60))
    assert store.outbox.waiting() == 1


# --- a chat that moved ---


def test_when_a_group_moves_everything_follows_it(store: Store) -> None:
    old, new = ChatRef("tg:-5"), ChatRef("tg:-1005")
    draft = Draft(Id("d"), old, PersonRef("tg:1"), "张", DraftState.PLACE, NOON)
    binding = Binding(PostCode("V1"), old, PersonRef("tg:1"), "张", NOON)
    case = a_case(reporter=old)
    with store.unit_of_work() as uow:
        uow.record(
            Change(case, draft, binding=binding, notifications=(a_message("shown", old, slot="c", case=case.id),))
        )
        uow.commit()
    store.outbox.settle(claim(store)[0].id, Sent(7))
    say(store, a_message("one", old, slot="c"), a_message("two", old))
    store.outbox.settle(claim(store)[0].id, Moved(new))
    (row,) = claim(store)
    assert (row.chat, row.edit, row.resend, texts([row])) == (new, None, False, ["one"])
    with store.unit_of_work() as uow:
        assert uow.chats_of(PostCode("V1")) == (new,)
        assert uow.draft_of(Actor(new, PersonRef("tg:1"))) is not None
        assert [(c.id, c.version) for c in uow.reported_by(new, NOON)] == [(case.id, 2)]
        assert uow.case_at(new, 7) is None  # message ids start anew there
    store.outbox.settle(row.id, Sent(8))
    assert deliver_all(store) == ["two"]


def test_a_chat_that_moved_to_itself_is_no_endless_loop(store: Store) -> None:
    say(store, a_message("one"))
    store.outbox.settle(claim(store)[0].id, Moved(ChatRef("tg:1")))
    assert claim(store) == []
    assert store.outbox.dead() == 0


def test_the_only_process_need_not_wait_for_the_leases_of_one_that_died(store: Store) -> None:
    say(store, a_message("in the air"))
    claim(store)
    assert claim(store) == []
    store.outbox.end_leases()
    (row,) = claim(store)
    assert row.resend


def test_a_resting_chat_is_passed_over_and_a_crowded_one_hears_only_alarms(store: Store) -> None:
    say(store, a_message("one", "tg:1"), a_message("two", "tg:2"))
    assert texts(claim(store, resting=frozenset({ChatRef("tg:1")}))) == ["two"]
    say(store, a_message("fire", "tg:3", Priority.ALARM), a_message("card", "tg:3", Priority.CARD))
    crowded = frozenset({ChatRef("tg:1"), ChatRef("tg:3")})
    assert texts(claim(store, crowded=crowded)) == ["fire"]


def test_a_lease_from_before_the_clock_was_set_back_is_over(empty: Prepared, tmp_path: Path) -> None:
    machine = FixedClock()
    with copied(empty, tmp_path) as url:
        store = Store(url, FixedClock(), RULES, machine_clock=machine.now)
        say(store, a_message("one"), a_message("two", "tg:2"))
        (first, second) = claim(store)
        store.outbox.settle(second.id, RetryLater(3600))
        assert claim(store) == []
        machine.at -= timedelta(hours=2)
        assert {row.id for row in claim(store)} == {first.id, second.id}
        store.close()


def test_an_alarm_waits_for_no_lease_of_a_leader_who_is_gone(store: Store) -> None:
    say(store, a_message("in the air", "tg:1", Priority.CARD))
    store.outbox.claim(9, "the one who died", LEASE)
    say(store, a_message("fire", "tg:1", Priority.ALARM), a_message("card", "tg:1", Priority.CARD))
    assert texts(claim(store)) == ["fire"]
    assert claim(store) == []


def test_what_was_withdrawn_in_the_air_is_no_dead_letter(store: Store) -> None:
    say(store, a_message("reminder/1"))
    (row,) = claim(store)
    with store.unit_of_work() as uow:
        uow.record(Change(withdrawn=("reminder/",)))
        uow.commit()
    store.outbox.settle(row.id, Undeliverable("blocked"))
    assert store.outbox.dead() == 0
    say(store, a_message("next"))
    assert texts(claim(store)) == ["next"]


def test_what_a_step_withdrew_comes_back_with_it_and_nothing_that_was_untrue_before(store: Store) -> None:
    case, later = a_case(), NOON + timedelta(hours=9)
    footing = Footing(**{one.name: getattr(case, one.name) for one in fields(Footing)})
    step = Undo(case.id, ChatRef("tg:501"), PostCode("Z1"), Happening.ACCEPTED, NOON, footing)
    save(store, Change(case))
    say(store, a_message("reminder/1/old"))
    save(store, Change(withdrawn=("reminder/1/",)))
    say(store, a_message("reminder/1/now"), a_message("reminder/1/later", not_before=later), a_message("reminder/2/"))
    save(store, Change(withdrawn=("reminder/1/",), undo=step))
    assert texts(claim(store, lease=GONE)) == ["reminder/2/"]
    save(store, Change(restored=("reminder/1/",), undone=replace(step, at=NOON - timedelta(seconds=9))))
    assert texts(claim(store, lease=GONE)) == ["reminder/2/"]
    save(store, Change(restored=("reminder/1/",), undone=step))
    assert sorted(deliver_all(store)) == ["reminder/1/now", "reminder/2/"]
