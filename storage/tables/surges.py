"""Crowds of one matter, and what their desk answered."""

from datetime import datetime

from sqlalchemy import Index, Table
from sqlmodel import Field

from storage.tables.base import Base, metadata, moment, words


class SurgeRow(Base, table=True):
    """Few a year; every new case asks for those that have not ended."""

    __tablename__ = "surge"
    __table_args__ = (Index("ix_surge_ended_at", "ended_at"), Index("ix_surge_told_at", "told_at"))

    id: str = Field(primary_key=True)
    unit: str
    desk: str
    matter: str = words()
    drafted: str = words()
    words: str = words()
    since: datetime = moment()
    told_at: datetime = moment()
    filings: int
    given_at: datetime | None = moment()
    until: datetime | None = moment()
    given_by: str
    drafted_until: datetime | None = moment()
    leading: str | None
    ended_at: datetime | None = moment()


surge: Table = metadata.tables["surge"]
