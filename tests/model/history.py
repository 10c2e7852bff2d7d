"""A case told again from its history alone: what the events add up to must be what the case's own row says."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cases.life import MOVES
from cases.model import Case, Event, Happening, Status
from tests.model.judge import Broken

LEADS_TO = {
    Happening.ACCEPTED: Status.ACCEPTED,
    Happening.ARRIVED: Status.ON_SITE,
    Happening.RESOLVED: Status.RESOLVED,
    Happening.CONFIRMED: Status.CONFIRMED,
    Happening.SILENT: Status.SILENT,
    Happening.WITHDRAWN: Status.WITHDRAWN,
    Happening.DISPUTED: Status.FILED,
    Happening.REASSIGNED: Status.FILED,
    Happening.DISMISSED: Status.DISMISSED,
    Happening.APPEALED: Status.APPEALED,
    Happening.UPHELD: Status.DISMISSED,
    Happening.OVERTURNED: Status.FILED,
}
HANDED_ON = frozenset({Happening.PLACE_CHANGED, Happening.TRIAGED})
"""These hand a case to another post only when another post owns it then."""
BY_THE_CLOCK = frozenset({Happening.REMINDED, Happening.COVERED, Happening.ESCALATED})
LIMITS_MOVE = frozenset({Happening.EXTENDED, Happening.ANSWERED, Happening.UNANSWERED, Happening.RESUMED})
"""After these the limits are later ones, and may be warned of anew."""
ONCE = frozenset({"cover", "alarm", "half", "warn", "due", "station", "centre", "silence_reminder"})
"""Steps of the ladder that come once; the last one comes again every few days."""


@dataclass
class Story:
    status: Status = Status.FILED
    accepted_at: datetime | None = None
    arrived_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    counted: Counter[Happening] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    """Of the ladder, since the limits began or the case changed hands."""
    twice: list[str] = field(default_factory=list)

    def go_on(self, line: Event, case: Case) -> None:
        self.counted[line.what] += 1
        if line.what in BY_THE_CLOCK and line.note in ONCE:
            self._step(line.note)
        elif line.what in LIMITS_MOVE:
            self.steps.clear()
        elif line.what in HANDED_ON and case.handed_at == line.at:
            self._hand_on()
        elif line.what in LEADS_TO:
            self._move(LEADS_TO[line.what], line)

    def _step(self, step: str) -> None:
        self.steps[step] += 1
        if self.steps[step] > 1:
            self.twice.append(step)

    def _move(self, to: Status, line: Event) -> None:
        if to not in MOVES[self.status] and line.what is not Happening.REASSIGNED:
            raise Broken(f"a history goes from {self.status} to {to}")
        self.status = to
        if to is Status.FILED:
            return self._hand_on()
        if to in {Status.ACCEPTED, Status.ON_SITE, Status.RESOLVED}:
            self.accepted_at = self.accepted_at or line.at
        if to is Status.ON_SITE:
            self.arrived_at = line.at
        if to is Status.RESOLVED:
            self.resolved_at = line.at
        if not to.is_open and line.what is not Happening.UPHELD:  # as from the first decision
            self.closed_at = line.at
        return None

    def _hand_on(self) -> None:
        self.status = Status.FILED
        self.accepted_at = self.arrived_at = self.resolved_at = self.closed_at = None
        self.steps.clear()


def judge_history(case: Case, history: Sequence[Event], *, clock_was_set: bool) -> None:
    """Raises Broken where row and history disagree."""
    if history[0].what is not Happening.FILED:
        raise Broken(f"a history begins with {history[0]}")
    story = Story()
    for line in history:
        story.go_on(line, case)
    told = (story.status, story.accepted_at, story.arrived_at, story.resolved_at, story.closed_at)
    stands = (case.status, case.accepted_at, case.arrived_at, case.resolved_at, case.closed_at)
    if told != stands:
        raise Broken(f"{case.number}: the history says {told}, the row {stands}")
    counted = {
        Happening.FILED: 1,
        Happening.DISPUTED: case.reopened,
        Happening.URGED: case.urged,
        Happening.EXTENDED: case.extended,
        Happening.SUSPENDED: case.suspensions,
    }
    for what, count in counted.items():
        if story.counted[what] != count:
            raise Broken(f"{case.number}: {what} stands {story.counted[what]} times in the history, not {count}")
    if story.twice and not clock_was_set:
        raise Broken(f"{case.number}: reminded twice of {story.twice}")
