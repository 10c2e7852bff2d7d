"""Child processes of the demo: started apart from our terminal, waited for, and stopped in order."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
STOP_SECONDS = 12
PATIENCE_SECONDS = 90.0


class DidNotStart(Exception):
    """One Chinese line: which part, and where its log is."""


class Child:
    def __init__(self, name: str, module: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name, self._log = name, log
        with log.open("ab") as out:
            # its own session: Ctrl-C is for us alone, and we stop the parts one after the other
            self._process = subprocess.Popen(
                [sys.executable, "-m", *module], env=dict(environment), cwd=log.parent, stdout=out, stderr=out,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    @property
    def is_over(self) -> bool:
        return self._process.poll() is not None

    def wait_for(self, url: str) -> None:
        """Until `url` answers 200. Raises DidNotStart."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and not self.is_over:
            if answers(url):
                return
            time.sleep(0.1)
        raise self.obituary()

    def obituary(self) -> DidNotStart:
        return DidNotStart(f"{self.name}{'停了' if self.is_over else '没有回应'}，原因见 {self._log}")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def running(name: str, module: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[Child]:
    child = Child(name, module, environment, log)
    try:
        yield child
    finally:
        child.stop()


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def is_free(port: int) -> bool:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port_after(port: int) -> int:
    """The next port nobody uses, so that the addresses of a demo stay close together."""
    others = chain(range(port + 1, 65536), range(1024, port))
    return next(filter(is_free, others))
