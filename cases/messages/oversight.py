"""What desks read of the units below them at the end of a week."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.reading import Severity


@dataclass(frozen=True, slots=True)
class UnitWeek:
    """One unit's week. `late` and `exempt` are as of now: both are past their first limit in fact."""

    unit: str
    filed: int
    resolved: int
    confirmed: int
    vouched: int
    silent: int
    disputed: int
    found: int
    late: int
    exempt: int
    unanswered: int = 0
    """Among the late: a department was called and has not answered, which is not the unit's doing alone."""

    @property
    def is_idle(self) -> bool:
        return not any(
            (self.filed, self.resolved, self.confirmed, self.vouched, self.silent, self.disputed, self.found)
        ) and not (self.late or self.exempt)


@dataclass(frozen=True, slots=True)
class TopicWeek:
    topic: str
    filed: int
    before: int


@dataclass(frozen=True, slots=True)
class Weekly:
    """The week of the units below a desk. `until` is its last day."""

    post: str
    since: datetime
    until: datetime
    units: tuple[UnitWeek, ...]
    filed_before: int
    resolved_before: int
    same: int
    """Groups of open cases that are likely one matter."""
    topics: tuple[TopicWeek, ...]
    reviews: tuple[str, ...] = ()
    """Titles of the knowledge table that are past their review date."""
    kind: Literal["weekly"] = "weekly"


@dataclass(frozen=True, slots=True)
class SensitiveLine:
    """A case of a sensitive subject, without anybody's name."""

    number: str
    matter: str
    place: str
    owner: str
    at: datetime
    severity: Severity
    accused: bool = False
    """It complains about staff: a group reads only its number."""


@dataclass(frozen=True, slots=True)
class SensitiveReport:
    """What was filed of one sensitive subject today, the newest last; one message a day, which grows."""

    subject: str
    post: str
    day: datetime
    lines: tuple[SensitiveLine, ...]
    earlier: int = 0
    """How many more there were before these."""
    kind: Literal["sensitive_report"] = "sensitive_report"


@dataclass(frozen=True, slots=True)
class DismissalLine:
    """One time that a case was to be worked on no further."""

    number: str
    matter: str
    place: str
    ground: str
    by: str
    """Who asked for it."""
    at: datetime
    decided: str = ""
    """Who decided; "" while nobody has."""
    appealed: bool = False
    state: Literal["asked", "dismissed", "refused", "appealed", "upheld", "overturned"] = "asked"
    accused: bool = False
    """It complains about staff: a group reads only its number."""


@dataclass(frozen=True, slots=True)
class DismissalList:
    """Of a month, in the order of the cases. `until` is set while the month is running."""

    post: str
    year: int
    month: int
    until: datetime | None
    lines: tuple[DismissalLine, ...]
    kind: Literal["dismissal_list"] = "dismissal_list"


@dataclass(frozen=True, slots=True)
class Spot:
    """A unit from which something came lately."""

    unit: str
    name: str
    filed: int


@dataclass(frozen=True, slots=True)
class Chart:
    """To be drawn where pictures can be; its words are enough where they cannot."""

    post: str
    since: datetime
    """The first of the days."""
    filed: tuple[int, ...]
    """On each day."""
    closed: tuple[int, ...]
    late: tuple[tuple[str, int], ...]
    """(unit, how many cases are late there), the most first."""
    late_elsewhere: int = 0
    """In units that are not listed."""
    area: str = ""
    """The unit whose land it is about, for a map."""
    hot: tuple[Spot, ...] = ()
    """Where most was filed lately, the most first; none where no map goes with it."""
    kind: Literal["chart"] = "chart"

    @property
    def is_empty(self) -> bool:
        return not (any(self.filed) or any(self.closed) or self.late or self.hot)


Oversight = Weekly | SensitiveReport | DismissalList | Chart
