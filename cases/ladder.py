"""The ladder of reminders: which steps a case has before it, and when. Pure; a late sweep takes only the last one due."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from heapq import merge
from itertools import islice

from cases.clocks import Span, Unit
from cases.limits import answer_by
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
    OFFER = "offer"
    """Whoever was to take it over has not said a word."""
    RESUME = "resume"
    """The resident did not answer what the holder asked, or a suspension is at its review date: the limits run again."""
    ANSWER = "answer"
    """Whoever has the case owes an answer to the desk that pressed for one."""
    APPEAL = "appeal"
    """Nobody has decided about the resident's appeal."""
    HEARTBEAT = "heartbeat"
    """The resident of a suspended case hears of it again, or the one of a long-term case that there is nothing new."""
    LASTING = "lasting"
    """Weeks after the resident agreed: does the thing still work?"""
    NEWS = "news"
    """Whoever has a long-term case is to write what was done, before the resident has to hear that it was nothing."""


@dataclass(frozen=True, slots=True)
class Rung:
    step: Step
    at: datetime


STATION_AFTER = Span(1, Unit.WORKDAY)
CENTRE_AFTER = Span(5, Unit.WORKDAY)
DISTRICT_AFTER = Span(10, Unit.WORKDAY)
AGAIN_AFTER = Span(5, Unit.WORKDAY)
PUSHES = frozenset({Step.STATION, Step.CENTRE})
NOT_OVER = {Step.HEARTBEAT: PUSHES, Step.ANSWER: frozenset({Step.HALF})}
"""What a later step must not swallow, though both are due: the resident's word, and what is said before what says nothing."""
WARN_SHARE = 0.8
HALF_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands on its ladder at some moment."""

    rung: int
    """How many steps are behind it."""
    step: Rung | None
    """The last one newly passed, if any; beyond the end the last again."""
    look_at: datetime | None
    """When to look again; None when there is nothing to look for."""


def rungs(case: Case, rules: Rules) -> Iterator[Rung]:
    """Every step of the case at its present status, earliest first; none once closed. Only as many are worked out as are
    asked for: office hours are dear."""
    if case.status is Status.RESOLVED and case.resolved_at:
        yield Rung(Step.SILENCE_REMINDER, rules.quiet.awake(case.resolved_at + rules.silence_reminder))
        yield Rung(Step.SILENCE, rules.quiet.awake(case.resolved_at + rules.silence_close))
    elif case.status is Status.APPEALED and case.appealed_at:
        yield Rung(Step.APPEAL, rules.office.add(case.appealed_at, rules.appeal_limit))
    elif case.status is Status.CONFIRMED and case.closed_at and case.object in rules.facilities:
        yield Rung(Step.LASTING, rules.quiet.awake(case.closed_at + rules.lasting_check))
    elif case.status.is_in_hand and case.paused_until:
        yield from _heartbeats(case, rules)
        yield Rung(Step.RESUME, case.paused_until)
    elif case.status.is_in_hand:
        others = _untouched(case, rules) + _offered(case) + _supervised(case, rules)
        limits = _news(case, rules) if case.long_term else _limits(case, rules)
        others.sort(key=lambda rung: rung.at)
        yield from merge(others, limits, key=lambda rung: rung.at) if others else limits


def _heartbeats(case: Case, rules: Rules) -> Iterator[Rung]:
    """Regularly until the review date."""
    if not case.suspended or case.paused_at is None or case.paused_until is None:
        return
    at = case.paused_at + rules.heartbeat
    while at < case.paused_until:
        yield Rung(Step.HEARTBEAT, rules.quiet.awake(at))
        at += rules.heartbeat


def _untouched(case: Case, rules: Rules) -> list[Rung]:
    given = case.handed_at or case.clock_from  # whoever gets it later has the same patience to touch it
    if case.severity is Severity.CRITICAL:
        patience = rules.critical_patience
        return [Rung(Step.COVER, given + patience), Rung(Step.ALARM, given + 2 * patience)]
    if case.severity is Severity.URGENT:
        return [Rung(Step.COVER, given + rules.urgent_patience)]
    return []


def _offered(case: Case) -> list[Rung]:
    return [Rung(Step.OFFER, case.offered_until)] if case.offered_until else []


def _supervised(case: Case, rules: Rules) -> list[Rung]:
    due_at = answer_by(case, rules)
    return [Rung(Step.ANSWER, due_at)] if due_at else []


def _limits(case: Case, rules: Rules) -> Iterator[Rung]:
    """Each later than the one before, whatever the limit."""
    # what can wait is never said at night
    awake = rules.quiet.awake if case.severity is Severity.NORMAL else _at_once
    if case.severity is not Severity.CRITICAL:
        limit = case.due_at - case.clock_from
        yield Rung(Step.HALF, awake(case.clock_from + limit * HALF_SHARE))
        yield Rung(Step.WARN, awake(case.clock_from + limit * WARN_SHARE))
    yield Rung(Step.DUE, awake(case.due_at))
    for step, after in ((Step.STATION, STATION_AFTER), (Step.CENTRE, CENTRE_AFTER), (Step.DISTRICT, DISTRICT_AFTER)):
        yield Rung(step, awake(rules.office.add(case.due_at, after)))


def _news(case: Case, rules: Rules) -> Iterator[Rung]:
    """Of a long-term case: nothing is late but the word to the resident. That comes regularly for ever, also where there is
    nothing to tell; what was written meanwhile has moved `due_at`."""
    awake = rules.quiet.awake
    yield Rung(Step.NEWS, awake(rules.office.workdays_before(case.due_at, rules.news_ahead)))
    steps = ((Step.STATION, STATION_AFTER), (Step.CENTRE, CENTRE_AFTER))
    desks = [Rung(step, awake(rules.office.add(case.due_at, after))) for step, after in steps]
    yield from merge(_heard_nothing(case, rules), desks, key=lambda rung: rung.at)


def _heard_nothing(case: Case, rules: Rules) -> Iterator[Rung]:
    at = case.due_at
    while True:
        yield Rung(Step.HEARTBEAT, rules.quiet.awake(at))
        at += rules.heartbeat


def _at_once(moment: datetime) -> datetime:
    return moment


def standing(case: Case, rules: Rules, at: datetime) -> Standing:
    """Where the case stands at `at`, of which it may know only a part."""
    steps = rungs(case, rules)
    passed, last, ahead = _passed(case, steps, at)
    if passed > case.rung:
        return Standing(passed, last, _look_after(case, rules, at, ahead))
    if ahead is None and last is not None and case.look_at is not None and case.look_at <= at:
        return Standing(case.rung, last, _look_after(case, rules, at, None))
    if passed < case.rung:
        ahead = next(islice(steps, case.rung - passed - 1, None), None)
    return Standing(case.rung, None, ahead.at if ahead else _look_after(case, rules, at, None))


def _passed(case: Case, steps: Iterator[Rung], at: datetime) -> tuple[int, Rung | None, Rung | None]:
    """How many steps lie before `at`, the last of them, and the one after it."""
    passed, last = 0, None
    for rung in steps:
        # nobody's silence counts before they were reminded
        unreminded = case.status is Status.RESOLVED and passed > case.rung
        if rung.at > at or unreminded:
            return passed, last, rung
        # however late the sweep: the resident's word comes before a desk's push
        owed = last is not None and passed > case.rung and rung.step in NOT_OVER.get(last.step, ())
        passed, last = passed + 1, last if owed else rung
    return passed, last, None


def _look_after(case: Case, rules: Rules, at: datetime, ahead: Rung | None) -> datetime | None:
    """After a step at `at`: the next rung; a day for the resident to answer a reminder; beyond the last rung every few
    working days until somebody closes it."""
    if case.status is Status.RESOLVED and ahead is not None:
        return max(ahead.at, rules.quiet.awake(at + (rules.silence_close - rules.silence_reminder)))
    if ahead is None and (case.status.is_in_hand or case.status is Status.APPEALED):
        return rules.office.add(at, AGAIN_AFTER)
    return ahead.at if ahead else None


def looked(case: Case, rules: Rules, at: datetime) -> Case:
    """With the ladder as it now stands: what lies before `at` is behind it, whether it was said or not."""
    behind = 0
    for rung in rungs(case, rules):
        if rung.at > at:
            return replace(case, rung=behind, look_at=rung.at)
        behind += 1
    return replace(case, rung=behind, look_at=_look_after(case, rules, at, None))


def next_look(case: Case, rules: Rules) -> datetime | None:
    """When a sweep must look at the case again, by the rungs ahead; None when there are none."""
    ahead = next(islice(rungs(case, rules), case.rung, None), None)
    return ahead.at if ahead else None
