"""The page of one case: what was said, where it stands, everything that happened, and what this desk may do about it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from cases.appealing import decide_appeal
from cases.commands import (
    DecideExtension,
    DecideSuspension,
    OnCase,
    ReadCase,
    Reassign,
    ResumeCase,
    SetTopic,
    Supervise,
)
from cases.corrections import shown as note_of
from cases.dismissing import decide_dismissal
from cases.ending_commands import DecideAppeal, DecideDismissal
from cases.errors import CaseError, NoSuchCase
from cases.extending import decide_extension
from cases.fieldwork import read_case
from cases.letters import telling_words
from cases.messages import Choice
from cases.model import Case, Event, PostCode, Status
from cases.org import Org
from cases.pages.work import Dossier
from cases.ports import UseCase
from cases.reading import TOPICS
from cases.supervision import reassign_case, supervise_case, triage_case
from cases.suspending import REVIEWS, decide_suspension, resume_case
from console.desk import ConsoleDesk
from console.files import FileLine
from console.files import lines_of as files_of
from console.numbers import number_of_case, whole_number
from console.shown import shown
from console.today import Row, row_of, topic_in
from console.visitors import Visitor, do, refusal_of, refused, signed_in
from texts.words import actor, happening, noted, source


@dataclass(frozen=True)
class Move:
    """One thing a desk may do: the same use case that a button of the chat runs."""

    use_case: UseCase
    command: Callable[..., OnCase]
    takes: Callable[[str], Any]
    """The form's value -> the command's. Raises ValueError."""


def _yes(value: str) -> bool:
    return {"yes": True, "no": False}[value]


def _days(value: str) -> int:
    if (days := whole_number(value)) is None:
        raise ValueError(value)
    return days


MOVES = {
    "supervise": Move(supervise_case, Supervise, str),
    "reassign": Move(reassign_case, Reassign, PostCode),
    "triage": Move(triage_case, SetTopic, topic_in),
    "extension": Move(decide_extension, DecideExtension, _yes),
    "suspension": Move(decide_suspension, DecideSuspension, _days),
    "resume": Move(resume_case, ResumeCase, str),
    "dismissal": Move(decide_dismissal, DecideDismissal, _yes),
    "appeal": Move(decide_appeal, DecideAppeal, _yes),
}
WITHOUT_VALUE = frozenset({"supervise", "resume"})


@dataclass(frozen=True, slots=True)
class Line:
    """Of the history. `after` is how long after the line before."""

    at: datetime
    what: str
    who: str
    note: str
    after: timedelta


@dataclass(frozen=True, slots=True)
class CasePage:
    row: Row
    case: Case
    history: tuple[Line, ...]
    held_since: datetime
    moves: frozenset[str]
    candidates: tuple[Choice, ...]
    dossier: Dossier
    telling: tuple[str, ...]
    """The few words that decided."""
    origin: tuple[tuple[str, str], ...]
    """What is known of where it comes from, by name."""
    files: tuple[FileLine, ...]
    topic_options: tuple[tuple[str, str], ...] = tuple((topic, topic) for topic in TOPICS)
    review_options: tuple[tuple[int, str], ...] = ((0, "不同意"), *((days, f"{days} 天后") for days in REVIEWS))

    @property
    def candidate_options(self) -> list[tuple[str, str]]:
        return [(one.value, one.label) for one in self.candidates]


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def show(request: Request, visitor: Visitor) -> Response:
        return await _shown(desk, visitor, str(request.path_params["number"]))

    async def act(request: Request, visitor: Visitor) -> Response:
        number, form = str(request.path_params["number"]), await request.form()
        move = MOVES.get(str(form.get("act", "")))
        if move is None:
            return refused("没有这个操作，什么都没有改。", visitor, 400)
        try:
            facts = () if form["act"] in WITHOUT_VALUE else (move.takes(str(form.get("value", ""))),)
            await do(desk, visitor, move.use_case, move.command, number_of_case(number), *facts)
        except CaseError as error:
            return await _shown(desk, visitor, number, refusal_of(error), 409)
        except (ValueError, KeyError):
            return refused("没有选好，什么都没有改。请回到上一页再选一次。", visitor, 400)
        return RedirectResponse(f"/cases/{number}", status_code=303)

    return [
        Route("/cases/{number}", signed_in(desk, show), methods=["GET"]),
        Route("/cases/{number}", signed_in(desk, act), methods=["POST"]),
    ]


async def _shown(desk: ConsoleDesk, visitor: Visitor, number: str, said: str = "", status: int = 200) -> Response:
    try:
        await do(desk, visitor, read_case, ReadCase, number_of_case(number))
    except (NoSuchCase, ValueError):
        return refused(refusal_of(NoSuchCase(number)), visitor, 404)
    now = desk.clock.now()
    dossier = await desk.ask(desk.work.dossier, number)
    candidates = await desk.candidates(dossier.case.id) if "reassign" in moves_of(dossier.case, visitor) else ()
    page = case_page(dossier, visitor, candidates, now)
    return shown("case.html", visitor, status=status, at=now, page=page, said=said)


def moves_of(case: Case, visitor: Visitor) -> frozenset[str]:
    """What may be tried; whether it may be done is judged when it is."""
    if visitor.desk is None or not visitor.posts & set(visitor.org.desks_over(case)):
        return frozenset()
    in_hand = case.status.is_in_hand
    told = {
        "supervise": in_hand,
        "reassign": in_hand,
        "triage": in_hand and case.triage,
        "extension": in_hand and case.asked_due_at is not None,
        "suspension": in_hand and case.asks_suspension,
        "resume": in_hand and case.suspended,
        "dismissal": case.asks_dismissal,
        "appeal": case.status is Status.APPEALED,
    }
    return frozenset(name for name, so in told.items() if so)


def case_page(dossier: Dossier, visitor: Visitor, candidates: Sequence[Choice], at: datetime) -> CasePage:
    case = dossier.case
    return CasePage(
        row_of(case, visitor.org, at),
        case,
        tuple(lines_of(dossier.history, visitor.org)),
        case.handed_at or case.opened_at,
        moves_of(case, visitor),
        tuple(candidates),
        dossier,
        telling_words(case, visitor.org),
        tuple((name, told) for name, told in _origin(dossier, visitor.org) if told),
        tuple(files_of(case, visitor)),
    )


def _origin(dossier: Dossier, org: Org) -> Iterator[tuple[str, str]]:
    case, entry = dossier.case, dossier.entry
    if case.source is None:
        yield "反映人", "保密" if case.confidential else "匿名" if case.anonymous else case.reporter_name
        return
    yield "来源", source(case.source.value)
    yield "工单号", entry.outside if entry else ""
    yield "录入人", org.label(entry.post) if entry else ""


def lines_of(history: Sequence[Event], org: Org) -> list[Line]:
    before = history[0].at if history else None
    told = []
    for one in history:
        who = actor(one.actor) if not org.knows(one.actor) else org.label(one.actor)
        note = noted(one.what, note_of(one))
        told.append(Line(one.at, happening(one.what.value), who, note, one.at - (before or one.at)))
        before = one.at
    return told
