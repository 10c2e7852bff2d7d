"""申诉: a ranked unit's desk says that a bad mark should not count against it. The fact stays; the statistic is exempted."""

from dataclasses import replace
from datetime import datetime

from cases import messages as say
from cases.commands import ContestCase, DecideContest
from cases.errors import AlreadyDone, Expired, LimitPassed, NeedsReason, NobodyAbove, NotYours, WrongStatus
from cases.letters import Letters, event
from cases.model import Case, Change, Contest, Happening, PostCode
from cases.months import month_of
from cases.named import held_of, named_case
from cases.ports import UnitOfWork


def contest_case(uow: UnitOfWork, command: ContestCase) -> None:
    """申诉 0227-018 理由, until some days after the month has ended. Nothing in the answers tells whether, or how, the
    resident rated it. Raises NotYours, NeedsReason, WrongStatus, LimitPassed, AlreadyDone, NobodyAbove."""
    with uow:
        case = named_case(uow, command)
        desk = _ranked_desk(uow, command, case)
        if not command.reason:
            raise NeedsReason(case.number)
        _in_time(uow, case, command.at)
        if uow.contest(case.id) is not None:
            raise AlreadyDone(case.number)
        top = uow.org.top
        if not uow.chats_of(top):
            raise NobodyAbove(case.number)
        letters = Letters(uow, command.at, command.cause)
        who = uow.org.label(desk)
        letters.report(top, say.ContestAsked(case.id, case.number, case.matter, case.place, who, command.reason), case)
        letters.tell(command.by.chat, say.Done(case.number, "contested", uow.org.label(top)))
        happened = event(case, Happening.CONTESTED, command.at, desk, command.reason)
        contest = Contest(case.id, desk, command.reason, command.at)
        uow.record(Change(contest=contest, events=(happened,), notifications=letters.all()))
        uow.commit()


def _ranked_desk(uow: UnitOfWork, command: ContestCase, case: Case) -> PostCode:
    """The lowest desk of this person's that the case counts for. The district ranks and is not ranked."""
    return held_of(uow, command.by, case, (desk for desk in uow.org.desks_over(case) if desk != uow.org.top))


def _in_time(uow: UnitOfWork, case: Case, at: datetime) -> None:
    """It counts in the month in which it was closed, or became late."""
    counted = case.closed_at or (case.due_at if case.is_late(at) else None)
    if counted is None:
        raise WrongStatus(case.number, case.status.value)
    ends = month_of(counted.astimezone(uow.rules.zone)).ends(uow.rules.zone)
    if at > ends + uow.rules.contest_window:
        raise LimitPassed(case.number)


def decide_contest(uow: UnitOfWork, command: DecideContest) -> None:
    """The district's desk: the statistic is exempted, or not. Raises NotYours, Expired, AlreadyDone."""
    with uow:
        case = named_case(uow, command)
        if uow.org.top not in uow.posts_of(command.by):
            raise NotYours(case.number)
        contest = uow.contest(case.id)
        if contest is None:
            raise Expired
        if contest.upheld is not None:
            raise AlreadyDone(case.number, uow.org.label(uow.org.top))
        decided = replace(contest, upheld=command.upheld, decided_at=command.at)
        letters = Letters(uow, command.at, command.cause)
        told = say.Done(
            case.number, "contest_upheld" if command.upheld else "contest_refused", uow.org.label(uow.org.top)
        )
        letters.tell_post(contest.post, told, besides=(command.by.chat,))
        what = Happening.CONTEST_UPHELD if command.upheld else Happening.CONTEST_REFUSED
        happened = event(case, what, command.at, uow.org.top)
        uow.record(Change(contest=decided, events=(happened,), notifications=letters.all()))
        uow.commit()
