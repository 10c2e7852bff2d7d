"""What a chart shows: what came and what was closed on each of some days, and where cases are late."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cases import messages as say
from cases.model import PostCode
from cases.months import days_from
from cases.ports import UnitOfWork

DAYS = 14
MOST_UNITS = 12


def chart_of(uow: UnitOfWork, desk: PostCode, at: datetime) -> say.Chart:
    """Of a desk's subtree: the last days with today, and the units one level down in which something is late now."""
    days = days_until(at.astimezone(uow.rules.zone), DAYS)
    units = uow.org.units_below(desk)
    late = uow.late_each(units, at, complaints=uow.org.may_judge(desk))
    ordered = sorted((unit for unit in units if late.get(unit)), key=lambda unit: -late[unit])
    named = tuple((uow.org.unit_label(unit), late[unit]) for unit in ordered[:MOST_UNITS])
    return trend_of(uow, desk, days, named, sum(late[unit] for unit in ordered[MOST_UNITS:]))


def trend_of(
    uow: UnitOfWork,
    desk: PostCode,
    days: Sequence[tuple[datetime, datetime]],
    late: tuple[tuple[str, int], ...],
    late_elsewhere: int = 0,
) -> say.Chart:
    complaints = uow.org.may_judge(desk)
    counts = [uow.counts_under(desk, since, until, complaints=complaints) for since, until in days]
    return say.Chart(
        uow.org.label(desk),
        days[0][0],
        filed=tuple(one.filed + one.found for one in counts),
        closed=tuple(one.confirmed + one.silent + one.vouched + one.dismissed for one in counts),
        late=late,
        late_elsewhere=late_elsewhere,
    )


def days_until(at: datetime, count: int) -> list[tuple[datetime, datetime]]:
    """So many days with the running one last."""
    return days_from(at - timedelta(days=count - 1), count)
