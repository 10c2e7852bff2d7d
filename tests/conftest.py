"""Options and parts that several rooms' tests share."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from bot.demo import populate
from cases.registry import Level, Registry
from storage.engine import open_engine
from storage.registry_files.demo import demo_registry
from storage.tables import binding
from tests.databases import ENGINES, EngineName, Prepared, prepare
from tests.live import Sandbox
from tests.postgres import Server

STATIONS_KEPT = {"大寨村", "韩愈路社区", "南张村"}
"""Of the stations only a few answer: over a hundred empty digests a day would cost every test of the ladder seconds, and
at the pace Telegram allows four."""


def desks_that_answer(registry: Registry) -> list[str]:
    """Codes of the areas whose desks are bound to a chat."""
    return [a.code for a in registry.areas if a.level is not Level.VILLAGE or a.name in STATIONS_KEPT]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-transcripts", action="store_true", help="write what happened into tests/transcripts")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One PostgreSQL server for the session."""
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> EngineName:
    """Whoever asks for it runs once on each engine."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def server(engine: EngineName, request: pytest.FixtureRequest) -> Server | None:
    """The server of the engine, for `databases.prepare`; None for SQLite."""
    return request.getfixturevalue("postgres") if engine == "postgresql" else None


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox server for the session, peopled like the demo district."""
    server = Sandbox()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def district(sandbox: Sandbox, server: Server | None, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A database with the demo district in it and its posts bound to people of the sandbox, on each engine."""

    def fill(url: str) -> None:
        sandbox.post("people", populate(url))
        registry = demo_registry()
        quiet = registry.area.keys() - desks_that_answer(registry)
        engine = open_engine(url)
        with engine.begin() as db:
            db.execute(delete(binding).where(binding.c.post.in_(quiet)))
        engine.dispose()  # so that the one file holds it all

    return prepare(server, tmp_path_factory.mktemp("district"), fill)
