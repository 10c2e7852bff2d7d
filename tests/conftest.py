"""Options and parts that several rooms' tests share."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo import populate
from cases.registry import Level
from storage.registry_files.demo import demo_registry
from tests.live import Sandbox

STATIONS_KEPT = {"大寨村", "韩愈路社区", "南张村"}


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
    """A database with the demo district in it and its posts bound to people of the sandbox. Of the stations only a few
    answer: over a hundred empty digests at the pace Telegram allows would cost every test four seconds."""
    database = tmp_path_factory.mktemp("district") / "district.db"
    sandbox.post("people", populate(f"sqlite:///{database}"))
    quiet = [a.code for a in demo_registry().areas if a.level is Level.VILLAGE and a.name not in STATIONS_KEPT]
    with contextlib.closing(sqlite3.connect(database)) as db, db:  # closed, so that the one file holds it all
        db.executemany("DELETE FROM binding WHERE post = ?", [(code,) for code in quiet])
    return database
