"""导出: every table as a workbook, each download noted with who took it."""

import asyncio
import os
from pathlib import Path
from tempfile import mkstemp

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.deeds import Doer
from cases.months import Month, month_of, written
from cases.pages.upkeep import Tables
from console.desk import ConsoleDesk
from console.downloads import download_once
from console.shown import shown
from console.visitors import Visitor, for_district, refused


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    tables, one_at_a_time = desk.upkeep.tables, asyncio.Lock()

    async def show(_: Request, visitor: Visitor) -> Response:
        now = desk.clock.now()
        return shown("export.html", visitor, at=now, tables=tables.titles, monthly=tables.monthly, month=month_of(now))

    async def take(request: Request, visitor: Visitor) -> Response:
        table, said = str(request.path_params["table"]), request.query_params.get("month", "")
        month = written(said) if said else None
        if table not in tables.titles or (said and month is None):
            return refused("没有这张表，或者月份不对：月份要写成 2026-02 的样子。", visitor, 404)
        async with one_at_a_time:
            path = await desk.ask(file_of, tables, table, month, visitor.doer)
        return download_once(path, f"{tables.titles[table]}{f' {month}' if month else ''}.xlsx")

    return [Route("/export", for_district(desk, show)), Route("/export/{table}", for_district(desk, take))]


def file_of(tables: Tables, table: str, month: Month | None, by: Doer) -> Path:
    """For whoever asks to send and to remove."""
    handle, name = mkstemp(suffix=".xlsx")
    os.close(handle)
    path = Path(name)
    try:
        tables.write(table, month, path, by)
    except BaseException:
        path.unlink()
        raise
    return path
