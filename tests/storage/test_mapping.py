"""Whatever the domain can say is read back equal to what was written."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from cases.messages import AskWhat, Message
from cases.model import Case, ChatRef, Draft, Event, Notification, Undo, Whistle
from cases.registry import Registry
from storage import tables, wire
from storage.columns import storable
from storage.engine import open_engine
from storage.mapping import (
    case_of,
    case_values,
    draft_of,
    draft_values,
    event_of,
    event_values,
    outbox_values,
    undo_of,
    undo_values,
    whistle_of,
    whistle_values,
)
from storage.store import Store
from tests.storage.conftest import NOON, REGISTRY, SHANGHAI, a_case, save

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([SHANGHAI, UTC]))  # noqa: DTZ001
st.register_type_strategy(str, words)
st.register_type_strategy(datetime, moments)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(int, st.integers(0, 2**31 - 1))
KINDS = get_args(Message)
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('mapping') / 'desk.db'}")
    tables.metadata.create_all(engine)
    return engine.connect()


@quick
@given(case=st.from_type(Case))
def test_a_case(db: Connection, case: Case) -> None:
    with db.begin() as turn:
        db.execute(insert(tables.cases), {**case_values(case), "version": case.version})
        assert case_of(db.execute(select(tables.cases)).mappings().one(), SHANGHAI) == case
        turn.rollback()


@quick
@given(undo=st.from_type(Undo))
def test_a_step_that_can_be_taken_back(db: Connection, undo: Undo) -> None:
    with db.begin() as turn:
        db.execute(insert(tables.cases), {**case_values(a_case(undo.case)), "version": 1})
        db.execute(insert(tables.undo), undo_values(undo))
        assert undo_of(db.execute(select(tables.undo)).mappings().one(), SHANGHAI) == undo
        turn.rollback()


@quick
@given(draft=st.from_type(Draft))
def test_a_draft(db: Connection, draft: Draft) -> None:
    with db.begin() as turn:
        db.execute(insert(tables.draft), draft_values(draft))
        assert draft_of(db.execute(select(tables.draft)).mappings().one(), SHANGHAI) == draft
        turn.rollback()


@quick
@given(event=st.from_type(Event))
def test_a_line_of_history(db: Connection, event: Event) -> None:
    case = a_case(event.case)
    with db.begin() as turn:
        db.execute(insert(tables.cases), {**case_values(case), "version": 1})
        db.execute(insert(tables.event), event_values(event))
        assert event_of(db.execute(select(tables.event)).mappings().one(), SHANGHAI) == event
        turn.rollback()


@quick
@given(whistle=st.from_type(Whistle))
def test_a_whistle(db: Connection, whistle: Whistle) -> None:
    case = a_case(whistle.case)
    with db.begin() as turn:
        db.execute(insert(tables.cases), {**case_values(case), "version": 1})
        db.execute(insert(tables.whistle), whistle_values(whistle))
        assert whistle_of(db.execute(select(tables.whistle)).mappings().one(), SHANGHAI) == whistle
        turn.rollback()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_message(kind: type[Message]) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(message=st.from_type(kind))
    def comes_back(message: Message) -> None:
        row = outbox_values(Notification("k", ChatRef("tg:1"), message), NOON)
        assert wire.MESSAGE.read(row["body"]) == message
        assert row["kind"] == message.kind

    comes_back()


def test_every_kind_of_message_has_a_name_of_its_own() -> None:
    names = [kind.__dataclass_fields__["kind"].default for kind in KINDS]
    assert len(set(names)) == len(KINDS)


@given(st.text())
def test_any_text_can_be_made_storable_and_clean_text_is_left_alone(text: str) -> None:
    clean = storable(text)
    clean.encode()
    assert "\x00" not in clean
    assert storable(clean) == clean
    if "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text):
        assert clean == text


def test_half_a_surrogate_pair_inside_a_message_is_replaced_and_nothing_is_lost() -> None:
    message = AskWhat("a\ud83db", "d")
    assert wire.MESSAGE.read(wire.MESSAGE.write(message)) == AskWhat("a\ufffdb", "d")


def test_a_naive_time_is_refused(store: Store) -> None:
    from cases.model import Change

    naive = a_case(due_at=NOON.replace(tzinfo=None))
    with pytest.raises(Exception, match="must be aware"):
        save(store, Change(naive))


def test_a_registry() -> None:
    assert wire.REGISTRY.read(wire.REGISTRY.write(REGISTRY)) == REGISTRY
    assert wire.REGISTRY.read(wire.REGISTRY.write(Registry((), ()))) == Registry((), ())
