"""不予受理台账: what was to be worked on no further, asked for by whom and on what ground, decided by whom, and whether it was appealed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Literal

from cases import messages as say
from cases.ending_commands import ShowDismissals
from cases.model import Case, Event, Happening, PostCode
from cases.months import Month, month_of
from cases.ports import UnitOfWork
from cases.ranking import show_month

ASKED = frozenset({Happening.DISMISSAL_ASKED, Happening.DISMISSED})
DECIDED: dict[Happening, Literal["dismissed", "refused"]] = {
    Happening.DISMISSED: "dismissed",
    Happening.DISMISSAL_REFUSED: "refused",
}
APPEALS: dict[Happening, Literal["appealed", "upheld", "overturned"]] = {
    Happening.APPEALED: "appealed",
    Happening.UPHELD: "upheld",
    Happening.OVERTURNED: "overturned",
}


def show_dismissals(uow: UnitOfWork, command: ShowDismissals) -> None:
    """不予受理台账. Raises NotADesk, NoSuchMonth."""
    show_month(uow, command, list_of)


def list_of(uow: UnitOfWork, desk: PostCode, month: Month | None, at: datetime) -> say.DismissalList:
    """Of cases of the desk's subtree that it may know of."""
    running = month_of(at.astimezone(uow.rules.zone))
    month = month or running
    until = at if month == running else None
    return say.DismissalList(uow.org.label(desk), month.year, month.month, until, tuple(_lines(uow, desk, month)))


def _lines(uow: UnitOfWork, desk: PostCode, month: Month) -> Iterator[say.DismissalLine]:
    begins, ends = month.begins(uow.rules.zone), month.ends(uow.rules.zone)
    found = [case for case in uow.cases_with(ASKED, desk, begins, ends) if desk in uow.org.line(case)]
    histories = uow.histories([case.id for case in found])
    for case in found:
        yield from (one for one in _of(uow, case, histories[case.id]) if begins <= one.at < ends)


def _of(uow: UnitOfWork, case: Case, history: Iterable[Event]) -> list[say.DismissalLine]:
    """Each time it was asked for; a centre that finds that all was done asks nobody."""
    found: list[say.DismissalLine] = []
    for line in history:
        who, ground = uow.org.label(line.actor), line.note.partition("/")[0]
        is_open = bool(found) and not found[-1].decided
        if line.what is Happening.DISMISSAL_ASKED or (line.what is Happening.DISMISSED and not is_open):
            place = uow.org.unit_label(case.unit)
            found.append(
                say.DismissalLine(case.number, case.matter, place, ground, who, line.at, accused=case.conflict)
            )
        if not found:
            continue
        if line.what in DECIDED:
            found[-1] = replace(found[-1], decided=who, state=DECIDED[line.what])
        elif line.what in APPEALS:
            found[-1] = replace(found[-1], appealed=True, state=APPEALS[line.what])
    return found
