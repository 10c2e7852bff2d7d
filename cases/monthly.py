"""A month as figures: the ranking, what workers did by four indicators, what was pushed to them, silent grids, what was late."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from cases import messages as say
from cases.deeds import Act, Deed
from cases.digesting import excuse_of, is_night
from cases.dismissals import list_of
from cases.errors import NotADesk
from cases.limits import first_due
from cases.model import Attendance, CaseId, Change, Leave, PostCode, Rating
from cases.months import Month, days_from
from cases.ports import UnitOfWork
from cases.ranking import ranking_of
from cases.scores import FEWEST, rates, tally
from cases.signing_commands import TakeMonth
from cases.supervision import highest_desk

FEWEST_DAYS = 5
"""Of fewer working days no attendance is told."""


@dataclass(frozen=True, slots=True)
class WorkerMonth:
    """One worker's four indicators, each with its sample; None where that is too small to say anything."""

    post: PostCode
    name: str
    unit: str
    due_days: int | None
    """Without days of leave, which count against nobody; None where nothing was imported."""
    leave_days: int
    present: float | None
    visits: int
    rated: int
    """Valid ratings, without those whose contest was upheld."""
    solved: float | None
    satisfied: float | None
    pushes: int
    nights: int


@dataclass(frozen=True, slots=True)
class LateCase:
    """Past its first limit in fact. `excuse` is empty where it counts."""

    number: str
    matter: str
    unit: str
    holder: str
    due_at: datetime
    done_at: datetime | None
    excuse: str


@dataclass(frozen=True, slots=True)
class MonthReport:
    month: Month
    rankings: tuple[say.Ranking, ...]
    workers: tuple[WorkerMonth, ...]
    """In the registry's order: no league."""
    silent: tuple[tuple[str, str], ...]
    """(village, grid)"""
    late: tuple[LateCase, ...]
    dismissals: tuple[say.DismissalLine, ...]


def take_month(uow: UnitOfWork, command: TakeMonth) -> None:
    """Leave to take the whole month home, for the district's desk, and the deed of it. Raises NotADesk."""
    with uow:
        if highest_desk(uow, command.by) != uow.org.top:
            raise NotADesk
        told = f"month/{command.month}"
        done = Deed(Act.EXPORTED, command.at, uow.org.top, command.by.person, outcome=told, cause=command.cause)
        uow.record(Change(deeds=(done,)))
        uow.commit()


def days_of(month: Month, zone: tzinfo) -> list[tuple[datetime, datetime]]:
    """Of the whole month, from midnight to midnight."""
    first, ends = month.begins(zone), month.ends(zone)
    return days_from(first, (ends.date() - first.date()).days)


def report_of(uow: UnitOfWork, month: Month, at: datetime) -> MonthReport:
    begins, ends = month.begins(uow.rules.zone), month.ends(uow.rules.zone)
    upheld = uow.upheld_contests()
    return MonthReport(
        month,
        rankings=tuple(ranking_of(uow, desk, month, at) for desk in _ranking_desks(uow)),
        workers=tuple(_workers(uow, month, upheld)),
        silent=tuple(_silent(uow, begins)),
        late=tuple(_late(uow, upheld, begins, min(at, ends))),
        dismissals=list_of(uow, uow.org.top, month, at).lines,
    )


def _ranking_desks(uow: UnitOfWork) -> tuple[PostCode, ...]:
    """The district and its streets: villages are ranked, grids are not, since that would be a league of workers."""
    return (uow.org.top, *(PostCode(unit) for unit in uow.org.units_below(uow.org.top)))


# --- workers ---


def _workers(uow: UnitOfWork, month: Month, upheld: frozenset[CaseId]) -> Iterator[WorkerMonth]:
    begins, ends = month.begins(uow.rules.zone), month.ends(uow.rules.zone)
    posts = frozenset(PostCode(worker) for worker in uow.org.registry.worker)
    ratings = _by_post([one for one in uow.ratings_of(posts, begins, ends) if one.case not in upheld])
    pushed = uow.pushes(begins, ends)
    pushes = Counter(post for post, _ in pushed)
    nights = Counter(post for post, at in pushed if is_night(uow.rules, at))
    visits, present, away = uow.visits(begins, ends), uow.attendance(month), _away(uow, posts, begins, ends)
    for worker in uow.org.registry.workers:
        post = PostCode(worker.id)
        there = _attendance(present.get(post), away.get(post, 0))
        solved, satisfied, rated = _rates(uow, ratings.get(post, []))
        grids = uow.org.grids_of(post)
        village = uow.org.unit_label(uow.org.parent(grids[0])) if grids else ""
        yield WorkerMonth(
            post,
            worker.name,
            village,
            *there,
            visits.get(post, 0),
            rated,
            solved,
            satisfied,
            pushes[post],
            nights[post],
        )


def _by_post(ratings: Sequence[Rating]) -> Mapping[PostCode, list[Rating]]:
    found: defaultdict[PostCode, list[Rating]] = defaultdict(list)
    for rating in ratings:
        found[rating.post].append(rating)
    return found


def _attendance(found: Attendance | None, leave_days: int) -> tuple[int | None, int, float | None]:
    """(days due without leave, days of leave, the share that was attended)"""
    if found is None:
        return None, leave_days, None
    due = max(0, found.due_days - leave_days)
    return due, leave_days, min(1.0, found.present_days / due) if due >= FEWEST_DAYS else None


def _rates(uow: UnitOfWork, ratings: Sequence[Rating]) -> tuple[float | None, float | None, int]:
    counted = tally(Counter(one.answers for one in ratings))
    if counted.valid < FEWEST:
        return None, None, counted.valid
    found = rates(counted, uow.rules.weights)
    return float(found.solved), float(found.satisfied), counted.valid


def _away(uow: UnitOfWork, posts: frozenset[PostCode], begins: datetime, ends: datetime) -> Mapping[PostCode, int]:
    """Working days of leave in the month; a day that is covered twice is one."""
    days: defaultdict[PostCode, set[date]] = defaultdict(set)
    for leave in uow.leaves_of(posts, begins):
        days[leave.post] |= {day for day in _days(leave, begins, ends) if uow.rules.office.is_workday(day)}
    return {post: len(found) for post, found in days.items()}


def _days(leave: Leave, begins: datetime, ends: datetime) -> Iterator[date]:
    zone = begins.tzinfo
    day, last = max(leave.begins, begins).astimezone(zone).date(), min(leave.ends, ends).astimezone(zone)
    while day < last.date() or (day == last.date() and last.hour):
        yield day
        day += timedelta(days=1)


# --- grids and cases ---


def _silent(uow: UnitOfWork, begins: datetime) -> Iterator[tuple[str, str]]:
    heard = uow.heard_grids(begins)
    for grid in uow.org.grids_under(uow.org.top):
        if grid not in heard:
            yield uow.org.unit_label(uow.org.parent(grid)), uow.org.unit_label(grid)


def _late(uow: UnitOfWork, upheld: frozenset[CaseId], begins: datetime, until: datetime) -> Iterator[LateCase]:
    """What missed its limit in the month, and what would have missed its first one had that not been moved: each in the
    month in which that limit fell."""
    for case in uow.late_between(begins, until):
        first, done_at = first_due(case, uow.rules), case.resolved_at or case.closed_at
        late_still = min(case.paused_at or done_at or until, until) > case.due_at
        if not late_still and not begins <= first < min(done_at or until, until):
            continue
        excuse = "contest" if case.id in upheld else "" if late_still else excuse_of(case) or ""
        yield LateCase(
            case.number,
            case.matter,
            uow.org.unit_label(case.unit),
            uow.org.label(case.holder),
            first,
            done_at,
            excuse,
        )
