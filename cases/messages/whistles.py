"""吹哨报到: what is asked of whoever calls, what the called see, and what comes of it. Nothing here names a resident."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.messages.base import Choice, File
from cases.reading import Severity


@dataclass(frozen=True, slots=True)
class AskDepartments:
    """Whom to call, and to do what? `chosen` are values of the choices."""

    case: str
    number: str
    choices: tuple[Choice, ...]
    chosen: tuple[str, ...] = ()
    again: bool = False
    """A sentence came before anybody was chosen."""
    kind: Literal["ask_departments"] = "ask_departments"


@dataclass(frozen=True, slots=True)
class WhistleCard:
    """The one message that stands for a whistle in a department's chat; edited in place. No word of the resident's."""

    whistle: str
    number: str
    severity: Severity
    matter: str
    place: str
    asked: str
    by: str
    state: str
    due_at: datetime | None
    """Of its next step; None where it has none."""
    answered_at: datetime | None = None
    came_at: datetime | None = None
    said: str = ""
    late: bool = False
    kind: Literal["whistle_card"] = "whistle_card"


@dataclass(frozen=True, slots=True)
class AskReason:
    """Why can they not come? Whoever called reads it."""

    number: str
    kind: Literal["ask_reason"] = "ask_reason"


@dataclass(frozen=True, slots=True)
class AskConclusion:
    """What came of it? `got` counts pictures already here."""

    number: str
    got: int = 0
    kind: Literal["ask_conclusion"] = "ask_conclusion"


@dataclass(frozen=True, slots=True)
class Mustered:
    """To whoever has the case: what a department answered or concluded."""

    case: str
    number: str
    who: str
    state: str
    said: str = ""
    files: tuple[File, ...] = ()
    kind: Literal["mustered"] = "mustered"


@dataclass(frozen=True, slots=True)
class WhistleLate:
    """A department has not answered, not come or not concluded in time."""

    case: str
    number: str
    matter: str
    place: str
    who: str
    by: str
    state: str
    due_at: datetime
    to: Literal["desk", "holder", "department"]
    times: int = 0
    """How often this department has left a whistle unanswered this month."""
    whistle: str = ""
    kind: Literal["whistle_late"] = "whistle_late"


@dataclass(frozen=True, slots=True)
class Called:
    """To the resident: who was asked to help."""

    number: str
    who: tuple[str, ...]
    kind: Literal["called"] = "called"


@dataclass(frozen=True, slots=True)
class WhistleWord:
    """What a department asks of whoever called (`whistle` is set: a reply to it goes back), and what it is told."""

    case: str
    number: str
    who: str
    said: str
    whistle: str = ""
    files: tuple[File, ...] = ()
    kind: Literal["whistle_word"] = "whistle_word"


@dataclass(frozen=True, slots=True)
class WhistleTodo:
    """The open whistles of a department, the most pressing first; also the answer to words that were not understood."""

    post: str
    whistles: tuple[WhistleCard, ...]
    said: str = ""
    kind: Literal["whistle_todo"] = "whistle_todo"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """Whistles of one department, or of one post that whistled."""

    post: str
    called: int
    in_time: int
    late: int
    unanswered: int
    declined: int
    came: int
    concluded: int
    median_minutes: int | None = None
    """To the answer; None where nobody answered."""


@dataclass(frozen=True, slots=True)
class WhistleLedger:
    """Both sides of a month."""

    post: str
    year: int
    month: int
    until: datetime | None
    """Set while the month is running."""
    departments: tuple[LedgerLine, ...]
    callers: tuple[LedgerLine, ...]
    patience_minutes: int
    kind: Literal["whistle_ledger"] = "whistle_ledger"


@dataclass(frozen=True, slots=True)
class AskAssist:
    """Who should help with it?"""

    case: str
    number: str
    choices: tuple[Choice, ...]
    kind: Literal["ask_assist"] = "ask_assist"


@dataclass(frozen=True, slots=True)
class AssistWord:
    """To the holder: what a co-handler says. To a desk that pressed for one: the answer."""

    case: str
    number: str
    who: str
    said: str
    files: tuple[File, ...] = ()
    answers: bool = False
    kind: Literal["assist_word"] = "assist_word"


Whistling = (
    AskDepartments
    | WhistleCard
    | AskReason
    | AskConclusion
    | Mustered
    | WhistleLate
    | Called
    | WhistleTodo
    | WhistleLedger
    | WhistleWord
    | AskAssist
    | AssistWord
)
