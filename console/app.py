"""The process's own web pages: health, the webhook door and, where it is switched on, the console."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from console.bounds import TooLong
from console.health import Health
from console.metrics import MetricsDoor
from console.webhook import WebhookDoor

if TYPE_CHECKING:
    from console.desk import ConsoleDesk


@dataclass(frozen=True)
class Views:
    """What is shown, asked for anew at every request. `desk` is None where the console is off."""

    health: Callable[[], Awaitable[Health]]
    desk: "ConsoleDesk | None" = None
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
    if views.desk is None:
        return Starlette(routes=routes)
    from console.pages import pages, too_long  # with their templates: a desk that shows none is spared them

    routes.append(pages(views.desk))
    return Starlette(routes=routes, exception_handlers={TooLong: too_long})


def _healthz(views: Views) -> Callable[[Request], Awaitable[Response]]:
    async def healthz(_: Request) -> Response:
        return JSONResponse((await views.health()).as_json(), headers={"Cache-Control": "no-store"})

    return healthz


def _readyz(views: Views) -> Callable[[Request], Awaitable[Response]]:
    async def readyz(_: Request) -> Response:
        status = (await views.health()).status
        return JSONResponse({"status": status}, status_code=503 if status == "starting" else 200)

    return readyz
