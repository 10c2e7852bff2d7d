"""The audit log: what is sealed cannot be changed, removed, moved or added to unnoticed, and it holds nobody's name."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from cases.auditing import seal_audit
from cases.commands import BindPost, IssueCode, Look, Refuse
from cases.courtesies import refuse
from cases.deeds import Act, Deed
from cases.model import Actor, CaseId, Cause, Change, ChatRef, Event, Happening, PersonRef, PostCode
from cases.posts import bind_post, digest_of, issue_code
from storage import auditing
from storage.auditing import Place
from storage.engine import open_engine
from storage.keys import NO_KEYS, Keys
from storage.store import Store
from storage.tables import audit, bookmark, deed, event
from tests.storage.conftest import KEYS, NOON, RULES, FixedClock, a_case, save
from tests.storage.full_desk import all_rows, fill_desk

STRANGER = Actor(ChatRef("tg:777000777"), PersonRef("tg:777000777"), "赵铁柱")
TAMPERINGS = 1_000


@pytest.fixture
def keyed(store: Store) -> Store:
    return store


def history(store: Store, lines: int, case: str = "tg:1#1") -> None:
    with store.unit_of_work() as uow:
        known = uow.find(CaseId(case))
    if known is None:
        save(store, Change(a_case(case)))
    happened = (
        Event(CaseId(case), Happening.URGED, NOON + timedelta(seconds=n), "citizen", "快点来") for n in range(lines)
    )
    save(store, Change(events=tuple(happened)))


def sealed(store: Store) -> None:
    seal_audit(store.unit_of_work(), Look(NOON))


def test_everything_that_happens_is_sealed_in_its_order(keyed: Store) -> None:
    history(keyed, 3)
    save(keyed, Change(deeds=(Deed(Act.REFUSED, NOON, "Z1", "tg:9", "tg:1#1", "NotYours/0306-001", "update/7"),)))
    sealed(keyed)
    found = keyed.verify_audit()
    assert (found.bad, found.unsealed) == (0, 0)
    assert found.head.lines == 3 + 1 + 1  # and the import of the registry, from before there was a key


def test_what_is_refused_bound_and_imported_is_in_it(keyed: Store, clock: FixedClock, url: str) -> None:
    issue_code(keyed.unit_of_work(), IssueCode(PostCode("V1"), digest_of("abc"), NOON))
    bind_post(keyed.unit_of_work(), BindPost(STRANGER, NOON, Cause("update/1"), "abc"))
    refuse(keyed.unit_of_work(), Refuse(STRANGER, NOON, Cause("update/2"), "NotYours", "0306-001"))
    refuse(keyed.unit_of_work(), Refuse(STRANGER, NOON, Cause("update/3"), "Expired"))
    sealed(keyed)
    with open_engine(url).begin() as db:
        acts = set(db.execute(select(audit.c.what)).scalars())
        refused = db.execute(select(audit).where(audit.c.what == "refused")).mappings().one()
    assert acts == {"registry", "code_issued", "code_used", "bound", "refused"}
    assert refused["outcome"] == "NotYours/0306-001"
    assert refused["cause"] == "update/2"
    assert refused["who"] == f"V1/{KEYS.pseudonym('tg:777000777')}"


def test_no_name_no_word_and_no_account_is_in_it(keyed: Store, url: str) -> None:
    fill_desk(keyed)
    refuse(keyed.unit_of_work(), Refuse(STRANGER, NOON, Cause("ladder/tg:1#1"), "NotStaff", "王五的案子"))
    sealed(keyed)
    log = repr([all_rows(url)[table] for table in ("audit", "deed")])
    assert "tg:" not in log
    assert "777000777" not in log
    assert not any("一" <= sign <= "鿿" for sign in log)


def test_without_a_key_the_log_chains_all_the_same(url: str, clock: FixedClock) -> None:
    store = Store(url, clock, RULES)
    history(store, 5)
    sealed(store)
    assert store.verify_audit().bad == 0


def test_a_new_key_goes_on_with_the_old_chain_as_long_as_the_old_one_is_kept(store: Store, url: str) -> None:
    for keys in (NO_KEYS, Keys(("a" * 32,)), Keys(("b" * 32, "a" * 32))):
        desk = Store(url, FixedClock(), RULES, keys=keys)
        history(desk, 2)
        sealed(desk)
        assert desk.verify_audit().bad == 0
    forgetful = Store(url, FixedClock(), RULES, keys=Keys(("b" * 32,))).verify_audit()
    assert forgetful.why == "key"


def test_settings_are_noted_only_when_they_change(keyed: Store, url: str) -> None:
    for digest in ("one", "one", "two"):
        keyed.note_settings(digest)
    sealed(keyed)
    with open_engine(url).begin() as db:
        assert list(db.execute(select(audit.c.outcome).where(audit.c.what == "settings")).scalars()) == ["one", "two"]


# --- numbers that become visible late ---


def test_a_line_that_becomes_visible_late_is_sealed_late(keyed: Store, url: str) -> None:
    """Where several write at once, the later number may be committed first."""
    history(keyed, 6)
    with open_engine(url).begin() as db:
        hidden = dict(db.execute(select(event).where(event.c.id == 4)).mappings().one())
        db.execute(delete(event).where(event.c.id == 4))
    sealed(keyed)
    with open_engine(url).begin() as db:
        assert Place.read(db).missing.keys() == {4}
        db.execute(insert(event), hidden)
    sealed(keyed)
    with open_engine(url).begin() as db:
        assert Place.read(db) == Place(6, {})
        assert set(db.execute(select(audit.c.event_id).where(audit.c.event_id.is_not(None))).scalars()) == set(
            range(1, 7)
        )
    assert keyed.verify_audit().bad == 0


def test_a_number_that_never_comes_is_given_up() -> None:
    place = Place(1, {}).after([2, 5], NOON)
    assert place == Place(5, {3: NOON, 4: NOON})
    assert place.after([3, 6], NOON + timedelta(minutes=1)) == Place(6, {4: NOON})
    assert place.after([6], NOON + timedelta(hours=2)) == Place(6, {})


# --- tampering ---


def edit(db: Connection, dice: random.Random, last: int) -> None:
    field = dice.choice(["who", "what", "subject", "outcome", "cause", "mark", "key"])
    db.execute(update(audit).where(audit.c.seq == dice.randint(1, last)).values({field: "x" + str(dice.random())}))


def delete_within(db: Connection, dice: random.Random, last: int) -> None:
    db.execute(delete(audit).where(audit.c.seq == dice.randint(1, last - 1)))


def swap(db: Connection, dice: random.Random, last: int) -> None:
    one, other = dice.sample(range(1, last + 1), 2)
    for old, new in ((one, 0), (other, one), (0, other)):
        db.execute(update(audit).where(audit.c.seq == old).values(seq=new))


def put_in(db: Connection, dice: random.Random, last: int) -> None:
    """At the end, or in the middle with all that follows moved on."""
    at = dice.randint(1, last + 1)
    for seq in range(last, at - 1, -1):
        db.execute(update(audit).where(audit.c.seq == seq).values(seq=seq + 1))
    row = db.execute(select(audit).where(audit.c.seq == (at - 1 or last + 1))).mappings().one()
    db.execute(insert(audit), {**row, "seq": at})


def move_in_time(db: Connection, dice: random.Random, last: int) -> None:
    later = timedelta(seconds=dice.randint(1, 10**6))
    row = audit.c.seq == dice.randint(1, last)
    db.execute(update(audit).where(row).values(at=db.execute(select(audit.c.at).where(row)).scalar_one() + later))


def rewrite_history(db: Connection, dice: random.Random, _: int) -> None:
    ids = list(db.execute(select(event.c.id)).scalars())
    row = event.c.id == dice.choice(ids)
    change = dice.choice(["what", "actor", "gone", "more"])
    match change:
        case "gone":
            db.execute(delete(event).where(row))
        case "more":
            copied = dict(db.execute(select(event).where(row)).mappings().one())
            db.execute(insert(event), {**copied, "id": -dice.randint(1, 10**6)})
        case field:
            db.execute(update(event).where(row).values({field: "confirmed" if field == "what" else "Z9"}))


KINDS: tuple[Callable[[Connection, random.Random, int], None], ...] = (
    edit, delete_within, swap, put_in, move_in_time, rewrite_history,
)  # fmt: skip


def test_a_thousand_tamperings_are_found_every_one(keyed: Store, url: str) -> None:
    history(keyed, 15)
    sealed(keyed)
    dice = random.Random(1)
    engine = open_engine(url)
    with engine.connect() as db:
        db.begin()
        last = db.execute(select(func.max(audit.c.seq))).scalar_one()
        assert auditing.verify(db, KEYS).bad == 0
        for n in range(TAMPERINGS // 10 if keyed.is_shared else TAMPERINGS):
            tamper = KINDS[n % len(KINDS)]
            point = db.begin_nested()
            tamper(db, dice, last)
            assert auditing.verify(db, KEYS).bad, tamper.__name__
            point.rollback()
        assert auditing.verify(db, KEYS).bad == 0
    engine.dispose()


def test_a_log_that_was_cut_is_found_by_a_head_kept_elsewhere(keyed: Store, url: str) -> None:
    history(keyed, 10)
    sealed(keyed)
    kept = str(keyed.audit_head())
    with open_engine(url).begin() as db:
        last = db.execute(select(func.max(audit.c.seq))).scalar_one()
        cut_off: Any = select(audit.c.event_id).where(audit.c.seq > last - 3)
        gone = list(db.execute(cut_off).scalars())
        db.execute(delete(audit).where(audit.c.seq > last - 3))
        db.execute(delete(event).where(event.c.id.in_(gone)))
        db.execute(update(bookmark).where(bookmark.c.name == auditing.EVENTS).values(value=f"[{min(gone) - 1}, {{}}]"))
    assert keyed.verify_audit().bad == 0  # by itself it looks whole
    assert keyed.verify_audit(kept).why == "anchor"


def test_whoever_rewrites_the_whole_log_is_found_by_the_same_head(keyed: Store, url: str) -> None:
    history(keyed, 10)
    sealed(keyed)
    kept = str(keyed.audit_head())
    with open_engine(url).begin() as db:
        db.execute(delete(audit))
        db.execute(delete(deed))
        db.execute(delete(bookmark))
    history(keyed, 1)
    sealed(keyed)
    assert keyed.verify_audit().bad == 0
    assert keyed.verify_audit(kept).why == "anchor"


@pytest.mark.parametrize("nonsense", ["x", "12", "12:", "12:xyz", "-1:" + "a" * 16, "a" * 16])
def test_only_a_head_is_taken_for_one(keyed: Store, nonsense: str) -> None:
    with pytest.raises(ValueError):
        keyed.verify_audit(nonsense)
