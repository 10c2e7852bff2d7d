"""The schema that the revisions build is the schema that the code believes in."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from storage import migrating
from storage.engine import open_engine
from storage.store import Store
from storage.tables import metadata
from tests.storage.conftest import RULES, FixedClock


def test_the_migrated_schema_is_the_one_in_the_tables(url: str) -> None:
    with open_engine(url).connect() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_every_index_of_the_tables_is_in_the_migrated_schema(url: str) -> None:
    found = inspect(open_engine(url))
    for table in metadata.tables.values():
        assert {i["name"] for i in found.get_indexes(table.name)} == {i.name for i in table.indexes}


def test_it_goes_up_and_down_and_up_again(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'd.db'}")
    migrating.upgrade(engine)
    migrating.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrating.upgrade(engine)
    assert set(metadata.tables) < set(inspect(engine).get_table_names())
    engine.dispose()


def test_migrating_twice_changes_nothing(store: Store) -> None:
    store.migrate()
    assert store.check().sound
    assert store.load_registry() is not None


def test_a_migration_that_breaks_off_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'd.db'}")
    from alembic import op

    def fail(*args: object, **other: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(op, "create_index", fail)
    with pytest.raises(OSError, match="disk full"):
        migrating.upgrade(engine)
    assert inspect(engine).get_table_names() == []


def test_a_new_store_makes_its_folder_and_keeps_its_file_private(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "desk.db"
    store = Store(f"sqlite:///{path}", FixedClock(), RULES)
    assert store.check().schema == ""
    store.migrate()
    assert store.check().sound
    store.close()
    assert path.stat().st_mode & 0o777 == 0o600
