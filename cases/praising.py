"""表扬: it reaches whom it is for and the desk above them, and is counted apart from every rating."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cases import messages as say
from cases.commands import Command, Hear
from cases.dialogue import open_draft
from cases.letters import Letters, question_key
from cases.model import Case, Change, Draft, DraftState, PostCode, Praise, Status
from cases.ports import UnitOfWork
from cases.reading import NOWHERE, PlaceKind, PlaceReading

KNOWN = frozenset({PlaceKind.GRID, PlaceKind.PLACE})
SERVING = frozenset({"网格员", "村干部"})
"""What is named and is a person who may be praised, not a thing that may be broken."""


def hear_praise(uow: UnitOfWork, command: Hear, recent: Sequence[Case]) -> Change:
    """To the holder of the case that it names or that was closed last; else to the grid of its place; else it is asked,
    unless another matter of the message may have to be asked about."""
    here = command.here.place if command.here and command.here.place else NOWHERE
    place = command.said.place if command.said.place.kind in KNOWN else here
    case = _praised_case(command, recent, place)
    if case is not None or place.kind in KNOWN or command.said.turn:
        return pass_on(uow, command, command.said.text, case, place)
    draft = open_draft(command.by, command.said, command.at, uow.rules)
    asked = replace(draft, state=DraftState.PRAISE, expires_at=command.at + uow.rules.question_patience)
    letters = Letters(uow, command.at, command.cause)
    letters.ask(command.by.chat, say.AskPraised(), draft.id)
    return Change(draft=asked, notifications=letters.all())


def hear_praised(uow: UnitOfWork, command: Hear, draft: Draft) -> Change:
    """The answer to 夸的是哪里的谁; what names no place leaves it to the district's desk."""
    place = command.said.place if command.said.place.kind in KNOWN else NOWHERE
    return give(uow, command, draft, place)


def give(uow: UnitOfWork, command: Command, draft: Draft, place: PlaceReading = NOWHERE) -> Change:
    """The praise of a draft, as far as it is known for whom it is."""
    given = pass_on(uow, command, draft.text, None, place)
    return replace(given, draft=replace(draft, closed=True), withdrawn=(question_key(draft.id),))


def _praised_case(command: Hear, recent: Sequence[Case], place: PlaceReading) -> Case | None:
    if number := command.said.number:
        return next((case for case in recent if case.number == number), None)
    done = [case for case in recent if case.status in {Status.RESOLVED, Status.CONFIRMED, Status.SILENT}]
    done = [case for case in done if place.kind is not PlaceKind.GRID or case.grid == place.code]
    return max(done, key=_ended, default=None)


def _ended(case: Case) -> datetime:
    return case.closed_at or case.resolved_at or case.opened_at


def pass_on(uow: UnitOfWork, command: Command, words: str, case: Case | None, place: PlaceReading) -> Change:
    unit = case.unit if case else place.code if place.kind in KNOWN else uow.org.top
    post = case.holder if case else _served_by(uow, unit)
    desk = _desk_above(uow, unit, post)
    told = say.Praised(
        uow.org.label(post),
        words,
        case.number if case else "",
        case.matter if case else "",
        case.place if case else place.said,
    )
    letters = Letters(uow, command.at, command.cause)
    letters.report(post, told, case)
    if desk is not None:
        letters.report(desk, replace(told, desk=True), case)
    to = tuple(uow.org.label(one) for one in (post, desk) if one and uow.chats_of(one))
    letters.tell(command.by.chat, say.PraisePassedOn(to))
    praise = Praise(str(command.cause), post, unit, case.id if case else None, command.at)
    return Change(praise=praise, notifications=letters.all())


def _served_by(uow: UnitOfWork, unit: str) -> PostCode:
    """Who is first in line for the unit and answers somewhere."""
    line = uow.org.receivers(unit)
    return next((post for post in line if uow.chats_of(post)), line[0])


def _desk_above(uow: UnitOfWork, unit: str, post: PostCode) -> PostCode | None:
    desks = uow.org.desks(unit)
    above = desks[desks.index(post) + 1 :] if post in desks else desks
    return next((desk for desk in above if uow.chats_of(desk)), None)
