"""What the console asks for: a link in chat, a session for it, its end; a whole month as a workbook."""

from dataclasses import dataclass
from datetime import datetime

from cases.commands import Command
from cases.model import Cause
from cases.months import Month


@dataclass(frozen=True, slots=True)
class AskLink(Command):
    """ask_link: 控制台. `code` is random, made where the command is."""

    code: str


@dataclass(frozen=True, slots=True)
class OpenSession:
    """open_session: the link was followed, and the button behind it pressed."""

    code: str
    session: str
    """The digest of the session's own secret."""
    at: datetime
    cause: Cause


@dataclass(frozen=True, slots=True)
class EndSession:
    """end_session: 退出. `session` is a digest."""

    session: str
    at: datetime
    cause: Cause


@dataclass(frozen=True, slots=True)
class TakeMonth(Command):
    """take_month: the month's workbook is taken out of the house."""

    month: Month
