"""What a resident hears of a filed case until it is closed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.messages.base import Choice, File
from cases.messages.lists import CaseLine
from cases.reading import Danger


@dataclass(frozen=True, slots=True)
class Progress:
    cases: tuple[CaseLine, ...]
    unknown: str = ""
    """A number that was asked after and is none of theirs, or nobody's."""
    part: bool = False
    """Of several that are open, those that were asked after."""
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Urged:
    number: str
    times: int
    next_at: datetime
    again: bool = False
    """Already urged today: noted, not sent twice."""
    kind: Literal["urged"] = "urged"


Step = Literal["accepted", "arrived", "reassigned", "supervised", "covered"]


@dataclass(frozen=True, slots=True)
class StepTaken:
    """The resident hears that somebody moved. One message of the case: that somebody comes is said aloud, what is done above
    them is added to it."""

    number: str
    step: Step
    who: str
    at: datetime
    accepted_by: str = ""
    accepted_at: datetime | None = None
    """What went before."""
    late: bool = False
    until: datetime | None = None
    """When an answer is owed."""
    kind: Literal["step_taken"] = "step_taken"


@dataclass(frozen=True, slots=True)
class AskVerdict:
    """The worker says it is done; what does the resident say?"""

    case: str
    number: str
    matter: str
    note: str
    files: tuple[File, ...] = ()
    reminder: bool = False
    silent_on: datetime | None = None
    source: str = ""
    """Set where staff brought it in, and staff are asked."""
    place: str = ""
    kind: Literal["ask_verdict"] = "ask_verdict"


@dataclass(frozen=True, slots=True)
class QuestionRelayed:
    """Whoever holds the case asks the resident something; neither learns how to reach the other."""

    number: str
    who: str
    question: str
    until: datetime
    """Without an answer by then, work goes on with what is known."""
    kind: Literal["question_relayed"] = "question_relayed"


@dataclass(frozen=True, slots=True)
class AskLacking:
    """Not satisfied: what is still missing?"""

    case: str
    number: str
    kind: Literal["ask_lacking"] = "ask_lacking"


@dataclass(frozen=True, slots=True)
class Reopened:
    number: str
    lacking: str
    due_at: datetime
    watcher: str
    moved_up: bool
    """True from the second reopening on: another rung is responsible now."""
    kind: Literal["reopened"] = "reopened"


@dataclass(frozen=True, slots=True)
class Closed:
    """`how` is silent or withdrawn; confirmed only where an earlier release left it unsent: AskRating now says so."""

    number: str
    how: Literal["confirmed", "silent", "withdrawn"]
    kind: Literal["closed"] = "closed"


@dataclass(frozen=True, slots=True)
class Added:
    """Something was added to a case: words, pictures, a new place, a new topic, a hidden name."""

    number: str
    what: Literal["words", "files", "place", "topic", "anonymous", "edited", "severity", "later",
                  "answer", "aside", "same_topic"]  # fmt: skip
    value: str = ""
    owner: str = ""
    danger: Danger | None = None
    contact_at: datetime | None = None
    """For a new place of an emergency: by when somebody calls."""
    draft: str = ""
    """Of `aside`: what keeps the words, should they be of another matter."""
    others: tuple[str, ...] = ()
    """Of `aside`: the numbers of the other cases of which they may be."""
    kind: Literal["added"] = "added"


@dataclass(frozen=True, slots=True)
class PersonCalled:
    """转人工: whoever has the case was told that its resident wants to speak to somebody."""

    number: str
    owner: str
    contact_at: datetime | None = None
    """By when somebody is in touch, while nobody has taken it."""
    kind: Literal["person_called"] = "person_called"


@dataclass(frozen=True, slots=True)
class AskWithdraw:
    """不用来了, or 已经好了: shall the case be taken back? One of several is chosen. `owner` has the one case; `taken`: and is
    at it, so that the resident may just as well wait to be asked."""

    choices: tuple[Choice, ...]
    owner: str = ""
    mended: bool = False
    taken: bool = False
    kind: Literal["ask_withdraw"] = "ask_withdraw"


@dataclass(frozen=True, slots=True)
class AskWhich:
    """A place is put right: of which case?"""

    draft: str
    choices: tuple[Choice, ...]
    place: str
    kind: Literal["ask_which"] = "ask_which"


@dataclass(frozen=True, slots=True)
class LimitMoved:
    """The resident hears of the later limit, why, and who granted it."""

    case: str
    number: str
    due_at: datetime
    why: str
    who: str
    kind: Literal["limit_moved"] = "limit_moved"


@dataclass(frozen=True, slots=True)
class Suspended:
    """The resident hears that it cannot be done now, why, when they hear again, and when it is looked at anew."""

    case: str
    number: str
    matter: str
    account: str
    who: str
    next_at: datetime
    review_at: datetime
    again: bool = False
    """A regular word on it, with nothing new to tell."""
    kind: Literal["suspended"] = "suspended"


@dataclass(frozen=True, slots=True)
class WordsRetracted:
    """To whoever took words back; with `staff` to whoever holds the case. Without a number they were of nothing filed yet, and a
    question is open where `asked`."""

    number: str
    staff: bool = False
    asked: bool = False
    kind: Literal["words_retracted"] = "words_retracted"


Aftercare = (
    WordsRetracted
    | Progress
    | Urged
    | StepTaken
    | AskVerdict
    | QuestionRelayed
    | LimitMoved
    | PersonCalled
    | AskWithdraw
    | AskWhich
    | Suspended
    | AskLacking
    | Reopened
    | Closed
    | Added
)
