"""Which open case a new one could go on under, and which two are never joined."""

from cases import messages as say
from cases.leading import followers, leading_of, residents
from cases.model import CITIZEN, Case, Happening
from cases.ports import UnitOfWork
from cases.reading import Severity


def unlike(uow: UnitOfWork, leading: Case, case: Case) -> str:
    """Why two are never joined; "" where they may be. A complaint about those who would read it stays by itself, and what is
    more pressing is never hidden under what is less."""
    if leading.conflict or case.conflict:
        return "conflict"
    if case.severity.rank > leading.severity.rank:
        return "pressing"
    if any(line.what is Happening.SPLIT and line.actor == CITIZEN for line in uow.history(case.id)):
        return "said_no"
    return ""


def alike_of(uow: UnitOfWork, case: Case) -> Case | None:
    """The open case, told by somebody else, under which the work on this one could go on."""
    if case.same_as is None or not case.status.is_in_hand:
        return None
    first = uow.find(case.same_as)
    leading = first and (leading_of(uow, first) or first)
    if leading is None or not leading.status.is_in_hand or case.reporter in {leading.reporter, *_others(uow, leading)}:
        return None
    return None if leading.id == case.id or unlike(uow, leading, case) else leading


def _others(uow: UnitOfWork, leading: Case) -> set[str]:
    return {one.reporter for one in followers(uow, leading)}


def told_before(uow: UnitOfWork, case: Case) -> say.Before | None:
    """What the resident of a new case hears of the one that somebody else told: when, how far it is, nothing of who. In an
    emergency there is no time for it; and that somebody next door has asked for an allowance is nobody's business."""
    told = case.topic in uow.rules.public_topics and case.severity is not Severity.CRITICAL
    leading = alike_of(uow, case) if told else None
    if leading is None:
        return None
    people = residents([leading, *followers(uow, leading)])
    return say.Before(
        leading.opened_at, leading.accepted_at, leading.arrived_at, leading.suspended, people, leading.matter
    )
