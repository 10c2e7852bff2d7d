"""The schema that the revisions build is the schema that the code believes in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, inspect

from storage import migrating
from storage.engine import open_engine
from storage.store import Store
from storage.tables import metadata
from tests.postgres import Server
from tests.storage.conftest import LEASE, REGISTRY, RULES, FixedClock


def test_the_migrated_schema_is_the_one_in_the_tables(url: str) -> None:
    with open_engine(url).connect() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_every_index_of_the_tables_is_in_the_migrated_schema(url: str) -> None:
    found = inspect(open_engine(url))
    for table in metadata.tables.values():
        assert {i["name"] for i in found.get_indexes(table.name)} == {i.name for i in table.indexes}


@pytest.fixture
def blank(server: Server | None, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, on each engine."""
    url = f"sqlite:///{tmp_path / 'd.db'}" if server is None else server.new()
    engine = open_engine(url)
    yield engine
    engine.dispose()
    if server is not None:
        server.drop(url)


def test_it_goes_up_and_down_and_up_again(blank: Engine) -> None:
    migrating.upgrade(blank)
    migrating.downgrade(blank, "base")
    assert set(inspect(blank).get_table_names()) == {"alembic_version"}
    migrating.upgrade(blank)
    assert set(metadata.tables) < set(inspect(blank).get_table_names())


def test_every_revision_can_be_taken_back_with_data_in_it(url: str) -> None:
    store = Store(url, FixedClock(), RULES)
    store.inbox.store([{"update_id": 1, "message": {"message_id": 1, "chat": {"id": 5}, "text": "路灯坏了"}}])
    store.close()
    engine = open_engine(url)
    migrating.downgrade(engine, "0001")
    migrating.upgrade(engine)
    engine.dispose()
    store = Store(url, FixedClock(), RULES)
    assert store.inbox.take(1, frozenset(), "me", LEASE)[0].raw["update_id"] == 1
    assert store.load_registry() == REGISTRY
    store.close()


def test_the_newest_revision_is_told_by_the_names_of_the_scripts() -> None:
    scripts = ScriptDirectory.from_config(migrating.settings())
    assert migrating.newest_revision() == scripts.get_current_head()


def test_a_database_of_a_later_release_is_refused(blank: Engine) -> None:
    migrating.upgrade(blank)
    with blank.begin() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CommandError):
        migrating.upgrade(blank)


def test_migrating_twice_changes_nothing(store: Store) -> None:
    store.migrate()
    assert store.check().sound
    assert store.load_registry() is not None


def test_a_migration_that_breaks_off_leaves_nothing_behind(blank: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    def fail(*args: object, **other: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(op, "create_index", fail)
    with pytest.raises(OSError, match="disk full"):
        migrating.upgrade(blank)
    assert inspect(blank).get_table_names() == []


def test_a_new_store_makes_its_folder_and_keeps_its_file_private(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "desk.db"
    store = Store(f"sqlite:///{path}", FixedClock(), RULES)
    assert store.check().schema == ""
    store.migrate()
    assert store.check().sound
    store.close()
    assert path.stat().st_mode & 0o777 == 0o600
