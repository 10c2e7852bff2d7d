"""The moves of a holder beside doing the work: asking, handing on, more time, putting off, leave."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.messages.base import Choice


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """What is to be asked of the resident?"""

    number: str
    kind: Literal["ask_question"] = "ask_question"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the resident answered to the holder's question, or that they did not."""

    case: str
    number: str
    question: str
    answered: bool
    answer: str
    waited: int
    """Minutes for which the limits have stood still."""
    due_at: datetime
    files: int = 0
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class Moves:
    """What else the holder can do with a case."""

    case: str
    number: str
    status: str
    long_term: bool = False
    agreement: str = ""
    """One of Agreement, once there is one."""
    same: bool = False
    """It likely repeats another one."""
    kind: Literal["moves"] = "moves"


@dataclass(frozen=True, slots=True)
class AskExtensionReason:
    """Why is more time needed? The resident will read it."""

    number: str
    kind: Literal["ask_extension_reason"] = "ask_extension_reason"


@dataclass(frozen=True, slots=True)
class AskExtensionLength:
    """Until when?"""

    case: str
    number: str
    why: str
    lengths: tuple[tuple[str, datetime], ...]
    """(value that comes back, the limit that it would be)"""
    kind: Literal["ask_extension_length"] = "ask_extension_length"


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """To the desk that decides: the holder asks for a later limit."""

    case: str
    number: str
    matter: str
    place: str
    who: str
    why: str
    due_at: datetime
    asked_due_at: datetime
    times: int
    """The how manieth extension it would be."""
    kind: Literal["extension_asked"] = "extension_asked"


@dataclass(frozen=True, slots=True)
class AskObstacle:
    """Why can it not be done now? Values are Obstacle."""

    case: str
    number: str
    kind: Literal["ask_obstacle"] = "ask_obstacle"


@dataclass(frozen=True, slots=True)
class AskAccount:
    """The same in a sentence that the resident will read."""

    number: str
    obstacle: str
    kind: Literal["ask_account"] = "ask_account"


@dataclass(frozen=True, slots=True)
class SuspensionAsked:
    """To the desk that decides: the holder cannot do it now. `reviews` are the days from now that it may choose."""

    case: str
    number: str
    matter: str
    place: str
    who: str
    obstacle: str
    account: str
    reviews: tuple[int, ...]
    kind: Literal["suspension_asked"] = "suspension_asked"


@dataclass(frozen=True, slots=True)
class Resumed:
    """A suspended case runs again. To the resident, and to staff with its `case`."""

    number: str
    matter: str
    due_at: datetime
    case: str = ""
    kind: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True)
class AskLeave:
    """From which day, and for how long?"""

    kind: Literal["ask_leave"] = "ask_leave"


@dataclass(frozen=True, slots=True)
class LeaveTaken:
    """A leave was noted: who stands in, and for how much. Nobody in `covers` means the desk above."""

    posts: tuple[str, ...]
    begins: datetime
    ends: datetime
    covers: tuple[str, ...]
    open: int
    kind: Literal["leave_taken"] = "leave_taken"


@dataclass(frozen=True, slots=True)
class StandIn:
    """To whoever stands in: for whom, when, for how much."""

    leave: str
    who: str
    begins: datetime
    ends: datetime
    open: int
    due: int
    """How many of them fall due in that time."""
    kind: Literal["stand_in"] = "stand_in"


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """To the desk above: in these grids nobody is there then."""

    grids: tuple[str, ...]
    begins: datetime
    ends: datetime
    open: int
    kind: Literal["nobody_there"] = "nobody_there"


@dataclass(frozen=True, slots=True)
class LeaveEnded:
    """`posts` is empty where there was no leave."""

    posts: tuple[str, ...]
    kind: Literal["leave_ended"] = "leave_ended"


@dataclass(frozen=True, slots=True)
class AskTransferReason:
    """Why should somebody else have it? Values are TransferReason."""

    case: str
    number: str
    department: str = ""
    """Who was named, and owns no case."""
    kind: Literal["ask_transfer_reason"] = "ask_transfer_reason"


@dataclass(frozen=True, slots=True)
class AskTransfer:
    """To whom? `why` comes back with the choice."""

    case: str
    number: str
    why: str
    choices: tuple[Choice, ...]
    department: str = ""
    """Who was named, and owns no case."""
    kind: Literal["ask_transfer"] = "ask_transfer"


@dataclass(frozen=True, slots=True)
class Offered:
    """Whom the holder's case was offered to; until they take it, it is the holder's still."""

    number: str
    who: str
    until: datetime
    decides: bool
    """True: a desk decides whose it is, because it was handed on before."""
    kind: Literal["offered"] = "offered"


Holding = (
    AskQuestion
    | Answered
    | Moves
    | AskExtensionReason
    | AskExtensionLength
    | ExtensionAsked
    | AskObstacle
    | AskAccount
    | SuspensionAsked
    | Resumed
    | AskLeave
    | LeaveTaken
    | StandIn
    | NobodyThere
    | LeaveEnded
    | AskTransferReason
    | AskTransfer
    | Offered
)
