"""An unfinished conversation."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.model.base import Attachment, CaseId, ChatRef, PersonRef
from cases.reading import (
    Matter,
    Option,
    PlaceReading,
    Reading,
)


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
    TRANSFER = "transfer"
    """Why a worker wants to hand it on; then, with that in `text`, to whom."""
    REASSIGN = "reassign"
    """To whom a desk hands a case; `text` is the post it named, which it has still to confirm."""
    SURGE = "surge"
    """The desk's one answer to many was shown: does it fit?"""
    NEW_PLACE = "new_place"
    NEW_MATTER = "new_matter"
    """What a filed case is about, in the resident's own words."""
    MORE = "more"
    PICTURE = "picture"
    """Another picture in place of one that was used before."""
    ASIDE = "aside"
    """What was said was put to a case; it may be of another one, or a matter of its own."""
    WHICH_PLACE = "which_place"
    """A place was put right, and we asked of which case."""
    SECRECY = "secrecy"
    """匿名 or 保密, before anything is reported."""


IDLE = frozenset(
    {
        DraftState.CONSULT,
        DraftState.BEYOND,
        DraftState.HERE,
        DraftState.WHICH_GRID,
        DraftState.ASIDE,
        DraftState.WHICH_PLACE,
    }
)


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
        return self.state in IDLE
