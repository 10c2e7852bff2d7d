"""A chat that goes by another name takes along everything that was kept of it."""

import re
from datetime import timedelta

from sqlalchemy import Column, update

from cases.model import (
    Binding,
    Change,
    ChatRef,
    KeptNumber,
    Notice,
    NoticeReceipt,
    Patience,
    PersonRef,
    PostCode,
    Subscription,
)
from cases.ports import Moved
from storage.engine import open_engine
from storage.moving import DROPPED, FOLLOWING
from storage.revealing import numbers_of
from storage.store import Store
from storage.tables import kept_number, metadata
from tests.storage.conftest import KEYS, LEASE, NOON, RULES, FixedClock, a_message, save
from tests.storage.full_desk import all_rows, fill_desk

OLD, NEW = ChatRef("tg:-5"), ChatRef("tg:-1005")
CHAT = re.compile(r"tg:-?\d+(/\d+)?")
PERSONS = frozenset({"sign_in.person", "binding.person", "draft.person", "dismissal.person", "picture.person"})
"""Persons go by the same names as chats, and never move."""


def name_of(column: Column[object]) -> str:
    return f"{column.table.name}.{column.name}"


def move(store: Store) -> None:
    """As the courier does when it wants to say something there."""
    save(store, Change(notifications=(a_message("moving", OLD),)))
    (row,) = store.outbox.claim(99, "me", LEASE)
    store.outbox.settle(row.id, Moved(NEW))


def test_every_column_that_names_a_chat_is_thought_of(store: Store, url: str) -> None:
    fill_desk(store)
    named = {
        f"{table}.{column.name}"
        for table, rows in all_rows(url).items()
        for row in rows
        for column, value in zip(metadata.tables[table].columns, row, strict=True)
        if column.name == "chat" or (isinstance(value, str) and CHAT.fullmatch(value))
    }
    assert named == {name_of(column) for column in {*FOLLOWING, *DROPPED, kept_number.c.chat}} | PERSONS


def test_no_row_of_any_table_names_the_old_chat_any_more(store: Store, url: str) -> None:
    fill_desk(store)
    engine = open_engine(url)
    with engine.begin() as db:
        for column in {*FOLLOWING, *DROPPED}:
            db.execute(update(column.table).values({column.name: OLD}))
    engine.dispose()
    store.outbox.settle(1, Moved(NEW))
    assert [(table, row) for table, rows in all_rows(url).items() for row in rows if OLD in row] == []
    assert {table for table, rows in all_rows(url).items() for row in rows if NEW in row} == {
        column.table.name for column in FOLLOWING
    }


def test_an_announcement_that_was_being_written_in_a_group_can_still_be_sent(store: Store) -> None:
    save(store, Change(notice=Notice("n", PostCode("V1"), "V1", "停水", OLD, NOON)))
    move(store)
    with store.unit_of_work() as uow:
        assert (drafted := uow.notice_drafted(NEW)) is not None
        assert drafted.id == "n"


def test_whoever_was_stopped_stays_so_though_they_have_talked_in_the_new_chat(store: Store) -> None:
    save(store, Change(patience=Patience(OLD, stopped_until=NOON + timedelta(days=1), stopped_why="骂人")))
    save(store, Change(patience=Patience(NEW, "d", 1, NOON)))
    move(store)
    with store.unit_of_work() as uow:
        assert (kept := uow.patience_of(NEW)) is not None
        assert kept.stopped_why == "骂人"
        assert uow.patience_of(OLD) is None


def test_what_both_chats_had_is_there_once(store: Store) -> None:
    save(store, Change(notice=Notice("n", PostCode("V1"), "V1", "停水", ChatRef("tg:7"), NOON, sent_at=NOON)))
    for chat, unit in ((OLD, "G1"), (NEW, "G1"), (NEW, "G2")):
        save(store, Change(subscriptions=(Subscription(chat, unit, "", NOON),)))
    save(store, Change(receipts=(NoticeReceipt("n", OLD, "G1", "", NOON), NoticeReceipt("n", NEW, "G1", ""))))
    move(store)
    with store.unit_of_work() as uow:
        assert sorted(one.unit for one in uow.subscriptions_of(NEW)) == ["G1", "G2"]
        assert [(one.chat, one.known_at) for one in uow.notice_receipts("n")] == [(NEW, NOON)]


def test_a_hidden_number_can_be_read_under_the_new_name(store: Store, url: str) -> None:
    save(store, Change(numbers=(KeptNumber(OLD, "13812345678", NOON),)))
    move(store)
    with open_engine(url).connect() as db:
        assert (numbers_of(db, NEW, KEYS), numbers_of(db, OLD, KEYS)) == (["13812345678"], [])


def test_a_number_whose_key_is_not_at_hand_stops_nothing(store: Store, url: str) -> None:
    save(
        store,
        Change(
            numbers=(KeptNumber(OLD, "13812345678", NOON),),
            binding=Binding(PostCode("V1"), OLD, PersonRef("tg:1"), "", NOON),
        ),
    )
    move(Store(url, FixedClock(), RULES))
    with store.unit_of_work() as uow:
        assert uow.chats_of(PostCode("V1")) == (NEW,)
