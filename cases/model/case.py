"""A case, whole: from the filing until one of its endings."""

from dataclasses import dataclass
from datetime import datetime

from cases.model.base import NO_POST, Attachment, CaseId, ChatRef, PostCode
from cases.model.status import Agreement, Ground, Obstacle, Source, Status, TransferReason
from cases.reading import (
    BUSINESS,
    UNSURE,
    Complexity,
    Danger,
    Evidence,
    Severity,
)


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
    offered_to: PostCode = NO_POST
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
    order_due_at: datetime | None = None
    """By when the office it came from wants it done: a limit like our own, whichever ends first."""
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
