"""排名与三率, 吹哨台账: a month of a desk as the chat tells it, and the district's as a workbook."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.messages import Ranking, WhistleLedger
from cases.model import PostCode
from cases.monthly import take_month
from cases.months import Month, month_of, written
from cases.signing_commands import TakeMonth
from console.desk import ConsoleDesk
from console.downloads import download
from console.shown import shown
from console.visitors import DeskPage, Visitor, do, for_desk, for_district, refused


@dataclass(frozen=True, slots=True)
class Chosen:
    """The month that is looked at, with its neighbours. `later` is "" in the running one."""

    month: Month
    earlier: str
    later: str

    @property
    def name(self) -> str:
        return f"{self.month.year} 年 {self.month.month} 月"


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def book(request: Request, visitor: Visitor) -> Response:
        chosen = _chosen(request, desk.clock.now())
        if chosen is None:
            return _no_month(visitor)
        await do(desk, visitor, take_month, TakeMonth, chosen.month)
        return download(await desk.rules.month_book(chosen.month), f"minhu-{chosen.month}.xlsx")

    return [
        Route("/ranking", for_desk(desk, _month(desk, "ranking.html", desk.rules.ranking))),
        Route("/whistles", for_desk(desk, _month(desk, "whistles.html", desk.rules.whistles))),
        Route("/month.xlsx", for_district(desk, book), methods=["POST"]),
    ]


def _month(
    desk: ConsoleDesk, template: str, rule: Callable[[PostCode, Month], Awaitable[Ranking | WhistleLedger]]
) -> DeskPage:
    async def show(request: Request, visitor: Visitor, post: PostCode) -> Response:
        now = desk.clock.now()
        chosen = _chosen(request, now)
        if chosen is None:
            return _no_month(visitor)
        return shown(template, visitor, at=now, page=await rule(post, chosen.month), chosen=chosen)

    return show


def _chosen(request: Request, at: datetime) -> Chosen | None:
    """The running month where none is asked for; None where what is asked for is no month, or has not come."""
    running, asked = month_of(at), request.query_params.get("month", "")
    month = written(asked) if asked else running
    if month is None or (month.year, month.month) > (running.year, running.month):
        return None
    return Chosen(month, str(month.before), str(month.next) if month != running else "")


def _no_month(visitor: Visitor) -> Response:
    return refused("没有这个月份。请写成 2026-02 这样，最晚到本月。", visitor, 400)
