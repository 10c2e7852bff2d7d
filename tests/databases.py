"""Databases for tests, on either engine: prepared once, copied for each test, gone afterwards."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from tests.postgres import Server, name_of

EngineName = Literal["sqlite", "postgresql"]
ENGINES: tuple[EngineName, ...] = ("sqlite", "postgresql")


class Prepared(Protocol):
    """A database that is only copied from then on."""

    def copy(self, folder: Path) -> str:
        """The url of a fresh copy; `folder` is the test's own."""
        ...

    def drop(self, url: str) -> None: ...


@dataclass(frozen=True)
class PreparedFile:
    path: Path

    def copy(self, folder: Path) -> str:
        return f"sqlite:///{shutil.copy(self.path, folder / 'desk.db')}"

    def drop(self, url: str) -> None:
        """Its folder goes by itself."""


@dataclass(frozen=True)
class PreparedDatabase:
    server: Server
    name: str

    def copy(self, folder: Path) -> str:
        return self.server.new(self.name)

    def drop(self, url: str) -> None:
        self.server.drop(url)


def prepare(server: Server | None, folder: Path, fill: Callable[[str], object]) -> Prepared:
    """`fill` is given the url of an empty database, in a file of `folder` where there is no server."""
    if server is None:
        fill(f"sqlite:///{folder / 'prepared.db'}")
        return PreparedFile(folder / "prepared.db")
    url = server.new()
    fill(url)
    return PreparedDatabase(server, name_of(url))


@contextmanager
def copied(prepared: Prepared, folder: Path) -> Iterator[str]:
    url = prepared.copy(folder)
    try:
        yield url
    finally:
        prepared.drop(url)
