"""Open cases by place, for cases.pages.map: one statement, however many cases there are."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from sqlalchemy import Engine, case, func, select

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
        late = func.sum(case((late_at(at), 1), else_=0))
        counted = select(cases.c.unit, func.count(), late, func.min(cases.c.opened_at))
        here = counted.where(cases.c.open, within(scope)).group_by(cases.c.unit)
        with self._readers.begin() as db:
            rows = db.execute(here).all()
        return {unit: Load(found, late, oldest.astimezone(self._zone)) for unit, found, late, oldest in rows}
