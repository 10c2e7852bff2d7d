"""The tables, one class each. Rows never leave storage/: mapping.py turns them into the domain's nouns."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text, text
from sqlmodel import Field, SQLModel

from storage.columns import BytewiseKey, Moment, Words

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
    """Something to be said. `not_before` is the desk's time; `retry_at` and `lease_until` are the system's."""

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


class DayNumberRow(Base, table=True):
    """The last case number given on a day of the desk's zone, `YYYY-MM-DD`."""

    __tablename__ = "day_number"

    day: str = Field(primary_key=True)
    last: int


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


class EntryRow(Base, table=True):
    """What staff brought in for others. `id` is of a draft, and of a case once that is filed."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_outside", "outside", unique=True, **only("outside <> ''")),
        Index("ix_entry_at", "at"),
    )

    id: str = Field(primary_key=True)
    source: str
    post: str
    at: datetime = moment()
    outside: str
    done: bool


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


class AttendanceRow(Base, table=True):
    """A worker's month, `YYYY-MM`, as the office keeps it."""

    __tablename__ = "attendance"

    month: str = Field(primary_key=True)
    post: str = Field(primary_key=True)
    due_days: int
    present_days: int


class ContestRow(Base, table=True):
    """A unit's objection to what counts in a ranking."""

    __tablename__ = "contest"

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    post: str
    reason: str = words()
    at: datetime = moment()
    upheld: bool | None
    decided_at: datetime | None = moment()


class RatingRow(Base, table=True):
    """What a resident said of a case that they closed."""

    __tablename__ = "rating"
    __table_args__ = (Index("ix_rating_at", "at"), Index("ix_rating_post", "post", "at"))

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    post: str
    contacted: bool
    solved: str | None
    satisfied: str | None
    pressed: bool
    at: datetime = moment()


class DismissalRow(Base, table=True):
    """Why a case should not be worked on, as last asked for or decided."""

    __tablename__ = "dismissal"

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    ground: str
    account: str = words()
    by: str
    at: datetime = moment()
    person: str
    desk: str
    appeal: str = words()
    appealed_to: str


class UndoRow(Base, table=True):
    """The last step of a worker in a case, and how the case stood before it (JSON)."""

    __tablename__ = "undo"
    __table_args__ = (Index("ix_undo_chat", "chat", "at"),)

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    chat: str
    post: str
    what: str
    at: datetime = moment()
    before: str = words()


class WhistleRow(Base, table=True):
    """One call of one department to one case. JSON text: proof."""

    __tablename__ = "whistle"
    __table_args__ = (
        Index("ix_whistle_case", "case_id", "called_at"),
        Index("ix_whistle_look_at", "look_at", "id", **only("look_at IS NOT NULL")),
        Index("ix_whistle_department", "department", "called_at"),
        Index("ix_whistle_open", "department", "due_at", **only("ended_at IS NULL")),
        Index("ix_whistle_called_at", "called_at"),
    )

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    department: str
    by: str
    asked: str = words()
    called_at: datetime = moment()
    heard_at: datetime = moment()
    due_at: datetime = moment()
    state: str
    answered_at: datetime | None = moment()
    arrive_due_at: datetime | None = moment()
    came_at: datetime | None = moment()
    conclude_due_at: datetime | None = moment()
    ended_at: datetime | None = moment()
    said: str = words()
    proof: str = words()
    told: int
    look_at: datetime | None = moment()


class PraiseRow(Base, table=True):
    """A word of thanks. `unit` is the lowest unit it is about."""

    __tablename__ = "praise"
    __table_args__ = (Index("ix_praise_at", "at"),)

    id: str = Field(primary_key=True)
    post: str
    unit: str
    case_id: str | None = Field(foreign_key="cases.id")
    at: datetime = moment()


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


class RevisionRow(Base, table=True):
    """A number that is another one whenever what `name` stands for has changed: memories of it are then stale."""

    __tablename__ = "revision"

    name: str = Field(primary_key=True)
    value: int = big()


class KeptNumberRow(Base, table=True):
    """A number that was hidden in somebody's words, sealed with the secret named `key`."""

    __tablename__ = "kept_number"
    __table_args__ = (Index("ix_kept_number_chat", "chat"),)

    id: int = serial()
    chat: str
    at: datetime = moment()
    key: str
    sealed: str


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


metadata = Base.metadata
cases: Table = metadata.tables["cases"]
case_unit: Table = metadata.tables["case_unit"]
event: Table = metadata.tables["event"]
draft: Table = metadata.tables["draft"]
outbox: Table = metadata.tables["outbox"]
shown: Table = metadata.tables["shown"]
inbox: Table = metadata.tables["inbox"]
binding: Table = metadata.tables["binding"]
bind_code: Table = metadata.tables["bind_code"]
day_number: Table = metadata.tables["day_number"]
registry: Table = metadata.tables["registry"]
learnt_landmark: Table = metadata.tables["learnt_landmark"]
leave: Table = metadata.tables["leave"]
entry: Table = metadata.tables["entry"]
subscription: Table = metadata.tables["subscription"]
notice: Table = metadata.tables["notice"]
notice_receipt: Table = metadata.tables["notice_receipt"]
attendance: Table = metadata.tables["attendance"]
contest: Table = metadata.tables["contest"]
rating: Table = metadata.tables["rating"]
praise: Table = metadata.tables["praise"]
patience: Table = metadata.tables["patience"]
dismissal: Table = metadata.tables["dismissal"]
undo: Table = metadata.tables["undo"]
whistle: Table = metadata.tables["whistle"]
revision: Table = metadata.tables["revision"]
kept_number: Table = metadata.tables["kept_number"]
deed: Table = metadata.tables["deed"]
audit: Table = metadata.tables["audit"]
bookmark: Table = metadata.tables["bookmark"]
