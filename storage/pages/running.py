"""The numbers of a running desk: counts and ages, each from an index."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from cases.pages.running import Running
from cases.ports import Clock
from storage.claiming import COME, SENDABLE, moments
from storage.engine import readers, system_now
from storage.failures import DEAD
from storage.inbox import PARKED, WAITING
from storage.tables import cases, inbox, outbox

Given = Mapping[str, Any]
NOTHING: Given = {}


class StoredRunning:
    """A cases.pages.running.RunningReader."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._readers, self._clock = readers(engine), clock

    def running(self) -> Running:
        with self._readers.begin() as db:
            now, at = system_now(db), self._clock.now()
            sendable, come = moments(now), {"desk_now": at}
            waiting = inbox.c.state == WAITING
            next_look = db.execute(select(func.min(cases.c.look_at)).where(cases.c.look_at.is_not(None))).scalar()
            open_cases = (
                select(cases.c.status, func.count().label("cases")).where(cases.c.open).group_by(cases.c.status)
            )
            return Running(
                inbox=_count(db, inbox, waiting),
                inbox_age=_age(db, inbox.c.received_at, waiting, now),
                outbox=_count(db, outbox, SENDABLE, sendable) + _count(db, outbox, COME, come),
                # from when it could be heard: what waits for the morning waits for nobody
                outbox_age=max(
                    _age(db, outbox.c.created_at, SENDABLE, now, sendable),
                    _age(db, outbox.c.not_before, COME, at, come),
                ),
                parked=_count(db, inbox, inbox.c.state == PARKED),
                dead=_count(db, outbox, outbox.c.state == DEAD),
                late=max(0.0, (at - next_look).total_seconds()) if next_look else 0.0,
                open={row.status: row.cases for row in db.execute(open_cases)},
            )


def _count(db: Connection, table: Any, condition: ColumnElement[bool], given: Given = NOTHING) -> int:
    return db.execute(select(func.count()).select_from(table).where(condition), given).scalar_one()


def _age(db: Connection, since: Any, condition: ColumnElement[bool], now: datetime, given: Given = NOTHING) -> float:
    oldest = db.execute(select(func.min(since)).where(condition), given).scalar()
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
