"""Everything that differs between SQLite and PostgreSQL. The rest of storage/ is written once for both."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, Insert, Table, create_engine, event, make_url, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import func

BUSY_SECONDS = 15
MIGRATING, CLAIMING, TAKING, LEADING, PRESENT, SEALING = range(7_114_001, 7_114_007)
"""Names of turns: any numbers that no other program on the same PostgreSQL uses for an advisory lock."""
READ_ONLY = "minhu_read_only"
MACHINE_CLOCK = "minhu_machine_clock"
LONGEST_LEASE = timedelta(minutes=10)
LONGEST_RETRY = timedelta(hours=1)
"""What lies further ahead than these can only come from before the machine's clock was set back: it counts as over."""
POOL = 10
"""Connections that are kept: what goes beyond is opened and closed again each time, which costs more than most questions.
The one used last is used next, so that few of them fill their caches."""
POSTGRES_PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "application_name": "minhu",
    # a server that vanished without a word is noticed within half a minute
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "options": "-c lock_timeout=15000 -c idle_in_transaction_session_timeout=60000",
}
MachineClock = Callable[[], datetime]
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a number once told must survive a power cut
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA foreign_keys=ON",
)


def open_engine(url: str, machine_clock: MachineClock | None = None) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://…`. A SQLite file and its folder are made when missing.
    With `machine_clock`, leases and retries go by it instead of the machine's or the server's time."""
    engine = _open_sqlite(url) if is_sqlite(url) else _open_postgres(url)
    return engine.execution_options(**{MACHINE_CLOCK: machine_clock}) if machine_clock else engine


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _pooled(url: str, **more: Any) -> Engine:
    # hidden: an error must not carry a resident's words into a log
    return create_engine(url, pool_size=POOL, pool_use_lifo=True, hide_parameters=True, **more)


def _open_postgres(url: str) -> Engine:
    engine = _pooled(url, pool_pre_ping=True, connect_args=POSTGRES_PATIENCE)
    event.listen(engine, "handle_error", _without_detail)
    return engine


def _without_detail(context: ExceptionContext) -> None:
    """The server quotes the row that it refuses, and with it a resident's words: only its first line is kept."""
    error, wrapped = context.original_exception, context.sqlalchemy_exception
    error.args = (str(error).partition("\n")[0], *error.args[1:])
    if wrapped is not None:
        wrapped.args = (wrapped.args[0].partition("\n")[0], *wrapped.args[1:])


def readers(engine: Engine) -> Engine:
    """The same engine and pool for transactions that only read: on SQLite they do not queue for the one writer."""
    return engine.execution_options(**{READ_ONLY: True})


def _open_sqlite(url: str) -> Engine:
    if database := make_url(url).database:
        _private_file(Path(database))
    engine = _pooled(url)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _private_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def _prepare(driver: Any, _record: object) -> None:
    driver.isolation_level = None  # the driver must not begin transactions of its own: _begin does
    for pragma in PRAGMAS:
        driver.execute(pragma)


def _begin(db: Connection) -> None:
    # A deferred transaction that later writes may fail half-way with SQLITE_BUSY; an immediate one waits at its door.
    db.exec_driver_sql("BEGIN" if db.get_execution_options().get(READ_ONLY) else "BEGIN IMMEDIATE")


def system_now(db: Connection) -> datetime:
    """The time leases are counted in: the server's where several machines share it. Never the desk's clock."""
    if clock := db.get_execution_options().get(MACHINE_CLOCK):
        return clock()  # type: ignore[no-any-return]
    if db.dialect.name == "postgresql":
        return db.execute(select(func.clock_timestamp())).scalar_one().astimezone(UTC)  # type: ignore[no-any-return]
    return datetime.now(UTC)


def wait_for_turn(db: Connection, turn: int) -> None:
    """One transaction at a time from here on. SQLite's immediate transaction is alone already."""
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": turn})


def faults(db: Connection) -> Sequence[str]:
    """What the engine itself finds wrong with the data; empty when sound."""
    if db.dialect.name != "sqlite":
        return ()
    found = [str(line) for line in db.exec_driver_sql("PRAGMA integrity_check").scalars() if line != "ok"]
    broken = db.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [*found, *(f"{table} row {row} points to a missing {parent}" for table, row, parent, _ in broken)]


@cache
def insert_new(table: Table, dialect: str) -> Insert:
    """INSERT that leaves out rows which would break any unique key. Its `rowcount` tells how many were new."""
    dialects = postgresql if dialect == "postgresql" else sqlite
    insert: Any = dialects.insert(table)
    # Without the option SQLAlchemy answers -1 for an INSERT with psycopg.
    return insert.on_conflict_do_nothing().execution_options(preserve_rowcount=True)  # type: ignore[no-any-return]


@cache
def upsert(table: Table, dialect: str) -> Insert:
    """INSERT that overwrites the row of the same primary key."""
    dialects = postgresql if dialect == "postgresql" else sqlite
    insert: Any = dialects.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {c.name: insert.excluded[c.name] for c in table.columns if c.name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)  # type: ignore[no-any-return]


@cache
def count_up(table: Table, dialect: str) -> Insert:
    """INSERT of (key, 1) that instead adds one to `last` where the key exists; returns `last`."""
    dialects = postgresql if dialect == "postgresql" else sqlite
    insert: Any = dialects.insert(table)
    keys = [column.name for column in table.primary_key]
    counted = insert.on_conflict_do_update(index_elements=keys, set_={"last": table.c["last"] + 1})
    return counted.returning(table.c["last"])  # type: ignore[no-any-return]
