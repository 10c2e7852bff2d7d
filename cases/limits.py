"""How long a case may take, and in which kind of time its limits run."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases.clocks import Span, Unit
from cases.model import Case
from cases.modes import Manner, Mode
from cases.reading import Complexity, Intent, Reading, Severity
from cases.rules import Rules

SECOND_TRY = Span(1, Unit.WORKDAY)
"""A reopened ordinary case is due again within one working day, whatever its first limit was."""


def manner_of(case: Case, rules: Rules) -> Manner:
    """Difficulty gives nobody who is in danger more time: what presses is dealt with at once."""
    pressing = case.severity is not Severity.NORMAL
    return Manner(Mode.AT_ONCE) if pressing else rules.manners[case.complexity]


def contact_limit(case: Case, rules: Rules) -> Span:
    return manner_of(case, rules).contact or rules.contact[case.severity]


def finish_limit(case: Case, rules: Rules) -> Span:
    """For a long-term case the time until the resident must have heard of it."""
    manner = manner_of(case, rules)
    if manner.long_term:
        return Span(rules.heartbeat / timedelta(days=1), Unit.DAY)
    return manner.finish or rules.limit(case.object, case.fault, case.severity)


def due_from(case: Case, rules: Rules) -> datetime:
    """The finish limit, counted from `clock_from`; of a long-term case when the next word to the resident is due."""
    due_at = _finish(case, rules)
    return within_order(case, rules.quiet.awake(due_at) if case.long_term else due_at)


def _finish(case: Case, rules: Rules) -> datetime:
    """Whoever has an ordinary case is not rung at night: its hours do not pass then."""
    span = finish_limit(case, rules)
    due_at = rules.office.add(case.clock_from, span)
    if case.severity is not Severity.NORMAL or span.unit not in {Unit.URGENT_HOUR, Unit.MINUTE}:
        return due_at
    return rules.quiet.add(case.clock_from, due_at - case.clock_from).astimezone(rules.zone)


def within_order(case: Case, due_at: datetime) -> datetime:
    """Not later than the office it came from wants it done. What that office wanted of an earlier try is no limit of a later
    one, and what a desk grants (延期, 挂账) goes beyond it."""
    if case.order_due_at is None or case.order_due_at < case.clock_from:
        return due_at
    return min(due_at, case.order_due_at)


def starting_due(case: Case, rules: Rules) -> datetime:
    """With which limit the clock starts at `clock_from`: the finish limit, or that of a second try where it is shorter."""
    due_at = due_from(case, rules)
    return min(due_at, rules.office.add(case.clock_from, SECOND_TRY)) if is_second_try(case) else due_at


def first_due(case: Case, rules: Rules) -> datetime:
    """The limit before anything moved it. News moves that of a long-term case, which is how it is meant; and it was never
    later than it is now: what was overturned on appeal has the limit of a second try without being one."""
    return case.due_at if case.long_term else min(case.due_at, starting_due(case, rules))


def is_second_try(case: Case) -> bool:
    """The resident was not content; of what presses or takes months the limit stays what it was."""
    return case.reopened > 0 and case.severity is Severity.NORMAL and not case.long_term


def counts_office_hours(case: Case, rules: Rules) -> bool:
    """Whether the finish limit runs in office hours only, as a second try always does."""
    return is_second_try(case) or finish_limit(case, rules).unit.is_office


def proposed(reading: Reading, rules: Rules) -> Complexity:
    """The class as the machine proposes it. A thing with a limit of its own (路灯 不亮) is no long matter, however old the
    house; nor is a question."""
    known = (reading.object, reading.fault) in rules.limits or reading.intent is Intent.QUESTION
    if rules.manners[reading.complexity].long_term and known:
        return Complexity.ORDINARY
    return reading.complexity


def is_long_term(reading: Reading, rules: Rules) -> bool:
    """Whether a case of this reading will be one that takes months."""
    return reading.severity is Severity.NORMAL and rules.manners[proposed(reading, rules)].long_term


def classed(case: Case, rules: Rules) -> Case:
    """Long-term or not, by its class as it now is."""
    return replace(case, long_term=manner_of(case, rules).long_term)


def answer_by(case: Case, rules: Rules) -> datetime | None:
    """When whoever has the case owes the desk that pressed for one (督办) an answer; None where none did."""
    if case.supervised_at is None:
        return None
    due_at = rules.office.add(case.supervised_at, rules.supervision_limit[case.severity])
    return rules.quiet.awake(due_at) if case.severity is Severity.NORMAL else due_at
