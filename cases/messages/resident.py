"""What a resident hears until the case is filed, and what corrects it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.messages.aftercare import StepTaken
from cases.messages.base import Choice
from cases.reading import Danger, Severity

About = Literal[
    "small_talk", "thanks", "noted", "off_topic", "spam", "unknown_command", "cannot_read", "outside", "unknown_group", "private_only",
    "nothing_open", "sticker", "weather", "no_aid", "tell_other", "contact", "contact_other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hello:
    """Greeting, and what to type. `staff` names the posts when a worker says hello."""

    posts: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    """Those of the posts that can be whistled for."""
    kind: Literal["hello"] = "hello"


@dataclass(frozen=True, slots=True)
class Understood:
    """An answer that files nothing: small talk, a question nobody can answer yet, spam, an unknown command."""

    about: About
    said: str = ""
    kind: Literal["understood"] = "understood"


@dataclass(frozen=True, slots=True)
class AskWhat:
    """Something arrived without a word: what is the matter? `got` is a media name or `location`."""

    got: str
    draft: str
    until: datetime | None = None
    """For a voice: when a person will have to listen to it."""
    place: str = ""
    """Where it is, when that was all that was said."""
    kind: Literal["ask_what"] = "ask_what"


@dataclass(frozen=True, slots=True)
class AskPlace:
    """The matter is clear, the place is not. `within` names the village or compound already known."""

    matter: str
    draft: str
    within: str = ""
    urban: bool = False
    again: bool = False
    danger: Danger | None = None
    """Set when this is an emergency: the safety advice stands first."""
    number: str = ""
    """Set when the case is already filed and only its place is missing."""
    also: tuple[str, ...] = ()
    """Further matters that the place is asked for."""
    words: str = ""
    """The resident's own, to be repeated; empty where they are an insult, or were repeated before."""
    angry: bool = False
    kind: Literal["ask_place"] = "ask_place"


@dataclass(frozen=True, slots=True)
class AskChoice:
    """Several places fit: choose one, or say it again."""

    matter: str
    draft: str
    choices: tuple[Choice, ...]
    said: str = ""
    also: tuple[str, ...] = ()
    """Further matters that the place is asked for."""
    heard: Literal["", "voice", "photo"] = ""
    """A machine made the place out of that, and it may have got it wrong."""
    kind: Literal["ask_choice"] = "ask_choice"


@dataclass(frozen=True, slots=True)
class AskDanger:
    """A possible emergency: safety first, then 现在还有吗?"""

    danger: Danger
    draft: str
    over: bool = False
    """The words say that it is: nobody is driven out of a house for what they no longer smell."""
    kind: Literal["ask_danger"] = "ask_danger"


@dataclass(frozen=True, slots=True)
class AskOut:
    """Half a minute after the advice: are they out?"""

    case: str
    danger: Danger | None = None
    kind: Literal["ask_out"] = "ask_out"


@dataclass(frozen=True, slots=True)
class HeardOut:
    """They are out, or somebody is not; `placed` when it is known where."""

    number: str
    out: bool
    danger: Danger | None = None
    placed: bool = False
    kind: Literal["heard_out"] = "heard_out"


@dataclass(frozen=True, slots=True)
class Before:
    """What others have told of the same matter, and how far it is; nothing of who they are."""

    at: datetime
    accepted_at: datetime | None
    arrived_at: datetime | None
    suspended: bool
    residents: int
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The case is filed. The place is always repeated."""

    case: str
    number: str
    matter: str
    place: str
    owner: str
    contact_at: datetime
    due_at: datetime
    severity: Severity
    danger: Danger | None = None
    place_pending: bool = False
    triage: bool = False
    conflict: bool = False
    long_term: bool = False
    """No finish is promised: `due_at` is when the resident hears of it at the latest."""
    timed_out: bool = False
    """Filed by the clock because no answer came."""
    before: Before | None = None
    """Somebody else has told the same, and the resident may say that it is."""
    masked: bool = False
    """The words hold a telephone or identity number, which nobody is shown."""
    secrecy: str = ""
    """anonymous or confidential, where that was asked for; else empty."""
    source: str = ""
    """Set where staff brought it in, and staff are told."""
    outside: str = ""
    taken: StepTaken | None = None
    """Somebody took it while the receipt was fresh, and it says so."""
    kind: Literal["receipt"] = "receipt"


@dataclass(frozen=True, slots=True)
class AskMore:
    """A correction button was pressed: send the new place, or a picture."""

    number: str
    what: Literal["place", "photo"]
    kind: Literal["ask_more"] = "ask_more"


@dataclass(frozen=True, slots=True)
class AskTopic:
    """Which of these is it? Values are topics."""

    case: str
    number: str
    choices: tuple[Choice, ...]
    in_words: bool = False
    """A sentence answers it too."""
    kind: Literal["ask_topic"] = "ask_topic"


Intake = (
    Hello | Understood | AskWhat | AskPlace | AskChoice | AskDanger | AskOut | HeardOut | Receipt | AskMore | AskTopic
)
