"""Lists and pages: what is open, one case whole, the digest of a desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.reading import Severity


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list."""

    case: str
    number: str
    matter: str
    place: str
    status: str
    due_at: datetime
    owner: str
    accepted_at: datetime | None = None
    resolved_at: datetime | None = None
    overdue: bool = False
    question: str = ""
    """What the resident is asked and has not yet answered."""
    suspended: bool = False
    long_term: bool = False
    news: str = ""
    news_at: datetime | None = None
    asks: Literal["", "extension", "suspension", "offer", "dismissal", "appeal"] = ""
    """What its holder asks for and nobody has decided yet."""
    supervised: bool = False
    answer_by: datetime | None = None
    """When an answer is owed to the desk that pressed for one."""
    severity: Severity = Severity.NORMAL
    unanswered: str = ""
    """Departments that were called and have not answered: the lateness is not its holder's alone."""
    joined: int = 0
    """How many cases go on under it."""
    contact_due_at: datetime | None = None
    """By when somebody is in touch, while nobody has taken it."""
    under: bool = False
    """It goes on under another one, and how far it is is told of that."""
    accused: bool = False
    """It complains about staff: a group reads only its number."""


@dataclass(frozen=True, slots=True)
class Todo:
    post: str
    cases: tuple[CaseLine, ...]
    rated: int = 0
    """Ratings of the running month that may be shown: none, or a sum of five or more."""
    solved: int = 0
    satisfied: int = 0
    kind: Literal["todo"] = "todo"


@dataclass(frozen=True, slots=True)
class CaseView:
    """The answer to /case NUMBER."""

    line: CaseLine
    said: str
    history: tuple[tuple[datetime, str, str, str], ...]
    """(at, happening, actor, note)"""
    workable: bool = False
    """True for whoever may act on it."""
    correctable: bool = False
    """True for staff who may correct its topic."""
    source: str = ""
    """Where staff had it from who brought it in; one of Source."""
    outside: str = ""
    """Its number in another office."""
    joined_to: str = ""
    joined: tuple[str, ...] = ()
    secret: bool = False
    """For the reporter of a case that is kept secret: who has read it can be asked."""
    kind: Literal["case_view"] = "case_view"


@dataclass(frozen=True, slots=True)
class SameIssue:
    """Open cases that are likely one matter, oldest first."""

    place: str
    matter: str
    numbers: tuple[str, ...]
    case: str = ""
    """The first of them."""
    residents: int = 0
    apart: int = 0
    """How many of them are still worked on by themselves."""


Excuse = Literal["suspended", "waiting", "extended", "waited", "whistle"]


@dataclass(frozen=True, slots=True)
class Exempt:
    """A case past its first limit in fact that is held against nobody, and why."""

    number: str
    why: Excuse


@dataclass(frozen=True, slots=True)
class Reused:
    """A case whose proof looks like an earlier picture. `kept`: whoever sent it says that it is the right one."""

    number: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Burden:
    """What was pushed to workers in a day."""

    workers: int
    """How many got anything."""
    pushes: int
    most: int
    who: str
    """Who got the most."""
    nights: int


@dataclass(frozen=True, slots=True)
class TopicCount:
    topic: str
    count: int


LISTED = 8
"""So many cases are on the page itself."""


@dataclass(frozen=True, slots=True)
class Digest:
    """The morning page of a desk."""

    post: str
    since: datetime
    at: datetime
    filed: int
    resolved: int
    confirmed: int
    silent: int
    disputed: int
    overdue: tuple[CaseLine, ...]
    due_today: tuple[CaseLine, ...]
    triage: tuple[CaseLine, ...]
    no_owner: tuple[CaseLine, ...]
    open_total: int
    same: tuple[SameIssue, ...] = ()
    """Largest first."""
    to_decide: tuple[CaseLine, ...] = ()
    """What waits for this desk's yes or no."""
    waiting: int = 0
    """Cases whose limits stand still for a resident's answer; they are not overdue."""
    suspended: int = 0
    """Cases put off to a review date; neither are they."""
    whistles: tuple[tuple[str, int], ...] = ()
    """Departments that were called since, and how often each left it unanswered."""
    business: tuple[TopicCount, ...] = ()
    """What businesses have brought and is open, by topic, most first."""
    reviews: tuple[str, ...] = ()
    """Titles of the knowledge table that are past their review date; on the district's page only."""
    dismissed: int = 0
    """Ended as 不予受理 in that time."""
    seal: str = ""
    """Where the audit log ended: kept in this chat, it shows later whether the log was cut."""
    sensitive: tuple[CaseLine, ...] = ()
    """Of subjects that are reported upward until they are done."""
    vouched: int = 0
    """Confirmed by staff for others."""
    found: int = 0
    """Found and put right by workers."""
    exempt: tuple[Exempt, ...] = ()
    silent_grids: tuple[str, ...] = ()
    """Of which nothing was heard for a month."""
    burden: Burden | None = None
    reused: tuple[Reused, ...] = ()
    surges: tuple[tuple[str, str, int], ...] = ()
    """Crowds of one matter that have not ended: matter, area, how many people."""
    rest: bool = False
    """Only the lines that did not fit on the page itself."""
    unclear: str = ""
    """What was said of a line, and it is not clear of which."""
    kind: Literal["digest"] = "digest"

    @property
    def numbered(self) -> tuple[CaseLine, ...]:
        """Each case once, in its gravest section: the first line is 1."""
        sections = (self.to_decide, self.no_owner, self.overdue, self.sensitive, self.due_today, self.triage)
        found: dict[str, CaseLine] = {}
        for section in sections:
            for line in section:
                found.setdefault(line.case, line)
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class AskDirective:
    """To a desk that said something of a case which may mean several things: what there is to choose from."""

    line: CaseLine
    said: str = ""
    reviews: tuple[int, ...] = ()
    """Days after which a suspended case may be looked at again."""
    kind: Literal["ask_directive"] = "ask_directive"


Overview = Todo | CaseView | Digest | AskDirective
