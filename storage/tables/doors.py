"""Doors to other systems: who may file through the interface."""

from datetime import datetime

from sqlalchemy import Index, Table
from sqlmodel import Field

from storage.tables.base import Base, metadata, moment


class ApiKeyRow(Base, table=True):
    """A key of the Open311 interface, as a digest."""

    __tablename__ = "api_key"
    __table_args__ = (Index("ix_api_key_digest", "digest", unique=True),)

    name: str = Field(primary_key=True)
    digest: str
    at: datetime = moment()
    revoked_at: datetime | None = moment()


api_key: Table = metadata.tables["api_key"]
