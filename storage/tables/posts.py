"""Posts and the registry: where they answer, when they are away."""

from datetime import datetime

from sqlalchemy import Index, Table
from sqlmodel import Field

from storage.tables.base import Base, big, metadata, moment, words


class BindingRow(Base, table=True):
    """The chat a post answers in."""

    __tablename__ = "binding"
    __table_args__ = (Index("ix_binding_chat", "chat"),)

    post: str = Field(primary_key=True)
    chat: str
    person: str
    name: str = words()
    at: datetime = moment()


class BindCodeRow(Base, table=True):
    """A one-time code, as a digest."""

    __tablename__ = "bind_code"

    digest: str = Field(primary_key=True)
    post: str
    expires_at: datetime = moment()
    used_at: datetime | None = moment()


class SignInRow(Base, table=True):
    """A link into the console and the session it opened, as digests."""

    __tablename__ = "sign_in"
    __table_args__ = (
        Index("ix_sign_in_session", "session"),
        Index("ix_sign_in_chat", "chat"),
        Index("ix_sign_in_expires_at", "expires_at"),
    )

    link: str = Field(primary_key=True)
    session: str
    chat: str
    person: str
    name: str = words()
    is_group: bool
    expires_at: datetime = moment()
    opened_at: datetime | None = moment()
    ended: bool


class RegistryRow(Base, table=True):
    """The whole organisation as one JSON text: it is read whole, replaced whole, and at most a few megabytes."""

    __tablename__ = "registry"

    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    saved_at: datetime = moment()
    body: str = words()


class LearntLandmarkRow(Base, table=True):
    """A landmark that a worker had the desk remember. Beside the registry, so that replacing the registry keeps it."""

    __tablename__ = "learnt_landmark"

    name: str = Field(primary_key=True)
    grid: str = Field(primary_key=True)
    said: str = words()
    post: str
    at: datetime = moment()


class LeaveRow(Base, table=True):
    """A post that is not there for some time."""

    __tablename__ = "leave"
    __table_args__ = (Index("ix_leave_ends", "ends"),)

    id: str = Field(primary_key=True)
    post: str
    begins: datetime = moment()
    ends: datetime = moment()
    begun: bool
    over: bool


class AttendanceRow(Base, table=True):
    """A worker's month, `YYYY-MM`, as the office keeps it."""

    __tablename__ = "attendance"

    month: str = Field(primary_key=True)
    post: str = Field(primary_key=True)
    due_days: int
    present_days: int


class RevisionRow(Base, table=True):
    """A number that is another one whenever what `name` stands for has changed: memories of it are then stale."""

    __tablename__ = "revision"

    name: str = Field(primary_key=True)
    value: int = big()


binding: Table = metadata.tables["binding"]
bind_code: Table = metadata.tables["bind_code"]
sign_in: Table = metadata.tables["sign_in"]
registry: Table = metadata.tables["registry"]
learnt_landmark: Table = metadata.tables["learnt_landmark"]
leave: Table = metadata.tables["leave"]
attendance: Table = metadata.tables["attendance"]
revision: Table = metadata.tables["revision"]
