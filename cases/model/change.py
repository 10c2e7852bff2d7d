"""What one command changes, and what is counted."""

from dataclasses import dataclass, field
from datetime import datetime

from cases.deeds import Deed
from cases.messages import Message
from cases.model.base import CaseId, ChatRef, PostCode, Priority
from cases.model.beside import Contest, Dismissal, Entry, KeptNumber, Patience, Praise, Rating, Undo, Unsaid
from cases.model.case import Case
from cases.model.draft import Draft
from cases.model.history import Event
from cases.model.notices import Notice, NoticeReceipt, Subscription
from cases.model.pictures import Picture
from cases.model.posts import BindCode, Binding, LearntLandmark, Leave
from cases.model.signing import SignIn
from cases.model.surges import Surge
from cases.model.whistles import Whistle


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
    over: int | None = None
    """The one message of its slot that it may take the place of: where another stands there by now, or with 0 in any case,
    it is said anew. None: whichever stands there."""
    not_before: datetime | None = None
    at: datetime | None = None
    """The desk's time at which it was said."""


@dataclass(frozen=True, slots=True)
class Change:
    """All that one command changes. Recorded whole, or not at all."""

    case: Case | None = None
    draft: Draft | None = None
    events: tuple[Event, ...] = ()
    notifications: tuple[Notification, ...] = ()
    withdrawn: tuple[str, ...] = ()
    """Key prefixes of queued messages that are no longer true and must not be sent."""
    restored: tuple[str, ...] = ()
    """Key prefixes of those that are true again: what the step `undone` withdrew, and nothing that was withdrawn before it."""
    undone: Undo | None = None
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
    """By which this step can be taken back, with all that it withdraws."""
    contest: Contest | None = None
    whistles: tuple[Whistle, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    notice: Notice | None = None
    receipts: tuple[NoticeReceipt, ...] = ()
    pictures: tuple[Picture, ...] = ()
    surges: tuple[Surge, ...] = ()
    unsaid: Unsaid | None = None
    sign_in: SignIn | None = None


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
