"""Carries a whole desk from one database to another: every table as of one moment, into one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from alembic.util import CommandError
from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select, text

from storage import migrating
from storage.columns import storable
from storage.engine import MIGRATING, PRESENT, readers, wait_for_turn
from storage.errors import DeskInUse, StorageError
from storage.meeting import meeting_of
from storage.tables import metadata

BATCH_ROWS = 1000
Told = Callable[[str, int, int], None]
"""Hears how far it has come: the table, its rows carried, its rows in all."""
Counts = Mapping[str, int]
Finish = Callable[[Connection], None]
Values = tuple[Any, ...]


class NotEmpty(StorageError):
    """The target holds rows already. Nothing was written to it."""


class OtherSchema(StorageError):
    """A database is at another revision of the schema than this program."""

    def __init__(self, found: str) -> None:
        super().__init__(f"schema {found or 'none'} where {migrating.newest_revision()} is needed")
        self.found, self.needed = found, migrating.newest_revision()


class CountsDiffer(StorageError):
    """A table arrived with another number of rows than it left with. Nothing was committed."""


def unheard(_table: str, _carried: int, _of: int) -> None: ...


def nothing_more(_db: Connection) -> None: ...


def copy_desk(source: Engine, target: Engine, told: Told = unheard, finish: Finish = nothing_more) -> Counts:
    """Rows per table. The target is new or empty; it gets the newest schema first. `finish` is the last thing done in
    the target's transaction. Raises NotEmpty, OtherSchema, CountsDiffer: the target is then as empty as before."""
    with readers(target).begin() as db:
        if any(count_rows(db).values()):
            raise NotEmpty
    migrate(target)
    with as_of_one_moment(source) as out, target.begin() as into:
        wait_for_turn(into, MIGRATING)
        if (found := migrating.revision_of(out)) != migrating.newest_revision():
            raise OtherSchema(found)
        if any(count_rows(into).values()):
            raise NotEmpty
        counts = {table.name: _carry(table, out, into, told) for table in metadata.sorted_tables}
        finish(into)
        if into.dialect.name == "postgresql":
            into.execute(text("ANALYZE"))  # a planner that knows nothing of a million rows reads them all
    return counts


@contextmanager
def standing_still(engine: Engine) -> Iterator[None]:
    """No process of the desk may work meanwhile. Raises DeskInUse when one does."""
    if engine.dialect.name == "sqlite":
        meeting = meeting_of(engine)
        meeting.join(lambda _: None, lambda: None)
        try:
            yield
        finally:
            meeting.leave()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        if not db.execute(select(func.pg_try_advisory_lock(PRESENT))).scalar():
            raise DeskInUse
        try:
            yield
        finally:
            db.execute(select(func.pg_advisory_unlock(PRESENT)))


@contextmanager
def as_of_one_moment(engine: Engine) -> Iterator[Connection]:
    """A reading transaction that sees every table as of its beginning, whoever writes meanwhile."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with readers(engine).begin() as db:
        yield db


def count_rows(db: Connection) -> Counts:
    """Rows of each table of ours that is there."""
    there = set(inspect(db).get_table_names())
    return {table.name: _count(db, table) for table in metadata.sorted_tables if table.name in there}


def migrate(target: Engine) -> None:
    try:
        migrating.upgrade(target)
    except CommandError:  # a revision of a later release
        with readers(target).begin() as db:
            raise OtherSchema(migrating.revision_of(db)) from None


def _carry(table: Table, out: Connection, into: Connection, told: Told) -> int:
    rows, carried = _count(out, table), 0
    told(table.name, carried, rows)
    for batch in _batches(table, out):
        _put(table, into, batch)
        carried += len(batch)
        told(table.name, carried, rows)
    _count_on(table, into)
    if (arrived := _count(into, table)) != rows:
        raise CountsDiffer(f"{table.name}: {rows} rows left, {arrived} arrived")
    return rows


def _batches(table: Table, db: Connection) -> Iterator[Sequence[Values]]:
    found = db.execution_options(yield_per=BATCH_ROWS).execute(select(table))
    for part in found.partitions():
        yield [tuple(storable(value) if isinstance(value, str) else value for value in row) for row in part]


def _put(table: Table, into: Connection, batch: Sequence[Values]) -> None:
    names = [column.name for column in table.columns]
    if into.dialect.name != "postgresql":
        into.execute(insert(table), [dict(zip(names, row, strict=True)) for row in batch])
        return
    driver: Any = into.connection.driver_connection
    columns = ", ".join(f'"{name}"' for name in names)
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in batch:
            copy.write_row(row)


def _count_on(table: Table, db: Connection) -> None:
    """A sequence does not see rows that bring their own ids: it is told where to go on. SQLite looks by itself."""
    column = table.autoincrement_column
    if column is None or db.dialect.name != "postgresql":
        return
    following = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    db.execute(select(func.setval(sequence, following, False)))


def _count(db: Connection, table: Table) -> int:
    return db.execute(select(func.count()).select_from(table)).scalar_one()
