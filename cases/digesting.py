"""What a morning page says beside the open cases: what is late but excused, which grids are silent, how much was pushed."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from cases import messages as say
from cases.limits import first_due
from cases.model import Case, Doubt, PostCode
from cases.ports import UnitOfWork
from cases.rules import Rules


def is_exempt(case: Case, rules: Rules, at: datetime) -> bool:
    """Past the first limit in fact, and not to be held against anybody: its limits stand still, or were moved with leave."""
    excused = excuse_of(case) is not None and case.status.is_in_hand and not case.is_late(at)
    return excused and first_due(case, rules) < at


def exempt_among(cases: Iterable[Case], rules: Rules, at: datetime) -> tuple[say.Exempt, ...]:
    excused = ((case, excuse_of(case)) for case in cases if is_exempt(case, rules, at))
    return tuple(say.Exempt(case.number, why) for case, why in excused if why is not None)


def excuse_of(case: Case) -> say.Excuse | None:
    """Why its limit stands still or was moved; None where it never was. What holds now comes before what held once."""
    if case.suspended:
        return "suspended"
    if case.awaits_answer:
        return "waiting"
    if case.extended:
        return "extended"
    if case.suspensions:
        return "suspended"
    return "waited" if case.waited else None


def silent_grids(uow: UnitOfWork, desk: PostCode, at: datetime) -> tuple[str, ...]:
    """Grids below the desk of which nothing was heard for a month: no case, and no step in one. None while the desk itself
    is younger than that."""
    since, began = at - uow.rules.silent_grid, uow.first_event()
    if began is None or began > since:
        return ()
    heard = uow.heard_grids(since)
    return tuple(uow.org.unit_label(grid) for grid in uow.org.grids_under(desk) if grid not in heard)


def burden_of(uow: UnitOfWork, desk: PostCode, since: datetime, until: datetime) -> say.Burden | None:
    """What was pushed to the workers below the desk; None where nothing was."""
    workers = {post for grid in uow.org.grids_under(desk) for post in uow.org.staff(grid)}
    pushed = [(post, at) for post, at in uow.pushes(since, until) if post in workers]
    if not pushed:
        return None
    most, count = min(Counter(post for post, _ in pushed).items(), key=lambda one: (-one[1], one[0]))
    nights = sum(is_night(uow.rules, at) for _, at in pushed)
    each = len({post for post, _ in pushed})
    return say.Burden(each, len(pushed), count, uow.org.label(most), nights)


def is_night(rules: Rules, at: datetime) -> bool:
    return rules.quiet.awake(at) > at


def reused_under(uow: UnitOfWork, desk: PostCode, since: datetime, until: datetime) -> tuple[say.Reused, ...]:
    """Cases below a desk of which a proof was doubted in that time and not exchanged, by number."""
    found: dict[str, bool] = {}
    for one in uow.pictures_doubted(desk, since, until):
        case = uow.case(one.case)
        if one.doubt is not Doubt.CHANGED and desk in uow.org.line(case):
            found[case.number] = found.get(case.number, False) or one.doubt is Doubt.KEPT
    return tuple(say.Reused(number, kept) for number, kept in sorted(found.items()))
