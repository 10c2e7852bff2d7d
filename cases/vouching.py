"""代确认: who says of finished work that it is good, where staff brought the matter in and no resident is there to ask."""

from dataclasses import replace

from cases import life
from cases import messages as say
from cases.apart import message_of
from cases.commands import Command, OnCase
from cases.errors import NotYours, OwnWork
from cases.letters import Letters, asked_of, event, files_of, reminders_of
from cases.model import Actor, Case, Change, ChatRef, Happening, PersonRef, PostCode
from cases.named import named_case
from cases.ports import UnitOfWork

WORKED = frozenset({Happening.ACCEPTED, Happening.ARRIVED, Happening.RESOLVED})


def asked_chats(uow: UnitOfWork, case: Case) -> tuple[ChatRef, ...]:
    """Where to ask whether finished work is good: of the resident; else of who brought it in; else of the desk above,
    since nobody vouches for their own work."""
    if case.source is None:
        return (case.reporter,)
    worked = _who_worked(uow, case)
    entered_by = uow.posts_of(Actor(case.reporter, PersonRef("")))
    if entered_by and not entered_by & worked:
        return (case.reporter,)
    desk = next((one for one in uow.org.desks_over(case) if one not in worked and uow.chats_of(one)), None)
    return tuple(uow.chats_of(desk)) if desk else (case.reporter,)


def question_of(case: Case) -> say.AskVerdict:
    """The work is said to be done: is it? Staff are not asked as a resident is."""
    source = case.source.value if case.source else ""
    return say.AskVerdict(case.id, case.number, case.matter, case.proof_note, source=source, place=case.place)


def ask_verdict(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    question = replace(question_of(case), files=files_of(case.proof))
    wait = letters.civil_time(case) if case.source else None  # a resident has just been there; a desk may sleep
    for chat in asked_chats(uow, case):
        letters.tell_of_step(question, case, to=chat, not_before=wait)


def entered_case(uow: UnitOfWork, command: OnCase) -> Case | None:
    """The case that staff brought in and this person may judge; None for one that is its reporter's own. Raises OwnWork,
    NotYours."""
    case = named_case(uow, command) if command.case else None
    if case is None or case.source is None:
        return None
    posts = uow.posts_of(command.by)
    if posts & _who_worked(uow, case):
        raise OwnWork(case.number)
    by_desk = posts & set(uow.org.desks_over(case))
    if not posts or (command.by.chat != case.reporter and not by_desk):
        raise NotYours(case.number)
    return case


def vouch(uow: UnitOfWork, case: Case, command: Command) -> Change:
    """It is good, says somebody who is not the resident: closed, and in no rate."""
    closed = life.vouch(case, at=command.at)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.Done(case.number, "vouched"), closed)
    letters.refresh_cards(closed)
    return Change(
        case=closed,
        events=(event(case, Happening.VOUCHED, command.at, voucher(uow, case, command.by)),),
        notifications=letters.all(),
        withdrawn=(reminders_of(case), asked_of(case)),
    )


def voucher(uow: UnitOfWork, case: Case, by: Actor) -> PostCode:
    """The post by which this person speaks for the resident: that by which it was brought in, else a desk."""
    posts, entry = uow.posts_of(by), uow.entry(message_of(case.id))
    if entry is not None and entry.post in posts:
        return entry.post
    if desk := next((desk for desk in uow.org.desks_over(case) if desk in posts), None):
        return desk
    # the clock speaks for whoever was asked, though that chat may answer for no post by now
    return min(posts, default=entry.post if entry is not None else case.holder)


def _who_worked(uow: UnitOfWork, case: Case) -> frozenset[str]:
    """The present holder too: its last step may not be in the history yet."""
    return frozenset({case.holder, *(line.actor for line in uow.history(case.id) if line.what in WORKED)})
