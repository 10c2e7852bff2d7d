"""Pictures as they are compared: written, found by what they look like, and what is still to be looked at."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, exists, func, select

from cases.model import CaseId, ChatRef, Doubt, PersonRef, Picture, PostCode, Shown
from cases.shapes import marks_of
from storage import bulk
from storage.engine import readers, upsert
from storage.tables import case_unit, picture, picture_mark

PROOF = (Shown.ARRIVED.value, Shown.DONE.value)


def picture_values(one: Picture) -> dict[str, Any]:
    return {
        "id": one.id,
        "case_id": one.case,
        "file": one.file,
        "shown": one.shown.value,
        "at": one.at,
        "post": one.post,
        "chat": one.chat,
        "person": one.person,
        "look_at": one.look_at,
        "tries": one.tries,
        "shape": one.shape,
        "doubt": one.doubt.value if one.doubt else None,
        "like_case": one.like,
        "asked_at": one.asked_at,
    }


def picture_of(row: RowMapping, zone: tzinfo) -> Picture:
    return Picture(
        row["id"],
        CaseId(row["case_id"]),
        row["file"],
        Shown(row["shown"]),
        row["at"].astimezone(zone),
        PostCode(row["post"]),
        ChatRef(row["chat"]),
        PersonRef(row["person"]),
        row["look_at"] and row["look_at"].astimezone(zone),
        row["tries"],
        row["shape"],
        Doubt(row["doubt"]) if row["doubt"] else None,
        CaseId(row["like_case"]) if row["like_case"] else None,
        row["asked_at"] and row["asked_at"].astimezone(zone),
    )


def keep(db: Connection, one: Picture) -> None:
    """A new one that is known already, of a step that was taken back and made again, stays as it is."""
    if one.look_at is not None and not one.tries:
        bulk.add_new(db, picture, [picture_values(one)])
        return
    db.execute(upsert(picture, db.dialect.name), picture_values(one))
    if one.shape and one.shown.value in PROOF:
        bulk.add_new(db, picture_mark, [{"mark": mark, "picture": one.id} for mark in marks_of(one.shape)])


class PictureQueries:
    """All that a unit of work asks about pictures."""

    def __init__(self, db: Connection, zone: tzinfo) -> None:
        self._db, self._zone = db, zone

    def one(self, picture_id: str) -> Picture | None:
        query = select(picture).where(picture.c.id == picture_id).with_for_update()
        return next(iter(self._found(query)), None)

    def of_case(self, case_id: CaseId) -> Sequence[Picture]:
        return self._found(select(picture).where(picture.c.case_id == case_id).order_by(picture.c.at, picture.c.id))

    def like(self, marks: Set[int]) -> Sequence[Picture]:
        found = select(picture_mark.c.picture).where(picture_mark.c.mark.in_(sorted(marks)))
        return self._found(select(picture).where(picture.c.id.in_(found)))

    def asked(self, chat: ChatRef) -> Picture | None:
        open_ones = (picture.c.asked_at.is_not(None), picture.c.doubt == Doubt.ASKED.value, picture.c.chat == chat)
        return next(
            iter(self._found(select(picture).where(*open_ones).order_by(picture.c.asked_at.desc()).limit(1))), None
        )

    def doubted(self, unit: str, since: datetime, until: datetime) -> Sequence[Picture]:
        below = exists().where(case_unit.c.case_id == picture.c.case_id, case_unit.c.unit == unit)
        lately = (picture.c.asked_at.is_not(None), picture.c.asked_at >= since, picture.c.asked_at < until)
        return self._found(select(picture).where(*lately, below).order_by(picture.c.asked_at, picture.c.id))

    def _found(self, query: Any) -> Sequence[Picture]:
        return [picture_of(row, self._zone) for row in self._db.execute(query).mappings()]


@dataclass(frozen=True, slots=True)
class Unseen:
    """A picture that the process has to look at."""

    id: str
    file: str
    tries: int


class StoredPictures:
    """What is to be looked at. Whoever looks at it tells by `cases.picturing.note_picture`."""

    def __init__(self, engine: Engine) -> None:
        self._readers = readers(engine)

    def waiting(self, at: datetime, limit: int) -> Sequence[Unseen]:
        """What came before the work goes first: the proof is held against it."""
        first = (picture.c.shown != Shown.BEFORE.value, picture.c.look_at, picture.c.id)
        query = select(picture.c.id, picture.c.file, picture.c.tries).where(*_due(at)).order_by(*first).limit(limit)
        with self._readers.begin() as db:
            return [Unseen(*row) for row in db.execute(query)]

    def count(self, at: datetime) -> int:
        with self._readers.begin() as db:
            return db.execute(select(func.count()).select_from(picture).where(*_due(at))).scalar_one()


def _due(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return picture.c.look_at.is_not(None), picture.c.look_at <= at
