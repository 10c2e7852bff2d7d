"""What is counted for a desk, for cases.pages.figures: a statement or two each, however many cases there are."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from sqlalchemy import ColumnElement, Engine, and_, case, func, or_, select

from cases.model import Case, PostCode
from cases.pages.map import Load
from cases.pages.work import Scope
from storage.engine import readers
from storage.mapping import case_of
from storage.pages.map import loads_by
from storage.pages.work import within
from storage.queries import pushed_since
from storage.statements import HEARD_AT
from storage.tables import Sending, case_unit, cases, outbox

LARGEST_GROUPS = 20
MOST_ALIKE = 500
Days = Sequence[tuple[datetime, datetime]]


class StoredFigures:
    """A cases.pages.figures.FigurePages."""

    def __init__(self, engine: Engine, zone: tzinfo) -> None:
        self._readers, self._zone = readers(engine), zone

    def carried(self, scope: Scope, at: datetime) -> Mapping[PostCode, Load]:
        with self._readers.begin() as db:
            found = loads_by(db, cases.c.holder, scope, at, self._zone)
        return {PostCode(post): load for post, load in found.items()}

    def pushed(self, days: Days) -> Mapping[PostCode, tuple[int, ...]]:
        first, last = days[0][0], days[-1][1]
        heard = (*pushed_since(first), outbox.c.said_at < last, first <= HEARD_AT)
        each = [_how_many(and_(since <= HEARD_AT, until > HEARD_AT)) for since, until in days]
        with self._readers.begin() as db:
            sent = select(outbox.c.post, *each).where(*heard, outbox.c.state == Sending.SENT.value)
            rows = db.execute(sent.group_by(outbox.c.post)).all()
        return {PostCode(post): tuple(counts) for post, *counts in rows if any(counts)}

    def topics(self, scope: Scope, units: Sequence[str], since: datetime) -> Mapping[tuple[str, str], int]:
        # `unit || ''` has no index: the span's cases are looked up first, never all the cases a unit ever had
        among = (case_unit.c.unit + "").in_(sorted(units))
        joined = cases.join(case_unit, case_unit.c.case_id == cases.c.id)
        counted = select(case_unit.c.unit, cases.c.topic, func.count()).select_from(joined)
        lately = counted.where(cases.c.opened_at >= since, among, *([] if scope.complaints else [~cases.c.conflict]))
        with self._readers.begin() as db:
            rows = db.execute(lately.group_by(case_unit.c.unit, cases.c.topic)).all()
        return {(unit, topic): count for unit, topic, count in rows}

    def alike(self, scope: Scope) -> Sequence[Case]:
        first = func.coalesce(cases.c.joined_to, cases.c.same_as)
        linked = or_(cases.c.joined_to.is_not(None), cases.c.same_as.is_not(None))
        here = (cases.c.open, within(scope))
        largest = select(first).where(*here, linked).group_by(first).order_by(func.count().desc(), first)
        with self._readers.begin() as db:
            keys = list(db.execute(largest.limit(LARGEST_GROUPS)).scalars())
            theirs = or_(cases.c.id.in_(keys), cases.c.same_as.in_(keys), cases.c.joined_to.in_(keys))
            found = select(cases).where(*here, theirs).order_by(cases.c.opened_at, cases.c.number).limit(MOST_ALIKE)
            rows = db.execute(found).mappings().all() if keys else []
        return [case_of(row, self._zone) for row in rows]


def _how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
