"""What whoever works on a case sees: the card, reminders, answers to commands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.messages.base import Choice, File
from cases.reading import Danger, Severity

Push = Literal[
    "warn", "due", "station", "centre", "district", "cover", "alarm", "urged", "person", "supervised", "unanswered", "no_owner",
    "reopened",
    "offer", "appeal", "overturned", "news", "no_news", "inside",
]  # fmt: skip
"""The rung of the ladder, or who pushes."""


@dataclass(frozen=True, slots=True)
class WhistleLine:
    """A called department in a line of the card."""

    who: str
    state: str
    at: datetime | None = None
    """Of the last step."""
    due_at: datetime | None = None
    """Of the next."""
    said: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """The one message that stands for a case in a staff chat; edited in place."""

    case: str
    number: str
    severity: Severity
    matter: str
    topic: str
    place: str
    said: str
    reporter: str
    evidence: tuple[str, ...]
    confidence: float
    status: str
    contact_due_at: datetime
    due_at: datetime
    confidential: bool = False
    """Who reported is known to the duty desk of the centre only."""
    mine: bool = True
    """False: the case has moved to another post and this card is history."""
    role: Literal["holder", "copy", "cover", "supervisor", "triage", "offered", "assist"] = "holder"
    owner: str = ""
    accepted_by: str = ""
    accepted_at: datetime | None = None
    arrived_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    proof_note: str = ""
    obstacle: str = ""
    account: str = ""
    suspended: bool = False
    review_at: datetime | None = None
    asked_due_at: datetime | None = None
    """The later limit that the holder asks for."""
    extended: int = 0
    dismissal: str = ""
    """Why it should not be worked on, or is not: one of Ground."""
    complexity: str = ""
    mode: str = ""
    """Shown where it is harder than most."""
    long_term: bool = False
    news: str = ""
    news_at: datetime | None = None
    agreement: str = ""
    undo: bool = False
    """The step just made can still be taken back."""
    away: bool = False
    """Its holder is on leave."""
    offered_to: str = ""
    """Who has been asked to take it over."""
    offered_why: str = ""
    """One of TransferReason."""
    to_desk: bool = False
    """It was offered to a desk, which may give it to somebody else."""
    question: str = ""
    answer: str = ""
    """What the resident said to the question, perhaps nothing in words."""
    answered_at: datetime | None = None
    paused_at: datetime | None = None
    waited: int = 0
    """Minutes for which the limits have stood still."""
    lacking: str = ""
    reopened: int = 0
    supervised: bool = False
    answer_by: datetime | None = None
    """When an answer is owed to the desk that pressed for one."""
    place_pending: bool = False
    conflict: bool = False
    danger: Danger | None = None
    topics: tuple[str, ...] = ()
    """For triage: the likeliest topics, one tap each."""
    business: bool = False
    """The reporter says that they run a business."""
    files: int = 0
    lon: float | None = None
    lat: float | None = None
    source: str = ""
    """Where staff had it from who brought it in; one of Source."""
    outside: str = ""
    """Its number in another office."""
    entered_by: str = ""
    same: str = ""
    """The number of the first case of what is likely the same issue."""
    whistles: tuple[WhistleLine, ...] = ()
    assists: tuple[str, ...] = ()
    """Who helps with it."""
    joinable: bool = False
    """That one is being worked on."""
    retracted: bool = False
    """The resident has just taken back some of their words."""
    reused: bool = False
    """Its proof looks like an earlier picture, and whoever sent it says that it is the right one."""
    joined_to: str = ""
    """The number of the case under which this one goes on."""
    joined: tuple[str, ...] = ()
    """The numbers of those that go on under this one."""
    pushed: Push | Literal[""] = ""
    """The reminder's step that brought it here, where a chat sees the case for the first time by that; gone with the next
    change of the card."""
    residents: int = 0
    """How many people told of it, where several cases are joined."""
    kind: Literal["card"] = "card"
    in_group: bool = False
    """Several people read it: who reported it stands nowhere."""


@dataclass(frozen=True, slots=True)
class Files:
    """Pictures, voice or a map point that belong to a case, sent beneath its card."""

    number: str
    files: tuple[File, ...]
    lon: float | None = None
    lat: float | None = None
    kind: Literal["files"] = "files"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A push about one case."""

    case: str
    number: str
    matter: str
    place: str
    step: Push
    due_at: datetime
    owner: str = ""
    note: str = ""
    severity: Severity = Severity.NORMAL
    accepted: bool = False
    long_term: bool = False
    desk: bool = False
    """True when it goes to a desk that oversees the case rather than holds it."""
    answer_by: datetime | None = None
    """When the desk that pressed wants an answer."""
    kind: Literal["reminder"] = "reminder"


@dataclass(frozen=True, slots=True)
class AskProof:
    """Send a picture of the result and say what was done. `got` counts pictures already here."""

    case: str
    number: str
    got: int = 0
    said: str = ""
    """A sentence that may or may not say it is done: resolve with it?"""
    kind: Literal["ask_proof"] = "ask_proof"


@dataclass(frozen=True, slots=True)
class AskReassign:
    """To whom? Each choice shows its load."""

    case: str
    number: str
    matter: str
    choices: tuple[Choice, ...]
    named: str = ""
    """The first choice was named so: is it to be them?"""
    unknown: str = ""
    """Who was named, and is nobody there, or may be several."""
    kind: Literal["ask_reassign"] = "ask_reassign"


@dataclass(frozen=True, slots=True)
class OfferLandmark:
    """The place is settled; the resident had named it by a landmark that nobody knew. Remember it for this grid?"""

    case: str
    number: str
    name: str
    grid: str
    kind: Literal["offer_landmark"] = "offer_landmark"


@dataclass(frozen=True, slots=True)
class Done:
    """A staff action took effect."""

    number: str
    what: Literal[
        "accepted",
        "arrived",
        "resolved",
        "supervised",
        "supervised_before",
        "reassigned",
        "triaged",
        "noted",
        "topic",
        "landmark",
        "asked",
        "suspension_asked",
        "suspended",
        "suspension_refused",
        "extension_asked",
        "extended",
        "extension_refused",
        "declined",
        "declined_to_you",
        "kept_from_you",
        "dismissal_asked",
        "dismissed",
        "dismissal_refused",
        "upheld",
        "overturned",
        "vouched",
        "contested",
        "contest_upheld",
        "contest_refused",
        "whistled",
        "whistled_before",
        "assist_added",
        "word_passed",
        "split",
    ]
    who: str = ""
    note: str = ""
    due_at: datetime | None = None
    """The limit as it now is, where that is what was decided."""
    kind: Literal["done"] = "done"


@dataclass(frozen=True, slots=True)
class Bound:
    """This chat now holds a post."""

    post: str
    moved: bool = False
    """True for the chat that lost the post to another."""
    kind: Literal["bound"] = "bound"


@dataclass(frozen=True, slots=True)
class StaffHelp:
    """A worker's sentence was not understood as a command."""

    said: str = ""
    number: str = ""
    choices: tuple[Choice, ...] = ()
    """Which case was meant, when several are open. Values are case ids."""
    action: str = ""
    kind: Literal["staff_help"] = "staff_help"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A CaseError, said politely. `error` is the class name, `facts` its text facts."""

    error: str
    number: str = ""
    facts: tuple[str, ...] = ()
    kind: Literal["refusal"] = "refusal"


@dataclass(frozen=True, slots=True)
class Undone:
    """The step was taken back. `what` is a Happening."""

    number: str
    what: str
    kind: Literal["undone"] = "undone"


@dataclass(frozen=True, slots=True)
class EnoughReminders:
    """A worker has had so many today: the others stand in their list."""

    limit: int
    kind: Literal["enough_reminders"] = "enough_reminders"


Field = (
    Card
    | Files
    | Reminder
    | EnoughReminders
    | AskProof
    | AskReassign
    | OfferLandmark
    | Done
    | Bound
    | StaffHelp
    | Refusal
    | Undone
)
