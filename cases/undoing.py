"""撤销: for some seconds a worker's own step can be taken back. The resident's word of it is held back that long, so that what is
taken back was never said."""

from dataclasses import fields, replace

from cases import messages as say
from cases.commands import Command
from cases.errors import Expired, NotYours, TooLateToUndo
from cases.letters import Letters, asked_of, event, reminders_of, step_key
from cases.longterm_commands import UndoStep
from cases.model import BESIDE_THE_WORK, Case, Change, Event, Footing, Happening, PostCode, Undo
from cases.named import named_case
from cases.ports import UnitOfWork
from cases.together import undo_with
from cases.whistle_letters import call_again

HARMLESS = BESIDE_THE_WORK | {Happening.ADDED}
"""What may have happened since without standing in the way."""


def offer_undo(
    uow: UnitOfWork, command: Command, before: Case, what: Happening, letters: Letters, *, post: PostCode
) -> Undo | None:
    """To be called once the letters of a step are written: the card of whoever made it gets the button, and loses it again.
    None where nothing is held back: whoever is in danger hears at once that somebody comes."""
    if letters.held(before) is None:
        return None
    letters.offer_undo(command.by.chat, before, command.at + uow.rules.undo_window)
    return Undo(before.id, command.by.chat, post, what, command.at, _footing(before))


def undo_step(uow: UnitOfWork, command: UndoStep) -> None:
    """The case stands as it stood; the resident hears nothing. Without a case the last step made in this chat is meant."""
    with uow:
        about = named_case(uow, command).id if command.case else None
        undo = uow.undo(about) if about else uow.last_undo(command.by.chat)
        if undo is None:
            raise Expired
        case = uow.case(undo.case)
        _may_undo(uow, command, case, undo)
        restored = _put_back(case, undo.before)
        letters = Letters(uow, command.at, command.cause)
        call_again(uow, restored, undo.at, letters)
        letters.refresh_cards(restored)
        undo_with(uow, restored, undo.at, letters)
        letters.tell(command.by.chat, say.Undone(case.number, undo.what.value), restored)
        happened = _taken_back(case, undo, command)
        uow.record(
            Change(
                case=restored,
                events=(happened,),
                notifications=letters.all(),
                withdrawn=(step_key(case, undo.at),),
                restored=(reminders_of(case), asked_of(case)),
                undone=undo,
            )
        )
        uow.commit()


def _taken_back(case: Case, undo: Undo, command: Command) -> Event:
    if undo.what is Happening.RESOLVED:
        return event(case, Happening.UNRESOLVED, command.at, undo.post)
    return event(case, Happening.UNDONE, command.at, undo.post, undo.what.value)


def _may_undo(uow: UnitOfWork, command: Command, case: Case, undo: Undo) -> None:
    """Raises NotYours, TooLateToUndo."""
    if undo.chat != command.by.chat or undo.post not in uow.posts_of(command.by):
        raise NotYours(case.number)
    since = [line for line in uow.history(case.id) if line.what not in HARMLESS]
    is_last = bool(since) and (since[-1].what, since[-1].at) == (undo.what, undo.at)
    if command.at > undo.at + uow.rules.undo_window or not is_last or _went_elsewhere(case, undo):
        raise TooLateToUndo(case.number)


def _went_elsewhere(case: Case, undo: Undo) -> bool:
    """Since the step it has come into other hands, or it complains about those it came from: they never get it back."""
    return case.holder not in {undo.before.holder, undo.post} or case.conflict != undo.before.conflict


def _footing(case: Case) -> Footing:
    return Footing(**{one.name: getattr(case, one.name) for one in fields(Footing)})


def _put_back(case: Case, before: Footing) -> Case:
    return replace(case, **{one.name: getattr(before, one.name) for one in fields(Footing)})
