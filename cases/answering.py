"""What a resident answers to the holder's question, and what happens when they do not."""

from dataclasses import replace

from cases import messages as say
from cases.aftercare import add_to, move_place
from cases.commands import Command, Said
from cases.letters import Letters, event
from cases.model import CITIZEN, Case, Change, Happening
from cases.pauses import resume
from cases.ports import UnitOfWork
from cases.reading import PlaceKind


def take_answer(uow: UnitOfWork, case: Case, said: Said, command: Command) -> Change:
    """The answer reaches whoever holds the case, and the limits run again. A place that was missing is taken from it."""
    heard = replace(resume(case, uow.rules, command.at), answer=said.text, answered_at=command.at)
    if case.place_pending and said.place.kind is PlaceKind.GRID:
        added = move_place(uow, heard, said.place, command)
    else:
        added = add_to(uow, heard, said, command, quietly=True)
    known = added.case or heard
    letters = Letters(uow, command.at, command.cause)
    if not any(isinstance(told.message, say.Added) for told in added.notifications):
        letters.tell(case.reporter, say.Added(case.number, "answer", owner=uow.org.label(known.holder)), known)
    _tell_holder(case, known, len(said.attachments), letters)
    happened = event(case, Happening.ANSWERED, command.at, CITIZEN, said.text)
    return replace(
        added,
        case=known,
        events=(happened, *(one for one in added.events if one.what is not Happening.ADDED)),
        notifications=(*added.notifications, *letters.all()),
    )


def go_on(uow: UnitOfWork, case: Case, letters: Letters) -> Case:
    """No answer in time: the limits run again, and the holder is told so."""
    running = resume(case, uow.rules, letters.at)
    letters.refresh_cards(running)
    _tell_holder(case, running, 0, letters)
    return running


def _tell_holder(before: Case, case: Case, files: int, letters: Letters) -> None:
    stood = case.waited - before.waited
    answered = case.answered_at is not None
    told = say.Answered(case.id, case.number, case.question, answered, case.answer, stood, case.due_at, files)
    letters.tell_post(case.holder, told, case, not_before=letters.civil_time(case))
