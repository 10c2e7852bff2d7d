"""今日: what is open in one's own territory, most pressing first, to be filtered, searched and acted on."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from cases.commands import SetTopic
from cases.errors import CaseError
from cases.model import Case
from cases.org import Org
from cases.pages.work import Asked, Numbers, Only, Queue
from cases.reading import TOPICS, Severity
from cases.supervision import triage_case
from console.desk import ConsoleDesk
from console.numbers import number_of_case, whole_number
from console.shown import shown
from console.visitors import Visitor, do, refusal_of, refused, signed_in
from console.words import TONE, day_and_time, spoken
from texts.words import status

SHOWN, LAST_PAGE = 50, 10_000
FILTERS = {
    Only.ALL: "全部在办",
    Only.LATE: "超时",
    Only.TODAY: "今天到期",
    Only.CRITICAL: "特急",
    Only.DECIDE: "等您定",
    Only.TRIAGE: "待分派",
    Only.NO_OWNER: "无主",
    Only.STANDING: "停表（等居民、挂账）",
    Only.RESOLVED: "等居民认可",
}


@dataclass(frozen=True, slots=True)
class Row:
    number: str
    matter: str
    place: str
    holder: str
    status: str
    severity: Severity
    tone: str
    """A CSS class: critical, urgent or normal."""
    due: str
    late: bool
    marks: tuple[str, ...]
    topics: tuple[str, ...]
    """Where it waits to be sorted: the likeliest, one tap each."""


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    count: int
    link: str
    here: bool


@dataclass(frozen=True, slots=True)
class Today:
    numbers: Numbers
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    found: int
    words: str
    only: Only
    here: str
    """Link to this very list."""
    earlier: str
    """Link to the page before, "" on the first."""
    later: str


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def page(request: Request, visitor: Visitor, said: str = "", status: int = 200) -> Response:
        asked, now = asked_in(request.query_params), desk.clock.now()
        seen = await desk.ask(desk.work.newest)  # before the cases: what happens meanwhile is told again, never missed
        numbers = await desk.ask(desk.work.numbers, visitor.scope, now)
        queue = await desk.ask(desk.work.queue, visitor.scope, asked, now)
        listed = today(numbers, queue, asked, visitor.org, now)
        return shown("today.html", visitor, status=status, at=now, seen=seen, page=listed, said=said)

    async def show(request: Request, visitor: Visitor) -> Response:
        return await page(request, visitor)

    async def sort(request: Request, visitor: Visitor) -> Response:
        form, asked = await request.form(), asked_in(request.query_params)
        try:
            number, topic = number_of_case(str(form.get("number", ""))), topic_in(str(form.get("topic", "")))
            await do(desk, visitor, triage_case, SetTopic, number, topic)
        except CaseError as error:
            return await page(request, visitor, refusal_of(error), 409)
        except ValueError:
            return refused("没有选好，什么都没有改。请回到上一页再选一次。", visitor, 400)
        return RedirectResponse(_link(asked.only, asked.words, asked.page), status_code=303)

    return [
        Route("/today", signed_in(desk, show), methods=["GET"]),
        Route("/today", signed_in(desk, sort), methods=["POST"]),
    ]


def topic_in(said: str) -> str:
    """Raises ValueError for what is none."""
    if said not in TOPICS:
        raise ValueError(said)
    return said


def asked_in(query: QueryParams) -> Asked:
    """What is no filter and no page is the first of each."""
    only, page = query.get("only", ""), query.get("page", "")
    return Asked(
        Only(only) if only in set(Only) else Only.ALL,
        query.get("words", "").strip()[:50],
        min(whole_number(page) or 1, LAST_PAGE),
        SHOWN,
    )


def today(numbers: Numbers, queue: Queue, asked: Asked, org: Org, at: datetime) -> Today:
    """`at` must be in the desk's zone: its date is what 今天 means."""
    last = -(-queue.found // asked.size)
    return Today(
        numbers,
        tuple(_tab(only, name, numbers, asked) for only, name in FILTERS.items()),
        tuple(row_of(case, org, at) for case in queue.cases),
        queue.found,
        asked.words,
        asked.only,
        _link(asked.only, asked.words, asked.page),
        _link(asked.only, asked.words, asked.page - 1) if asked.page > 1 else "",
        _link(asked.only, asked.words, asked.page + 1) if asked.page < last else "",
    )


def _tab(only: Only, name: str, numbers: Numbers, asked: Asked) -> Tab:
    count = numbers.open if only is Only.ALL else getattr(numbers, only.value)
    return Tab(name, count, _link(only, asked.words, 1), only is asked.only)


def _link(only: Only, words: str, page: int) -> str:
    told = {"only": only.value if only is not Only.ALL else "", "words": words, "page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in told.items() if value})
    return f"/today?{query}" if query else "/today"


def row_of(case: Case, org: Org, at: datetime) -> Row:
    return Row(
        number=case.number,
        matter=case.matter or case.topic,
        place="待核" if case.place_pending else case.place or org.unit_label(case.unit),
        holder=org.label(case.holder),
        status=status(case.status),
        severity=case.severity,
        tone=TONE[case.severity],
        due=due_of(case, at),
        late=case.is_late(at),
        marks=_marks(case),
        topics=tuple(one for one in case.top3 if one in TOPICS) if case.triage and case.status.is_in_hand else (),
    )


def due_of(case: Case, at: datetime) -> str:
    if not case.status.is_in_hand:
        return ""
    if case.is_late(at):
        return f"超 {spoken((case.paused_at or at) - case.due_at)}"
    if case.paused_at is not None:
        return "停表"
    return f"{day_and_time(case.due_at, at)} 前"


def _marks(case: Case) -> tuple[str, ...]:
    told = {
        "督办": case.supervised_at is not None,
        f"重办 {case.reopened} 次": case.reopened > 0,
        f"催 {case.urged} 次": case.urged > 0,
        "涉及基层人员": case.conflict,
        "保密": case.confidential,
        "长期件": case.long_term,
        "挂账": case.suspended,
        f"牵头 {case.joined} 件": case.joined > 0,
    }
    return tuple(mark for mark, so in told.items() if so)
