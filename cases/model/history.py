"""What a history tells."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.model.base import CaseId


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
    RETRACTED = "retracted"
    """The resident took back what they had said; it is kept nowhere."""
    PICTURE_DOUBTED = "picture_doubted"
    """A proof looks like an earlier picture; the note is the number of its case, where whoever sent it may know of that."""
    PICTURE_KEPT = "picture_kept"
    PICTURE_CHANGED = "picture_changed"
    SURGE_ANSWERED = "surge_answered"
    """The desk gave one answer to all who write of this; the note is its words. Said of the leading case."""
    SURGE_ENDED = "surge_ended"
    VOICE_HEARD = "voice_heard"
    """A machine listened to a voice; the note is what it made out, perhaps nothing."""
    PICTURE_READ = "picture_read"
    """A machine read what stands in a picture."""
    UNDELIVERABLE = "undeliverable"


BESIDE_THE_WORK = frozenset(
    {
        Happening.UNDELIVERABLE,
        Happening.PICTURE_DOUBTED,
        Happening.PICTURE_KEPT,
        Happening.PICTURE_CHANGED,
        Happening.VOICE_HEARD,
        Happening.PICTURE_READ,
    }
)
"""By these nobody has gone on with a case: what was done or said before them is still the last that was."""

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
