"""吹哨台账: who was called, who answered in time, who came; of both sides, by the month."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from cases import messages as say
from cases.model import PostCode, Whistle, WhistleState
from cases.months import Month, month_of
from cases.ports import UnitOfWork
from cases.ranking import show_month
from cases.whistle_commands import ShowWhistles
from cases.whistles import answered_in_time, was_missed


def show_whistles(uow: UnitOfWork, command: ShowWhistles) -> None:
    """吹哨台账. Raises NotADesk, NoSuchMonth."""
    show_month(uow, command, ledger_of)


def ledger_of(uow: UnitOfWork, desk: PostCode, month: Month | None, at: datetime) -> say.WhistleLedger:
    """Of the whistles about cases of the desk's subtree that were blown in the month, or the running one."""
    running, zone = month_of(at.astimezone(uow.rules.zone)), uow.rules.zone
    month = month or running
    found = uow.whistles_under(desk, month.begins(zone), month.ends(zone))
    return say.WhistleLedger(
        post=uow.org.label(desk),
        year=month.year,
        month=month.month,
        until=at if month == running else None,
        departments=_lines(found, lambda one: one.department, uow.org.label, at),
        callers=_lines(found, lambda one: one.by, uow.org.label, at),
        patience_minutes=uow.rules.whistle_patience // timedelta(minutes=1),
    )


def _lines(
    found: Iterable[Whistle], side: Callable[[Whistle], PostCode], label: Callable[[str], str], at: datetime
) -> tuple[say.LedgerLine, ...]:
    """Whoever was called, or called, most comes first."""
    theirs: dict[PostCode, list[Whistle]] = {}
    for one in found:
        theirs.setdefault(side(one), []).append(one)
    ordered = sorted(theirs, key=lambda post: (-len(theirs[post]), post))
    return tuple(line_of(label(post), theirs[post], at) for post in ordered)


def line_of(post: str, found: Sequence[Whistle], at: datetime) -> say.LedgerLine:
    """A whistle that is still within its limit, or that was called off before it, is called and nothing else."""
    answered = [one for one in found if one.answered_at is not None]
    in_time = sum(map(answered_in_time, answered))
    waits = [max(_waited(one), 0) for one in answered]
    return say.LedgerLine(
        post=post,
        called=len(found),
        in_time=in_time,
        late=len(answered) - in_time,
        unanswered=unanswered_by(found, at),
        declined=sum(one.state is WhistleState.DECLINED for one in found),
        came=sum(one.came_at is not None for one in found),
        concluded=sum(one.state is WhistleState.CONCLUDED for one in found),
        median_minutes=round(median(waits)) if waits else None,
    )


def _waited(one: Whistle) -> float:
    """Minutes from when it could be heard: one of the night may be answered before its morning."""
    return ((one.answered_at or one.due_at) - one.heard_at) / timedelta(minutes=1)


def unanswered_by(found: Iterable[Whistle], at: datetime) -> int:
    """Of which nobody answered within the limit, or ever."""
    return sum(was_missed(one, at) for one in found)
