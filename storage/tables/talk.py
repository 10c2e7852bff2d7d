"""Conversations: what was heard, what is said, what is still open."""

from datetime import datetime

from sqlalchemy import Index, Table, Text
from sqlmodel import Field

from storage.columns import BytewiseKey, Words
from storage.tables.base import Base, big, metadata, moment, only, serial, words


class DraftRow(Base, table=True):
    """A conversation. JSON texts: reading, place, also, options, attachments."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_chat_person", "chat", "person"),
        Index("ix_draft_expires_at", "expires_at", **only("NOT closed", "closed = 0")),
    )

    id: str = Field(primary_key=True)
    chat: str
    person: str
    name: str = words()
    state: str
    opened_at: datetime = moment()
    expires_at: datetime | None = moment()
    text: str = words()
    reading: str | None = Field(sa_type=Words)
    place: str | None = Field(sa_type=Words)
    also: str = words()
    options: str = words()
    attachments: str = words()
    album: str = words()
    message: int = big()
    asked: int
    lon: float | None
    lat: float | None
    about: str | None
    closed: bool
    secrecy: str


class OutboxRow(Base, table=True):
    """Something to be said. `not_before` is the desk's time; `retry_at` and `lease_until` are the system's. `why` tells of a
    dead one what the messenger said, of a withdrawn one which step did it, where that can be taken back."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_key", "key", unique=True),
        Index("ix_outbox_due", "priority", "id", **only("state = 'due'")),
        Index("ix_outbox_chat_due", "chat", "priority", "id", **only("state = 'due'")),
        Index("ix_outbox_chat_oldest", "chat", "id", **only("state = 'due'")),
        Index("ix_outbox_leased", "chat", **only("lease_until IS NOT NULL")),
        Index("ix_outbox_retrying", "chat", **only("retry_at IS NOT NULL")),
        Index("ix_outbox_later", "not_before", **only("state = 'later'")),
        Index("ix_outbox_slot", "chat", "slot", "id", **only("slot <> ''")),
        Index("ix_outbox_message", "chat", "message_id"),
        Index("ix_outbox_cards", "case_id", "chat", **only("kind = 'card'")),
        Index("ix_outbox_pushes", "said_at", **only("post IS NOT NULL")),
        Index("ix_outbox_dead", "id", **only("state = 'dead'")),
    )

    id: int = serial()
    key: str = Field(sa_type=BytewiseKey)
    chat: str
    kind: str
    body: str = words()
    priority: str
    case_id: str | None
    post: str | None
    slot: str
    not_before: datetime | None = moment()
    said_at: datetime | None = moment()
    state: str
    attempts: int
    uncertain: bool
    retry_at: datetime | None = moment()
    lease_until: datetime | None = moment()
    owner: str
    message_id: int | None = big(nullable=True)
    why: str = words()
    created_at: datetime = moment()
    settled_at: datetime | None = moment()


class ShownRow(Base, table=True):
    """The message that stands for a slot in a chat: what a later message of the slot edits."""

    __tablename__ = "shown"

    chat: str = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    message_id: int = big()


class InboxRow(Base, table=True):
    """A raw update, stored before it is confirmed. `message` is `chat:message_id` for new messages only. `lease_until`
    and `owner` say which of several processes has it in hand."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_update_id", "update_id", unique=True),
        Index("ix_inbox_message", "message", unique=True),
        Index("ix_inbox_oldest", "id", **only("state = 'waiting'")),
        Index("ix_inbox_lane", "lane", "id", **only("state = 'waiting'")),
        Index("ix_inbox_parked", "id", **only("state = 'parked'")),
        Index("ix_inbox_leased", "lane", **only("lease_until IS NOT NULL")),
    )

    id: int = serial()
    update_id: int = big()
    message: str | None
    lane: str
    raw: str = Field(sa_type=Text)
    state: str
    attempts: int
    begun: int
    retry_at: datetime | None = moment()
    owner: str
    lease_until: datetime | None = moment()
    error: str = words()
    received_at: datetime = moment()


class PatienceRow(Base, table=True):
    """What a chat said last and how often, and until when it is not heard."""

    __tablename__ = "patience"

    chat: str = Field(primary_key=True)
    digest: str
    times: int
    since: datetime | None = moment()
    paused_until: datetime | None = moment()
    stopped_until: datetime | None = moment()
    stopped_why: str = words()
    stopped_by: str
    stopped_on: str | None = Field(foreign_key="cases.id")


class KeptNumberRow(Base, table=True):
    """A number that was hidden in somebody's words, sealed with the secret named `key`."""

    __tablename__ = "kept_number"
    __table_args__ = (Index("ix_kept_number_chat", "chat"),)

    id: int = serial()
    chat: str
    at: datetime = moment()
    key: str
    sealed: str


draft: Table = metadata.tables["draft"]
outbox: Table = metadata.tables["outbox"]
shown: Table = metadata.tables["shown"]
inbox: Table = metadata.tables["inbox"]
patience: Table = metadata.tables["patience"]
kept_number: Table = metadata.tables["kept_number"]
