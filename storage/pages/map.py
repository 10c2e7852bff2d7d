"""Open cases by place, for cases.pages.map: one statement, however many cases there are."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from sqlalchemy import ColumnElement, Connection, Engine, case, func, select

from cases.pages.map import Load
from cases.pages.work import Scope
from storage.engine import readers
from storage.pages.work import within
from storage.queries import late_at
from storage.tables import cases


class StoredMap:
    """A cases.pages.map.MapPages."""

    def __init__(self, engine: Engine, zone: tzinfo) -> None:
        self._readers, self._zone = readers(engine), zone

    def loads(self, scope: Scope, at: datetime) -> Mapping[str, Load]:
        with self._readers.begin() as db:
            return loads_by(db, cases.c.unit, scope, at, self._zone)


def loads_by(
    db: Connection, column: ColumnElement[str], scope: Scope, at: datetime, zone: tzinfo
) -> Mapping[str, Load]:
    """What is open in that scope, by a column of the cases."""
    late = func.sum(case((late_at(at), 1), else_=0))
    counted = select(column, func.count(), late, func.min(cases.c.opened_at))
    rows = db.execute(counted.where(cases.c.open, within(scope)).group_by(column))
    return {key: Load(found, late, oldest.astimezone(zone)) for key, found, late, oldest in rows}
