"""A real HTTP server on a free port, with a fresh sandbox behind it for every test."""

from collections.abc import Iterator

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.server.app import build
from tests.sandbox.desk import ANNA, BO, CHEN, Desk
from tests.sandbox.judge import MISSING, SCHEMA
from tests.waiting import serving


class Swap:
    """One server for the whole run; each test puts its own sandbox behind it."""

    def __init__(self) -> None:
        self.app: ASGIApp = build()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def swap() -> Iterator[tuple[Swap, str]]:
    """The running server and where it listens."""
    swap = Swap()
    with serving(swap, proxy_headers=False, timeout_graceful_shutdown=1) as url:
        yield swap, url


@pytest.fixture
def base_url(swap: tuple[Swap, str]) -> str:
    """Where a fresh sandbox listens."""
    swap[0].app = build(seed=7)
    return swap[1]


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    """One client for all tests: making one costs more than most tests."""
    with httpx.Client(timeout=70, trust_env=False) as client:
        yield client


@pytest.fixture
def desk(base_url: str, http: httpx.Client) -> Iterator[Desk]:
    """A bot, and three people who have pressed START."""
    desk = Desk(base_url, http)
    names = {ANNA: "王秀兰", BO: "李建国", CHEN: "陈芳"}
    desk.post("people", [{"id": key, "name": name, "started": True} for key, name in names.items()])
    yield desk
    desk.post("reset")  # a webhook left behind would go on pushing


@pytest.fixture
def schema() -> None:
    """Skip without the schema, with a clear line."""
    if not SCHEMA.exists():
        pytest.skip(MISSING)
