"""机器转写: what a machine made out of a voice or a picture is noted for whoever works on the case, and asked about where it would
help. It is never taken for what the resident said: no topic, no place and no severity changes by it alone."""

from dataclasses import dataclass, replace
from typing import Literal

from cases import messages as say
from cases.aftercare import add_to
from cases.commands import OnCase, Said
from cases.dialogue import ask_about
from cases.letters import Letters, event
from cases.model import (
    CLOCK,
    SPOKEN,
    Actor,
    Attachment,
    Case,
    Change,
    DraftState,
    Happening,
    Media,
    PersonRef,
    is_group,
)
from cases.ports import UnitOfWork
from cases.privacy import masked
from cases.reading import NOWHERE, UNSURE, Option, PlaceKind, PlaceReading, Reading

KINDS = {Happening.VOICE_HEARD: SPOKEN, Happening.PICTURE_READ: frozenset({Media.PHOTO})}
"""What the machine does, and with which files of a case: one line of history for each file, in the order of the files."""


@dataclass(frozen=True, slots=True)
class NoteRead(OnCase):
    """note_read: of the `nth` file of its kind, from 0. `words` are as the worker reads them, "" where nothing came of it;
    `reading` and `place` are of what was made out."""

    what: Happening
    nth: int
    words: str = ""
    reading: Reading | None = None
    place: PlaceReading = NOWHERE


def files_for(case: Case, what: Happening) -> tuple[Attachment, ...]:
    return tuple(one for one in case.attachments if one.media in KINDS[what])


def note_read(uow: UnitOfWork, command: NoteRead) -> None:
    """Once for each file, whoever else is at it; a case that is gone, or forgotten meanwhile, is passed over."""
    with uow:
        case = uow.find(command.case)
        if case is not None and _is_next(uow, case, command):
            _note(uow, case, command)
        uow.commit()


def _is_next(uow: UnitOfWork, case: Case, command: NoteRead) -> bool:
    return sum(line.what is command.what for line in uow.history(case.id)) == command.nth


def _note(uow: UnitOfWork, case: Case, command: NoteRead) -> None:
    words = masked(command.words)
    happened = event(case, command.what, command.at, CLOCK, words)
    if not words or not case.status.is_under_way:
        uow.record(Change(events=(happened,)))
        return
    said = Said(message=0, text=words, reading=command.reading)
    change = add_to(uow, _with_choices(case, command.reading), said, command, quietly=True)
    uow.record(replace(change, events=(happened, *(one for one in change.events if one.what is not Happening.ADDED))))
    if change.case is not None:
        _ask_place(uow, change.case, command)


def _with_choices(case: Case, reading: Reading | None) -> Case:
    """Whoever sorts what nobody could read is offered what the machine thinks, and chooses."""
    if reading is None or not case.triage or case.topic != UNSURE or reading.topic == UNSURE:
        return case
    return replace(case, top3=reading.top3)


def _ask_place(uow: UnitOfWork, case: Case, command: NoteRead) -> None:
    """Where no place is known, and nothing else is being asked."""
    place, by = command.place, Actor(case.reporter, PersonRef(case.reporter))
    if place.kind is not PlaceKind.GRID or not case.place_pending or not case.status.is_in_hand:
        return
    if is_group(case.reporter) or uow.draft_of(by) is not None:
        return
    asked = replace(command, by=by)
    until = command.at + uow.rules.follow_up_patience
    option = Option(place.code, place.said)
    draft = replace(ask_about(case, asked, DraftState.NEW_PLACE, expires_at=until), options=(option,), asked=1)
    letters = Letters(uow, command.at, command.cause)
    heard: Literal["voice", "photo"] = "voice" if command.what is Happening.VOICE_HEARD else "photo"
    choices = (say.Choice(option.code, option.label),)
    letters.ask(case.reporter, say.AskChoice(case.matter, draft.id, choices, heard=heard), draft.id)
    uow.record(Change(draft=draft, notifications=letters.all()))
