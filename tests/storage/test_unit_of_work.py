"""One transaction: everything a command changes, or nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from cases.errors import NoSuchCase
from cases.messages import Card, Closed
from cases.model import (
    CLOCK,
    Actor,
    BindCode,
    Binding,
    Case,
    Change,
    ChatRef,
    Counts,
    Draft,
    DraftState,
    Event,
    Happening,
    Load,
    PersonRef,
    PostCode,
    Status,
)
from cases.model import CaseId as Id
from cases.ports import Sent
from cases.reading import Severity
from storage.store import AlreadySettled, StaleCase, Store
from tests.storage.conftest import NOON, SHANGHAI, a_case, a_message

LEASE = timedelta(minutes=1)


def save(store: Store, *changes: Change) -> None:
    with store.unit_of_work() as uow:
        for change in changes:
            uow.record(change)
        uow.commit()


def filed(store: Store, case_id: str = "tg:1#1", **facts: object) -> Case:
    save(store, Change(a_case(case_id, **facts)))
    with store.unit_of_work() as uow:
        return uow.case(Id(case_id))


def a_draft(draft_id: str = "tg:1#9", **facts: object) -> Draft:
    base = Draft(Id(draft_id), ChatRef("tg:1"), PersonRef("tg:1"), "张大爷", DraftState.PLACE, NOON)
    return replace(base, **facts)  # type: ignore[arg-type]


def a_card(case: Case, role: str = "holder") -> Card:
    return Card(
        case.id, case.number, case.severity, "路灯不亮", "市政", "大寨村1组", "路灯不亮", "张大爷", (), 0.9, "filed",
        case.contact_due_at, case.due_at, role=role,  # type: ignore[arg-type]
    )  # fmt: skip


# --- all or nothing ---


def test_what_is_not_committed_never_happened(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.record(Change(a_case(), notifications=(a_message("k"),), draft=a_draft()))
    with store.unit_of_work() as uow:
        assert uow.find(Id("tg:1#1")) is None
        assert uow.draft(Id("tg:1#9")) is None
        assert not uow.has_said("k")


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
        assert not uow.has_said("late")


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
        assert uow.has_said("k")
        assert not uow.has_said("K")


def test_withdrawing_takes_only_the_unsent_messages_of_a_prefix(store: Store) -> None:
    keys = ["ladder/1/0", "ladder/1/1", "ladder/10/0", "LADDER/1/2", "ladder/1"]
    save(store, Change(notifications=tuple(a_message(key, f"tg:{key}") for key in keys)))
    sent = next(row for row in store.outbox.claim(9, "me", LEASE) if row.chat == "tg:ladder/1/0")
    store.outbox.settle(sent.id, Sent(5))
    save(store, Change(withdrawn=("ladder/1/",), notifications=(a_message("ladder/1/2"),)))
    assert store.outbox.waiting() == 4  # the two others in flight, ladder/1 in flight, and the one just said


def test_an_update_that_had_its_effect_has_none_again(store: Store) -> None:
    store.inbox.store([{"update_id": 7}])
    (row,) = store.inbox.take(1, frozenset())
    with store.unit_of_work(settles=row.id) as uow:
        uow.record(Change(a_case()))
        uow.commit()
    assert store.inbox.waiting() == 0
    with pytest.raises(AlreadySettled), store.unit_of_work(settles=row.id):
        pass
    save(store, Change(draft=a_draft()))  # and the connection was given back


def test_a_failed_unit_leaves_its_update_to_be_handled_again(store: Store) -> None:
    store.inbox.store([{"update_id": 7}])
    (row,) = store.inbox.take(1, frozenset())
    with store.unit_of_work(settles=row.id) as uow:
        uow.record(Change(a_case()))
    assert [again.id for again in store.inbox.take(1, frozenset())] == [row.id]


def test_a_look_does_not_wait_for_an_open_unit_and_does_not_see_into_it(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.record(Change(a_case(), notifications=(a_message("k"),)))
        assert store.glance.case_list(None, 9) == []
        assert store.outbox.waiting() == 0
        assert store.outbox.claim(1, "me", LEASE) == ()
        assert store.inbox.take(1, frozenset()) == []


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


# --- finding ---


def test_the_sweep_finds_what_is_due_earliest_first_and_no_more_than_asked(store: Store) -> None:
    for minute in (3, 1, 2, 9):
        filed(store, f"c{minute}", look_at=NOON + timedelta(minutes=minute))
    filed(store, "closed", look_at=None, status=Status.CONFIRMED)
    with store.unit_of_work() as uow:
        assert [c.id for c in uow.due_cases(NOON + timedelta(minutes=3), 9)] == ["c1", "c2", "c3"]
        assert [c.id for c in uow.due_cases(NOON + timedelta(minutes=3), 2)] == ["c1", "c2"]


def test_a_holder_sees_the_most_pressing_case_first(store: Store) -> None:
    filed(store, "late", due_at=NOON + timedelta(days=2))
    filed(store, "soon", due_at=NOON + timedelta(days=1))
    filed(store, "gas", severity=Severity.CRITICAL, due_at=NOON + timedelta(days=9))
    filed(store, "done", status=Status.SILENT)
    filed(store, "hers", holder=PostCode("Z2"))
    with store.unit_of_work() as uow:
        assert [c.id for c in uow.held_by(frozenset({PostCode("Z1")}))] == ["gas", "soon", "late"]
        assert uow.held_by(frozenset()) == []
        loads = uow.loads([PostCode("Z1"), PostCode("V1")], NOON + timedelta(days=1, hours=1))
    assert loads == {"Z1": Load(PostCode("Z1"), 3, 1), "V1": Load(PostCode("V1"), 0, 0)}


def test_a_unit_sees_its_whole_subtree_and_a_case_that_moves_leaves_it(store: Store) -> None:
    case = filed(store, "one")
    filed(store, "two", grid="G2", unit="G2")
    filed(store, "unknown place", grid="", unit="S1")
    with store.unit_of_work() as uow:
        assert {c.id for c in uow.open_under("D")} == {"one", "two", "unknown place"}
        assert {c.id for c in uow.open_under("V1")} == {"one"}
    save(store, Change(replace(case, grid="G2", unit="G2")))
    with store.unit_of_work() as uow:
        assert uow.open_under("V1") == []
        assert {c.id for c in uow.open_under("V2")} == {"one", "two"}


def test_a_digest_counts_what_happened_between_two_moments_under_a_unit(store: Store) -> None:
    for case_id, grid in (("one", "G1"), ("two", "G2")):
        events = [(Happening.FILED, 0), (Happening.RESOLVED, 5), (Happening.DISPUTED, 9)]
        lines = tuple(Event(Id(case_id), what, NOON + timedelta(hours=h), CLOCK) for what, h in events)
        save(store, Change(a_case(case_id, grid=grid, unit=grid), events=lines))
    with store.unit_of_work() as uow:
        assert uow.counts_under("V1", NOON, NOON + timedelta(hours=9)) == Counts(filed=1, resolved=1)
        assert uow.counts_under("D", NOON, NOON + timedelta(hours=10)) == Counts(filed=2, resolved=2, disputed=2)


def test_a_reporter_sees_open_cases_and_lately_closed_ones_newest_first(store: Store) -> None:
    filed(store, "old", opened_at=NOON - timedelta(days=9))
    filed(store, "closed", status=Status.CONFIRMED, closed_at=NOON, opened_at=NOON - timedelta(days=1))
    filed(store, "long closed", status=Status.CONFIRMED, closed_at=NOON - timedelta(days=8))
    filed(store, "another's", reporter=ChatRef("tg:2"))
    with store.unit_of_work() as uow:
        found = uow.reported_by(ChatRef("tg:1"), NOON - timedelta(days=7))
    assert [case.id for case in found] == ["closed", "old"]


def test_a_number_of_another_year_gives_way_to_the_latest(store: Store) -> None:
    filed(store, "last year", opened_at=NOON - timedelta(days=365))
    filed(store, "this year")
    with store.unit_of_work() as uow:
        assert uow.by_number("0306-001").id == "this year"


# --- conversations ---


def test_a_draft_belongs_to_its_chat_and_person_until_it_is_closed(store: Store) -> None:
    me, other = Actor(ChatRef("tg:1"), PersonRef("tg:1")), Actor(ChatRef("tg:1"), PersonRef("tg:2"))
    save(store, Change(draft=a_draft(expires_at=NOON)))
    with store.unit_of_work() as uow:
        assert uow.draft_of(me) == a_draft(expires_at=NOON)
        assert uow.draft_of(other) is None
        assert uow.due_drafts(NOON - timedelta(seconds=1), 9) == []
        assert uow.due_drafts(NOON, 9) == [a_draft(expires_at=NOON)]
    assert store.glance.draft_of(me) == a_draft(expires_at=NOON)
    save(store, Change(draft=a_draft(expires_at=NOON, closed=True)))
    with store.unit_of_work() as uow:
        assert uow.draft_of(me) is None
        assert uow.due_drafts(NOON, 9) == []
        assert uow.draft(Id("tg:1#9")) == a_draft(expires_at=NOON, closed=True)


# --- posts ---


def bound(post: str, chat: str, person: str = "tg:7") -> Change:
    return Change(binding=Binding(PostCode(post), ChatRef(chat), PersonRef(person), "李强", NOON))


def test_a_post_answers_in_one_chat_and_a_chat_may_hold_several_posts(store: Store) -> None:
    save(store, bound("Z2", "tg:7"), bound("V2", "tg:7"), bound("V1", "tg:-100"))
    with store.unit_of_work() as uow:
        assert uow.posts_of(Actor(ChatRef("tg:7"), PersonRef("tg:7"))) == {"Z2", "V2"}
        assert uow.bound_desks() == ["V1", "V2"]
    save(store, bound("V2", "tg:8", "tg:8"))
    with store.unit_of_work() as uow:
        assert uow.chats_of(PostCode("V2")) == ["tg:8"]
        assert uow.posts_of(Actor(ChatRef("tg:7"), PersonRef("tg:7"))) == {"Z2"}
        assert uow.chats_of(PostCode("S1")) == []


def test_who_bound_a_group_holds_its_post_in_the_group_only(store: Store) -> None:
    save(store, bound("V1", "tg:-100"))
    with store.unit_of_work() as uow:
        assert uow.posts_of(Actor(ChatRef("tg:-100"), PersonRef("tg:9"), group=True)) == {"V1"}
        assert uow.posts_of(Actor(ChatRef("tg:7"), PersonRef("tg:7"))) == frozenset()


def test_a_code_is_kept_and_marked_used(store: Store) -> None:
    code = BindCode("abc", PostCode("Z1"), NOON)
    save(store, Change(code=code))
    save(store, Change(code=replace(code, used_at=NOON)))
    with store.unit_of_work() as uow:
        assert uow.code("abc") == replace(code, used_at=NOON)
        assert uow.code("abd") is None


# --- cards ---


def test_the_chats_of_a_card_tell_the_role_they_were_last_shown(store: Store) -> None:
    case = filed(store)
    said = [("k1", "tg:501", "holder"), ("k2", "tg:-9", "supervisor"), ("k3", "tg:501", "copy"), ("x", "tg:3", "cover")]
    cards = tuple(a_message(k, chat, message=a_card(case, role), case=case.id, slot="card") for k, chat, role in said)
    save(store, Change(notifications=cards), Change(withdrawn=("x",)))
    with store.unit_of_work() as uow:
        assert uow.card_chats(case.id) == {"tg:501": "copy", "tg:-9": "supervisor"}


def test_a_message_of_ours_leads_back_to_its_case(store: Store) -> None:
    case = filed(store)
    save(store, Change(notifications=(a_message("k", "tg:501", case=case.id),)))
    (row,) = store.outbox.claim(1, "me", LEASE)
    store.outbox.settle(row.id, Sent(77))
    with store.unit_of_work() as uow:
        assert uow.case_at(ChatRef("tg:501"), 77) == case.id
        assert uow.case_at(ChatRef("tg:501"), 78) is None
        assert uow.case_at(ChatRef("tg:502"), 77) is None


def test_the_case_list_is_newest_first_and_of_the_asked_statuses(store: Store) -> None:
    filed(store, "one")
    filed(store, "two", opened_at=NOON + timedelta(hours=1), status=Status.ACCEPTED)
    assert [c.id for c in store.glance.case_list(None, 9)] == ["two", "one"]
    assert [c.id for c in store.glance.case_list(frozenset({Status.FILED}), 9)] == ["one"]
    assert [c.id for c in store.glance.case_list(None, 1)] == ["two"]
