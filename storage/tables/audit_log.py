"""The audit log."""

from datetime import datetime

from sqlalchemy import Column, Index, Table
from sqlmodel import Field

from storage.tables.base import Base, SerialKey, big, metadata, moment, only, serial


class DeedRow(Base, table=True):
    """What was done besides the history of cases, until it is sealed into `audit`. Hashes and codes only."""

    __tablename__ = "deed"

    id: int = serial()
    at: datetime = moment()
    who: str
    what: str
    subject: str
    outcome: str
    cause: str


class AuditRow(Base, table=True):
    """The audit log, chained: `mark` is a hash over the line and the mark before, made with the secret named `key`.
    `event_id` is the line of history it tells of. Nothing here is ever changed."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_reads", "subject", **only("what IN ('looked', 'read') AND event_id IS NULL")),)

    seq: int = Field(sa_column=Column("seq", SerialKey, primary_key=True, autoincrement=False))
    at: datetime = moment()
    who: str
    what: str
    subject: str
    outcome: str
    cause: str
    event_id: int | None = big(nullable=True)
    key: str
    mark: str


class BookmarkRow(Base, table=True):
    """How far something has got, under its name."""

    __tablename__ = "bookmark"

    name: str = Field(primary_key=True)
    value: str


deed: Table = metadata.tables["deed"]
audit: Table = metadata.tables["audit"]
bookmark: Table = metadata.tables["bookmark"]
