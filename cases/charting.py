"""What a chart shows: what came and what was closed on each of some days, where cases are late, and from where much comes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cases import messages as say
from cases.model import PostCode
from cases.months import days_from
from cases.org import Org
from cases.ports import UnitOfWork

DAYS, HOT_DAYS = 14, 30
MOST_UNITS = 12
SHADES = 4


def chart_of(uow: UnitOfWork, desk: PostCode, at: datetime) -> say.Chart:
    """Of a desk's subtree: the last days with today, and the units one level down in which something is late now."""
    return trend_of(uow, desk, days_until(at.astimezone(uow.rules.zone), DAYS), *_late(uow, desk, at))


def weekly_chart_of(uow: UnitOfWork, desk: PostCode, until: datetime, at: datetime) -> say.Chart:
    """The days before `until`, a midnight; what is late at `at`; and from where most came, for a map."""
    chart = trend_of(uow, desk, days_from(until - timedelta(days=DAYS), DAYS), *_late(uow, desk, at))
    counts = uow.counts_each(pieces_of(uow.org, desk), until - timedelta(days=HOT_DAYS), until)
    filed = {unit: one.filed + one.found for unit, one in counts.items()}
    return replace(chart, area=desk, hot=spots_of(uow.org, filed))


def spots_of(org: Org, filed: Mapping[str, int]) -> tuple[say.Spot, ...]:
    """Of those from which anything came, the most first."""
    busy = sorted((unit for unit, count in filed.items() if count), key=lambda unit: (-filed[unit], unit))
    return tuple(say.Spot(unit, org.unit_label(unit), filed[unit]) for unit in busy)


def pieces_of(org: Org, area: str) -> tuple[str, ...]:
    """By what a small map of an area is drawn: its villages, and a village by its grids."""
    villages = tuple(unit for unit in org.under(area) if unit in org.registry.grids_of_village)
    return org.units_below(area) if area in villages else villages


def shade_of(count: int, most: int) -> int:
    """0 for none, up to SHADES for the most; of a few none is dark."""
    return -(-SHADES * count // max(most, SHADES))


def _late(uow: UnitOfWork, desk: PostCode, at: datetime) -> tuple[tuple[tuple[str, int], ...], int]:
    """The units one level down with how many are late in each, the most first, and how many are late in the rest."""
    units = uow.org.units_below(desk)
    late = uow.late_each(units, at, complaints=uow.org.may_judge(desk))
    ordered = sorted((unit for unit in units if late.get(unit)), key=lambda unit: -late[unit])
    named = tuple((uow.org.unit_label(unit), late[unit]) for unit in ordered[:MOST_UNITS])
    return named, sum(late[unit] for unit in ordered[MOST_UNITS:])


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
