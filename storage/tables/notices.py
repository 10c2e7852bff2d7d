"""Announcements."""

from datetime import datetime

from sqlalchemy import Index, Table
from sqlmodel import Field

from storage.tables.base import Base, metadata, moment, only, words


class SubscriptionRow(Base, table=True):
    """A chat wants the announcements of a unit."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_unit", "unit"),)

    chat: str = Field(primary_key=True)
    unit: str = Field(primary_key=True)
    name: str = words()
    at: datetime = moment()
    ended_at: datetime | None = moment()


class NoticeRow(Base, table=True):
    """An announcement of a desk."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_chat", "chat", "at"),
        Index("ix_notice_deadline", "deadline", **only("NOT tasked", "tasked = 0")),
    )

    id: str = Field(primary_key=True)
    desk: str
    unit: str
    words: str = words()
    chat: str
    at: datetime = moment()
    deadline: datetime | None = moment()
    sent_at: datetime | None = moment()
    dropped: bool
    tasked: bool


class NoticeReceiptRow(Base, table=True):
    """Whom an announcement was sent to, and when they said that they know it."""

    __tablename__ = "notice_receipt"
    __table_args__ = (Index("ix_notice_receipt_chat", "chat"),)

    notice: str = Field(primary_key=True, foreign_key="notice.id")
    chat: str = Field(primary_key=True)
    unit: str
    name: str = words()
    known_at: datetime | None = moment()


subscription: Table = metadata.tables["subscription"]
notice: Table = metadata.tables["notice"]
notice_receipt: Table = metadata.tables["notice_receipt"]
