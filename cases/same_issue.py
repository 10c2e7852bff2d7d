"""Same issue: a new case is kept beside the recent one of its neighbourhood that it likely repeats. Never merged."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from cases.likely import Likely, none_alike, told_of
from cases.messages import SameIssue
from cases.model import CLOCK, Case, CaseId, Event, Happening, Status
from cases.org import Org
from cases.ports import UnitOfWork

KEPT = timedelta(days=14)
"""A matter closed so lately may be the same that is told again."""
LOOKED_AT = 100
"""Newest cases of the neighbourhood that a new one is compared with."""
SHOWN = 5
"""Groups on one page; the numbers of each are cut by whoever writes the page."""


def same_as(uow: UnitOfWork, case: Case) -> Likely | None:
    """The recent case that this one likely repeats. A complaint about its own readers is compared with none."""
    units = neighbourhood(uow.org, case.unit)
    if uow.rules.same_issue is none_alike or case.conflict or not units:
        return None
    recent = [one for one in uow.around(units, case.opened_at - KEPT, LOOKED_AT) if one.id != case.id]
    return uow.rules.same_issue(told_of(case), recent)


def neighbourhood(org: Org, unit: str) -> tuple[str, ...]:
    """The village or community of a unit with all its grids; nothing for a street or the district."""
    grids = org.registry.grids_of_village
    village = next((code for code in org.path(unit) if code in grids), "")
    return (village, *(grid.code for grid in grids[village])) if village else ()


def beside(case: Case, likely: Likely | None) -> Case:
    """The case with its link, or with none."""
    first: CaseId | None = (likely.case.same_as or likely.case.id) if likely else None
    return replace(case, same_as=first if first != case.id else None)


def found_same(case: Case, likely: Likely | None) -> tuple[Event, ...]:
    """The line of history that says so: the number of the other case and the words in common."""
    if likely is None or case.same_as is None:
        return ()
    note = f"{likely.case.number} {'、'.join(likely.words)}".rstrip()
    return (Event(case.id, Happening.SAME_ISSUE, case.opened_at, CLOCK, note),)


def groups_of(cases: Iterable[Case], unlike: Callable[[Case, Case], str] = lambda *_: "") -> tuple[SameIssue, ...]:
    """Two and more of the cases that are likely one matter, the largest group first; none that complains about staff, though
    it did not at first. Joining is offered where any of them may be joined to the one in front (`unlike` says why not)."""
    found = {case.id: case for case in cases if not case.conflict}
    together: defaultdict[CaseId, list[Case]] = defaultdict(list)
    for case in sorted(found.values(), key=lambda case: (case.opened_at, case.number)):
        leading = found.get(case.joined_to, case) if case.joined_to else case
        together[leading.same_as or leading.id].append(case)
    several = sorted((group for group in together.values() if len(group) > 1), key=len, reverse=True)
    return tuple(_group(group, unlike) for group in several[:SHOWN])


def _group(cases: list[Case], unlike: Callable[[Case, Case], str]) -> SameIssue:
    numbers = tuple(case.number for case in cases)
    residents = len({case.reporter for case in cases})
    apart = [case for case in cases if case.status is not Status.JOINED]
    first = max(apart, key=lambda case: case.joined, default=cases[0])
    fits = any(one is not first and not unlike(first, one) for one in apart)
    return SameIssue(cases[0].place, cases[0].matter, numbers, first.id if fits else "", residents, len(apart))
