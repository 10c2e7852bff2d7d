"""A backup is one SQLite file, whatever the desk runs on: taken while it works, looked at before it is trusted."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url, or_, select, update
from sqlalchemy.exc import DatabaseError

from cases.deeds import COMMAND_LINE, Act, Deed
from cases.model import Priority
from storage import migrating
from storage.auditing import note_deeds
from storage.copying import Counts, Told, copy_desk, count_rows, migrate, unheard
from storage.engine import BUSY_SECONDS, faults, open_engine, upsert
from storage.errors import StorageError
from storage.keys import NO_KEYS
from storage.tables import Sending, day_number, outbox

SIDE_FILES = ("-wal", "-shm", "-journal")
REMINDER = "reminder"
NUMBERS_SKIPPED = 1000
"""More than are given in a day, and still four digits."""


class BadCopy(StorageError):
    """The file is no sound database of a desk. `faults` says why."""

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Copy:
    """What a backup holds, after it was looked at."""

    path: Path
    schema: str
    size: int
    counts: Counts
    """Rows per table."""


def back_up(url: str, path: Path, told: Told = unheard) -> Copy:
    """The desk goes on working meanwhile. `path` is there only when the copy is whole, checked and on disk.
    Raises FileExistsError, BadCopy, OtherSchema, and whatever the database or the disk raises."""
    if path.exists():
        raise FileExistsError(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _take(url, part, told)
        found = look_at(part)
        _to_disk(part)
        part.rename(path)
        _to_disk(path.parent)
    finally:
        for end in ("", *SIDE_FILES):
            part.with_name(part.name + end).unlink(missing_ok=True)
    return replace(found, path=path)


def look_at(path: Path) -> Copy:
    """Opens the file as a restore would and reads all of it. Raises BadCopy."""
    try:
        with _opened(path) as engine, engine.begin() as db:
            schema = migrating.revision_of(db)
            if broken := faults(db) or ([] if schema else ["not a database of a desk"]):
                raise BadCopy(*broken)
            return Copy(path, schema, path.stat().st_size, count_rows(db))
    except DatabaseError as error:
        raise BadCopy(str(error.orig)) from None


def restore(path: Path, url: str, now: datetime, told: Told = unheard) -> Copy:
    """Into an empty database only. `now` is the desk's time. Raises BadCopy, NotEmpty, OtherSchema."""
    found = look_at(path)
    target = open_engine(url)
    try:
        with _at_newest_schema(found) as source:
            copy_desk(source, target, told, partial(_settle_doubts, now=now))
    finally:
        target.dispose()
    return found


# --- taking ---


def _take(url: str, part: Path, told: Told) -> None:
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        # In one step: a backup in small ones starts again at every write from elsewhere and never ends.
        with closing(_connect(Path(where.database or ""), "rw")) as db:
            db.execute("VACUUM INTO ?", (str(part),))
        return
    source, target = open_engine(url), open_engine(f"sqlite:///{part}")
    try:
        copy_desk(source, target, told)
        with target.connect() as db:
            _into_one_file(db)
    finally:
        source.dispose()
        target.dispose()


def _into_one_file(db: Connection) -> None:
    driver: Any = db.connection.driver_connection
    driver.execute("PRAGMA journal_mode=DELETE")


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- reading ---


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode={mode}"  # a file that is not there is not made
    return sqlite3.connect(address, BUSY_SECONDS, uri=True, isolation_level=None, check_same_thread=False)


@contextmanager
def _opened(path: Path) -> Iterator[Engine]:
    """Only to be read: not even its journal mode is touched."""
    engine = create_engine("sqlite://", creator=lambda: _connect(path, "ro"), poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda db: db.exec_driver_sql("BEGIN"))
    yield engine


@contextmanager
def _at_newest_schema(found: Copy) -> Iterator[Engine]:
    """The file itself, or a migrated copy of it that goes away again."""
    if found.schema == migrating.newest_revision():
        with _opened(found.path) as engine:
            yield engine
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(found.path, Path(folder, "old.db"))
        engine = open_engine(f"sqlite:///{folder}/old.db")
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()


# --- after a restore ---


def _settle_doubts(db: Connection, now: datetime) -> None:
    """The lost desk worked on after the copy was taken. What it had still to say, it may have said: that carries the
    mark when it is sent, and reminders are let go, since the next rung comes anyway."""
    come = (outbox.c.state == Sending.LATER.value) & (outbox.c.not_before <= now)
    perhaps_said = or_(outbox.c.state == Sending.DUE.value, come)
    can_be_spared = (outbox.c.kind == REMINDER) & (outbox.c.priority != Priority.ALARM.value)
    freed = {"lease_until": None, "retry_at": None, "owner": ""}
    let_go = update(outbox).where(perhaps_said, can_be_spared)
    db.execute(let_go.values(state=Sending.WITHDRAWN.value, **freed))
    db.execute(update(outbox).where(perhaps_said).values(uncertain=True, **freed))
    _skip_numbers(db, f"{now:%Y-%m-%d}")
    note_deeds(db, [Deed(Act.RESTORED, now, COMMAND_LINE)], NO_KEYS)


def _skip_numbers(db: Connection, day: str) -> None:
    """Numbers that the lost desk gave today are unknown here and must not be given to somebody else."""
    last = db.execute(select(day_number.c.last).where(day_number.c.day == day)).scalar() or 0
    db.execute(upsert(day_number, db.dialect.name), {"day": day, "last": last + NUMBERS_SKIPPED})
