"""登记簿导入: a workbook is looked over, its changes are shown, and a second press puts it into use."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.pages.upkeep import Checked
from console.desk import ConsoleDesk
from console.downloads import download
from console.shown import shown
from console.visitors import Visitor, for_district, refused

PATH, MOST_BYTES = "/registry/import", 8_000_000
MOST_HELD = 4
"""Workbooks that wait for their second press; the oldest goes first."""


@dataclass
class Waiting:
    """What was looked over, in this process alone: after a restart it is uploaded again."""

    _held: OrderedDict[tuple[str, str], tuple[bytes, Checked]] = field(default_factory=OrderedDict)

    def keep(self, whose: str, workbook: bytes, seen: Checked) -> str:
        name = secrets.token_urlsafe(16)
        self._held[whose, name] = workbook, seen
        while len(self._held) > MOST_HELD:
            self._held.popitem(last=False)
        return name

    def take(self, whose: str, name: str) -> tuple[bytes, Checked] | None:
        return self._held.pop((whose, name), None)


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    files, waiting = desk.upkeep.registry_files, Waiting()

    def page(visitor: Visitor, found: Checked | None = None, name: str = "", status: int = 200) -> Response:
        return shown("registry-import.html", visitor, status=status, at=desk.clock.now(), found=found, name=name)

    async def show(_: Request, visitor: Visitor) -> Response:
        return page(visitor)

    async def check(request: Request, visitor: Visitor) -> Response:
        sent = (await request.form()).get("workbook")
        if not isinstance(sent, UploadFile) or not (sent.filename or "").lower().endswith(".xlsx"):
            return refused("请选一个 .xlsx 文件。什么也没有写入。", visitor, 400)
        workbook = await sent.read()
        found = await desk.ask(files.check, workbook)
        return page(visitor, found, waiting.keep(visitor.token, workbook, found) if found.can_be_saved else "")

    async def save(request: Request, visitor: Visitor) -> Response:
        held = waiting.take(visitor.token, str((await request.form()).get("name", "")))
        if held is None:
            return refused("没有等着写入的文件：请重新上传一次。什么也没有写入。", visitor, 409)
        workbook, seen = held
        found = await desk.ask(files.save, workbook, seen, visitor.doer)
        if found.saved:
            return page(visitor, found)
        return page(visitor, found, waiting.keep(visitor.token, workbook, found) if found.can_be_saved else "", 409)

    async def present(_: Request, visitor: Visitor) -> Response:
        return download(await desk.ask(files.present, visitor.doer), "台账.xlsx")

    async def template(_: Request, __: Visitor) -> Response:
        return download(await desk.ask(files.template), "台账模板.xlsx")

    return [
        Route(PATH, for_district(desk, show), methods=["GET"]),
        Route(PATH, for_district(desk, check), methods=["POST"]),
        Route("/registry/import/save", for_district(desk, save), methods=["POST"]),
        Route("/registry/workbook", for_district(desk, present)),
        Route("/registry/template", for_district(desk, template)),
    ]
