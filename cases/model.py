"""The nouns of the desk: who speaks, what is open, what changed. Frozen, typed, free of any messenger."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from cases.deeds import Deed
from cases.messages import Message
from cases.reading import (
    BUSINESS,
    UNSURE,
    Complexity,
    Danger,
    Evidence,
    Matter,
    Option,
    PlaceReading,
    Reading,
    Severity,
)
from cases.scores import Answers

ChatRef = NewType("ChatRef", str)
"""A chat of some messenger: `tg:1001`, a group `tg:-1002003`, one of its topics `tg:-1002003/7`."""
PersonRef = NewType("PersonRef", str)
"""A person of some messenger: `tg:1001`."""
PostCode = NewType("PostCode", str)
"""A post: a worker's id (`Z0007`) or the code of the area whose duty desk it is."""
CaseId = NewType("CaseId", str)
"""The draft's id is the case's key, so a draft can never be filed twice."""
Cause = NewType("Cause", str)
"""What made something happen: `update/123`, `ladder/tg:1001#5/0/3`. A cause has its effect once."""


def is_group(chat: ChatRef) -> bool:
    """Several people read it, and not all of them serve the post that answers there."""
    return chat.partition(":")[2].startswith("-")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and where. In a private chat `chat` and `person` name the same party."""

    chat: ChatRef
    person: PersonRef
    name: str = ""
    group: bool = False


class Status(StrEnum):
    FILED = "filed"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    RESOLVED = "resolved"
    """The worker says it is done; the resident has not spoken yet."""
    CONFIRMED = "confirmed"
    SILENT = "silent"
    """The resident never answered. Counted apart, never as satisfied."""
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    """不予受理, 剔除: a desk decided that it is not worked on. Counted apart, never as satisfied."""
    APPEALED = "appealed"
    """The resident does not accept the dismissal, and a desk above looks at it again."""
    VOUCHED = "vouched"
    """Staff who brought it for somebody else say that it is good. Counted apart, never as satisfied."""
    JOINED = "joined"
    """同一处: the work goes on under another case. Nobody's work in hand, but open for its resident."""

    @property
    def is_open(self) -> bool:
        closed = {Status.CONFIRMED, Status.SILENT, Status.WITHDRAWN, Status.DISMISSED, Status.VOUCHED}
        return self not in closed

    @property
    def is_in_hand(self) -> bool:
        """Somebody still has to do something about it in the field."""
        return self in {Status.FILED, Status.ACCEPTED, Status.ON_SITE}

    @property
    def is_under_way(self) -> bool:
        """In hand, by itself or under another."""
        return self.is_in_hand or self is Status.JOINED


class Source(StrEnum):
    """Where a case comes from that staff brought in."""

    VISIT = "visit"
    """入户走访"""
    PATROL = "patrol"
    """巡查, in the street or on the net"""
    COVERT = "covert"
    """暗访"""
    LETTER = "letter"
    CALLER = "caller"
    """来访: somebody came to the desk."""
    HOTLINE = "hotline"
    """Handed on by 12345, with its number there."""
    OTHER = "other"


class TransferReason(StrEnum):
    """Why a holder wants another to have a case."""

    NOT_MY_GRID = "not_my_grid"
    NOT_MY_DUTY = "not_my_duty"
    DUPLICATE = "duplicate"
    INVOLVED = "involved"
    """It is about the holder: they must not know more of it."""


class Obstacle(StrEnum):
    """Why a case cannot be done now."""

    PARTS = "parts"
    """Parts or money are awaited."""
    OWNERSHIP = "ownership"
    """A policy, or whose it is, has to be settled."""
    PROCEDURE = "procedure"
    """The law prescribes steps that take their time."""
    OTHER = "other"


class Ground(StrEnum):
    """Why a case should not be worked on."""

    COURT = "court"
    """It is, or must be, before a court, an arbitration or a review."""
    REPEATED = "repeated"
    """It was dealt with by the rules and is brought again without anything new."""
    ELSEWHERE = "elsewhere"
    """Another district's."""
    PRIVATE = "private"
    """Between people, or a company's own affair."""
    UNTRUE = "untrue"
    """Looked into, and not found."""
    UNLAWFUL = "unlawful"
    """Secret, or against the law to pass on."""
    FOUND = "found"
    """上级认定: disputed again and again, and a centre has found that all was done that can be."""


class Agreement(StrEnum):
    """How far a long matter has come to an agreement. Only its performance ends the case."""

    OFFERED = "offered"
    SIGNED = "signed"


class WhistleState(StrEnum):
    """How far a called department is."""

    CALLED = "called"
    ANSWERED = "answered"
    """应哨: they come."""
    CAME = "came"
    DECLINED = "declined"
    CONCLUDED = "concluded"
    CALLED_OFF = "called_off"
    """The case needs them no more."""

    @property
    def is_open(self) -> bool:
        return self in {WhistleState.CALLED, WhistleState.ANSWERED, WhistleState.CAME}


class Media(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    DOCUMENT = "document"
    AUDIO = "audio"


SPOKEN = frozenset({Media.VOICE, Media.VIDEO_NOTE, Media.AUDIO})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept by the messenger; `file` is the messenger's own handle for sending it on."""

    media: Media
    file: str


@dataclass(frozen=True, slots=True)
class Case:
    """A matter of a resident, from the filing until one of its endings."""

    id: CaseId
    number: str
    """Speakable, `MMDD-NNN`; knowing it opens nothing to a stranger."""
    reporter: ChatRef
    reporter_name: str
    text: str
    """The resident's own words, later additions on lines of their own."""
    opened_at: datetime
    clock_from: datetime
    """Where the limits are counted from: the filing, or the last reopening."""
    contact_due_at: datetime
    due_at: datetime
    grid: str
    """Code of the owning grid; empty while the place is 待核."""
    unit: str
    """Code of the lowest known unit: the grid, else village, street or district."""
    place: str
    holder: PostCode
    status: Status = Status.FILED
    matter: str = ""
    topic: str = UNSURE
    topic2: str = ""
    object: str = ""
    fault: str = ""
    severity: Severity = Severity.NORMAL
    danger: Danger | None = None
    complexity: Complexity = Complexity.ORDINARY
    confidence: float = 0.0
    top3: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    conflict: bool = False
    anonymous: bool = False
    confidential: bool = False
    """Anonymous to all but the duty desk of the centre."""
    triage: bool = False
    """At a desk that has yet to choose the topic or the place."""
    place_pending: bool = False
    lon: float | None = None
    lat: float | None = None
    attachments: tuple[Attachment, ...] = ()
    album: str = ""
    """The last album seen, so that its later pictures join without a word."""
    rung: int = 0
    """How many steps of the ladder are behind it since `clock_from`."""
    look_at: datetime | None = None
    """When a sweep has to look again; None once closed."""
    handed_at: datetime | None = None
    """When the present holder got it, where that was later than the filing."""
    accepted_at: datetime | None = None
    accepted_by: str = ""
    arrived_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    proof_note: str = ""
    proof: tuple[Attachment, ...] = ()
    reopened: int = 0
    lacking: str = ""
    """What the resident said was still wrong at the last reopening."""
    urged: int = 0
    urged_at: datetime | None = None
    supervised_at: datetime | None = None
    question: str = ""
    """What the holder last asked the resident."""
    answer: str = ""
    """What the resident last answered, perhaps without a word."""
    answered_at: datetime | None = None
    """None while the answer is awaited, and where none came."""
    paused_at: datetime | None = None
    """Since when both limits stand still for the resident's answer; None while they run."""
    paused_until: datetime | None = None
    """When they run again without an answer."""
    waited: int = 0
    """Whole minutes for which they have stood still so far."""
    offered_to: PostCode = PostCode("")
    """Whom the holder wants to hand it on to; until they take it, it stays with the holder."""
    offered_until: datetime | None = None
    """When the desk above is told that nobody took it."""
    offered_why: TransferReason | None = None
    offered: int = 0
    """How often a holder wanted to hand it on: from the second time a centre decides."""
    obstacle: Obstacle | None = None
    """Why the holder says it cannot be done now: asked for, or granted when `suspended`."""
    account: str = ""
    """The same in the holder's words, for the resident."""
    suspended: bool = False
    """挂账: `paused_at` and `paused_until` are of the suspension, `paused_until` its review date."""
    suspensions: int = 0
    asked_due_at: datetime | None = None
    """The later limit that the holder asks for; None when none is asked for."""
    asked_why: str = ""
    extended: int = 0
    """How often a later limit was granted."""
    dismissal: Ground | None = None
    """Why it should not be worked on: asked for, or decided once DISMISSED or APPEALED."""
    appealed_at: datetime | None = None
    """When the resident asked to have the dismissal looked at again; that can be once."""
    source: Source | None = None
    """Staff brought it in for others, who have no chat here; None where the reporter did."""
    long_term: bool = False
    """长期件: no finish is promised; `due_at` is when the resident must have heard of it again."""
    news: str = ""
    """The last milestone, in the holder's words for the resident."""
    news_at: datetime | None = None
    agreement: Agreement | None = None
    whistled: int = 0
    """How many whistles were blown for it: where it is none, nobody looks for them."""
    assists: tuple[PostCode, ...] = ()
    """Posts that help with it, 协办; the holder alone answers for it."""
    same_as: CaseId | None = None
    """The earliest case of what is likely the same issue; None where it is the first, or alone."""
    joined_to: CaseId | None = None
    """同一处: the case under which the work goes on; the resident of this one hears of it too."""
    joined: int = 0
    """How many cases go on under this one."""
    version: int = 0

    @property
    def awaits_answer(self) -> bool:
        """The resident was asked something and has not answered."""
        return self.paused_at is not None and not self.suspended and self.status.is_in_hand

    @property
    def by_business(self) -> bool:
        """Whoever reports it says that they run a business."""
        return any(one.argues_for == BUSINESS for one in self.evidence)

    @property
    def asks_suspension(self) -> bool:
        return self.obstacle is not None and not self.suspended

    @property
    def asks_dismissal(self) -> bool:
        return self.dismissal is not None and self.status.is_in_hand

    @property
    def ended_late(self) -> bool:
        """Dismissed when it was past its limit already: the fact stays, whatever a statistic may leave out."""
        return self.dismissal is not None and self.closed_at is not None and self.due_at < self.closed_at

    def is_late(self, at: datetime) -> bool:
        """In hand beyond its limit; while the limits stand still nothing becomes late."""
        return self.status.is_in_hand and self.due_at < (self.paused_at or at)


class Secrecy(StrEnum):
    """Who may know who reported."""

    OPEN = "open"
    ASKED = "asked"
    """It is wished that nobody learns of it, and nothing else is said."""
    WISHED = "wished"
    """The same, beside something else."""
    ANONYMOUS = "anonymous"
    """匿名: nobody of the staff."""
    CONFIDENTIAL = "confidential"
    """保密: the duty desk of the centre, with a reason, and the reporter is told."""


class DraftState(StrEnum):
    """The one question a conversation is waiting on."""

    WHAT = "what"
    PLACE = "place"
    CHOICE = "choice"
    DANGER = "danger"
    PROOF = "proof"
    LACKING = "lacking"
    QUESTION = "question"
    """What a worker wants to ask the resident."""
    ANSWER = "answer"
    """What the resident answers to it."""
    EXTENSION = "extension"
    """Why a worker needs more time."""
    SUSPENSION = "suspension"
    """Why a worker cannot do it now, in words for the resident."""
    CONSULT = "consult"
    """A question was answered from the table; `options` holds the entry."""
    BEYOND = "beyond"
    """Somebody was turned away and shown other doors."""
    DISMISSAL = "dismissal"
    """Why it should not be worked on, in words for the resident."""
    MILESTONE = "milestone"
    """What a worker has got done, or what is offered, in words for the resident."""
    BACKGROUND = "background"
    """What the resident knows of an old matter: since when, with which papers."""
    WHISTLE = "whistle"
    """Whom a worker calls (`text`), and what they should do."""
    CANNOT_COME = "cannot_come"
    """Why a department does not come; `text` is the whistle."""
    CONCLUSION = "conclusion"
    """What came of it; `text` is the whistle."""
    HERE = "here"
    """The chat came by the code at a grid's door: `place` is where the next matter is, unless it says otherwise."""
    WHICH_GRID = "which_grid"
    """Whose grid is asked for; the next place is the answer."""
    PRAISE = "praise"
    """Somebody is praised, and we asked where they serve."""
    NEW_PLACE = "new_place"
    MORE = "more"
    SECRECY = "secrecy"
    """匿名 or 保密, before anything is reported."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished conversation: what was said so far and what was asked last. At most one per chat and person."""

    id: CaseId
    chat: ChatRef
    person: PersonRef
    name: str
    state: DraftState
    opened_at: datetime
    expires_at: datetime | None = None
    """When the clock answers for the resident: ten minutes after the last question."""
    text: str = ""
    reading: Reading | None = None
    place: PlaceReading | None = None
    also: tuple[Matter, ...] = ()
    """Further matters that were told along with this one; each becomes a case of its own."""
    options: tuple[Option, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    album: str = ""
    message: int = 0
    """The resident's first message, so that an edit of it is understood."""
    asked: int = 0
    lon: float | None = None
    lat: float | None = None
    about: CaseId | None = None
    """The case this question belongs to: every state but those of a complaint that is not filed yet."""
    closed: bool = False
    secrecy: Secrecy = Secrecy.OPEN

    @property
    def is_idle(self) -> bool:
        """Nothing is awaited: it only remembers what a number or a button would choose."""
        return self.state in {DraftState.CONSULT, DraftState.BEYOND, DraftState.HERE, DraftState.WHICH_GRID}


class Happening(StrEnum):
    """What a history line says happened."""

    FILED = "filed"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"
    VOUCHED = "vouched"
    """Staff who brought it in, or the desk above, confirmed it."""
    CONTESTED = "contested"
    """A ranked unit's desk says that it should not count against it."""
    CONTEST_UPHELD = "contest_upheld"
    CONTEST_REFUSED = "contest_refused"
    FOUND = "found"
    """A worker found it and had it done already: counted apart from what was reported."""
    REMINDED = "reminded"
    COVERED = "covered"
    ESCALATED = "escalated"
    SUPERVISED = "supervised"
    REASSIGNED = "reassigned"
    TRIAGED = "triaged"
    URGED = "urged"
    ADDED = "added"
    PLACE_CHANGED = "place_changed"
    TOPIC_CHANGED = "topic_changed"
    ANONYMISED = "anonymised"
    CONFIDED = "confided"
    """Only the duty desk of the centre may know who reported."""
    LOOKED = "looked"
    """That desk has seen who reported; the note is its reason."""
    SEVERITY_CHANGED = "severity_changed"
    SAME_ISSUE = "same_issue"
    LANDMARK_LEARNT = "landmark_learnt"
    ASKED = "asked"
    """The holder asked the resident something: the limits stand still."""
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    """No answer came in time: the limits run again."""
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    SUSPENSION_ASKED = "suspension_asked"
    SUSPENDED = "suspended"
    SUSPENSION_REFUSED = "suspension_refused"
    RESUMED = "resumed"
    HEARTBEAT = "heartbeat"
    """The resident was told that a long matter is not forgotten."""
    HEARTBEAT_MISSED = "heartbeat_missed"
    """The resident of a long-term case was told that nothing new was written."""
    MILESTONE = "milestone"
    CLASS_CHANGED = "class_changed"
    """How hard it is; the note is `before→after`."""
    OFFERED = "offered"
    """The holder wants to hand it on; the note is `reason/to whom`."""
    DECLINED = "declined"
    LASTING_ASKED = "lasting_asked"
    """Weeks after the end: does it still work?"""
    LASTS = "lasts"
    UNDONE = "undone"
    """A worker took back the step just made: the resident never heard of it."""
    UNRESOLVED = "unresolved"
    """The same of a finish, which then counts for nothing."""
    STOPPED = "stopped"
    """A desk hears the reporter no more for some days; the note says how many and why."""
    RELEASED = "released"
    DISMISSAL_ASKED = "dismissal_asked"
    DISMISSED = "dismissed"
    """The note is `ground/sentence for the resident`, as of the asking and the refusal."""
    DISMISSAL_REFUSED = "dismissal_refused"
    APPEALED = "appealed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    """On appeal: it is worked on again."""
    WHISTLED = "whistled"
    """A department was called; the note says which, and to do what."""
    MUSTERED = "mustered"
    WHISTLE_DECLINED = "whistle_declined"
    WHISTLE_LATE = "whistle_late"
    """A department has not answered, come or concluded in time; the note says which."""
    CAME = "came"
    CONCLUDED = "concluded"
    ASSIST_ADDED = "assist_added"
    ASSIST_WORD = "assist_word"
    JOINED = "joined"
    """The note is the number of the case under which it goes on."""
    LEADS = "leads"
    """Other cases go on under this one."""
    REJOINED = "rejoined"
    """It had been said to be done, and another resident disputed that."""
    SPLIT = "split"
    """It is not the same after all, as the resident or somebody of the desk says."""
    UNDELIVERABLE = "undeliverable"


CITIZEN = "citizen"
CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a case's history. `actor` is a post, CITIZEN or CLOCK; `note` is in the speaker's own words."""

    case: CaseId
    what: Happening
    at: datetime
    actor: str
    note: str = ""


class Priority(StrEnum):
    """Which of two waiting messages goes first; the value sorts."""

    ALARM = "0"
    ANSWER = "1"
    CARD = "2"
    REMINDER = "3"
    DIGEST = "4"


@dataclass(frozen=True, slots=True)
class Notification:
    """Something to be said to one chat. `key` is unique for ever: saying it twice is impossible."""

    key: str
    to: ChatRef
    message: Message
    priority: Priority = Priority.ANSWER
    case: CaseId | None = None
    post: PostCode | None = None
    """The post it is meant for, when it is meant for one."""
    slot: str = ""
    """Messages of one slot in one chat are one message: the first is sent, later ones edit it."""
    not_before: datetime | None = None
    at: datetime | None = None
    """The desk's time at which it was said."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A post answers in this chat; `person` is who bound it."""

    post: PostCode
    chat: ChatRef
    person: PersonRef
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BindCode:
    """A one-time code that lets a chat take a post. Only its digest is stored."""

    digest: str
    post: PostCode
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LearntLandmark:
    """A name for a place in a grid, as a resident said it and a worker confirmed it."""

    name: str
    said: str
    """With what was said beside it: 老面粉厂对面."""
    grid: str
    post: PostCode
    at: datetime


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
class Subscription:
    """A chat wants the announcements of its home place."""

    chat: ChatRef
    unit: str
    name: str
    """As the resident shows it."""
    at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """通知 of a desk to the subscribers of a unit. Drafted, then sent or dropped."""

    id: str
    desk: PostCode
    unit: str
    words: str
    chat: ChatRef
    """Where it was drafted, and where the desk reads who has read it."""
    at: datetime
    deadline: datetime | None = None
    sent_at: datetime | None = None
    dropped: bool = False
    tasked: bool = False
    """Whoever has not read it was given to somebody to call."""


@dataclass(frozen=True, slots=True)
class NoticeReceipt:
    """A chat that a notice was sent to, and when its holder said that they know it."""

    notice: str
    chat: ChatRef
    unit: str
    name: str
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Of a worker in a month, as the office keeps it: days due and days attended."""

    post: PostCode
    due_days: int
    present_days: int


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
    person: PersonRef = PersonRef("")
    """Who last asked or decided: at the very top, another person of the same desk has to look at it."""
    desk: PostCode = PostCode("")
    """Who decided it; empty while nobody has."""
    appeal: str = ""
    """The resident's words."""
    appealed_to: PostCode = PostCode("")


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
    stopped_by: PostCode = PostCode("")
    stopped_on: CaseId | None = None
    """The case by which the desk named the chat."""


@dataclass(frozen=True, slots=True)
class Leave:
    """A post is not there from `begins` until `ends`; whoever comes next in line stands in."""

    id: str
    post: PostCode
    begins: datetime
    ends: datetime
    begun: bool = False
    """Its open cases have been put before whoever stands in."""
    over: bool = False
    """Taken back, or ended early."""


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
class Whistle:
    """One call of one department to one case."""

    id: str
    case: CaseId
    department: PostCode
    by: PostCode
    """Who called: the holder of that moment, or a desk over the case."""
    asked: str
    called_at: datetime
    heard_at: datetime
    """When its clock began: what can wait is not heard at night."""
    due_at: datetime
    """By when it is to be answered."""
    state: WhistleState = WhistleState.CALLED
    answered_at: datetime | None = None
    arrive_due_at: datetime | None = None
    came_at: datetime | None = None
    conclude_due_at: datetime | None = None
    ended_at: datetime | None = None
    said: str = ""
    """The reason for not coming, or the conclusion."""
    proof: tuple[Attachment, ...] = ()
    told: int = 0
    """How often somebody was told that its next step is late."""
    look_at: datetime | None = None
    """When a sweep has to look at it again."""

    @property
    def step_due_at(self) -> datetime | None:
        """By when its next step is to be made; None once it has ended."""
        match self.state:
            case WhistleState.CALLED:
                return self.due_at
            case WhistleState.ANSWERED:
                return self.arrive_due_at
            case WhistleState.CAME:
                return self.conclude_due_at
            case _:
                return None


@dataclass(frozen=True, slots=True)
class KeptNumber:
    """A telephone or identity number as it was written, by whom and when. It is stored sealed, or not at all."""

    chat: ChatRef
    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """All that one command changes. Recorded whole, or not at all."""

    case: Case | None = None
    draft: Draft | None = None
    events: tuple[Event, ...] = ()
    notifications: tuple[Notification, ...] = ()
    withdrawn: tuple[str, ...] = ()
    """Key prefixes of queued messages that are no longer true and must not be sent."""
    binding: Binding | None = None
    code: BindCode | None = None
    landmark: LearntLandmark | None = None
    leaves: tuple[Leave, ...] = ()
    rating: Rating | None = None
    praise: Praise | None = None
    patience: Patience | None = None
    dismissal: Dismissal | None = None
    numbers: tuple[KeptNumber, ...] = ()
    deeds: tuple[Deed, ...] = ()
    """What the audit log must hold besides the events."""
    entry: Entry | None = None
    undo: Undo | None = None
    contest: Contest | None = None
    whistles: tuple[Whistle, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    notice: Notice | None = None
    receipts: tuple[NoticeReceipt, ...] = ()


NOTHING = Change()


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened under a unit between two moments, for a digest."""

    filed: int = 0
    resolved: int = 0
    confirmed: int = 0
    silent: int = 0
    disputed: int = 0
    dismissed: int = 0
    vouched: int = 0
    found: int = 0
    """Found and put right by workers: in none of the others."""


@dataclass(frozen=True, slots=True)
class Load:
    """How much a post carries: open cases in hand, and those due today."""

    post: PostCode
    open: int = 0
    due_today: int = field(default=0)
