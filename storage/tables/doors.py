"""Doors to other systems: who may file through the interface, who is told of what happens."""

from datetime import datetime

from sqlalchemy import Index, Table
from sqlmodel import Field

from storage.tables.base import Base, metadata, moment, only, serial, words


class ApiKeyRow(Base, table=True):
    """A key of the Open311 interface, as a digest."""

    __tablename__ = "api_key"
    __table_args__ = (Index("ix_api_key_digest", "digest", unique=True),)

    name: str = Field(primary_key=True)
    digest: str
    at: datetime = moment()
    revoked_at: datetime | None = moment()


class WebhookRow(Base, table=True):
    """A subscriber. `events` is a list with commas; `secret` is sealed where `key` names what sealed it."""

    __tablename__ = "webhook"

    id: str = Field(primary_key=True)
    url: str
    events: str
    secret: str
    key: str
    at: datetime = moment()
    ended_at: datetime | None = moment()


class HookRow(Base, table=True):
    """Something to be told to a subscriber: written with the event it tells of. `retry_at` and `lease_until` are the
    system's time."""

    __tablename__ = "hook"
    __table_args__ = (
        Index("ix_hook_due", "webhook", "id", **only("state = 'due'")),
        Index("ix_hook_dead", "id", **only("state = 'dead'")),
        Index("ix_hook_settled", "settled_at", **only("settled_at IS NOT NULL")),
        Index("ix_hook_case_id", "case_id"),
    )

    id: int = serial()
    webhook: str = Field(foreign_key="webhook.id")
    case_id: str = Field(foreign_key="cases.id")
    event: str
    body: str = words()
    outside: str
    state: str
    attempts: int
    retry_at: datetime | None = moment()
    lease_until: datetime | None = moment()
    why: str = words()
    created_at: datetime = moment()
    settled_at: datetime | None = moment()


api_key: Table = metadata.tables["api_key"]
webhook: Table = metadata.tables["webhook"]
hook: Table = metadata.tables["hook"]
