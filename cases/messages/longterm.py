"""Hard and long matters: what is asked at first, what is told regularly, how hard it is and who says so."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.reading import Complexity


@dataclass(frozen=True, slots=True)
class AskBackground:
    """It will take months, honestly; everything that helps is asked in one message."""

    matter: str
    draft: str
    placed: bool
    """The place is known: it is not asked."""
    kind: Literal["ask_background"] = "ask_background"


@dataclass(frozen=True, slots=True)
class AskMilestone:
    """What is to be told the resident? `what` is one of Milestone."""

    number: str
    what: str
    kind: Literal["ask_milestone"] = "ask_milestone"


@dataclass(frozen=True, slots=True)
class News:
    """The resident hears what was done, offered or signed. `next_at` is None where a limit runs."""

    case: str
    number: str
    matter: str
    what: str
    words: str
    next_at: datetime | None
    kind: Literal["news"] = "news"


@dataclass(frozen=True, slots=True)
class NoNews:
    """The resident hears honestly that there is nothing new."""

    case: str
    number: str
    matter: str
    next_at: datetime
    news: str = ""
    """What was told last."""
    news_at: datetime | None = None
    kind: Literal["no_news"] = "no_news"


@dataclass(frozen=True, slots=True)
class NewsTold:
    """To whoever wrote it: the resident was told; when the next is due."""

    number: str
    what: str
    words: str
    next_at: datetime | None
    kind: Literal["news_told"] = "news_told"


@dataclass(frozen=True, slots=True)
class AskComplexity:
    """How hard is it? `choices` are those that this person may set."""

    case: str
    number: str
    complexity: Complexity
    choices: tuple[str, ...]
    """Values of Complexity."""
    kind: Literal["ask_complexity"] = "ask_complexity"


@dataclass(frozen=True, slots=True)
class Classified:
    """To staff: it is of another class now. With `was` it goes to the desk over whoever raised it."""

    case: str
    number: str
    matter: str
    complexity: Complexity
    mode: str
    due_at: datetime
    long_term: bool
    who: str
    was: Complexity | None = None
    kind: Literal["classified"] = "classified"


@dataclass(frozen=True, slots=True)
class PromiseChanged:
    """To the resident: it is harder or easier than thought, and so the promise is another one."""

    case: str
    number: str
    matter: str
    due_at: datetime
    long_term: bool
    who: str
    kind: Literal["promise_changed"] = "promise_changed"


@dataclass(frozen=True, slots=True)
class AskLasting:
    """Weeks after the end: does the thing still work?"""

    case: str
    number: str
    matter: str
    object: str
    kind: Literal["ask_lasting"] = "ask_lasting"


@dataclass(frozen=True, slots=True)
class Lasts:
    """It does: thanks."""

    number: str
    kind: Literal["lasts"] = "lasts"


LongTerm = (
    AskLasting
    | Lasts
    | AskBackground
    | AskMilestone
    | News
    | NoNews
    | NewsTold
    | AskComplexity
    | Classified
    | PromiseChanged
)
