"""公示: who looks after a place, told to anybody; and a door to complain about them that does not lead to them."""

from dataclasses import replace
from datetime import timedelta

from cases import messages as say
from cases.commands import Command, Hear, Said
from cases.dialogue import join, next_step, own_id, place_after
from cases.errors import Expired
from cases.filing import find_owner
from cases.grid_commands import AccuseGrid, EnterGrid, ShowGrid
from cases.letters import Letters
from cases.model import Change, Draft, DraftState
from cases.ports import UnitOfWork
from cases.reading import (
    NOWHERE,
    UNSURE,
    Complexity,
    Intent,
    PlaceKind,
    PlaceReading,
    Reading,
    Severity,
)
from cases.registry import Grid, Role
from cases.rules import Rules
from cases.taking import put_away, take

REMEMBERED = timedelta(days=1)
"""How long a chat that came by a grid's code is taken to be there."""


def show_grid(uow: UnitOfWork, command: ShowGrid) -> None:
    """The card of the place that was named, else of where the chat came in or complained last; else the place is asked."""
    with uow:
        uow.record(answer_grid(uow, command, command.place, asked=False))
        uow.commit()


def enter_grid(uow: UnitOfWork, command: EnterGrid) -> None:
    """By the code at the door: the card, and the place is remembered for the next complaint of this chat."""
    with uow:
        grid = uow.org.registry.grid.get(command.grid)
        if grid is None:
            uow.record(_ask(uow, command, NOWHERE))
        else:
            _enter(uow, command, grid)
        uow.commit()


def _enter(uow: UnitOfWork, command: Command, grid: Grid) -> None:
    """Where the place of a matter was being asked for, the code is the answer."""
    place, open_one = _place_of(grid), _kept_open(uow, command)
    uow.record(_card(uow, command, grid, here=open_one is None))
    if open_one is None:
        here = replace(_draft(command, DraftState.HERE, uow.rules), place=place, expires_at=command.at + REMEMBERED)
        uow.record(Change(draft=here))
    elif open_one.about is None and open_one.state in {DraftState.PLACE, DraftState.CHOICE}:
        told = join(open_one, Said(message=0, place=place))
        take(uow, command, next_step(told, uow.rules, command.at))


def _place_of(grid: Grid) -> PlaceReading:
    return PlaceReading(PlaceKind.GRID, grid.code, (grid.code,), said=grid.name)


def hear_which(uow: UnitOfWork, command: Hear, draft: Draft) -> Change | None:
    """The answer to 哪里的网格员; None where the words are about something else."""
    place = place_after(draft, command.said)
    if place == (draft.place or NOWHERE):
        return None
    return answer_grid(uow, command, place, asked=True)


def answer_grid(uow: UnitOfWork, command: Command, place: PlaceReading, *, asked: bool) -> Change:
    if place.kind is PlaceKind.NONE and not asked:
        place = _known_place(uow, command)
    grid = uow.org.registry.grid.get(place.code) if place.kind is PlaceKind.GRID else None
    if grid is None:
        return _ask(uow, command, place)
    card = _card(uow, command, grid, here=False)
    draft = uow.draft_of(command.by)
    ends = draft is not None and draft.state is DraftState.WHICH_GRID
    return replace(card, draft=replace(draft, closed=True)) if draft and ends else card


def _known_place(uow: UnitOfWork, command: Command) -> PlaceReading:
    draft = uow.draft_of(command.by)
    if draft is not None and draft.state is DraftState.HERE:
        return draft.place or NOWHERE
    recent = uow.reported_by(command.by.chat, command.at - uow.rules.reopen_window)
    grid = next((case.grid for case in recent if case.grid), "")
    return PlaceReading(PlaceKind.GRID, grid, (grid,)) if grid else NOWHERE


def _card(uow: UnitOfWork, command: Command, grid: Grid, *, here: bool) -> Change:
    org = uow.org
    above = [org.unit_label(unit) for unit in reversed(org.path(grid.village)[:-1])]
    station = next(iter(org.desks(grid.code)), org.top)
    workers = [org.registry.worker[person] for person in grid.people if person in org.registry.worker]
    letters = Letters(uow, command.at, command.cause)
    letters.tell(
        command.by.chat,
        say.GridCard(
            grid.code,
            grid.name,
            "".join(above),
            grid.scope,
            tuple(say.GridWorker(one.name, one.role.value) for one in workers if one.role is not Role.OTHER),
            org.label(station),
            tuple(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in uow.rules.office.sessions),
            here,
        ),
    )
    return Change(notifications=letters.all())


def _ask(uow: UnitOfWork, command: Command, place: PlaceReading) -> Change:
    """Beside a matter that is being asked about, the place is asked without waiting for it."""
    open_one = _kept_open(uow, command)
    draft = replace(
        _draft(command, DraftState.WHICH_GRID, uow.rules),
        place=place,
        options=place.options,
        expires_at=command.at + uow.rules.follow_up_patience,
        closed=open_one is not None,
    )
    within = place.said if place.kind in {PlaceKind.PLACE, PlaceKind.ASK} else ""
    choices = tuple(say.Choice(option.code, option.label) for option in place.options)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.AskGrid(within, choices))
    return Change(draft=draft, notifications=letters.all())


# --- complaining about them ---


def accuse_grid(uow: UnitOfWork, command: AccuseGrid) -> None:
    """What is said next is a complaint about those who serve the grid: neither they nor their station receive it."""
    with uow:
        grid = uow.org.registry.grid.get(command.grid)
        if grid is None:
            raise Expired
        if old := uow.draft_of(command.by):
            for change in put_away(uow, command, old):
                uow.record(change)
        place = _place_of(grid)
        draft = replace(
            _draft(command, DraftState.WHAT, uow.rules),
            place=place,
            reading=_accusing(place),
            asked=1,
            expires_at=command.at + uow.rules.follow_up_patience,
        )
        to = find_owner(uow, grid.code, command.at, conflict=True, triage=False).post
        letters = Letters(uow, command.at, command.cause)
        letters.ask(command.by.chat, say.AskAccusation(grid.name, uow.org.label(to)), draft.id)
        uow.record(Change(draft=draft, notifications=letters.all()))
        uow.commit()


def _accusing(place: PlaceReading) -> Reading:
    """Nothing is known but whom it is about."""
    return Reading(
        intent=Intent.ACCUSATION,
        topic=UNSURE,
        topic2="",
        object="",
        fault="",
        severity=Severity.NORMAL,
        doubtful=False,
        danger=None,
        complexity=Complexity.ORDINARY,
        conflict=True,
        confidence=0.0,
        top3=(),
        evidence=(),
        place=place,
    )


def _draft(command: Command, state: DraftState, rules: Rules) -> Draft:
    by = command.by
    return Draft(own_id(by.chat, command.cause, rules), by.chat, by.person, by.name, state, command.at)


def _kept_open(uow: UnitOfWork, command: Command) -> Draft | None:
    """What is being asked about; a conversation in which nothing was said yet is closed."""
    old = uow.draft_of(command.by)
    if old is None or not old.is_idle:
        return old
    uow.record(Change(draft=replace(old, closed=True)))
    return None
