"""Announcements, to whom and whether they were read."""

from dataclasses import dataclass
from datetime import datetime

from cases.model.base import ChatRef, PostCode


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
