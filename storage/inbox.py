"""Raw updates: safe on disk before they are confirmed, handed out in order per chat, done once."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Engine,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from cases.ports import InboxRow
from storage import bulk
from storage.claiming import is_leased, is_put_off, moments
from storage.engine import LONGEST_LEASE, TAKING, readers, system_now, wait_for_turn
from storage.raw_update import inbox_values
from storage.tables import Handling, inbox
from storage.transactions import Transactions

WAITING: ColumnElement[str] = literal_column("'waiting'")
"""Written into statements so that SQLite sees that the partial index fits."""
PARKED: ColumnElement[str] = literal_column("'parked'")
BESIDE = inbox.alias("beside")
LONGEST_PAUSE = timedelta(seconds=30)
"""No update waits longer for its next attempt: what does was put off before the clock was set back."""


class StoredInbox:
    """A ports.Inbox. Retries and leases are counted in the system's time. Leases are for processes that share an inbox:
    SQLite has one process, which knows by itself what it has in hand."""

    def __init__(self, engine: Engine, transactions: Transactions) -> None:
        self._transactions = transactions
        self._readers = readers(engine)
        self._shared = engine.dialect.name != "sqlite"

    def store(self, updates: Sequence[Mapping[str, Any]]) -> int:
        if not updates:
            return 0
        with self._transactions.begin() as db:
            now = system_now(db)
            rows = [inbox_values(raw, now) for raw in updates]
            return bulk.add_new(db, inbox, rows)

    def take(
        self, limit: int, busy: frozenset[str], owner: str, lease: timedelta, behind: frozenset[str] = frozenset()
    ) -> Sequence[InboxRow]:
        most = limit + len(busy)
        with self._readers.begin() as db:
            asked = {**moments(system_now(db), LONGEST_PAUSE), "us": owner, "most": most}
            found = db.execute(HEADS, asked).all()
            if len(found) == most and any(row.lane in behind for row in found):
                first = db.execute(HEADS.where(inbox.c.lane.not_in(behind)), asked).all()
                found = [*first, *(row for row in found if row.lane in behind)]
        free = [row for row in found if row.lane not in busy][:limit]
        if free and self._shared:
            ours = self._lease([row.id for row in free], owner, lease)
            free = [row for row in free if row.id in ours]
        return [InboxRow(row.id, row.lane, json.loads(row.raw), row.attempts, row.begun) for row in free]

    def _lease(self, rows: Sequence[int], owner: str, lease: timedelta) -> frozenset[int]:
        """Those of the rows that are still free, and ours from now on."""
        with self._transactions.begin() as db:
            wait_for_turn(db, TAKING)  # two takers at once could each get another row of one lane
            now = system_now(db)
            asked = {**moments(now, LONGEST_PAUSE), "us": owner, "rows": rows}
            ours = frozenset(db.execute(STILL_FREE, asked).scalars())
            db.execute(LEASE, {"rows": sorted(ours), "us": owner, "until": now + min(lease, LONGEST_LEASE)})
            return ours

    def newest(self) -> int:
        with self._readers.begin() as db:
            return db.execute(select(func.max(inbox.c.id))).scalar() or 0

    def begin(self, rows: Sequence[int]) -> None:
        with self._transactions.begin() as db:
            begun = update(inbox).where(inbox.c.id.in_(rows), inbox.c.state == Handling.WAITING.value)
            db.execute(begun.values(begun=inbox.c.begun + 1))

    def settle(self, row: int, error: str = "") -> None:
        state = Handling.PARKED if error else Handling.DONE
        with self._transactions.begin() as db:
            undone = update(inbox).where(inbox.c.id == row, inbox.c.state != Handling.DONE.value)
            db.execute(undone.values(state=state.value, error=error, retry_at=None, owner="", lease_until=None))

    def retry(self, row: int, after: timedelta) -> None:
        with self._transactions.begin() as db:
            later = update(inbox).where(inbox.c.id == row, inbox.c.state == Handling.WAITING.value)
            at = system_now(db) + min(after, LONGEST_PAUSE)
            db.execute(later.values(retry_at=at, attempts=inbox.c.attempts + 1, owner="", lease_until=None))

    def waiting(self) -> int:
        return self._count(inbox.c.state == WAITING)

    def parked(self) -> int:
        return self._count(inbox.c.state == PARKED)

    def _count(self, condition: Any) -> int:
        with self._readers.begin() as db:
            return db.execute(select(func.count()).select_from(inbox).where(condition)).scalar_one()


def _first() -> ColumnElement[bool]:
    """The oldest waiting row of its lane, unless it waits for a retry or is in another's hands: then its lane waits."""
    ready = or_(inbox.c.retry_at.is_(None), ~is_put_off(inbox))
    # a younger row of the lane may be in another's hands too: numbers can become visible out of order
    theirs = exists().where(BESIDE.c.lane == inbox.c.lane, BESIDE.c.owner != bindparam("us"), is_leased(BESIDE))
    ahead = exists().where(BESIDE.c.lane == inbox.c.lane, BESIDE.c.id < inbox.c.id, BESIDE.c.state == WAITING)
    return and_(inbox.c.state == WAITING, ready, ~theirs, ~ahead)


HEADS = (
    select(inbox.c.id, inbox.c.lane, inbox.c.raw, inbox.c.attempts, inbox.c.begun)
    .where(_first())
    .order_by(inbox.c.id)
    .limit(bindparam("most", type_=Integer))
)
"""Made once, as all that is asked for every update: to name the columns costs more than to ask."""
ROWS: BindParameter[int] = bindparam("rows", expanding=True)
STILL_FREE = select(inbox.c.id).where(inbox.c.id.in_(ROWS), _first())
LEASE = update(inbox).where(inbox.c.id.in_(ROWS)).values(owner=bindparam("us"), lease_until=bindparam("until"))
