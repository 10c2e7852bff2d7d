"""The page of what could not be done: messages that reached nobody, updates that could not be handled. Pure, like today.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.ports import DeadLetter, ParkedUpdate
from texts.failures import message_kind, reason, update_kind


@dataclass(frozen=True, slots=True)
class Line:
    row: int
    at: datetime
    what: str
    number: str
    whom: str
    why: str


@dataclass(frozen=True, slots=True)
class Undone:
    at: datetime
    dead: int
    """In all; `letters` are the newest of them."""
    parked: int
    letters: tuple[Line, ...]
    updates: tuple[Line, ...]


def undone(
    letters: Sequence[DeadLetter], updates: Sequence[ParkedUpdate], at: datetime, *, dead: int, parked: int
) -> Undone:
    return Undone(at, dead, parked, tuple(map(_letter, letters)), tuple(map(_update, updates)))


def _letter(letter: DeadLetter) -> Line:
    whom = f"{letter.post} {letter.chat}".strip()
    return Line(letter.row, letter.at, message_kind(letter.kind), letter.number, whom, reason(letter.why))


def _update(update: ParkedUpdate) -> Line:
    return Line(update.row, update.at, update_kind(update.kind), "", update.lane, update.why)
