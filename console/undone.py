"""消息故障: messages that reached nobody, updates that could not be handled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.ports import DeadLetter, ParkedUpdate
from console.desk import ConsoleDesk
from console.shown import shown
from console.visitors import Visitor, signed_in
from texts.failures import message_kind, reason, update_kind

SHOWN = 100


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


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def show(_: Request, visitor: Visitor) -> Response:
        letters = await desk.ask(desk.failures.dead_letters, SHOWN)
        updates = await desk.ask(desk.failures.parked_updates, SHOWN)
        health, now = await desk.health(), desk.clock.now()
        page = undone(letters, updates, now, dead=health.dead, parked=health.parked)
        return shown("dead-letters.html", visitor, at=now, page=page)

    return [Route("/dead-letters", signed_in(desk, show, allowed=lambda visitor: visitor.is_district))]


def undone(
    letters: Sequence[DeadLetter], updates: Sequence[ParkedUpdate], at: datetime, *, dead: int, parked: int
) -> Undone:
    return Undone(at, dead, parked, tuple(map(_letter, letters)), tuple(map(_update, updates)))


def _letter(letter: DeadLetter) -> Line:
    whom = f"{letter.post} {letter.chat}".strip()
    return Line(letter.row, letter.at, message_kind(letter.kind), letter.number, whom, reason(letter.why))


def _update(update: ParkedUpdate) -> Line:
    return Line(update.row, update.at, update_kind(update.kind), "", update.lane, update.why)
