"""看联系人: the one desk that may know who reported looks, with a reason, and the reporter is told."""

from cases import messages as say
from cases.commands import LookAt
from cases.deeds import Act, Deed
from cases.errors import AnonymousCase
from cases.letters import Letters, event
from cases.model import Actor, Case, Change, ChatRef, Happening, PostCode
from cases.named import held_of, named_case
from cases.ports import UnitOfWork
from cases.registry import Level

REASONS = ("verify", "contact", "ordered")
"""To make sure of what is written; because it is urgent; because a desk above asks."""


def look_at(uow: UnitOfWork, command: LookAt) -> None:
    """Without a reason the reasons are offered. What is seen goes to whoever asked, never into a group, and is in the history, the audit
    log and the reporter's chat. Raises NotYours, NoSuchCase, AnonymousCase."""
    with uow:
        case = named_case(uow, command)
        desk = centre_over(uow, command.by, case)
        if case.anonymous and not case.confidential:
            raise AnonymousCase(case.number)
        letters = Letters(uow, command.at, command.cause)
        if not command.reason:
            letters.tell(command.by.chat, say.AskLook(case.id, case.number, REASONS))
            uow.record(Change(notifications=letters.all()))
        else:
            uow.record(_looked(uow, case, desk, command, letters))
        uow.commit()


def _looked(uow: UnitOfWork, case: Case, desk: PostCode, command: LookAt, letters: Letters) -> Change:
    privately = ChatRef(command.by.person)
    letters.tell(privately, say.Revealed(case.id, case.number), case)
    if privately != command.by.chat:
        letters.tell(command.by.chat, say.AskLook(case.id, case.number, ()), case)
    letters.tell(case.reporter, say.LookedAt(case.number, uow.org.label(desk), command.reason), case)
    seen = Deed(Act.LOOKED, command.at, desk, command.by.person, case.id, cause=command.cause)
    happened = event(case, Happening.LOOKED, command.at, desk, command.reason)
    return Change(events=(happened,), notifications=letters.all(), deeds=(seen,))


def centre_over(uow: UnitOfWork, by: Actor, case: Case) -> PostCode:
    """The duty desk of the case's street, when this person holds it. Raises NotYours."""
    area = uow.org.registry.area
    return held_of(uow, by, case, (desk for desk in uow.org.desks_over(case) if area[desk].level is Level.STREET))
