"""Cases, the units they lie under, their history, the day's numbers."""

from datetime import datetime

from sqlalchemy import Index, Table
from sqlmodel import Field

from storage.tables.base import Base, metadata, moment, only, serial, words


class CaseRow(Base, table=True):
    """A case. JSON texts: top3, evidence, attachments, proof. `open` repeats the status for the indices."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_number", "number"),
        Index("ix_cases_reporter", "reporter", "opened_at"),
        Index("ix_cases_holder", "holder", **only("open", "open = 1")),
        Index("ix_cases_grid", "grid", **only("open", "open = 1")),
        Index("ix_cases_look_at", "look_at", "id", **only("look_at IS NOT NULL")),
        Index("ix_cases_status", "status", "opened_at"),
        Index("ix_cases_opened_at", "opened_at"),
        Index("ix_cases_due_at", "due_at", **only("open", "open = 1")),
        Index("ix_cases_around", "unit", "closed_at"),
        Index("ix_cases_kept", "closed_at", **only("closed_at IS NOT NULL AND reporter <> ''")),
        Index("ix_cases_same_as", "same_as", **only("same_as IS NOT NULL")),
        Index("ix_cases_joined_to", "joined_to", **only("joined_to IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    number: str
    reporter: str
    reporter_name: str = words()
    text: str = words()
    opened_at: datetime = moment()
    clock_from: datetime = moment()
    contact_due_at: datetime = moment()
    due_at: datetime = moment()
    grid: str
    unit: str
    place: str = words()
    holder: str
    status: str
    open: bool
    matter: str = words()
    topic: str
    topic2: str
    object: str = words()
    fault: str = words()
    severity: str
    danger: str | None
    complexity: str
    confidence: float
    top3: str = words()
    evidence: str = words()
    conflict: bool
    anonymous: bool
    confidential: bool
    triage: bool
    place_pending: bool
    lon: float | None
    lat: float | None
    attachments: str = words()
    album: str = words()
    rung: int
    look_at: datetime | None = moment()
    handed_at: datetime | None = moment()
    accepted_at: datetime | None = moment()
    accepted_by: str = words()
    arrived_at: datetime | None = moment()
    resolved_at: datetime | None = moment()
    closed_at: datetime | None = moment()
    proof_note: str = words()
    proof: str = words()
    reopened: int
    lacking: str = words()
    urged: int
    urged_at: datetime | None = moment()
    supervised_at: datetime | None = moment()
    question: str = words()
    answer: str = words()
    answered_at: datetime | None = moment()
    paused_at: datetime | None = moment()
    paused_until: datetime | None = moment()
    waited: int
    offered_to: str
    offered_why: str | None
    offered_until: datetime | None = moment()
    offered: int
    obstacle: str | None
    account: str = words()
    suspended: bool
    suspensions: int
    order_due_at: datetime | None = moment()
    asked_due_at: datetime | None = moment()
    asked_why: str = words()
    extended: int
    dismissal: str | None
    appealed_at: datetime | None = moment()
    source: str | None
    long_term: bool
    news: str = words()
    news_at: datetime | None = moment()
    agreement: str | None
    whistled: int
    assists: str = words()
    same_as: str | None
    joined_to: str | None
    joined: int
    version: int


class CaseUnitRow(Base, table=True):
    """Every unit a case belongs to, from its own up to the district: a subtree is one look-up."""

    __tablename__ = "case_unit"
    __table_args__ = (Index("ix_case_unit_unit", "unit", "case_id"),)

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    unit: str = Field(primary_key=True)


class EventRow(Base, table=True):
    """One line of a case's history."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_case_id", "case_id", "id"), Index("ix_event_at", "at", "what"))

    id: int = serial()
    case_id: str = Field(foreign_key="cases.id")
    what: str
    at: datetime = moment()
    actor: str = words()
    note: str = words()


class DayNumberRow(Base, table=True):
    """The last case number given on a day of the desk's zone, `YYYY-MM-DD`."""

    __tablename__ = "day_number"

    day: str = Field(primary_key=True)
    last: int


cases: Table = metadata.tables["cases"]
case_unit: Table = metadata.tables["case_unit"]
event: Table = metadata.tables["event"]
day_number: Table = metadata.tables["day_number"]
