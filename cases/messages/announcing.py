"""Announcements to residents who subscribed their home place, and what the desk reads of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class OfferSubscription:
    """Of which place? The place of the resident's own last case is offered; `case` is "" where there is none."""

    case: str = ""
    unit: str = ""
    kind: Literal["offer_subscription"] = "offer_subscription"


@dataclass(frozen=True, slots=True)
class Subscribed:
    """`units` is empty where all were ended."""

    units: tuple[str, ...]
    kind: Literal["subscribed"] = "subscribed"


@dataclass(frozen=True, slots=True)
class AskAnnouncement:
    """How an announcement is written. `said` is a place that is not known, or not the desk's."""

    said: str = ""
    kind: Literal["ask_announcement"] = "ask_announcement"


@dataclass(frozen=True, slots=True)
class Announcement:
    """To a resident, changed in place once they have read it; to the desk as a preview, with how many chats it reaches."""

    id: str
    desk: str
    unit: str
    words: str
    deadline: datetime | None = None
    known: bool = False
    preview: bool = False
    chats: int = 0
    kind: Literal["announcement"] = "announcement"


@dataclass(frozen=True, slots=True)
class Announced:
    """To the desk: how many have it, and how many said that they read it; edited in place. Not sent at all where dropped."""

    unit: str
    sent: int
    known: int
    dropped: bool = False
    kind: Literal["announced"] = "announced"


@dataclass(frozen=True, slots=True)
class CallList:
    """To whoever knows these people: the deadline is near and they have not said that they read it."""

    words: str
    deadline: datetime
    people: tuple[tuple[str, str], ...]
    """(name as they show it, place)"""
    kind: Literal["call_list"] = "call_list"


Announcing = OfferSubscription | Subscribed | AskAnnouncement | Announcement | Announced | CallList
