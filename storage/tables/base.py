"""What the tables share: names of their indices, kinds of columns, the lives of rows."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, text
from sqlmodel import Field, SQLModel

from storage.columns import Moment, Words

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SerialKey = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts up only a column of type INTEGER."""


class Sending(StrEnum):
    """The life of an outbox row."""

    LATER = "later"
    """Not before a moment of the desk's clock that has not come."""
    DUE = "due"
    SENT = "sent"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DEAD = "dead"


class Handling(StrEnum):
    """The life of an inbox row."""

    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"


class Base(SQLModel):
    metadata = MetaData(naming_convention=NAMES)


def only(condition: str, sqlite: str = "") -> dict[str, Any]:
    """Makes an index hold only the rows its query looks for: it stays small however long the history grows.
    SQLite uses it only when the query repeats the condition to the letter, and has no booleans, only 0 and 1."""
    return {"sqlite_where": text(sqlite or condition), "postgresql_where": text(condition)}


def moment() -> Any:
    return Field(sa_type=Moment)


def words() -> Any:
    return Field(sa_type=Words)


def serial() -> Any:
    return Field(sa_column=Column("id", SerialKey, primary_key=True, autoincrement=True))


def big(*, nullable: bool = False) -> Any:
    return Field(sa_type=BigInteger, nullable=nullable)


metadata = Base.metadata
