"""Answers that change nothing: a greeting, how far things are, why something cannot be done."""

from cases import messages as say
from cases.commands import AskProgress, Command, Greet, Refuse, Shrug
from cases.letters import Letters, case_line
from cases.model import Change
from cases.ports import UnitOfWork


def understood(uow: UnitOfWork, command: Command, about: say.About, said: str = "") -> Change:
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.Understood(about, said))
    return Change(notifications=letters.all())


def progress_of(uow: UnitOfWork, command: Command) -> Change:
    mine = uow.reported_by(command.by.chat, command.at)
    lines = tuple(case_line(case, uow.org, command.at) for case in mine if case.status.is_open)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.Progress(lines))
    return Change(notifications=letters.all())


def tell_progress(uow: UnitOfWork, command: AskProgress) -> None:
    with uow:
        uow.record(progress_of(uow, command))
        uow.commit()


def greet(uow: UnitOfWork, command: Greet) -> None:
    with uow:
        letters = Letters(uow, command.at, command.cause)
        posts = tuple(uow.org.label(post) for post in sorted(uow.posts_of(command.by)))
        letters.tell(command.by.chat, say.Hello(posts))
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def shrug(uow: UnitOfWork, command: Shrug) -> None:
    """Answers politely without doing anything."""
    with uow:
        uow.record(understood(uow, command, command.about, command.said))
        uow.commit()


def refuse(uow: UnitOfWork, command: Refuse) -> None:
    """Says why a rule said no."""
    with uow:
        letters = Letters(uow, command.at, command.cause)
        letters.tell(command.by.chat, say.Refusal(command.error, command.number, command.facts))
        uow.record(Change(notifications=letters.all()))
        uow.commit()
