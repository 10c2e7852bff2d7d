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


Oversight = Weekly | SensitiveReport
