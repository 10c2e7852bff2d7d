"""What whoever floods the desk hears, and what desks decide about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Paused:
    """The same again and again: a short rest, said once."""

    times: int
    minutes: int
    until: datetime
    kind: Literal["paused"] = "paused"


@dataclass(frozen=True, slots=True)
class Stopped:
    """A desk's decision, with its end and how to appeal."""

    until: datetime
    why: str
    by: str
    kind: Literal["stopped"] = "stopped"


@dataclass(frozen=True, slots=True)
class Released:
    """It is over before its time."""

    kind: Literal["released"] = "released"


@dataclass(frozen=True, slots=True)
class StopNoted:
    """To the desk that decided."""

    case: str
    number: str
    what: Literal["stopped", "released"]
    until: datetime | None = None
    kind: Literal["stop_noted"] = "stop_noted"


@dataclass(frozen=True, slots=True)
class StopAppealed:
    """To the desk above the one that decided: the reporter objects."""

    case: str
    number: str
    by: str
    why: str
    until: datetime
    words: str
    kind: Literal["stop_appealed"] = "stop_appealed"


@dataclass(frozen=True, slots=True)
class AppealTaken:
    """To whoever appealed. `to` is who decides."""

    to: str
    kind: Literal["appeal_taken"] = "appeal_taken"


Patient = Paused | Stopped | Released | StopNoted | StopAppealed | AppealTaken
