"""AB岗: a post on leave, whoever stands in for it, and the desk that hears where nobody does."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from cases import messages as say
from cases.commands import AwayToo, Command, EndLeave, Look, TakeLeave
from cases.errors import Expired, NotStaff, NotYours
from cases.letters import Letters, covers, event, stand_in
from cases.model import CLOCK, NOTHING, Case, Cause, Change, Happening, Leave, PostCode
from cases.named import in_hand_of
from cases.ports import UnitOfWork

LONGEST_DAYS = 60
AHEAD_DAYS = 183


def take_leave(uow: UnitOfWork, command: TakeLeave) -> None:
    """请假 in one line. It may be taken back by 销假; the cases stay the holder's, somebody else sees to them meanwhile."""
    with uow:
        posts = _workers(uow, command)
        letters = Letters(uow, command.at, command.cause)
        if command.first is None or not _is_sensible(uow, command):
            letters.tell(command.by.chat, say.AskLeave())
        else:
            _note(uow, command, posts, _span(uow, command), letters)
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def _workers(uow: UnitOfWork, command: Command) -> tuple[PostCode, ...]:
    """The posts of this person that are not desks: a desk is never away. Raises NotStaff."""
    posts = tuple(sorted(post for post in uow.posts_of(command.by) if not uow.org.is_desk(post)))
    if not posts:
        raise NotStaff
    return posts


def _is_sensible(uow: UnitOfWork, command: TakeLeave) -> bool:
    assert command.first is not None
    ahead = (command.first - command.at.astimezone(uow.rules.zone).date()).days
    return 0 <= ahead <= AHEAD_DAYS and 1 <= command.days <= LONGEST_DAYS


def _span(uow: UnitOfWork, command: TakeLeave) -> tuple[datetime, datetime]:
    """Whole days; one that has begun is taken from now."""
    assert command.first is not None
    begins = datetime.combine(command.first, time(), uow.rules.zone)
    return max(begins, command.at), begins + timedelta(days=command.days)


def _note(
    uow: UnitOfWork, command: Command, posts: Sequence[PostCode], span: tuple[datetime, datetime], letters: Letters
) -> None:
    begins, ends = span
    leaves = tuple(Leave(f"{command.cause}/{post}", post, begins, ends) for post in posts)
    known = {
        leave.post for leave in uow.leaves_of(frozenset(posts), begins) if leave.begins <= begins and leave.ends >= ends
    }
    uow.record(Change(leaves=tuple(leave for leave in leaves if leave.post not in known)))
    held = in_hand_of(uow, posts)
    unsent = Letters(uow, command.at, command.cause)  # whoever stands in knows of those days
    instead = dict.fromkeys(
        cover
        for leave in leaves
        for cover in _tell_covers(uow, leave, uow.org.grids_of(leave.post), unsent if leave.post in known else letters)
    )
    labels = tuple(uow.org.label(post) for post in posts)
    taken = say.LeaveTaken(labels, begins, ends, tuple(map(uow.org.label, instead)), len(held))
    letters.tell(command.by.chat, taken)


def _tell_covers(uow: UnitOfWork, leave: Leave, units: Iterable[str], letters: Letters) -> list[PostCode]:
    """Each hears for how many cases of these grids; the desk above hears of those that are left alone."""
    alone: list[str] = []
    standing: dict[PostCode, list[Case]] = {}
    held = in_hand_of(uow, (leave.post,))
    for unit in units:
        cover = _cover(uow, leave, unit)
        if cover is None:
            alone.append(unit)
        else:
            standing.setdefault(cover, []).extend(case for case in held if case.unit == unit)
    for cover, cases in standing.items():
        due = sum(case.due_at < leave.ends for case in cases)
        who = uow.org.label(leave.post)
        told = say.StandIn(leave.id, who, leave.begins, leave.ends, len(cases), due)
        letters.tell_post(cover, told, not_before=letters.morning())
    if alone:
        _tell_desk(uow, leave, alone, held, letters)
    return list(standing)


def _tell_desk(uow: UnitOfWork, leave: Leave, alone: Sequence[str], held: Iterable[Case], letters: Letters) -> None:
    desk = next((desk for desk in uow.org.desks(alone[0]) if uow.chats_of(desk)), None)
    if desk is None:
        return
    left = sum(case.unit in alone for case in held)
    told = say.NobodyThere(tuple(uow.org.unit_label(unit) for unit in alone), leave.begins, leave.ends, left)
    letters.tell_post(desk, told, not_before=letters.morning())


def _cover(uow: UnitOfWork, leave: Leave, unit: str) -> PostCode | None:
    return stand_in(uow, uow.org.staff(unit), leave.post, leave.begins)


def away_too(uow: UnitOfWork, command: AwayToo) -> None:
    """我也不在: whoever was to stand in is away at the same time."""
    with uow:
        leave = uow.leave(command.leave)
        if leave is None or leave.over or leave.ends <= command.at:
            raise Expired
        _be_away(uow, command, leave)
        uow.commit()


def _be_away(uow: UnitOfWork, command: Command, leave: Leave) -> None:
    standing = {unit: _cover(uow, leave, unit) for unit in uow.org.grids_of(leave.post)}
    mine = [post for post in _workers(uow, command) if post in standing.values()]
    if not mine:
        raise NotYours
    letters = Letters(uow, command.at, command.cause)
    _note(uow, command, mine, (max(leave.begins, command.at), leave.ends), letters)
    left = [unit for unit, post in standing.items() if post in mine]
    _tell_covers(uow, leave, left, letters)  # the next in line, or the desk
    uow.record(Change(notifications=letters.all()))


def away_in_words(uow: UnitOfWork, command: Command) -> bool:
    """我也不在, typed, within somebody else's transaction: of the one leave in which this person stands in. False where there
    is none, or where several are and nobody can tell which is meant."""
    posts = frozenset(post for post in uow.posts_of(command.by) if not uow.org.is_desk(post))
    grids = [unit for post in sorted(posts) for unit in uow.org.grids_of(post)]
    others = frozenset(post for unit in grids for post in uow.org.staff(unit)) - posts
    found = [
        leave
        for leave in (uow.leaves_of(others, command.at) if others else ())
        if any(_cover(uow, leave, unit) in posts for unit in uow.org.grids_of(leave.post))
    ]
    if len(found) != 1:
        return False
    _be_away(uow, command, found[0])
    return True


def end_leave(uow: UnitOfWork, command: EndLeave) -> None:
    """销假: also before it has begun."""
    with uow:
        posts = _workers(uow, command)
        leaves = uow.leaves_of(frozenset(posts), command.at)
        letters = Letters(uow, command.at, command.cause)
        ended = tuple(dict.fromkeys(uow.org.label(leave.post) for leave in leaves))
        letters.tell(command.by.chat, say.LeaveEnded(ended))
        uow.record(Change(leaves=tuple(replace(leave, over=True) for leave in leaves)))
        for case in uow.held_by(frozenset(leave.post for leave in leaves if leave.begun)):
            letters.refresh_cards(case)
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def begin_leaves(uow: UnitOfWork, look: Look) -> None:
    """Whoever stands in gets the cards of what is in hand, once, when the leave comes."""
    with uow:
        for leave in uow.due_leaves(look.at, look.limit, look.skip):
            for case in in_hand_of(uow, (leave.post,)):
                uow.record(_hand_over(uow, case, leave, look.at))
            uow.record(Change(leaves=(replace(leave, begun=True),)))
        uow.commit()


def _hand_over(uow: UnitOfWork, case: Case, leave: Leave, at: datetime) -> Change:
    cover = stand_in(uow, covers(uow, case), leave.post, at)
    if cover is None:
        return NOTHING
    letters = Letters(uow, at, Cause(f"leave/{leave.id}/{case.id}"))
    letters.show_card(case, cover, "cover")
    happened = event(case, Happening.COVERED, at, CLOCK, uow.org.label(cover))
    return Change(events=(happened,), notifications=letters.all())
