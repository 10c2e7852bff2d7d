"""What people can ask for about announcements."""

from dataclasses import dataclass
from datetime import date

from cases.commands import Command
from cases.model import CaseId


@dataclass(frozen=True, slots=True)
class Subscribe(Command):
    """subscribe: 订阅 大寨村 (`unit`, as the place was read), or 〔订阅本村通知〕 under an own case; with neither it is offered."""

    unit: str = ""
    case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class Unsubscribe(Command):
    """unsubscribe: 退订, of everything."""


@dataclass(frozen=True, slots=True)
class Announce(Command):
    """announce: 通知 大寨村 …; the answer is a preview."""

    words: str
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class SendAnnouncement(Command):
    """send_announcement: 发出, or 不发. Without an id the last preview of this chat is meant."""

    sends: bool
    id: str = ""


@dataclass(frozen=True, slots=True)
class KnowAnnouncement(Command):
    """know_announcement: 知道了. Without an id the last one that came to this chat is meant."""

    id: str = ""
