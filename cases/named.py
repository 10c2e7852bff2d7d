"""Which case a command is about, and whether this person may touch it."""

from collections.abc import Iterable

from cases import messages as say
from cases.commands import Action, Command, OnCase, Target
from cases.errors import NoSuchCase, NotStaff, NotYours
from cases.leading import leading_of
from cases.letters import Letters
from cases.model import Actor, Case, Change, ChatRef, PostCode, Status, is_group
from cases.org import Org
from cases.ports import UnitOfWork
from cases.reading import VEILED


def named_case(uow: UnitOfWork, command: OnCase) -> Case:
    """By its id, as buttons carry it, or by the number that people type. Raises NoSuchCase, also for a case that this
    person may not know of: they must not learn from the answer that it exists."""
    typed = command.case if is_number(command.case) else ""
    case = uow.by_number(typed) if typed else uow.case(command.case)
    return _known(uow, command, case, typed)


def _known(uow: UnitOfWork, command: Command, case: Case, typed: str = "") -> Case:
    """A button of a card that hangs in this very chat gives nothing away: what it may still do is judged as ever."""
    if may_see(uow, command.by, case) or (not typed and command.by.chat in uow.card_chats(case.id)):
        return case
    raise NoSuchCase(typed)


def posts_called(org: Org, posts: Iterable[PostCode], name: str) -> tuple[PostCode, ...]:
    """Those whose name is exactly that, else those in whose name it stands: 103 of 专职网格员103."""
    called = [(post, org.label(post)) for post in posts if name]
    exact = tuple(post for post, label in called if label == name)
    return exact or tuple(post for post, label in called if name in label)


def is_number(said: str) -> bool:
    """`MMDD-NNN`, as against the id of a case."""
    day, dash, serial = said.partition("-")
    return bool(dash) and len(day) == 4 and (day + serial).isdecimal()


def in_hand_of(uow: UnitOfWork, posts: Iterable[PostCode]) -> list[Case]:
    """What these posts hold and somebody still has to do something about."""
    return [case for case in uow.held_by(frozenset(posts)) if case.status.is_in_hand]


def find_meant(uow: UnitOfWork, command: Command, target: Target, action: Action) -> Case | None:
    """The case meant. When nothing names it and several are open, asks which, and returns None."""
    if case := named(uow, command, target):
        return case
    held = in_hand_of(uow, uow.posts_of(command.by))
    if action is Action.ACCEPT:
        held = [case for case in held if case.status is Status.FILED] or held
    if len(held) == 1:
        return held[0]
    letters = Letters(uow, command.at, command.cause)
    choices = tuple(as_choice(case, command.by.chat) for case in held[:6])
    letters.tell(command.by.chat, say.StaffHelp(choices=choices, action=action.value))
    uow.record(Change(notifications=letters.all()))
    return None


def meant_by_staff(uow: UnitOfWork, command: Command, target: Target, action: Action) -> Case | None:
    """`find_meant` for what only staff may do. Raises NotStaff."""
    if not uow.posts_of(command.by):
        raise NotStaff
    return find_meant(uow, command, target, action)


def must_hold(uow: UnitOfWork, by: Actor, case: Case) -> None:
    """Raises NotYours for whoever does not hold the case."""
    if case.holder not in uow.posts_of(by):
        raise NotYours(case.number)


def named(uow: UnitOfWork, command: Command, target: Target) -> Case | None:
    """The case a command names by id, number or reply. Raises NoSuchCase for one this person may not know of."""
    case = pointed_at(uow, command, target)
    if case is None or (target.case is None and not target.number):
        return case  # a reply is to something that was said in this very chat
    return _known(uow, command, case, "" if target.case is not None else target.number)


def pointed_at(uow: UnitOfWork, command: Command, target: Target) -> Case | None:
    """The case that an id, a number or a reply points at, whoever may know of it. A number goes before the message that is
    replied to: it was written on purpose. Raises NoSuchCase for a number that there is not."""
    if target.case is not None:
        return uow.case(target.case)
    if target.number:
        return uow.by_number(target.number)
    case_id = uow.case_at(command.by.chat, target.reply_to) if target.reply_to is not None else None
    return uow.find(case_id) if case_id else None


def acting_post(uow: UnitOfWork, by: Actor, case: Case) -> PostCode:
    """The post by which a person may work on a case now. Raises NotYours for everybody else."""
    posts = uow.posts_of(by)
    if case.holder in posts:
        return case.holder
    for post in uow.org.line(case):
        if post in posts and (not uow.org.is_desk(post) or by.chat in uow.card_chats(case.id)):
            return post
    raise NotYours(case.number)


def held_of(uow: UnitOfWork, by: Actor, case: Case, desks: Iterable[PostCode]) -> PostCode:
    """The first of these desks that a person holds. Raises NotYours."""
    posts = uow.posts_of(by)
    for desk in desks:
        if desk in posts:
            return desk
    raise NotYours(case.number)


def may_see(uow: UnitOfWork, by: Actor, case: Case) -> bool:
    """Own cases for a reporter; for staff those of own posts and of the desks' subtrees."""
    return case.reporter == by.chat or serves(uow, by, case)


def serves(uow: UnitOfWork, by: Actor, case: Case) -> bool:
    """By a post of theirs it is their business."""
    posts = uow.posts_of(by)
    helps = any(post in posts and not uow.org.is_department(post) for post in case.assists)
    if helps or case.holder in posts or case.offered_to in posts or bool(posts & set(uow.org.line(case))):
        return True
    leading = leading_of(uow, case)
    return leading is not None and leading.holder in posts


def as_choice(case: Case, to: ChatRef) -> say.Choice:
    veiled = case.conflict and is_group(to)
    return say.Choice(case.id, f"{case.number} {VEILED if veiled else f'{case.matter} {case.place}'}")
