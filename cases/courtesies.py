"""Answers that change nothing: a greeting, how far things are, why something cannot be done."""

from collections.abc import Sequence
from dataclasses import replace

from cases import messages as say
from cases.commands import AskProgress, Command, Greet, Refuse, Shrug
from cases.deeds import Act, Deed
from cases.errors import BadCode, NoSuchCase, NotADesk, NotStaff, NotYours
from cases.leading import leading_of
from cases.letters import Letters, case_line
from cases.limits import answer_by
from cases.model import Case, Change
from cases.ports import UnitOfWork

FOREIGN = frozenset(kind.__name__ for kind in (NotYours, NotStaff, NotADesk, NoSuchCase, BadCode))
"""Refusals of what was not the asker's to have; the others are slips."""


def understood(uow: UnitOfWork, command: Command, about: say.About, said: str = "") -> Change:
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.Understood(about, said))
    return Change(notifications=letters.all())


def progress_of(uow: UnitOfWork, command: Command, *, of: Sequence[Case] | None = None, unknown: str = "") -> Change:
    """How far these cases are, or all that are open. `unknown` is a number that was asked after and is none of theirs."""
    mine = [case for case in uow.reported_by(command.by.chat, command.at) if case.status.is_open]
    lines = tuple(_line(uow, case, command) for case in of or mine)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.Progress(lines, unknown, part=of is not None and len(of) < len(mine)))
    return Change(notifications=letters.all())


def _line(uow: UnitOfWork, case: Case, command: Command) -> say.CaseLine:
    """Of a joined case: how far the leading one is, under its own number."""
    leading = leading_of(uow, case)
    far = case_line(leading or case, uow.org, command.at)
    far = replace(far, answer_by=answer_by(leading or case, uow.rules))
    if leading is None:
        return far
    own = (case.id, case.number, case.matter, case.place)
    return replace(far, case=own[0], number=own[1], matter=own[2], place=own[3], question="", joined=0, under=True)


def tell_progress(uow: UnitOfWork, command: AskProgress) -> None:
    with uow:
        uow.record(progress_of(uow, command))
        uow.commit()


def greet(uow: UnitOfWork, command: Greet) -> None:
    with uow:
        letters = Letters(uow, command.at, command.cause)
        posts = sorted(uow.posts_of(command.by))
        called = tuple(uow.org.label(post) for post in posts if uow.org.is_department(post))
        letters.tell(command.by.chat, say.Hello(tuple(map(uow.org.label, posts)), called))
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def shrug(uow: UnitOfWork, command: Shrug) -> None:
    """Answers politely without doing anything."""
    with uow:
        uow.record(understood(uow, command, command.about, command.said))
        uow.commit()


def refuse(uow: UnitOfWork, command: Refuse) -> None:
    """Says why a rule said no. Who reached for what is not theirs is in the audit log."""
    with uow:
        letters = Letters(uow, command.at, command.cause)
        letters.tell(command.by.chat, say.Refusal(command.error, command.number, command.facts))
        uow.record(Change(notifications=letters.all(), deeds=_kept_out(uow, command)))
        uow.commit()


def keep_out(uow: UnitOfWork, command: Refuse) -> None:
    """The same for whoever hears of it elsewhere than in chat."""
    with uow:
        uow.record(Change(deeds=_kept_out(uow, command)))
        uow.commit()


def _kept_out(uow: UnitOfWork, command: Refuse) -> tuple[Deed, ...]:
    if command.error not in FOREIGN:
        return ()
    posts = sorted(uow.posts_of(command.by))
    told = "/".join(filter(None, (command.error, command.number)))
    post = posts[0] if posts else ""
    return (Deed(Act.REFUSED, command.at, post, command.by.person, outcome=told, cause=command.cause),)
