"""Everything the desk can say, as facts without words. texts/ turns each into Chinese; storage/ keeps it in the outbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.reading import Danger, Severity
from cases.scores import Satisfied, Solved

File = tuple[str, str]
"""(media, handle) of an attachment to send along, e.g. ("photo", "AgAC…")."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its label is a place or a name; `value` comes back in the tap."""

    value: str
    label: str


# --- to a resident ---


@dataclass(frozen=True, slots=True)
class Hello:
    """Greeting, and what to type. `staff` names the posts when a worker says hello."""

    posts: tuple[str, ...] = ()
    kind: Literal["hello"] = "hello"


About = Literal[
    "small_talk", "off_topic", "spam", "unknown_command", "cannot_read", "outside", "unknown_group", "private_only",
    "nothing_open", "noted_praise", "sticker",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """An answer that files nothing: small talk, a question nobody can answer yet, spam, an unknown command."""

    about: About
    said: str = ""
    kind: Literal["understood"] = "understood"


@dataclass(frozen=True, slots=True)
class AskWhat:
    """Something arrived without a word: what is the matter? `got` is a media name or `location`."""

    got: str
    draft: str
    kind: Literal["ask_what"] = "ask_what"


@dataclass(frozen=True, slots=True)
class AskPlace:
    """The matter is clear, the place is not. `within` names the village or compound already known."""

    matter: str
    draft: str
    within: str = ""
    urban: bool = False
    again: bool = False
    danger: Danger | None = None
    """Set when this is an emergency: the safety advice stands first."""
    number: str = ""
    """Set when the case is already filed and only its place is missing."""
    also: tuple[str, ...] = ()
    """Further matters that the place is asked for."""
    kind: Literal["ask_place"] = "ask_place"


@dataclass(frozen=True, slots=True)
class AskChoice:
    """Several places fit: choose one, or say it again."""

    matter: str
    draft: str
    choices: tuple[Choice, ...]
    said: str = ""
    also: tuple[str, ...] = ()
    """Further matters that the place is asked for."""
    kind: Literal["ask_choice"] = "ask_choice"


@dataclass(frozen=True, slots=True)
class AskDanger:
    """A possible emergency: safety first, then 现在还有吗?"""

    danger: Danger
    draft: str
    kind: Literal["ask_danger"] = "ask_danger"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The case is filed. The place is always repeated."""

    case: str
    number: str
    matter: str
    place: str
    owner: str
    contact_at: datetime
    due_at: datetime
    severity: Severity
    danger: Danger | None = None
    place_pending: bool = False
    triage: bool = False
    conflict: bool = False
    timed_out: bool = False
    """Filed by the clock because no answer came."""
    masked: bool = False
    """The words hold a telephone or identity number, which nobody is shown."""
    kind: Literal["receipt"] = "receipt"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list."""

    case: str
    number: str
    matter: str
    place: str
    status: str
    due_at: datetime
    owner: str
    accepted_at: datetime | None = None
    resolved_at: datetime | None = None
    overdue: bool = False
    question: str = ""
    """What the resident is asked and has not yet answered."""
    suspended: bool = False
    asks: Literal["", "extension", "suspension", "offer"] = ""
    """What its holder asks for and nobody has decided yet."""
    supervised: bool = False
    severity: Severity = Severity.NORMAL


@dataclass(frozen=True, slots=True)
class Progress:
    cases: tuple[CaseLine, ...]
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Urged:
    number: str
    times: int
    next_at: datetime
    again: bool = False
    """Already urged today: noted, not sent twice."""
    kind: Literal["urged"] = "urged"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """The resident hears that somebody moved."""

    number: str
    step: Literal["accepted", "arrived", "reassigned", "supervised", "covered"]
    who: str
    at: datetime
    kind: Literal["step_taken"] = "step_taken"


@dataclass(frozen=True, slots=True)
class AskVerdict:
    """The worker says it is done; what does the resident say?"""

    case: str
    number: str
    matter: str
    note: str
    files: tuple[File, ...] = ()
    reminder: bool = False
    silent_on: datetime | None = None
    kind: Literal["ask_verdict"] = "ask_verdict"


@dataclass(frozen=True, slots=True)
class QuestionRelayed:
    """Whoever holds the case asks the resident something; neither learns how to reach the other."""

    number: str
    who: str
    question: str
    until: datetime
    """Without an answer by then, work goes on with what is known."""
    kind: Literal["question_relayed"] = "question_relayed"


@dataclass(frozen=True, slots=True)
class AskLacking:
    """Not satisfied: what is still missing?"""

    case: str
    number: str
    kind: Literal["ask_lacking"] = "ask_lacking"


@dataclass(frozen=True, slots=True)
class Reopened:
    number: str
    lacking: str
    due_at: datetime
    watcher: str
    moved_up: bool
    """True from the second reopening on: another rung is responsible now."""
    kind: Literal["reopened"] = "reopened"


@dataclass(frozen=True, slots=True)
class Closed:
    """`how` is silent or withdrawn; confirmed only where an earlier release left it unsent: AskRating now says so."""

    number: str
    how: Literal["confirmed", "silent", "withdrawn"]
    kind: Literal["closed"] = "closed"


@dataclass(frozen=True, slots=True)
class AskRating:
    """The resident agreed, and is asked what is not answered yet; with both answers it is the thanks."""

    case: str
    number: str
    solved: Solved | None = None
    satisfied: Satisfied | None = None
    pressed: bool = False
    told: str = ""
    """Which desk heard that somebody pressed for praise."""
    kind: Literal["ask_rating"] = "ask_rating"


@dataclass(frozen=True, slots=True)
class Added:
    """Something was added to a case: words, pictures, a new place, a new topic, a hidden name."""

    number: str
    what: Literal["words", "files", "place", "topic", "anonymous", "edited", "severity", "later",
                  "answer"]  # fmt: skip
    value: str = ""
    owner: str = ""
    danger: Danger | None = None
    contact_at: datetime | None = None
    """For a new place of an emergency: by when somebody calls."""
    kind: Literal["added"] = "added"


@dataclass(frozen=True, slots=True)
class AskMore:
    """A correction button was pressed: send the new place, or a picture."""

    number: str
    what: Literal["place", "photo"]
    kind: Literal["ask_more"] = "ask_more"


@dataclass(frozen=True, slots=True)
class AskTopic:
    """Which of these is it? Values are topics."""

    case: str
    number: str
    choices: tuple[Choice, ...]
    kind: Literal["ask_topic"] = "ask_topic"


# --- to staff ---


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
    mine: bool = True
    """False: the case has moved to another post and this card is history."""
    role: Literal["holder", "copy", "cover", "supervisor", "triage", "offered"] = "holder"
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
    place_pending: bool = False
    conflict: bool = False
    danger: Danger | None = None
    topics: tuple[str, ...] = ()
    """For triage: the likeliest topics, one tap each."""
    files: int = 0
    lon: float | None = None
    lat: float | None = None
    same: str = ""
    """The number of the first case of what is likely the same issue."""
    kind: Literal["card"] = "card"


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
    """A push about one case. `step` names the rung of the ladder or who pushes."""

    case: str
    number: str
    matter: str
    place: str
    step: Literal["warn", "due", "station", "centre", "district", "cover", "alarm", "urged", "supervised", "no_owner",
                  "reopened", "offer"]  # fmt: skip
    due_at: datetime
    owner: str = ""
    note: str = ""
    severity: Severity = Severity.NORMAL
    accepted: bool = False
    desk: bool = False
    """True when it goes to a desk that oversees the case rather than holds it."""
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
class AskQuestion:
    """What is to be asked of the resident?"""

    number: str
    kind: Literal["ask_question"] = "ask_question"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the resident answered to the holder's question, or that they did not."""

    case: str
    number: str
    question: str
    answered: bool
    answer: str
    waited: int
    """Minutes for which the limits have stood still."""
    due_at: datetime
    files: int = 0
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class Todo:
    post: str
    cases: tuple[CaseLine, ...]
    rated: int = 0
    """Ratings of the running month that may be shown: none, or a sum of five or more."""
    solved: int = 0
    satisfied: int = 0
    kind: Literal["todo"] = "todo"


@dataclass(frozen=True, slots=True)
class CaseView:
    """The answer to /case NUMBER."""

    line: CaseLine
    said: str
    history: tuple[tuple[datetime, str, str, str], ...]
    """(at, happening, actor, note)"""
    workable: bool = False
    """True for whoever may act on it."""
    correctable: bool = False
    """True for staff who may correct its topic."""
    kind: Literal["case_view"] = "case_view"


@dataclass(frozen=True, slots=True)
class SameIssue:
    """Open cases that are likely one matter, oldest first."""

    place: str
    matter: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The morning page of a desk."""

    post: str
    since: datetime
    at: datetime
    filed: int
    resolved: int
    confirmed: int
    silent: int
    disputed: int
    overdue: tuple[CaseLine, ...]
    due_today: tuple[CaseLine, ...]
    triage: tuple[CaseLine, ...]
    no_owner: tuple[CaseLine, ...]
    open_total: int
    same: tuple[SameIssue, ...] = ()
    """Largest first."""
    to_decide: tuple[CaseLine, ...] = ()
    """What waits for this desk's yes or no."""
    waiting: int = 0
    """Cases whose limits stand still for a resident's answer; they are not overdue."""
    suspended: int = 0
    """Cases put off to a review date; neither are they."""
    kind: Literal["digest"] = "digest"


@dataclass(frozen=True, slots=True)
class RatingPressed:
    """To the centre: a resident says that somebody pressed for praise. Nothing of who it is."""

    case: str
    number: str
    owner: str
    kind: Literal["rating_pressed"] = "rating_pressed"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One unit of a ranking. Rates from 0 to 1, the score from 0 to 100."""

    place: int
    unit: str
    rated: int
    contacted: float
    solved: float
    satisfied: float
    score: float


@dataclass(frozen=True, slots=True)
class Unranked:
    """A unit with too few ratings, of which nothing but their number is told."""

    unit: str
    rated: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The units one level below a desk in one month, the best first."""

    post: str
    year: int
    month: int
    until: datetime | None
    """Set while the month is running."""
    ranked: tuple[Ranked, ...]
    left_out: tuple[Unranked, ...]
    weights: tuple[float, float, float]
    """Of contacted, solved and satisfied."""
    fairly: float
    """What 基本满意 counts."""
    fewest: int
    kind: Literal["ranking"] = "ranking"


@dataclass(frozen=True, slots=True)
class AskReassign:
    """To whom? Each choice shows its load."""

    case: str
    number: str
    matter: str
    choices: tuple[Choice, ...]
    kind: Literal["ask_reassign"] = "ask_reassign"


@dataclass(frozen=True, slots=True)
class Moves:
    """What else the holder can do with a case."""

    case: str
    number: str
    status: str
    kind: Literal["moves"] = "moves"


@dataclass(frozen=True, slots=True)
class AskExtensionReason:
    """Why is more time needed? The resident will read it."""

    number: str
    kind: Literal["ask_extension_reason"] = "ask_extension_reason"


@dataclass(frozen=True, slots=True)
class AskExtensionLength:
    """Until when?"""

    case: str
    number: str
    why: str
    lengths: tuple[tuple[str, datetime], ...]
    """(value that comes back, the limit that it would be)"""
    kind: Literal["ask_extension_length"] = "ask_extension_length"


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """To the desk that decides: the holder asks for a later limit."""

    case: str
    number: str
    matter: str
    place: str
    who: str
    why: str
    due_at: datetime
    asked_due_at: datetime
    times: int
    """The how manieth extension it would be."""
    kind: Literal["extension_asked"] = "extension_asked"


@dataclass(frozen=True, slots=True)
class LimitMoved:
    """The resident hears of the later limit, why, and who granted it."""

    case: str
    number: str
    due_at: datetime
    why: str
    who: str
    kind: Literal["limit_moved"] = "limit_moved"


@dataclass(frozen=True, slots=True)
class AskObstacle:
    """Why can it not be done now? Values are Obstacle."""

    case: str
    number: str
    kind: Literal["ask_obstacle"] = "ask_obstacle"


@dataclass(frozen=True, slots=True)
class AskAccount:
    """The same in a sentence that the resident will read."""

    number: str
    obstacle: str
    kind: Literal["ask_account"] = "ask_account"


@dataclass(frozen=True, slots=True)
class SuspensionAsked:
    """To the desk that decides: the holder cannot do it now. `reviews` are the days from now that it may choose."""

    case: str
    number: str
    matter: str
    place: str
    who: str
    obstacle: str
    account: str
    reviews: tuple[int, ...]
    kind: Literal["suspension_asked"] = "suspension_asked"


@dataclass(frozen=True, slots=True)
class Suspended:
    """The resident hears that it cannot be done now, why, when they hear again, and when it is looked at anew."""

    case: str
    number: str
    matter: str
    account: str
    who: str
    next_at: datetime
    review_at: datetime
    again: bool = False
    """A regular word on it, with nothing new to tell."""
    kind: Literal["suspended"] = "suspended"


@dataclass(frozen=True, slots=True)
class Resumed:
    """A suspended case runs again. To the resident, and to staff with its `case`."""

    number: str
    matter: str
    due_at: datetime
    case: str = ""
    kind: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True)
class AskLeave:
    """From which day, and for how long?"""

    kind: Literal["ask_leave"] = "ask_leave"


@dataclass(frozen=True, slots=True)
class LeaveTaken:
    """A leave was noted: who stands in, and for how much. Nobody in `covers` means the desk above."""

    posts: tuple[str, ...]
    begins: datetime
    ends: datetime
    covers: tuple[str, ...]
    open: int
    kind: Literal["leave_taken"] = "leave_taken"


@dataclass(frozen=True, slots=True)
class StandIn:
    """To whoever stands in: for whom, when, for how much."""

    leave: str
    who: str
    begins: datetime
    ends: datetime
    open: int
    due: int
    """How many of them fall due in that time."""
    kind: Literal["stand_in"] = "stand_in"


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """To the desk above: in these grids nobody is there then."""

    grids: tuple[str, ...]
    begins: datetime
    ends: datetime
    open: int
    kind: Literal["nobody_there"] = "nobody_there"


@dataclass(frozen=True, slots=True)
class LeaveEnded:
    """`posts` is empty where there was no leave."""

    posts: tuple[str, ...]
    kind: Literal["leave_ended"] = "leave_ended"


@dataclass(frozen=True, slots=True)
class AskTransferReason:
    """Why should somebody else have it? Values are TransferReason."""

    case: str
    number: str
    kind: Literal["ask_transfer_reason"] = "ask_transfer_reason"


@dataclass(frozen=True, slots=True)
class AskTransfer:
    """To whom? `why` comes back with the choice."""

    case: str
    number: str
    why: str
    choices: tuple[Choice, ...]
    kind: Literal["ask_transfer"] = "ask_transfer"


@dataclass(frozen=True, slots=True)
class Offered:
    """Whom the holder's case was offered to; until they take it, it is the holder's still."""

    number: str
    who: str
    until: datetime
    decides: bool
    """True: a desk decides whose it is, because it was handed on before."""
    kind: Literal["offered"] = "offered"


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


Message = (
    Hello | Understood | AskWhat | AskPlace | AskChoice | AskDanger | Receipt | Progress | Urged | StepTaken | AskVerdict
    | QuestionRelayed | LimitMoved | AskLacking | Reopened | Closed | Added | AskMore | AskTopic | Card | Files | Reminder
    | AskProof | AskQuestion | Answered | Todo | CaseView
    | Digest | AskReassign | Moves | AskExtensionReason | AskExtensionLength | ExtensionAsked | AskObstacle | AskAccount
    | AskLeave | LeaveTaken | StandIn | NobodyThere | LeaveEnded
    | SuspensionAsked | Suspended | Resumed | AskTransferReason | AskTransfer | Offered | OfferLandmark | Done | Bound
    | StaffHelp | Refusal
    | AskRating | RatingPressed | Ranking
)  # fmt: skip
