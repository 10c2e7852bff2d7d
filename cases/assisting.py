"""协办: others help with a case. They see its card and say a word to the holder; one post answers for it, and only that one closes it."""

from dataclasses import replace

from cases import messages as say
from cases.commands import Action, Command, StaffHear, Target
from cases.errors import AlreadyDone, NoSuchPost
from cases.letters import Letters, event, files_of
from cases.model import Case, Change, Happening, PostCode
from cases.named import meant_by_staff, pointed_at
from cases.pauses import must_run
from cases.ports import UnitOfWork
from cases.skills import choice_of, fitting_first
from cases.supervision import corrector
from cases.transferring import takers
from cases.whistle_commands import AskAssist
from cases.whistling import callable_for

CHOICES = 10


def ask_assist(uow: UnitOfWork, command: AskAssist) -> None:
    """Whom, in one tap. By the holder, or a desk over the case."""
    with uow:
        case = meant_by_staff(uow, command, command.target, Action.OTHER)
        if case is not None:
            _assist(uow, command, case)
        uow.commit()


def _assist(uow: UnitOfWork, command: AskAssist, case: Case) -> None:
    by = corrector(uow, command.by, case)
    must_run(case)
    if command.post is None:
        letters = Letters(uow, command.at, command.cause)
        choices = tuple(choice_of(uow.org, post) for post in helpers(uow, case))
        letters.tell(command.by.chat, say.AskAssist(case.id, case.number, choices), case)
        return uow.record(Change(notifications=letters.all()))
    if command.post in case.assists:
        raise AlreadyDone(case.number, uow.org.label(command.post))
    if command.post not in helpers(uow, case):
        raise NoSuchPost(case.number, command.post)
    return _add(uow, command, case, by, command.post)


def helpers(uow: UnitOfWork, case: Case) -> list[PostCode]:
    """Departments and colleagues who answer somewhere and do not help already; nobody whom the case complains about."""
    found = [*(PostCode(one.code) for one in callable_for(uow, case)), *takers(uow, case)]
    return fitting_first(uow, case, (post for post in found if post not in case.assists))[:CHOICES]


def _add(uow: UnitOfWork, command: Command, case: Case, by: PostCode, post: PostCode) -> None:
    helped, who = replace(case, assists=(*case.assists, post)), uow.org.label(post)
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(helped, skip=uow.chats_of(post))
    letters.show_card(helped, post, "assist")
    letters.tell(command.by.chat, say.Done(case.number, "assist_added", who), helped)
    happened = event(case, Happening.ASSIST_ADDED, command.at, by, who)
    uow.record(Change(case=helped, events=(happened,), notifications=letters.all()))


# --- the word of a co-handler ---


def assisted_by(
    uow: UnitOfWork, command: StaffHear, target: Target, posts: frozenset[PostCode]
) -> tuple[Case, PostCode] | None:
    """The case that a number or a reply names, and which of these posts helps with it, where none of this person's has it."""
    case = pointed_at(uow, command, target)
    post = next((one for one in case.assists if one in posts), None) if case is not None else None
    if case is None or post is None or case.holder in uow.posts_of(command.by):
        return None
    return None if _is_of_whistle(uow, command, case, posts) else (case, post)


def _is_of_whistle(uow: UnitOfWork, command: StaffHear, case: Case, posts: frozenset[PostCode]) -> bool:
    """A department may be called and help at once: a step of its whistle is none of its words."""
    if command.said.muster is None:
        return False
    return any(one.department in posts and one.state.is_open for one in uow.whistles_of((case.id,)))


def take_word(uow: UnitOfWork, command: StaffHear, case: Case, post: PostCode) -> None:
    """The holder reads it, and so does the history."""
    said, who = command.said, uow.org.label(post)
    letters = Letters(uow, command.at, command.cause)
    word = say.AssistWord(case.id, case.number, who, said.text, files_of(said.attachments))
    letters.tell_post(case.holder, word, case, not_before=letters.civil_time(case))
    letters.tell(command.by.chat, say.Done(case.number, "word_passed", uow.org.label(case.holder)), case)
    happened = event(case, Happening.ASSIST_WORD, command.at, post, said.text)
    uow.record(Change(events=(happened,), notifications=letters.all()))
