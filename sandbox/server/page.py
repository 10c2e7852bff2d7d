"""The phones page, when it is there: static parts and one template that begins with the state as it is."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from sandbox.server.control import state
from sandbox.server.house import House

PAGE = Path(__file__).parent.parent / "page"
NO_PAGE = "民呼必应沙盒在运行，手机页面还没有装上。Bot API 在 /bot<TOKEN>/<method>，控制接口在 /api/state。"


def routes(house: House) -> list[BaseRoute]:
    """`/` and `/static`."""
    templates = Jinja2Templates(directory=PAGE / "templates")

    async def index(request: Request) -> Response:
        if not (PAGE / "templates" / "index.html").exists():
            return PlainTextResponse(NO_PAGE)
        context = {"state": state(house), "bot": house.world.bot.me(), "bot_username": house.world.bot.username}
        return templates.TemplateResponse(request, "index.html", context, headers={"Cache-Control": "no-store"})

    static = StaticFiles(directory=PAGE / "static", check_dir=False)
    return [Route("/", index), Mount("/static", static)]
