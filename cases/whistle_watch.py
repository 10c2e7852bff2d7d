"""The clocks of whistles: who has not answered, not come or not concluded in time is told of, once; right when late or doubled."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from cases import messages as say
from cases import whistles
from cases.commands import Look
from cases.ledger import unanswered_by
from cases.letters import Letters, event
from cases.model import CLOCK, Case, Cause, Change, Happening, PostCode, Whistle, WhistleState
from cases.months import month_of
from cases.ports import UnitOfWork
from cases.registry import Level
from cases.whistle_letters import show_whistle


def watch_whistles(uow: UnitOfWork, look: Look) -> None:
    """Each whistle whose time has come. A case that is done or suspended needs nobody: its whistles only stop being looked at."""
    with uow:
        for one in uow.due_whistles(look.at, look.limit, look.skip):
            case = uow.case(one.case)
            letters = Letters(uow, look.at, Cause(f"whistle/{one.id}/{one.state}/{one.told}"))
            late = whistles.told_once_more(one, uow.rules, look.at)
            tells = case.status.is_in_hand and not case.suspended
            happened = (event(case, Happening.WHISTLE_LATE, look.at, CLOCK, uow.org.label(one.department)),)
            uow.record(Change(whistles=(late,), events=happened if tells else ()))
            if tells:
                _tell(uow, case, late, letters)
            uow.record(Change(notifications=letters.all()))
        uow.commit()


def _tell(uow: UnitOfWork, case: Case, one: Whistle, letters: Letters) -> None:
    told = _late(uow, case, one, letters)
    for desk in _desks(uow, case, one):
        letters.tell_post(desk, replace(told, to="desk"), case, not_before=letters.civil_time(case))
        break
    if one.told > 1:
        return  # up to the district; the others know
    show_whistle(one, case, letters)
    letters.refresh_cards(case)
    letters.tell_post(one.department, replace(told, to="department"), case, not_before=letters.civil_time(case))
    letters.tell_post(case.holder, replace(told, to="holder"), case, not_before=letters.civil_time(case))


def _desks(uow: UnitOfWork, case: Case, one: Whistle) -> Iterator[PostCode]:
    """Where it is told, best first: a centre, which can make a department come, or whoever answers; in the end the district."""
    desks = [desk for desk in uow.org.desks_over(case) if uow.chats_of(desk) and desk != case.holder]
    if one.told > 1:
        yield from desks[-1:]
        return
    yield from (desk for desk in desks if uow.org.registry.area[desk].level is Level.STREET)
    yield from desks


def _late(uow: UnitOfWork, case: Case, one: Whistle, letters: Letters) -> say.WhistleLate:
    return say.WhistleLate(
        case=case.id,
        number=case.number,
        matter=case.matter,
        place=case.place,
        who=uow.org.label(one.department),
        by=uow.org.label(one.by),
        state=one.state.value,
        due_at=one.step_due_at or one.due_at,
        to="desk",
        times=_times(uow, one, letters.at) if one.state is WhistleState.CALLED else 0,
        whistle=one.id,
    )


def _times(uow: UnitOfWork, one: Whistle, at: datetime) -> int:
    """How often the department has left a whistle unanswered this month."""
    month, zone = month_of(at.astimezone(uow.rules.zone)), uow.rules.zone
    return unanswered_by(uow.whistles_for(one.department, month.begins(zone), month.ends(zone)), at)
