"""The process's own web pages: health, the webhook door and, where it is switched on, the console."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

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
from console.health import Health
from console.metrics import MetricsDoor
from console.visitors import refused
from console.webhook import WebhookDoor

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


@dataclass(frozen=True)
class Views:
    """What is shown, asked for anew at every request. `desk` is None where the console is off."""

    health: Callable[[], Awaitable[Health]]
    desk: ConsoleDesk | None = None
    webhook: WebhookDoor | None = None
    open311: ASGIApp | None = None
    metrics: MetricsDoor | None = None


def console_app(views: Views) -> Starlette:
    routes: list[BaseRoute] = [Route("/healthz", _healthz(views)), Route("/readyz", _readyz(views))]
    if views.webhook is not None:
        routes.append(Route(views.webhook.path, views.webhook.hear, methods=["POST"]))
    if views.open311 is not None:
        routes.append(Mount("/open311/v2", views.open311))
    if views.metrics is not None:
        routes.append(Route(views.metrics.path, views.metrics.show))
    if views.desk is not None:
        routes.append(_pages(views.desk))
    return Starlette(routes=routes, exception_handlers={TooLong: _too_long})


def _pages(desk: ConsoleDesk) -> Mount:
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


def _healthz(views: Views) -> Callable[[Request], Awaitable[Response]]:
    async def healthz(_: Request) -> Response:
        return JSONResponse((await views.health()).as_json(), headers={"Cache-Control": "no-store"})

    return healthz


def _readyz(views: Views) -> Callable[[Request], Awaitable[Response]]:
    async def readyz(_: Request) -> Response:
        status = (await views.health()).status
        return JSONResponse({"status": status}, status_code=503 if status == "starting" else 200)

    return readyz


async def _too_long(_: Request, error: Exception) -> Response:
    assert isinstance(error, TooLong)
    return refused(f"发来的太大，最多 {error.most // 1000} KB。什么也没有写入。", None, 413)


async def _home(_: Request) -> Response:
    return RedirectResponse("/today")
