"""Whoever asks finds what is theirs, most pressing first, and nothing else."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from cases.messages import Message
from cases.model import (
    CLOCK,
    Actor,
    BindCode,
    Binding,
    Change,
    ChatRef,
    Counts,
    Event,
    Happening,
    Load,
    PersonRef,
    PostCode,
    Status,
)
from cases.model import CaseId as Id
from cases.ports import Below, SaidBefore, Sent
from cases.reading import Severity
from storage.store import Store
from tests.storage.conftest import LEASE, NOON, a_card, a_case, a_draft, a_matter, a_message, filed, save

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


def test_a_draft_keeps_all_the_matters_of_a_message(store: Store) -> None:
    several = a_draft(also=(a_matter(), a_matter("垃圾桶满了\x00 𠮷")))
    save(store, Change(draft=several))
    with store.unit_of_work() as uow:
        kept = uow.draft(several.id)
    assert kept == several


def test_a_draft_belongs_to_its_chat_and_person_until_it_is_closed(store: Store) -> None:
    me, other = Actor(ChatRef("tg:1"), PersonRef("tg:1")), Actor(ChatRef("tg:1"), PersonRef("tg:2"))
    save(store, Change(draft=a_draft(expires_at=NOON)))
    with store.unit_of_work() as uow:
        assert uow.draft_of(me) == a_draft(expires_at=NOON)
        assert uow.draft_of(other) is None
        assert uow.due_drafts(NOON - timedelta(seconds=1), 9) == []
        assert uow.due_drafts(NOON, 9) == [a_draft(expires_at=NOON)]
    assert store.glance.meet(me).draft == a_draft(expires_at=NOON)
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
        assert uow.chats_of(PostCode("V2")) == ("tg:8",)
        assert uow.posts_of(Actor(ChatRef("tg:7"), PersonRef("tg:7"))) == {"Z2"}
        assert not uow.chats_of(PostCode("S1"))


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


def test_what_a_message_of_ours_says_is_what_it_was_changed_to(store: Store) -> None:
    case, chat = filed(store), ChatRef("tg:501")
    for key, role, number in (("k1", "holder", 77), ("k2", "copy", 77)):
        card = a_message(key, chat, message=a_card(case, role), case=case.id, slot="card")
        save(store, Change(notifications=(card,)))
        (row,) = store.outbox.claim(1, "me", LEASE)
        store.outbox.settle(row.id, Sent(number))
    save(store, Change(notifications=(a_message("k3", chat),)))
    (row,) = store.outbox.claim(1, "me", LEASE)
    store.outbox.settle(row.id, Sent(78))
    assert shown(below(store, chat, 77, reply=True)) == (77, a_card(case, "copy"))
    assert shown(below(store, chat, 90)) == (78, row.message)
    assert shown(below(store, chat, 78)) == (77, a_card(case, "copy"))
    assert below(store, chat, 79, reply=True) is None
    assert below(store, chat, 77) is None
    assert below(store, ChatRef("tg:502"), 90) is None


def below(store: Store, chat: ChatRef, message: int, *, reply: bool = False) -> SaidBefore | None:
    return store.glance.meet(Actor(chat, PersonRef("tg:1")), Below(message, reply)).said


def shown(said: SaidBefore | None) -> tuple[int, Message]:
    assert said is not None
    assert said.at.tzinfo is not None
    return said.number, said.what


def test_what_another_release_said_is_not_known(store: Store) -> None:
    save(store, Change(notifications=(a_message("k", "tg:501"),)))
    (row,) = store.outbox.claim(1, "me", LEASE)
    store.outbox.settle(row.id, Sent(77))
    with store._engine.begin() as db:
        db.execute(text('UPDATE outbox SET body = \'{"kind": "of_tomorrow"}\''))
    assert below(store, ChatRef("tg:501"), 77, reply=True) is None


def test_the_case_list_is_newest_first_and_of_the_asked_statuses(store: Store) -> None:
    filed(store, "one")
    filed(store, "two", opened_at=NOON + timedelta(hours=1), status=Status.ACCEPTED)
    assert [c.id for c in store.glance.case_list(None, 9)] == ["two", "one"]
    assert [c.id for c in store.glance.case_list(frozenset({Status.FILED}), 9)] == ["one"]
    assert [c.id for c in store.glance.case_list(None, 1)] == ["two"]
