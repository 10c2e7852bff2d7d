"""The process's own web pages: health, the webhook door and, where it is open, the read-only pages 今日 and 消息故障."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from console.health import Health
from console.metrics import MetricsDoor
from console.today import Today
from console.undone import Undone
from console.webhook import WebhookDoor

HERE = Path(__file__).parent
PAGES = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"]
GUARDS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Pages:
    today: Callable[[], Awaitable[Today]]
    undone: Callable[[], Awaitable[Undone]]


@dataclass(frozen=True)
class Views:
    """What is shown, asked for anew at every request. `pages` is None where the console is off."""

    health: Callable[[], Awaitable[Health]]
    pages: Pages | None = None
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
    if views.pages is not None:
        routes.append(_pages(views, views.pages))
    return Starlette(routes=routes)


def _pages(views: Views, pages: Pages) -> Mount:
    """Open pages answer to local names only: another site's name pointed at this machine gets nothing."""
    return Mount(
        "/",
        routes=[
            Route("/", _home),
            Route("/today", _today(views, pages)),
            Route("/dead-letters", _undone(pages)),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=LOCAL_NAMES)],
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


async def _home(_: Request) -> Response:
    return RedirectResponse("/today")


def _today(views: Views, pages: Pages) -> Callable[[Request], Awaitable[Response]]:
    async def today(_: Request) -> Response:
        health = await views.health()
        return _shown("today.html", page=await pages.today(), undone=health.dead + health.parked)

    return today


def _undone(pages: Pages) -> Callable[[Request], Awaitable[Response]]:
    async def undone(_: Request) -> Response:
        return _shown("dead-letters.html", page=await pages.undone())

    return undone


def _shown(template: str, **facts: object) -> Response:
    return HTMLResponse(PAGES.get_template(template).render(facts), headers=GUARDS)
