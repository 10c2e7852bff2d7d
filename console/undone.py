"""消息故障: messages that reached nobody, calls that no other system took, updates that could not be handled; each is tried again or let go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.deeds import Doer
from cases.hooks import DeadHook
from cases.ports import DeadLetter, ParkedUpdate
from console.desk import ConsoleDesk
from console.numbers import whole_number
from console.shown import shown
from console.visitors import Visitor, for_district, refused
from texts.failures import message_kind, reason, update_kind
from texts.words import happening

SHOWN = 100
RESIDENT = "居民"
"""Whoever holds no post: in which chat they are is nobody's business here."""


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
    hooks: tuple[Line, ...] = ()
    hooked: int = 0


Act = Callable[[Sequence[int], Doer], int]
NOTHING_DONE = "这一条已经不在了：别人处理过，或者已经发出去。什么都没有改。"


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    acts: Mapping[str, tuple[Act, str]] = {
        "send-again": (desk.failures.send_again, "已重新排队，马上再发。"),
        "drop-letter": (desk.failures.drop_letters, "已放下，不再发送。"),
        "call-again": (desk.upkeep.hooks.again, "已重新排队，马上再发。"),
        "drop-call": (desk.upkeep.hooks.drop, "已放下，不再发送。"),
        "handle-again": (desk.failures.handle_again, "已重新排队，马上再处理。"),
        "drop-update": (desk.failures.drop_updates, "已放下，不再处理。"),
    }

    async def page(visitor: Visitor, said: str = "") -> Response:
        letters = await desk.ask(desk.failures.dead_letters, SHOWN)
        updates = await desk.ask(desk.failures.parked_updates, SHOWN)
        dead, parked, now = await desk.ask(desk.dead), await desk.ask(desk.parked), desk.clock.now()
        facts = undone(letters, updates, now, dead=dead, parked=parked)
        hooks = tuple(map(_hook, await desk.ask(desk.upkeep.hooks.dead, SHOWN)))
        facts = replace(facts, hooks=hooks, hooked=await desk.ask(desk.upkeep.hooks.dead_count))
        return shown("dead-letters.html", visitor, at=now, page=facts, said=said)

    async def show(_: Request, visitor: Visitor) -> Response:
        return await page(visitor)

    async def act(request: Request, visitor: Visitor) -> Response:
        form = await request.form()
        name, row = str(form.get("act", "")), whole_number(str(form.get("row", "")))
        if name not in acts or row is None:
            return refused("没有这个操作，什么都没有改。", visitor, 400)
        run, done = acts[name]
        return await page(visitor, done if await desk.ask(run, [row], visitor.doer) else NOTHING_DONE)

    return [
        Route("/dead-letters", for_district(desk, show), methods=["GET"]),
        Route("/dead-letters", for_district(desk, act), methods=["POST"]),
    ]


def undone(
    letters: Sequence[DeadLetter], updates: Sequence[ParkedUpdate], at: datetime, *, dead: int, parked: int
) -> Undone:
    return Undone(at, dead, parked, tuple(map(_letter, letters)), tuple(map(_update, updates)))


def _letter(letter: DeadLetter) -> Line:
    whom = f"{letter.post} {letter.chat}" if letter.post else RESIDENT
    return Line(letter.row, letter.at, message_kind(letter.kind), letter.number, whom, reason(letter.why))


def _update(update: ParkedUpdate) -> Line:
    whose = update.post or ("群" if update.lane.startswith("-") else RESIDENT)
    return Line(update.row, update.at, update_kind(update.kind), "", whose, update.why)


def _hook(call: DeadHook) -> Line:
    """Of the address only whose it is: more of it may be a secret."""
    return Line(call.row, call.at, happening(call.event), call.number, urlsplit(call.url).hostname or "", call.why)
