"""Many write of one matter: what the desk reads of it, and what residents hear of its answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class SurgeFound:
    """To the desk, once."""

    id: str
    unit: str
    matter: str
    filings: int
    minutes: int
    kind: Literal["surge_found"] = "surge_found"


@dataclass(frozen=True, slots=True)
class AskSurgeAnswer:
    """How the one answer is written. `open` names what waits for one: more than one where it is unclear which was meant,
    none where nothing does."""

    open: tuple[tuple[str, str], ...]
    """(area, matter)"""
    kind: Literal["ask_surge_answer"] = "ask_surge_answer"


@dataclass(frozen=True, slots=True)
class SurgePreview:
    """To the desk before anybody hears it. `named` where the words themselves say until when."""

    id: str
    desk: str
    unit: str
    matter: str
    words: str
    at: datetime
    until: datetime
    chats: int
    named: bool = False
    mark: str = ""
    """Tells this answer from one that is written later."""
    kind: Literal["surge_preview"] = "surge_preview"


@dataclass(frozen=True, slots=True)
class SurgeOn:
    """To the desk: the answer stands; edited in place as more wait for it."""

    id: str
    unit: str
    matter: str
    given_at: datetime
    until: datetime
    people: int
    waiting: int
    leading: str
    """The number of the case whose end is the end of it."""
    kind: Literal["surge_on"] = "surge_on"


@dataclass(frozen=True, slots=True)
class SurgeOver:
    """To the desk. `why`: by its word, by its date, because the leading case is done, or because it wanted no answer."""

    unit: str
    matter: str
    people: int
    why: Literal["desk", "date", "done", "declined", "kept_back"]
    kind: Literal["surge_over"] = "surge_over"


@dataclass(frozen=True, slots=True)
class Pinned:
    """To whoever writes of it now: the dated answer, and the question whether it fits."""

    draft: str
    matter: str
    unit: str
    desk: str
    given_at: datetime
    words: str
    until: datetime
    people: int
    files_at: datetime
    """Without an answer it is filed then, like any other."""
    kind: Literal["pinned"] = "pinned"


@dataclass(frozen=True, slots=True)
class WaitsAlong:
    """To whoever waits: counted, and asked in the end."""

    number: str
    matter: str
    place: str
    until: datetime
    before: bool = False
    """They had told it before: nothing was filed anew."""
    kind: Literal["waits_along"] = "waits_along"


@dataclass(frozen=True, slots=True)
class SurgeAnswer:
    """To whoever told it before the answer was there, or hears a newer one."""

    number: str
    matter: str
    unit: str
    desk: str
    given_at: datetime
    words: str
    until: datetime
    newer: bool = False
    kind: Literal["surge_answer"] = "surge_answer"


@dataclass(frozen=True, slots=True)
class SurgeEnded:
    """To whoever waits: the answer stands no more, their case goes on."""

    number: str
    matter: str
    unit: str
    kind: Literal["surge_ended"] = "surge_ended"


Surging = (
    SurgeFound | AskSurgeAnswer | SurgePreview | SurgeOn | SurgeOver | Pinned | WaitsAlong | SurgeAnswer | SurgeEnded
)
