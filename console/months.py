"""排名与三率, 吹哨台账: a month of a desk as the chat tells it, and the district's as a workbook."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.monthly import take_month
from cases.months import Month, month_of, written
from cases.signing_commands import TakeMonth
from console.desk import ConsoleDesk
from console.places import is_desk
from console.shown import GUARDS, shown
from console.visitors import Visitor, do, refused, signed_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    async def ranking(request: Request, visitor: Visitor) -> Response:
        now, chosen = desk.clock.now(), _chosen(request, desk.clock.now())
        if chosen is None or visitor.desk is None:
            return _no_month(visitor)
        page = await desk.rules.ranking(visitor.desk, chosen.month)
        return shown("ranking.html", visitor, at=now, page=page, chosen=chosen)

    async def whistles(request: Request, visitor: Visitor) -> Response:
        now, chosen = desk.clock.now(), _chosen(request, desk.clock.now())
        if chosen is None or visitor.desk is None:
            return _no_month(visitor)
        page = await desk.rules.whistles(visitor.desk, chosen.month)
        return shown("whistles.html", visitor, at=now, page=page, chosen=chosen)

    async def book(request: Request, visitor: Visitor) -> Response:
        chosen = _chosen(request, desk.clock.now())
        if chosen is None:
            return _no_month(visitor)
        await do(desk, visitor, take_month, TakeMonth, chosen.month)
        named = {"Content-Disposition": f'attachment; filename="minhu-{chosen.month}.xlsx"'}
        return Response(await desk.rules.month_book(chosen.month), media_type=XLSX, headers={**GUARDS, **named})

    return [
        Route("/ranking", signed_in(desk, ranking, allowed=is_desk)),
        Route("/whistles", signed_in(desk, whistles, allowed=is_desk)),
        Route("/month.xlsx", signed_in(desk, book, allowed=lambda visitor: visitor.is_district), methods=["POST"]),
    ]


def _chosen(request: Request, at: datetime) -> Chosen | None:
    """The running month where none is asked for; None where what is asked for is no month, or has not come."""
    running, asked = month_of(at), request.query_params.get("month", "")
    month = written(asked) if asked else running
    if month is None or (month.year, month.month) > (running.year, running.month):
        return None
    return Chosen(month, str(month.before), str(month.next) if month != running else "")


def _no_month(visitor: Visitor) -> Response:
    return refused("没有这个月份。请写成 2026-02 这样，最晚到本月。", visitor, 400)
