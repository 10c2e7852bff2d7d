"""不予受理, 剔除: nobody who has a case can end it so. They say why, in a tap and a sentence; a desk above them decides, and
the resident hears the reason, from whom, and can appeal."""

from dataclasses import replace
from datetime import datetime

from cases import life
from cases import messages as say
from cases.aftercare import ask_for_words, close_question
from cases.commands import Action, Command, StaffHear
from cases.ending_commands import AskDismissal, DecideDismissal
from cases.errors import AlreadyDone, Expired, NobodyAbove, SamePerson, WrongStatus
from cases.letters import Letters, asked_of, event, reminders_of
from cases.model import Actor, Case, Change, Dismissal, DraftState, Ground, Happening, PostCode
from cases.named import held_of, meant_by_staff, named_case
from cases.ports import UnitOfWork
from cases.supervision import corrector, deciders, dismissal_deciders
from cases.together import pass_the_lead
from cases.whistle_letters import call_off

DISPUTES = 2
"""So often must a case have been reopened before a centre may find that all was done."""


def ask_dismissal(uow: UnitOfWork, command: AskDismissal) -> None:
    """不予受理: on what ground, in one tap; then in a sentence that the resident will read."""
    with uow:
        begin(uow, command)
        uow.commit()


def begin(uow: UnitOfWork, command: AskDismissal) -> None:
    """The same within somebody else's transaction."""
    case = meant_by_staff(uow, command, command.target, Action.DISMISS)
    if case is not None:
        _ask(uow, command, case, command.ground)


def _ask(uow: UnitOfWork, command: Command, case: Case, ground: Ground | None) -> None:
    post = _asker(uow, command.by, case)
    if ground in (open_to := grounds(uow, case, post)):
        question = say.AskDismissalAccount(case.number, ground.value)
        return ask_for_words(uow, command, case, DraftState.DISMISSAL, question, text=ground.value)
    close_question(uow, command)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.AskGround(case.id, case.number, tuple(one.value for one in open_to)), case)
    return uow.record(Change(notifications=letters.all()))


def _asker(uow: UnitOfWork, by: Actor, case: Case) -> PostCode:
    """As whom a person may ask: the holder, or a desk over the case. Raises NotYours, WrongStatus, AlreadyDone."""
    post = corrector(uow, by, case)
    if not case.status.is_in_hand:
        raise WrongStatus(case.number, case.status.value)
    if case.asks_dismissal:
        raise AlreadyDone(case.number)
    return post


def grounds(uow: UnitOfWork, case: Case, post: PostCode) -> tuple[Ground, ...]:
    """What this post may give as a ground: after repeated disputes a centre may also find that all was done."""
    found = case.reopened >= DISPUTES and uow.org.is_above_station(post)
    return tuple(ground for ground in Ground if ground is not Ground.FOUND or found)


def take_account(uow: UnitOfWork, command: StaffHear, case: Case) -> None:
    """The sentence for the resident: now it is put before the desk that decides."""
    draft = uow.draft_of(command.by)
    post = _asker(uow, command.by, case)
    close_question(uow, command)
    ground = Ground(draft.text) if draft is not None and draft.text in set(Ground) else None
    if ground not in grounds(uow, case, post):
        raise Expired
    asked = Dismissal(case.id, ground, command.said.text, post, command.at, command.by.person)
    if ground is Ground.FOUND:
        return _grant(uow, command, case, asked, post)
    return _put_before(uow, command, case, asked)


def _put_before(uow: UnitOfWork, command: Command, case: Case, asked: Dismissal) -> None:
    desk = next(iter(dismissal_deciders(uow, case, asked.by)), None)
    if desk is None:
        raise NobodyAbove(case.number)
    waiting = replace(case, dismissal=asked.ground)
    letters = Letters(uow, command.at, command.cause)
    letters.tell_post(desk, _asked(uow, case, asked, desk), waiting, not_before=letters.civil_time(case))
    letters.refresh_cards(waiting)
    letters.tell(command.by.chat, say.Done(case.number, "dismissal_asked", uow.org.label(desk)), waiting)
    happened = event(case, Happening.DISMISSAL_ASKED, command.at, asked.by, note_of(asked))
    uow.record(Change(case=waiting, dismissal=asked, events=(happened,), notifications=letters.all()))


def _asked(uow: UnitOfWork, case: Case, asked: Dismissal, desk: PostCode) -> say.DismissalAsked:
    return say.DismissalAsked(
        case.id,
        case.number,
        case.matter,
        case.place,
        uow.org.label(asked.by),
        asked.ground.value,
        asked.account,
        case.text,
        another=desk == asked.by,
    )


def note_of(dismissal: Dismissal) -> str:
    return f"{dismissal.ground}/{dismissal.account}"


def decide_dismissal(uow: UnitOfWork, command: DecideDismissal) -> None:
    """A desk above whoever asked agrees, or not."""
    with uow:
        decide(uow, command)
        uow.commit()


def decide(uow: UnitOfWork, command: DecideDismissal) -> None:
    """The same within somebody else's transaction."""
    case = named_case(uow, command)
    asked = uow.dismissal(case.id)
    if asked is None or not case.asks_dismissal:
        raise Expired
    desk = _deciding(uow, command.by, case, asked)
    if command.grants:
        _grant(uow, command, case, asked, desk)
    else:
        _refuse(uow, command, case, asked, desk)


def _deciding(uow: UnitOfWork, by: Actor, case: Case, asked: Dismissal) -> PostCode:
    """As which desk a person decides. Raises NotYours, and SamePerson where one and the same asks and decides."""
    above = uow.org.desks_above(replace(case, holder=asked.by)) or (asked.by,)
    desk = held_of(uow, by, case, filter(uow.org.is_desk, above))
    if desk == asked.by:
        must_be_another(by, asked, case)
    return desk


def must_be_another(by: Actor, last: Dismissal, case: Case) -> None:
    """In a group, where several answer for a desk. A private chat has nobody else."""
    if by.group and by.person == last.person:
        raise SamePerson(case.number)


def _grant(uow: UnitOfWork, command: Command, case: Case, asked: Dismissal, desk: PostCode) -> None:
    decided = replace(asked, desk=desk, person=command.by.person)
    letters = Letters(uow, command.at, command.cause)
    pass_the_lead(uow, case, letters)  # each resident has a right to a decision of their own
    ended = replace(life.dismiss(case, ground=asked.ground, at=command.at), joined=0)
    call_off(uow, ended, letters)
    letters.refresh_cards(ended)
    told = _word(uow, ended, decided, command.at)
    letters.tell(case.reporter, told, ended, not_before=letters.civil_time(ended))
    done = say.Done(case.number, "dismissed", uow.org.label(desk))
    letters.tell_post(asked.by, done, ended, besides=(command.by.chat, *uow.chats_of(case.holder)))
    happened = event(case, Happening.DISMISSED, command.at, desk, note_of(asked))
    uow.record(
        Change(
            case=ended,
            dismissal=decided,
            events=(happened,),
            notifications=letters.all(),
            withdrawn=(reminders_of(case), asked_of(case)),
        )
    )


def _word(uow: UnitOfWork, case: Case, decided: Dismissal, at: datetime) -> say.Dismissed:
    to = appeal_desk(uow, case, decided)
    return say.Dismissed(
        case.id,
        case.number,
        case.matter,
        decided.ground.value,
        decided.account,
        uow.org.label(decided.desk),
        uow.org.label(to),
        at + uow.rules.appeal_window,
        again=to == decided.desk,
    )


def appeal_desk(uow: UnitOfWork, case: Case, decided: Dismissal) -> PostCode:
    """Who looks at it again: the next desk above that answers, and at the very top the same once more."""
    return next(iter(deciders(uow, replace(case, holder=decided.desk))), decided.desk)


def _refuse(uow: UnitOfWork, command: DecideDismissal, case: Case, asked: Dismissal, desk: PostCode) -> None:
    kept = replace(case, dismissal=None)
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(kept)
    told = say.Done(case.number, "dismissal_refused", uow.org.label(desk), command.why, case.due_at)
    letters.tell_post(asked.by, told, kept, besides=(command.by.chat,))
    happened = event(case, Happening.DISMISSAL_REFUSED, command.at, desk, command.why)
    uow.record(Change(case=kept, events=(happened,), notifications=letters.all()))
