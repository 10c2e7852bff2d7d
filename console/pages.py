"""The pages of the console: twenty topics behind one guard. Loaded only where the console is switched on."""

from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from console import (
    audit,
    burden,
    case,
    charts,
    export,
    files,
    hotspots,
    knowledge,
    lexicon,
    live,
    months,
    places,
    registry,
    registry_import,
    settings,
    signing,
    today,
    undone,
)
from console.bounds import LARGEST_FORM, Bodies, TooLong
from console.desk import ConsoleDesk
from console.visitors import refused

HERE = Path(__file__).parent
TOPICS = (
    signing,
    live,
    today,
    case,
    places,
    months,
    burden,
    hotspots,
    charts,
    registry,
    registry_import,
    export,
    files,
    audit,
    lexicon,
    knowledge,
    settings,
    undone,
)
"""Each has `routes(desk)`."""


def pages(desk: ConsoleDesk) -> Mount:
    return Mount(
        "/",
        routes=[
            Route("/", _home),
            *(route for topic in TOPICS for route in topic.routes(desk)),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(desk.hosts)),
            Middleware(Bodies, LARGEST_FORM, {registry_import.PATH: registry_import.MOST_BYTES}),
        ],
    )


async def too_long(_: Request, error: Exception) -> Response:
    assert isinstance(error, TooLong)
    return refused(f"发来的太大，最多 {error.most // 1000} KB。什么也没有写入。", None, 413)


async def _home(_: Request) -> Response:
    return RedirectResponse("/today")
