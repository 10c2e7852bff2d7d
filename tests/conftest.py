"""Options and parts that several rooms' tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import Sandbox


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-transcripts", action="store_true", help="write what happened into tests/transcripts")


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox server for the session, peopled like the demo district."""
    server = Sandbox()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def district(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo district in it and every post bound to a person of the sandbox."""
    from bot.demo import populate

    database = tmp_path_factory.mktemp("district") / "district.db"
    sandbox.post("people", populate(f"sqlite:///{database}"))
    return database
