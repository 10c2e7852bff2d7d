"""Pictures of a case as far as they are compared: what they look like in a few bits, never the picture."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.model.base import CaseId, ChatRef, PersonRef, PostCode


class Shown(StrEnum):
    """What a picture was sent for."""

    BEFORE = "before"
    """It came with the case, before the work."""
    ARRIVED = "arrived"
    DONE = "done"


class Doubt(StrEnum):
    """What became of the question whether the picture is the right one."""

    ASKED = "asked"
    KEPT = "kept"
    """就是这张."""
    CHANGED = "changed"
    """换一张: it was sent by mistake."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is compared with others; looked at by the process once `look_at` has come."""

    id: str
    case: CaseId
    file: str
    """The messenger's own handle."""
    shown: Shown
    at: datetime
    post: PostCode
    chat: ChatRef
    person: PersonRef
    """Who sent it, and where; for what came before the work, who sent the proof that it is held against."""
    look_at: datetime | None
    """None once it was looked at, or given up."""
    tries: int = 0
    shape: str = ""
    """128 bits in hexadecimal; empty where there is nothing to compare."""
    doubt: Doubt | None = None
    like: CaseId | None = None
    """The case whose picture it is like, its own perhaps."""
    asked_at: datetime | None = None
