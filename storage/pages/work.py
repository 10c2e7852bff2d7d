"""今日 and the page of one case, for cases.pages.work."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    case,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from cases.apart import message_of
from cases.model import Happening, Status
from cases.named import is_number
from cases.pages.work import Asked, Dossier, Numbers, Only, Queue, Scope
from cases.reading import Severity
from storage.directory import DirectoryCache
from storage.engine import readers
from storage.mapping import case_of
from storage.queries import IN_HAND, Queries, late_at
from storage.statements import MOST_PRESSING, belongs
from storage.tables import binding, cases, event

LOOKED_BACK = timedelta(days=90)
"""Search finds what was closed since."""
NOTHING_HAPPENED = 0


class StoredWork:
    """A cases.pages.work.WorkPages."""

    def __init__(self, engine: Engine, zone: tzinfo, directory: DirectoryCache) -> None:
        self._readers, self._zone, self._directory = readers(engine), zone, directory

    def numbers(self, scope: Scope, at: datetime) -> Numbers:
        with self._readers.begin() as db:
            meant = {only.value: which for only, which in self._meant(db, at).items() if only is not Only.ALL}
            counted = [
                func.coalesce(func.sum(case((which, 1), else_=0)), 0).label(name) for name, which in meant.items()
            ]
            found = db.execute(select(func.count().label("open"), *counted).where(cases.c.open, within(scope))).one()
            return Numbers(**found._mapping, **_since(db, scope, _midnight(at)))

    def queue(self, scope: Scope, asked: Asked, at: datetime) -> Queue:
        with self._readers.begin() as db:
            which = [within(scope), self._meant(db, at)[asked.only]]
            which.append(_said(asked.words, at) if asked.words else cases.c.open)
            found = db.execute(select(func.count()).where(*which)).scalar_one()
            page = select(cases).where(*which).order_by(cases.c.open.desc(), *MOST_PRESSING, cases.c.id)
            rows = db.execute(page.limit(asked.size).offset((asked.page - 1) * asked.size)).mappings()
            return Queue(tuple(case_of(row, self._zone) for row in rows), found)

    def dossier(self, number: str) -> Dossier:
        with self._readers.begin() as db:
            ask = Queries(db, self._zone)
            about = ask.by_number(number)
            lead = ask.find(about.joined_to) if about.joined_to else None
            return Dossier(
                about,
                ask.history(about.id),
                ask.entry(message_of(about.id)) if about.source else None,
                ask.dismissal(about.id),
                lead.number if lead else "",
                tuple(one.number for one in ask.joined_to(about.id)) if about.joined else (),
            )

    def newest(self) -> int:
        with self._readers.begin() as db:
            return db.execute(select(func.max(event.c.id))).scalar() or NOTHING_HAPPENED

    def _meant(self, db: Connection, at: datetime) -> Mapping[Only, ColumnElement[bool]]:
        in_hand = cases.c.status.in_(IN_HAND)
        late = late_at(at)
        running = and_(in_hand, cases.c.paused_at.is_(None))
        areas = self._directory.fresh(db).org.registry.area
        asks = (
            cases.c.asked_due_at.is_not(None),
            and_(cases.c.obstacle.is_not(None), ~cases.c.suspended),
            cases.c.dismissal.is_not(None),
            cases.c.offered_to.in_(sorted(areas)),
        )
        return {
            Only.ALL: true(),
            Only.LATE: late,
            Only.TODAY: and_(running, not_(late), cases.c.due_at < _midnight(at) + timedelta(days=1)),
            Only.CRITICAL: and_(in_hand, cases.c.severity == Severity.CRITICAL.value),
            Only.NO_OWNER: and_(in_hand, ~exists().where(binding.c.post == cases.c.holder)),
            Only.TRIAGE: and_(in_hand, cases.c.triage),
            Only.DECIDE: or_(cases.c.status == Status.APPEALED.value, and_(in_hand, or_(*asks))),
            Only.STANDING: and_(in_hand, cases.c.paused_at.is_not(None)),
            Only.RESOLVED: cases.c.status == Status.RESOLVED.value,
        }


def within(scope: Scope) -> ColumnElement[bool]:
    if not scope.unit:
        return cases.c.holder.in_(sorted(scope.posts)) if scope.posts else false()
    under = true() if scope.whole else belongs(cases.c.id, scope.unit)
    return under if scope.complaints else and_(under, ~cases.c.conflict)


def _said(words: str, at: datetime) -> ColumnElement[bool]:
    if is_number(words):
        return cases.c.number == words
    lately = or_(cases.c.open, cases.c.closed_at >= at - LOOKED_BACK)
    return and_(lately, or_(*(column.contains(words, autoescape=True) for column in (cases.c.place, cases.c.matter))))


def _since(db: Connection, scope: Scope, midnight: datetime) -> dict[str, Any]:
    """What was filed and confirmed: looked up in the day's events."""
    of_it = exists().where(cases.c.id == event.c.case_id, within(scope))
    happened = event.c.what.in_([Happening.FILED.value, Happening.CONFIRMED.value])
    counted = select(event.c.what, func.count()).where(event.c.at >= midnight, happened, of_it).group_by(event.c.what)
    found = {what: count for what, count in db.execute(counted)}  # noqa: C416
    return {what.value: found.get(what.value, 0) for what in (Happening.FILED, Happening.CONFIRMED)}


def _midnight(at: datetime) -> datetime:
    """`at` is in the desk's zone."""
    return datetime.combine(at.date(), time(), at.tzinfo)
