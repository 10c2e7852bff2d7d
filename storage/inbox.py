"""Raw updates: safe on disk before they are confirmed, handed out in order per chat, done once."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, exists, func, literal_column, select, update

from cases.ports import InboxRow
from storage.engine import insert_new, readers, system_now
from storage.raw_update import inbox_values
from storage.tables import Handling, inbox

WAITING: ColumnElement[str] = literal_column("'waiting'")
"""Written into statements so that SQLite sees that the partial index fits."""
PARKED: ColumnElement[str] = literal_column("'parked'")


class StoredInbox:
    """A ports.Inbox. Retries are counted in the system's time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._readers = readers(engine)

    def store(self, updates: Sequence[Mapping[str, Any]]) -> int:
        if not updates:
            return 0
        with self._engine.begin() as db:
            now = system_now(db)
            rows = [inbox_values(raw, now) for raw in updates]
            return db.execute(insert_new(inbox, db.dialect.name), rows).rowcount

    def take(self, limit: int, busy: frozenset[str]) -> Sequence[InboxRow]:
        with self._readers.begin() as db:
            heads = db.execute(_heads(limit + len(busy), system_now(db))).all()
        free = [row for row in heads if row.lane not in busy][:limit]
        return [InboxRow(row.id, row.lane, json.loads(row.raw), row.attempts) for row in free]

    def settle(self, row: int, error: str = "") -> None:
        state = Handling.PARKED if error else Handling.DONE
        with self._engine.begin() as db:
            undone = update(inbox).where(inbox.c.id == row, inbox.c.state != Handling.DONE.value)
            db.execute(undone.values(state=state.value, error=error, retry_at=None))

    def retry(self, row: int, after: timedelta) -> None:
        with self._engine.begin() as db:
            later = update(inbox).where(inbox.c.id == row, inbox.c.state == Handling.WAITING.value)
            db.execute(later.values(retry_at=system_now(db) + after, attempts=inbox.c.attempts + 1))

    def waiting(self) -> int:
        return self._count(inbox.c.state == WAITING)

    def parked(self) -> int:
        return self._count(inbox.c.state == PARKED)

    def _count(self, condition: Any) -> int:
        with self._readers.begin() as db:
            return db.execute(select(func.count()).select_from(inbox).where(condition)).scalar_one()


def _heads(limit: int, now: datetime) -> Select[Any]:
    """The oldest waiting row of each lane, unless it waits for a retry: then its lane waits with it."""
    older = inbox.alias("older")
    ahead = exists().where(older.c.lane == inbox.c.lane, older.c.id < inbox.c.id, older.c.state == WAITING)
    ready = inbox.c.retry_at.is_(None) | (inbox.c.retry_at <= now)
    columns = (inbox.c.id, inbox.c.lane, inbox.c.raw, inbox.c.attempts)
    return select(*columns).where(inbox.c.state == WAITING, ready, ~ahead).order_by(inbox.c.id).limit(limit)
