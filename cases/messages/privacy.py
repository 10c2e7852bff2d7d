"""What residents are told of what is kept on them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class OwnCase:
    """One case as its reporter may read it."""

    number: str
    opened_at: datetime
    matter: str
    place: str
    said: str
    status: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """All that is kept on somebody: their cases, and how many conversations, messages and raw updates besides."""

    name: str
    cases: tuple[OwnCase, ...]
    conversations: int
    messages: int
    updates: int
    traces_days: int = 7
    cases_days: int = 180
    kind: Literal["own_data"] = "own_data"


@dataclass(frozen=True, slots=True)
class AskErase:
    """Really all of it? How many closed cases will be nobody's, and which are still open."""

    closed: int
    open: tuple[str, ...]
    kind: Literal["ask_erase"] = "ask_erase"


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of it; `open` go on without a name."""

    closed: int
    open: tuple[str, ...] = ()
    kept: bool = False
    """The resident thought better of it."""
    kind: Literal["erased"] = "erased"


@dataclass(frozen=True, slots=True)
class AskSecrecy:
    """Who may know who reports? `subject` is a draft, or the case of `number`, which is nameless already."""

    subject: str
    number: str = ""
    kind: Literal["ask_secrecy"] = "ask_secrecy"


@dataclass(frozen=True, slots=True)
class SecrecyKept:
    """It was chosen: for the case of `number`, or for what is told next."""

    secrecy: str
    number: str = ""
    kind: Literal["secrecy_kept"] = "secrecy_kept"


@dataclass(frozen=True, slots=True)
class AskLook:
    """Why do you want to see who it is? Without reasons: you have been written to privately."""

    case: str
    number: str
    reasons: tuple[str, ...]
    kind: Literal["ask_look"] = "ask_look"


@dataclass(frozen=True, slots=True)
class Revealed:
    """Who reported, for the desk that may know. Kept empty, and filled when it is sent."""

    case: str
    number: str
    name: str = ""
    account: str = ""
    numbers: tuple[str, ...] = ()
    kind: Literal["revealed"] = "revealed"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The reporter hears that somebody has seen who they are: which desk, and why."""

    number: str
    desk: str
    reason: str
    kind: Literal["looked_at"] = "looked_at"


@dataclass(frozen=True, slots=True)
class SeenBy:
    """One reading of a case, or with `looked` of who reported it."""

    at: datetime
    post: str
    reason: str
    looked: bool


@dataclass(frozen=True, slots=True)
class Reads:
    """To the reporter: which posts have read it. Readings are noted of a case that is kept secret only; looks at who reported
    it always."""

    number: str
    seen: tuple[SeenBy, ...]
    secret: bool
    kind: Literal["reads"] = "reads"


Privacy = OwnData | Reads | AskErase | Erased | AskSecrecy | SecrecyKept | AskLook | Revealed | LookedAt
