"""Out of the house? Whoever smells gas is asked half a minute later, and what they say of it reaches the duty desk at once."""

from datetime import timedelta

from cases import messages as say
from cases.aftercare import own_open_case, with_words
from cases.commands import Command, Hear, WhetherOut
from cases.dialogue import by_number
from cases.filing import reminder
from cases.letters import Letters, event
from cases.model import CITIZEN, NOTHING, Case, Change, Draft, DraftState, Happening, Status
from cases.ports import UnitOfWork
from cases.reading import Danger, PlaceKind, Severity

TO_BE_LEFT = frozenset({Danger.GAS, Danger.FIRE, Danger.COLLAPSE})
"""Dangers of which the house is left; elsewhere 出来了 may mean that it is over."""
UNANSWERED = timedelta(seconds=30)


def out_key(case: Case) -> str:
    """Key prefix of the question whether they are out: withdrawn unsent where they have said so."""
    return f"question/{case.id}/out/"


def ask_whether_out(uow: UnitOfWork, command: Command, case: Case) -> Change:
    """Said half a minute after the advice, unless they have spoken meanwhile."""
    if not _is_to_be_left(case):
        return NOTHING
    letters = Letters(uow, command.at, command.cause)
    key = f"{out_key(case)}{command.cause}"
    letters.tell(case.reporter, say.AskOut(case.id, case.danger), case, key=key, not_before=command.at + UNANSWERED)
    return Change(notifications=letters.all())


def answer_whether_out(uow: UnitOfWork, command: WhetherOut) -> None:
    """〔已在外面〕 or 〔还有人在里面〕 was pressed."""
    with uow:
        case = own_open_case(uow, command)
        uow.record(_heard(uow, command, case, "out" if command.out else "inside", out=command.out))
        uow.commit()


def whether_out_in_words(uow: UnitOfWork, command: Hear, draft: Draft | None) -> Change | None:
    """「出来了」, 「还有人在里面」, 1 or 2, of an emergency that is under way. With a place in them the words are heard for that
    as well; who is still inside is told on all the same."""
    said = command.said
    if said.edited or (said.out is None and by_number(said) is None):
        return None  # as most words are: nothing is looked up for them
    case = _emergency(uow, command, draft)
    if case is None:
        return None
    out = _by_number(command, case, draft) if said.out is None else said.out
    if out is None:
        return None
    if said.place.kind is not PlaceKind.NONE or said.matters or said.attachments:
        letters = Letters(uow, command.at, command.cause)
        _push(uow, case, letters, out=out)
        uow.record(Change(notifications=letters.all(), withdrawn=(out_key(case),)))
        return None
    return _heard(uow, command, with_words(case, said), said.text, out=out)


def _emergency(uow: UnitOfWork, command: Hear, draft: Draft | None) -> Case | None:
    if draft is not None and draft.about is None and not draft.is_idle:
        return None
    since = command.at - uow.rules.follow_up_patience
    return next(
        (case for case in uow.reported_by(command.by.chat, since) if _is_under_way(case) and _is_to_be_left(case)), None
    )


def _is_under_way(case: Case) -> bool:
    return case.status.is_in_hand and case.status is not Status.JOINED


def _is_to_be_left(case: Case) -> bool:
    return case.severity is Severity.CRITICAL and case.danger in TO_BE_LEFT


def _by_number(command: Hear, case: Case, draft: Draft | None) -> bool | None:
    """By the number of the button, where no other question with numbers is open."""
    asked = draft is None or (draft.about == case.id and draft.state is DraftState.NEW_PLACE and not draft.options)
    return by_number(command.said) if asked else None


def _heard(uow: UnitOfWork, command: Command, case: Case, note: str, *, out: bool) -> Change:
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(case)
    _push(uow, case, letters, out=out)
    told = say.HeardOut(case.number, out=out, danger=case.danger, placed=not case.place_pending)
    letters.tell(case.reporter, told, case)
    happened = event(case, Happening.ADDED, command.at, CITIZEN, note)
    return Change(case=case, events=(happened,), notifications=letters.all(), withdrawn=(out_key(case),))


def _push(uow: UnitOfWork, case: Case, letters: Letters, *, out: bool) -> None:
    """Somebody is still inside: whoever has the case and the duty desk over it are rung, each time it is said."""
    if out:
        return
    desk = next((post for post in uow.org.desks_over(case) if uow.chats_of(post)), case.holder)
    for post in dict.fromkeys((case.holder, desk)):
        letters.remind(post, reminder(case, "inside", uow.org), case, copies=True)
