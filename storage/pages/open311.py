"""What the Open311 interface reads, and the keys by which programs file there."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    and_,
    false,
    func,
    not_,
    or_,
    select,
    tuple_,
    update,
)

from cases.deeds import Act
from cases.model import API, CaseId, PostCode, Source, Status
from cases.org import Org
from cases.pages.open311 import ApiKey, FiledCase, PublicCase, Wanted
from cases.ports import Clock
from storage.auditing import Account
from storage.columns import Moment
from storage.directory import DirectoryCache
from storage.engine import insert_new, readers
from storage.mapping import local
from storage.statements import END_OF_PREFIX
from storage.tables import api_key, cases, event
from storage.transactions import Transactions

ACCUSING = ("举报", "检举", "揭发", "控告")
"""Words of whoever accuses somebody: what is told with them is nobody else's to read."""
COLUMNS = [
    "id",
    "number",
    "status",
    "open",
    "suspended",
    "topic",
    "topic2",
    "matter",
    "text",
    "place",
    "unit",
    "holder",
    "place_pending",
    "long_term",
    "opened_at",
    "due_at",
    "closed_at",
    "anonymous",
    "confidential",
    "source",
    "lon",
    "lat",
]
SAID = tuple(cases.c[name] for name in COLUMNS)


class StoredPublicCases:
    """A PublicCases."""

    def __init__(self, engine: Engine, zone: tzinfo, directory: DirectoryCache) -> None:
        self._readers, self._zone, self._directory = readers(engine), zone, directory

    def public(self, wanted: Wanted) -> Sequence[PublicCase]:
        with self._readers.begin() as db:
            org = self._directory.fresh(db).org
            rows = db.execute(self._asked(wanted)).mappings().all()
            changed = _changes(db, [row["id"] for row in rows])
        return [_public(row, org, changed.get(row["id"], row["opened_at"]), self._zone) for row in rows]

    def filed(self, case_id: CaseId) -> FiledCase | None:
        told = (cases.c.number, cases.c.opened_at, cases.c.place_pending, cases.c.long_term)
        with self._readers.begin() as db:
            row = db.execute(select(*told).where(cases.c.id == case_id)).one_or_none()
        if row is None:
            return None
        at = row.opened_at.astimezone(self._zone)
        return FiledCase(row.number, at, row.place_pending, row.long_term)

    def _asked(self, wanted: Wanted) -> Any:
        newest = select(*SAID).order_by(cases.c.opened_at.desc(), cases.c.id.desc())
        rules = [_shown(wanted), *self._when(wanted)]
        if wanted.open is not None:
            rules.append(cases.c.open if wanted.open else not_(cases.c.open))
        return newest.where(*rules).offset(wanted.skip).limit(wanted.limit)

    def _when(self, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
        if wanted.numbers is None:
            return cases.c.opened_at >= wanted.since, cases.c.opened_at <= wanted.until
        return (or_(*(self._is(number, year) for number, year in wanted.numbers), false()),)

    def _is(self, number: str, year: int) -> ColumnElement[bool]:
        """Numbers come again every year."""
        begins, ends = datetime(year, 1, 1, tzinfo=self._zone), datetime(year + 1, 1, 1, tzinfo=self._zone)
        return and_(cases.c.number == number, cases.c.opened_at >= begins, cases.c.opened_at < ends)


def _shown(wanted: Wanted) -> ColumnElement[bool]:
    accusing = or_(*(cases.c.text.contains(word) for word in ACCUSING))
    listed = and_(
        tuple_(cases.c.topic, cases.c.topic2).in_(sorted(wanted.services)), not_(cases.c.conflict), not_(accusing)
    )
    if not wanted.key:
        return listed
    first = f"{API}{wanted.key}/"
    mine = and_(cases.c.reporter >= first, cases.c.reporter < first + END_OF_PREFIX)
    if wanted.filed_as is not None:
        mine = and_(mine, tuple_(cases.c.topic, cases.c.topic2).in_(sorted(wanted.filed_as)))
    return or_(listed, mine)


def _changes(db: Connection, ids: Sequence[str]) -> dict[str, datetime]:
    if not ids:
        return {}
    last = func.max(event.c.at, type_=Moment).label("last")
    found = db.execute(select(event.c.case_id, last).where(event.c.case_id.in_(ids)).group_by(event.c.case_id))
    return {row.case_id: row.last for row in found}


def _public(row: RowMapping, org: Org, updated: datetime, zone: tzinfo) -> PublicCase:
    secret = row["anonymous"] or row["confidential"]
    village = next((unit for unit in org.path(row["unit"]) if unit in org.registry.area), row["unit"])
    desks = org.desks(row["unit"])
    status = Status(row["status"])
    return PublicCase(
        id=CaseId(row["id"]),
        number=row["number"],
        status=status.value,
        suspended=row["suspended"],
        topic=row["topic"],
        topic2=row["topic2"],
        matter=row["matter"],
        text=row["text"] if row["source"] == Source.API.value and not secret else "",
        place="" if secret else row["place"],
        unit=org.unit_label(village),
        agency=org.label(desks[0] if desks else PostCode(row["unit"])),
        place_pending=row["place_pending"],
        long_term=row["long_term"],
        opened_at=row["opened_at"].astimezone(zone),
        updated_at=updated.astimezone(zone),
        due_at=row["due_at"].astimezone(zone),
        is_in_hand=status.is_in_hand,
        lon=None if secret else row["lon"],
        lat=None if secret else row["lat"],
    )


class StoredApiKeys:
    """An ApiKeys."""

    def __init__(
        self, engine: Engine, transactions: Transactions, clock: Clock, zone: tzinfo, account: Account
    ) -> None:
        self._readers, self._transactions = readers(engine), transactions
        self._clock, self._zone, self._account = clock, zone, account

    def add(self, name: str, secret: str) -> bool:
        row = {"name": name, "digest": _digest(secret), "at": self._clock.now(), "revoked_at": None}
        with self._transactions.begin() as db:
            if not db.execute(insert_new(api_key, db.dialect.name), row).rowcount:
                return False
            self._account(db, Act.API_KEY, "added")
        return True

    def revoke(self, name: str) -> bool:
        valid = update(api_key).where(api_key.c.name == name, api_key.c.revoked_at.is_(None))
        with self._transactions.begin() as db:
            if not db.execute(valid.values(revoked_at=self._clock.now())).rowcount:
                return False
            self._account(db, Act.API_KEY, "revoked")
        return True

    def all(self) -> Sequence[ApiKey]:
        with self._readers.begin() as db:
            rows = db.execute(select(api_key).order_by(api_key.c.name)).all()
        return [ApiKey(row.name, row.at.astimezone(self._zone), local(row.revoked_at, self._zone)) for row in rows]

    def name_of(self, secret: str) -> str:
        if not secret:
            return ""
        valid = (api_key.c.digest == _digest(secret), api_key.c.revoked_at.is_(None))
        with self._readers.begin() as db:
            return db.execute(select(api_key.c.name).where(*valid)).scalar() or ""


def _digest(secret: str) -> str:
    """A key is 32 random bytes: nobody can try them all, salted or not."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
