"""What pictures look like, in a few bits. No picture is kept."""

from datetime import datetime

from sqlalchemy import Index, Table
from sqlmodel import Field

from storage.tables.base import Base, metadata, moment, only, words


class PictureRow(Base, table=True):
    """One picture of a case that is compared with others."""

    __tablename__ = "picture"
    __table_args__ = (
        Index("ix_picture_case", "case_id"),
        Index("ix_picture_chat", "chat"),
        Index("ix_picture_look_at", "look_at", **only("look_at IS NOT NULL")),
        Index("ix_picture_asked_at", "asked_at", **only("asked_at IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    file: str = words()
    shown: str
    at: datetime = moment()
    post: str
    chat: str
    person: str
    look_at: datetime | None = moment()
    tries: int
    shape: str
    doubt: str | None
    like_case: str | None = Field(foreign_key="cases.id")
    asked_at: datetime | None = moment()


class PictureMarkRow(Base, table=True):
    """By which the shapes of proofs are found: eight bands of each, sixteen bits and their place."""

    __tablename__ = "picture_mark"

    mark: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    picture: str = Field(primary_key=True, foreign_key="picture.id")


picture: Table = metadata.tables["picture"]
picture_mark: Table = metadata.tables["picture_mark"]
