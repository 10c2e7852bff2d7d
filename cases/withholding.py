"""Numbers that name a person are hidden before anything is stored; the original goes apart, sealed, for the one desk that may
look at it."""

from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any, TypeVar

from cases.commands import Command, Said
from cases.model import Case, CaseId, Change, ChatRef, Draft, KeptNumber
from cases.ports import UnitOfWork
from cases.privacy import masked, numbers_in
from cases.reading import Severity

WORDS = frozenset({"said", "note", "question", "why", "words", "account"})
"""Fields of commands that hold free words."""

C = TypeVar("C")


def spared(command: C) -> C:
    """A typed command with such numbers hidden in its words; choices are no words. What staff write of others' numbers is
    not kept."""
    if not is_dataclass(command) or isinstance(command, type):
        return command
    hidden: dict[str, Any] = {
        field.name: masked(value)
        for field in fields(command)
        if field.name in WORDS and type(value := getattr(command, field.name)) is str
    }
    return replace(command, **hidden) if hidden else command


def withheld(
    uow: UnitOfWork, command: Command, said: Said, draft: Draft | None = None, *, of: CaseId | None = None
) -> Said:
    """What was said, with such numbers hidden in it; the originals are recorded apart, as this chat's or as those of one case.
    Where a life may hang on calling back, telephone numbers stay."""
    if not numbers_in(said.text):
        return said
    calls_back = _is_critical(uow, command, said, draft)
    found = numbers_in(said.text, phones=not calls_back)
    if not found:
        return said
    uow.record(Change(numbers=tuple(KeptNumber(ChatRef(of or command.by.chat), one, command.at) for one in found)))
    hidden = partial(masked, phones=not calls_back)
    matters = tuple(replace(matter, text=hidden(matter.text)) for matter in said.matters)
    appeal = None if said.appeal is None else hidden(said.appeal)
    return replace(
        said,
        text=hidden(said.text),
        note=hidden(said.note),
        answer=hidden(said.answer),
        appeal=appeal,
        matters=matters,
    )


def _is_critical(uow: UnitOfWork, command: Command, said: Said, draft: Draft | None) -> bool:
    readings = (said.reading, draft.reading if draft else None)
    if any(reading and reading.severity is Severity.CRITICAL for reading in readings):
        return True
    return any(_is_alarm(case) for case in uow.reported_by(command.by.chat, command.at))


def _is_alarm(case: Case) -> bool:
    return case.severity is Severity.CRITICAL and case.status.is_in_hand
