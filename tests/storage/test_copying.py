"""A desk moves house: nothing stays behind, nothing is added, and it works on at the new address."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, text

from cases.model import Change
from storage import migrating
from storage.copying import BATCH_ROWS, NotEmpty, OtherSchema, copy_desk, count_rows
from storage.engine import open_engine
from storage.store import Store
from storage.tables import day_number, metadata
from tests.postgres import Server
from tests.storage.conftest import LEASE, NOON, RULES, FixedClock, a_message, filed, save
from tests.storage.full_desk import all_rows, fill_desk


@contextmanager
def opened(*urls: str) -> Iterator[tuple[Engine, ...]]:
    engines = tuple(open_engine(url) for url in urls)
    yield engines
    for engine in engines:
        engine.dispose()


def move(source: str, target: str) -> None:
    with opened(source, target) as (left, right):
        copy_desk(left, right)


@pytest.fixture
def full(store: Store, url: str) -> str:
    """The address of a desk with a row of every kind, on either engine."""
    fill_desk(store)
    return url


@pytest.fixture
def new_database(postgres: Server) -> Iterator[str]:
    url = postgres.new()
    yield url
    postgres.drop(url)


def test_the_full_desk_has_something_in_every_table(full: str) -> None:
    assert [name for name, rows in all_rows(full).items() if not rows] == []


def test_a_desk_moves_to_the_other_engine_and_back_and_every_row_is_the_same(
    full: str, new_database: str, tmp_path: Path
) -> None:
    file = f"sqlite:///{tmp_path / 'new.db'}"
    way = [new_database, file] if full.startswith("sqlite") else [file, new_database]
    left = all_rows(full)
    move(full, way[0])
    assert all_rows(way[0]) == left
    move(way[0], f"sqlite:///{tmp_path / 'back.db'}")
    assert all_rows(f"sqlite:///{tmp_path / 'back.db'}") == left
    assert all_rows(full) == left


def test_the_desk_works_on_where_it_has_moved_to(full: str, new_database: str) -> None:
    move(full, new_database)
    store = Store(new_database, FixedClock(NOON + timedelta(minutes=1)), RULES)
    try:
        filed(store, "tg:1#new")
        save(store, Change(notifications=(a_message("new", "tg:77"), a_message("due", "tg:77"))))
        assert store.inbox.store([{"update_id": 3}, {"update_id": 99}]) == 1
        claimed = {row.chat for row in store.outbox.claim(20, "courier", LEASE)}
        assert {"tg:5", "tg:77"} <= claimed
        assert not {"tg:2", "tg:4", "tg:10"} & claimed
        with store.unit_of_work() as uow:
            assert uow.next_number(NOON) == "0306-004"
    finally:
        store.close()


def test_more_rows_than_one_batch_all_arrive_and_are_told_of(file_url: str, new_database: str) -> None:
    rows = BATCH_ROWS * 2 + 1
    told: list[tuple[str, int, int]] = []
    with opened(file_url, new_database) as (source, target):
        with source.begin() as db:
            db.execute(insert(day_number), [{"day": f"{n}", "last": n} for n in range(rows)])
        copy_desk(source, target, lambda *step: told.append(step))
        with target.begin() as db:
            assert count_rows(db)["day_number"] == rows
    assert [step[1:] for step in told if step[0] == "day_number"] == [
        (0, rows), (BATCH_ROWS, rows), (2 * BATCH_ROWS, rows), (rows, rows),
    ]  # fmt: skip
    assert {step[0] for step in told} == set(metadata.tables)


def test_nothing_is_written_where_a_desk_lives_already(full: str, url: str, new_database: str) -> None:
    move(full, new_database)
    there = all_rows(new_database)
    with pytest.raises(NotEmpty):
        move(full, new_database)
    assert all_rows(new_database) == there


def test_a_move_that_breaks_off_leaves_nothing_and_can_be_tried_again(full: str, new_database: str) -> None:
    def stumble(table: str, carried: int, _of: int) -> None:
        if table == "outbox" and carried:
            raise KeyboardInterrupt

    with opened(full, new_database) as (source, target):
        with pytest.raises(KeyboardInterrupt):
            copy_desk(source, target, stumble)
        assert not any(map(len, all_rows(new_database).values()))
        copy_desk(source, target)
    assert all_rows(new_database) == all_rows(full)


def test_a_desk_of_another_release_is_left_where_it_is(full: str, tmp_path: Path) -> None:
    new = f"sqlite:///{tmp_path / 'new.db'}"
    for revision in ("0001", "9999"):
        with opened(full) as (source,), source.begin() as db:
            db.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
        with pytest.raises(OtherSchema) as refused:
            move(full, new)
        assert refused.value.found == revision
        assert not any(map(len, all_rows(new).values()))


def test_a_later_release_is_not_written_into(file_url: str, tmp_path: Path) -> None:
    new = f"sqlite:///{tmp_path / 'new.db'}"
    with opened(new) as (target,):
        migrating.upgrade(target)
        with target.begin() as db:
            db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(OtherSchema):
            move(file_url, new)


def test_what_postgresql_cannot_hold_is_replaced_on_the_way(file_url: str, new_database: str) -> None:
    with opened(file_url) as (source,), source.begin() as db:
        db.execute(insert(day_number), {"day": "a\x00b", "last": 1})
    move(file_url, new_database)
    assert all_rows(new_database)["day_number"] == [("a�b", 1)]
