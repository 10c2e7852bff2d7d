"""What hangs on a case or a chat and is no part of it."""

from dataclasses import dataclass
from datetime import datetime

from cases.model.base import NO_POST, NOBODY, Attachment, CaseId, ChatRef, PersonRef, PostCode
from cases.model.history import Happening
from cases.model.status import Agreement, Ground, Obstacle, Source, Status, TransferReason
from cases.scores import Answers


@dataclass(frozen=True, slots=True)
class Entry:
    """What staff bring in for others: known from its first word, filed once its place is known."""

    id: CaseId
    """Of the draft, and so of the first case that comes of it."""
    source: Source
    post: PostCode
    """By which it was brought in."""
    at: datetime
    outside: str = ""
    """Its number elsewhere, as with 12345; two cases never share one."""
    done: bool = False
    """What was found was put right on the spot."""


@dataclass(frozen=True, slots=True)
class Contest:
    """申诉 against what counts in a ranking. Upheld, the rating and the lateness count for nothing; the fact stays."""

    case: CaseId
    post: PostCode
    reason: str
    at: datetime
    upheld: bool | None = None
    """None while the district has not decided."""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """What the resident says of a case that they closed. No history line tells of it: staff read the history."""

    case: CaseId
    post: PostCode
    """Who had the case at the end."""
    answers: Answers
    at: datetime
    """When the last answer was given, which decides the month."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Why a case should not be worked on, who says so, who decided, and what became of the appeal. The last one of a case."""

    case: CaseId
    ground: Ground
    account: str
    """In words for the resident."""
    by: PostCode
    """Who asked for it."""
    at: datetime
    person: PersonRef = NOBODY
    """Who last asked or decided: at the very top, another person of the same desk has to look at it."""
    desk: PostCode = NO_POST
    """Who decided it; empty while nobody has."""
    appeal: str = ""
    """The resident's words."""
    appealed_to: PostCode = NO_POST


@dataclass(frozen=True, slots=True)
class Praise:
    """A word of thanks, counted apart from every rating."""

    id: str
    post: PostCode
    unit: str
    case: CaseId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a chat has said the same, and whether it is heard."""

    chat: ChatRef
    digest: str = ""
    """Of what it said last."""
    times: int = 0
    since: datetime | None = None
    paused_until: datetime | None = None
    """By the clock, for saying the same again and again."""
    stopped_until: datetime | None = None
    """By a desk, for `stopped_why`."""
    stopped_why: str = ""
    stopped_by: PostCode = NO_POST
    stopped_on: CaseId | None = None
    """The case by which the desk named the chat."""


@dataclass(frozen=True, slots=True)
class Footing:
    """What a worker's step may change of a case, as it stood before it."""

    status: Status
    holder: PostCode
    triage: bool
    contact_due_at: datetime
    due_at: datetime
    album: str
    rung: int
    look_at: datetime | None
    accepted_at: datetime | None
    accepted_by: str
    arrived_at: datetime | None
    resolved_at: datetime | None
    proof_note: str
    proof: tuple[Attachment, ...]
    paused_at: datetime | None
    paused_until: datetime | None
    waited: int
    suspended: bool
    obstacle: Obstacle | None
    offered_to: PostCode
    offered_why: TransferReason | None
    offered_until: datetime | None
    asked_due_at: datetime | None
    asked_why: str
    news: str
    news_at: datetime | None
    agreement: Agreement | None
    dismissal: Ground | None
    account: str
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """The last step of a worker in a case, for as long as it can be taken back."""

    case: CaseId
    chat: ChatRef
    post: PostCode
    what: Happening
    at: datetime
    before: Footing


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Words that a resident took back: of the line of history that holds them only `left` stays, and of the numbers that were
    hidden in what has gone nothing."""

    case: CaseId
    chat: ChatRef
    what: Happening
    at: datetime
    words: str
    """The whole note."""
    left: str


@dataclass(frozen=True, slots=True)
class KeptNumber:
    """A telephone or identity number as it was written, by whom and when. It is stored sealed, or not at all. Of a work order
    that a desk took in it stands under the case instead of the chat."""

    chat: ChatRef
    number: str
    at: datetime
