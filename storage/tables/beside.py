"""What hangs on a case and is no part of it."""

from datetime import datetime

from sqlalchemy import Index, Table
from sqlmodel import Field

from storage.tables.base import Base, metadata, moment, only, words


class EntryRow(Base, table=True):
    """What staff brought in for others. `id` is of a draft, and of a case once that is filed."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_outside", "outside", unique=True, **only("outside <> ''")),
        Index("ix_entry_at", "at"),
    )

    id: str = Field(primary_key=True)
    source: str
    post: str
    at: datetime = moment()
    outside: str
    done: bool


class ContestRow(Base, table=True):
    """A unit's objection to what counts in a ranking."""

    __tablename__ = "contest"

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    post: str
    reason: str = words()
    at: datetime = moment()
    upheld: bool | None
    decided_at: datetime | None = moment()


class RatingRow(Base, table=True):
    """What a resident said of a case that they closed."""

    __tablename__ = "rating"
    __table_args__ = (Index("ix_rating_at", "at"), Index("ix_rating_post", "post", "at"))

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    post: str
    contacted: bool
    solved: str | None
    satisfied: str | None
    pressed: bool
    at: datetime = moment()


class DismissalRow(Base, table=True):
    """Why a case should not be worked on, as last asked for or decided."""

    __tablename__ = "dismissal"

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    ground: str
    account: str = words()
    by: str
    at: datetime = moment()
    person: str
    desk: str
    appeal: str = words()
    appealed_to: str


class UndoRow(Base, table=True):
    """The last step of a worker in a case, and how the case stood before it (JSON)."""

    __tablename__ = "undo"
    __table_args__ = (Index("ix_undo_chat", "chat", "at"),)

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    chat: str
    post: str
    what: str
    at: datetime = moment()
    before: str = words()


class WhistleRow(Base, table=True):
    """One call of one department to one case. JSON text: proof."""

    __tablename__ = "whistle"
    __table_args__ = (
        Index("ix_whistle_case", "case_id", "called_at"),
        Index("ix_whistle_look_at", "look_at", "id", **only("look_at IS NOT NULL")),
        Index("ix_whistle_department", "department", "called_at"),
        Index("ix_whistle_open", "department", "due_at", **only("ended_at IS NULL")),
        Index("ix_whistle_called_at", "called_at"),
    )

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    department: str
    by: str
    asked: str = words()
    called_at: datetime = moment()
    heard_at: datetime = moment()
    due_at: datetime = moment()
    state: str
    answered_at: datetime | None = moment()
    arrive_due_at: datetime | None = moment()
    came_at: datetime | None = moment()
    conclude_due_at: datetime | None = moment()
    ended_at: datetime | None = moment()
    said: str = words()
    proof: str = words()
    told: int
    look_at: datetime | None = moment()


class PraiseRow(Base, table=True):
    """A word of thanks. `unit` is the lowest unit it is about."""

    __tablename__ = "praise"
    __table_args__ = (Index("ix_praise_at", "at"),)

    id: str = Field(primary_key=True)
    post: str
    unit: str
    case_id: str | None = Field(foreign_key="cases.id")
    at: datetime = moment()


entry: Table = metadata.tables["entry"]
contest: Table = metadata.tables["contest"]
rating: Table = metadata.tables["rating"]
praise: Table = metadata.tables["praise"]
dismissal: Table = metadata.tables["dismissal"]
undo: Table = metadata.tables["undo"]
whistle: Table = metadata.tables["whistle"]
