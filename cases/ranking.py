"""What ratings come to, for those who may see it: units for the desk above them, sums of five or more for workers."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from cases import messages as say
from cases.commands import ShowMonth, ShowRanking
from cases.errors import NoSuchMonth, NotADesk
from cases.letters import Letters
from cases.messages import Message
from cases.model import Change, PostCode
from cases.months import Month, month_of
from cases.ports import UnitOfWork
from cases.scores import FEWEST, Standing, Tally, disclosed, rank, tally
from cases.supervision import highest_desk


def show_ranking(uow: UnitOfWork, command: ShowRanking) -> None:
    """排名. Raises NotADesk, for there is no league of workers, and NoSuchMonth."""
    show_month(uow, command, ranking_of)


Page = Callable[[UnitOfWork, PostCode, Month | None, datetime], Message]


def show_month(uow: UnitOfWork, command: ShowMonth, page_of: Page) -> None:
    """A page of a month, for the highest desk this person holds. Raises NotADesk for everybody else, NoSuchMonth."""
    with uow:
        desk = highest_desk(uow, command.by)
        if desk is None:
            raise NotADesk
        if command.asked and command.month is None:
            raise NoSuchMonth("", command.asked)
        letters = Letters(uow, command.at, command.cause)
        letters.tell(command.by.chat, page_of(uow, desk, command.month, command.at))
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def ranking_of(uow: UnitOfWork, desk: PostCode, month: Month | None, at: datetime) -> say.Ranking:
    """The units one level below the desk, by the ratings of cases of their subtrees in the month, or the running one."""
    running = month_of(at.astimezone(uow.rules.zone))
    month, weights = month or running, uow.rules.weights
    standings = rank(_tallies(uow, desk, month), weights)
    exempt = uow.exempt_under(uow.org.units_below(desk), month.begins(uow.rules.zone), month.ends(uow.rules.zone))
    return say.Ranking(
        post=uow.org.label(desk),
        year=month.year,
        month=month.month,
        until=at if month == running else None,
        ranked=tuple(replace(_ranked(uow, one), exempt=exempt.get(one.unit, 0)) for one in standings if one.place),
        left_out=tuple(
            say.Unranked(uow.org.unit_label(one.unit), one.tally.valid, exempt.get(one.unit, 0))
            for one in standings
            if not one.place
        ),
        weights=(float(weights.contacted), float(weights.solved), float(weights.satisfied)),
        fairly=float(weights.fairly),
        fewest=FEWEST,
        praised=_praised(uow, desk, month),
    )


def _tallies(uow: UnitOfWork, desk: PostCode, month: Month) -> list[tuple[str, Tally]]:
    units, zone = uow.org.units_below(desk), uow.rules.zone
    given = uow.answers_under(units, month.begins(zone), month.ends(zone))
    return [(unit, tally(given.get(unit, {}))) for unit in units]


def _praised(uow: UnitOfWork, desk: PostCode, month: Month) -> tuple[say.Thanked, ...]:
    given = uow.praises(month.begins(uow.rules.zone), month.ends(uow.rules.zone))
    below, counted = uow.org.units_below(desk), Counter[str]()
    for unit, times in given.items():
        for above in uow.org.path(unit):
            if above in below:
                counted[above] += times
    return tuple(say.Thanked(uow.org.unit_label(unit), times) for unit, times in counted.most_common())


def _ranked(uow: UnitOfWork, one: Standing) -> say.Ranked:
    assert one.place is not None
    assert one.rates is not None
    return say.Ranked(
        place=one.place,
        unit=uow.org.unit_label(one.unit),
        rated=one.tally.valid,
        contacted=float(one.rates.contacted),
        solved=float(one.rates.solved),
        satisfied=float(one.rates.satisfied),
        score=float(one.rates.score),
    )


def own_ratings(uow: UnitOfWork, posts: frozenset[PostCode], at: datetime) -> Tally:
    """What the holder of these posts may see of this month: whole past days only, so that no answer shows as it comes."""
    local = at.astimezone(uow.rules.zone)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    found = uow.ratings_of(posts, month_of(local).begins(uow.rules.zone), today)
    days = groupby(found, key=lambda rating: rating.at.astimezone(uow.rules.zone).date())
    return disclosed([tally(Counter(one.answers for one in day)) for _, day in days])
