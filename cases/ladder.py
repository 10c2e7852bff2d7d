"""The ladder of reminders: which steps a case has before it, and when. Pure; a late sweep takes only the last one due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.clocks import Span, Unit
from cases.model import Case, Status
from cases.reading import Severity
from cases.rules import Rules


class Step(StrEnum):
    COVER = "cover"
    """Nobody touched the card: the next post gets it."""
    ALARM = "alarm"
    """特急 and still nobody: straight to the centre."""
    HALF = "half"
    """Half of the limit is gone: seen in the digest only."""
    WARN = "warn"
    DUE = "due"
    STATION = "station"
    CENTRE = "centre"
    DISTRICT = "district"
    SILENCE_REMINDER = "silence_reminder"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Rung:
    step: Step
    at: datetime


STATION_AFTER = Span(1, Unit.WORKDAY)
CENTRE_AFTER = Span(5, Unit.WORKDAY)
DISTRICT_AFTER = Span(10, Unit.WORKDAY)
AGAIN_AFTER = Span(5, Unit.WORKDAY)
WARN_SHARE = 0.8
HALF_SHARE = 0.5


def rungs(case: Case, rules: Rules) -> tuple[Rung, ...]:
    """Every step of the case at its present status, earliest first. Empty once closed."""
    if case.status is Status.RESOLVED and case.resolved_at:
        return (
            Rung(Step.SILENCE_REMINDER, rules.quiet.awake(case.resolved_at + rules.silence_reminder)),
            Rung(Step.SILENCE, rules.quiet.awake(case.resolved_at + rules.silence_close)),
        )
    if not case.status.is_in_hand:
        return ()
    return tuple(sorted((*_untouched(case, rules), *_limits(case, rules)), key=lambda rung: rung.at))


def _untouched(case: Case, rules: Rules) -> list[Rung]:
    given = case.handed_at or case.clock_from  # whoever gets it later has the same patience to touch it
    if case.severity is Severity.CRITICAL:
        patience = rules.critical_patience
        return [Rung(Step.COVER, given + patience), Rung(Step.ALARM, given + 2 * patience)]
    if case.severity is Severity.URGENT:
        return [Rung(Step.COVER, given + rules.urgent_patience)]
    return []


def _limits(case: Case, rules: Rules) -> list[Rung]:
    limit = case.due_at - case.clock_from
    late = [
        Rung(Step.DUE, case.due_at),
        Rung(Step.STATION, rules.office.add(case.due_at, STATION_AFTER)),
        Rung(Step.CENTRE, rules.office.add(case.due_at, CENTRE_AFTER)),
        Rung(Step.DISTRICT, rules.office.add(case.due_at, DISTRICT_AFTER)),
    ]
    if case.severity is Severity.CRITICAL:
        return late
    early = [Rung(Step.HALF, _share(case, limit, HALF_SHARE)), Rung(Step.WARN, _share(case, limit, WARN_SHARE))]
    steps = early + late
    if case.severity is Severity.NORMAL:  # what can wait is never said at night
        return [Rung(rung.step, rules.quiet.awake(rung.at)) for rung in steps]
    return steps


def _share(case: Case, limit: timedelta, share: float) -> datetime:
    return case.clock_from + limit * share


def due_rung(case: Case, rules: Rules, at: datetime) -> tuple[int, Rung | None]:
    """How many rungs are behind the case at `at`, and the last one newly passed, if any; beyond the end the last again."""
    steps = rungs(case, rules)
    passed = sum(rung.at <= at for rung in steps)
    if case.status is Status.RESOLVED:  # nobody's silence counts before they were reminded
        passed = min(passed, case.rung + 1)
    if passed > case.rung:
        return passed, steps[passed - 1]
    is_past_the_last = bool(steps) and passed == len(steps) and case.look_at is not None and case.look_at <= at
    return case.rung, steps[-1] if is_past_the_last else None


def next_look(case: Case, rules: Rules) -> datetime | None:
    """When a sweep must look at the case again, by the rungs ahead; None when there are none."""
    steps = rungs(case, rules)
    return steps[case.rung].at if case.rung < len(steps) else None


def look_after(case: Case, rules: Rules, at: datetime) -> datetime | None:
    """When to look again after a step at `at`: the next rung; a day for the resident to answer a reminder; beyond the last
    rung every few working days until somebody closes it."""
    ahead = next_look(case, rules)
    if case.status is Status.RESOLVED and ahead is not None:
        return max(ahead, rules.quiet.awake(at + (rules.silence_close - rules.silence_reminder)))
    if ahead is None and case.status.is_in_hand:
        return rules.office.add(at, AGAIN_AFTER)
    return ahead
