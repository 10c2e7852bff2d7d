"""What is kept of people, for how long, and what is done when somebody asks for it or wants it gone."""

from dataclasses import replace
from datetime import date, datetime

from cases import messages as say
from cases.commands import Command, Look
from cases.deeds import Act, Deed
from cases.letters import Letters, event
from cases.model import CITIZEN, Cause, Change, ChatRef, Happening
from cases.ports import UnitOfWork
from cases.retention import RETAIN_AT, Forgotten
from cases.rules import Rules

DONE = "retained"
"""The bookmark of the last day on which everything due was forgotten."""
NOTHING_LEFT = Forgotten()


def night_of(rules: Rules, at: datetime) -> date | None:
    """The day before whose morning what is due is to be forgotten by now; None before its hour."""
    local = at.astimezone(rules.zone)
    return local.date() if local.time() >= RETAIN_AT else None


def retain(uow: UnitOfWork, look: Look) -> None:
    """Once a night, in handfuls: what has been kept long enough is forgotten. What is counted stays as it is."""
    if (today := night_of(uow.rules, look.at)) is None:
        return
    with uow:
        if uow.bookmark(DONE) == str(today):
            return
        forgotten = uow.forget_old(look.at)
        if forgotten == NOTHING_LEFT:
            uow.set_bookmark(DONE, str(today))
        else:
            uow.record(Change(deeds=(Deed(Act.RETAINED, look.at, outcome=str(forgotten)),)))
        uow.commit()


def show_own_data(uow: UnitOfWork, command: Command) -> None:
    """导出我的信息: all that is kept on whoever asks, to read."""
    with uow:
        letters = Letters(uow, command.at, command.cause)
        kept = uow.kept_on(command.by.chat)
        lines = tuple(
            say.OwnCase(case.number, case.opened_at, case.matter, case.place, case.text, case.status.value)
            for case in kept.cases
        )
        days = (uow.rules.retention.traces.days, uow.rules.retention.cases.days)
        message = say.OwnData(command.by.name, lines, kept.conversations, kept.messages, kept.updates, *days)
        letters.tell(command.by.chat, message)
        done = Deed(Act.EXPORTED, command.at, person=command.by.person, cause=command.cause)
        uow.record(Change(notifications=letters.all(), deeds=(done,)))
        uow.commit()


def ask_erasure(uow: UnitOfWork, command: Command) -> None:
    """删除我的信息: asked once more, with what goes, what goes on and what stays."""
    with uow:
        letters = Letters(uow, command.at, command.cause)
        cases = uow.kept_on(command.by.chat).cases
        still_open = tuple(case.number for case in cases if case.status.is_open)
        letters.tell(command.by.chat, say.AskErase(len(cases) - len(still_open), still_open))
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def erase_own_data(uow: UnitOfWork, command: Command) -> None:
    """确认删除: what is closed is nobody's from now on; what is open goes on without a name."""
    with uow:
        forgotten, kept = erase(uow, command.by.chat, command.at, command.cause)
        letters = Letters(uow, command.at, command.cause)
        letters.tell(command.by.chat, say.Erased(forgotten.cases, kept))
        done = Deed(Act.ERASED, command.at, person=command.by.person, outcome=str(forgotten), cause=command.cause)
        uow.record(Change(notifications=letters.all(), deeds=(done,)))
        uow.commit()


def keep_own_data(uow: UnitOfWork, command: Command) -> None:
    """不删了."""
    with uow:
        letters = Letters(uow, command.at, command.cause)
        letters.tell(command.by.chat, say.Erased(0, kept=True))
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def erase(uow: UnitOfWork, chat: ChatRef, at: datetime, cause: Cause) -> tuple[Forgotten, tuple[str, ...]]:
    """What was forgotten, and the numbers of what is open and goes on without a name."""
    still_open = [case for case in uow.kept_on(chat).cases if case.status.is_open]
    for case in still_open:
        letters = Letters(uow, at, Cause(f"{cause}/{case.id}"))
        nameless = replace(case, anonymous=True, reporter_name="")
        letters.refresh_cards(nameless)
        happened = (event(case, Happening.ANONYMISED, at, CITIZEN),) if not case.anonymous else ()
        uow.record(Change(case=nameless, events=happened, notifications=letters.all()))
    return uow.forget_person(chat), tuple(case.number for case in still_open)
