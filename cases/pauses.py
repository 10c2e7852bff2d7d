"""While the resident is asked, or nothing can be done, the limits stand still. Pure rules: each returns the case as it is
afterwards."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases.errors import WrongStatus
from cases.ladder import looked, next_look
from cases.limits import contact_limit, counts_office_hours, within_order
from cases.model import Case
from cases.rules import Rules

SUSPENDED = "suspended"
"""Stands for a status where a refusal says why something cannot be done."""


def pause(case: Case, rules: Rules, *, at: datetime, question: str) -> Case:
    """The question is out. Asked again meanwhile, the first moment counts; the wait begins anew."""
    until = rules.quiet.awake(at + rules.answer_patience)
    waiting = replace(
        case, question=question, answer="", answered_at=None, paused_at=case.paused_at or at, paused_until=until, rung=0
    )
    return replace(waiting, look_at=next_look(waiting, rules))


def suspend(case: Case, rules: Rules, *, at: datetime, until: datetime) -> Case:
    """挂账 granted: a question to the resident that is still open ends with it."""
    running = resume(case, rules, at)
    idle = replace(running, suspended=True, suspensions=case.suspensions + 1, paused_at=at, paused_until=until, rung=0)
    return replace(idle, look_at=next_look(idle, rules))


def resume(case: Case, rules: Rules, at: datetime) -> Case:
    """The limits run again, later by as long as they stood still; a limit that was past when they stopped stays past. What the
    ladder would have said of that meanwhile is said now: a question in time must not swallow a desk's push. What a desk itself
    put off is not."""
    if case.paused_at is None:
        return case
    stood = at - case.paused_at
    due_at = _later(case.due_at, case.paused_at, at, rules, office=counts_office_hours(case, rules))
    granted = case.suspended or case.due_at > within_order(case, case.due_at)
    if not granted:  # a question to the resident moves no other office's deadline
        due_at = within_order(case, due_at)
    running = replace(
        unpaused(case),
        due_at=due_at,
        contact_due_at=_later(
            case.contact_due_at, case.paused_at, at, rules, office=contact_limit(case, rules).unit.is_office
        ),
        waited=case.waited + (0 if case.suspended else stood // timedelta(minutes=1)),
    )
    return looked(running, rules, at if case.suspended else case.paused_at)


def unpaused(case: Case) -> Case:
    """Without the pause, whatever it was for; the limits are the caller's to set."""
    return replace(case, paused_at=None, paused_until=None, suspended=False, obstacle=None)


def must_run(case: Case) -> None:
    """Raises WrongStatus unless somebody has to do something about it now."""
    if case.suspended or not case.status.is_in_hand:
        raise WrongStatus(case.number, SUSPENDED if case.suspended else case.status.value)


def _later(limit: datetime, since: datetime, until: datetime, rules: Rules, *, office: bool) -> datetime:
    if limit <= since:
        return limit
    if office:
        # never earlier: a limit that somebody set into closed hours stays there
        return max(limit, rules.office.add_hours(until, rules.office.hours_between(since, limit)))
    return limit + (until - since)
