"""What belongs to a post: where it answers, when it is away, what it has learnt."""

from dataclasses import dataclass
from datetime import datetime

from cases.model.base import ChatRef, PersonRef, PostCode


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
class Attendance:
    """Of a worker in a month, as the office keeps it: days due and days attended."""

    post: PostCode
    due_days: int
    present_days: int


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
