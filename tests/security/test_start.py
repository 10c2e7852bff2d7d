"""At its start the desk speaks to nobody but whom it was told to speak to: no look for updates, no counting, no fonts from afar."""

import ast
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest

from tests.databases import Prepared, copied
from tests.live import Bot, Sandbox, free_port

ROOT = Path(__file__).parents[2]
NOTING = """
import os, sys

def note(event, args):
    if event in {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}:
        address = args[1] if event in {"socket.connect", "socket.sendto"} else args[:2]
        line = f"{event.rpartition('.')[2]} {address!r}\\n"
        out = os.open(os.environ["SPOKEN_TO"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(out, line.encode())
        os.close(out)

sys.addaudithook(note)
"""
"""Read by every Python process before anything else, also by those that it starts."""


class Ear:
    """What the processes that are given `environment` connect to."""

    def __init__(self, folder: Path) -> None:
        (folder / "sitecustomize.py").write_text(NOTING, "utf-8")
        self._heard = folder / "spoken-to"
        path = os.pathsep.join([str(folder), str(ROOT)])
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MINHU_")}
        self.environment = kept | {"PYTHONPATH": path, "SPOKEN_TO": str(self._heard)}

    def spoken_to(self) -> set[tuple[str, int]]:
        """Host and port of everything that was connected to or looked up."""
        lines = self._heard.read_text().splitlines() if self._heard.exists() else []
        found = [ast.literal_eval(line.partition(" ")[2]) for line in lines]
        return {(str(host), int(port or 0)) for host, port, *_ in (one for one in found if isinstance(one, tuple))}


@pytest.fixture
def ear(tmp_path: Path) -> Ear:
    folder = tmp_path / "ear"
    folder.mkdir()
    return Ear(folder)


@contextmanager
def running(ear: Ear, arguments: list[str], folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder, env=ear.environment | settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.stdout
        process.stdout.close()


def test_the_service_connects_to_the_messenger_it_was_given_and_to_nobody_else(
    ear: Ear, sandbox: Sandbox, district: Prepared, tmp_path: Path
) -> None:
    with copied(district, tmp_path) as url:
        bot = Bot(sandbox, url, tmp_path, {"MINHU_DIGEST_CHART": "on", "MINHU_CONSOLE": "on", "MINHU_OPEN311": "read"})
        with running(ear, ["run"], tmp_path, **bot.settings):
            bot.wait_until_ready()
            page = httpx.get(f"http://{bot.listen}/sign-in")
            bot.settle()
    assert page.status_code == 200
    server = httpx.URL(sandbox.url)
    allowed = {("127.0.0.1", server.port)}
    if url.startswith("postgresql"):
        allowed |= {one for one in ear.spoken_to() if one[0] in url and str(one[1]) in url}
    assert ear.spoken_to() - {(host, 0) for host, _ in allowed} == allowed


def test_the_demo_leaves_this_machine_alone(ear: Ear, tmp_path: Path) -> None:
    port = free_port()
    with running(ear, ["demo", "--port", str(port), "--no-browser"], tmp_path) as demo:
        assert demo.stdout
        assert "示范区" in demo.stdout.readline()
        assert f":{port}/" in demo.stdout.readline()
        time.sleep(1)
    assert ear.spoken_to()
    assert {host for host, _ in ear.spoken_to() if not ip_address(host).is_loopback} == set()


def test_the_ear_hears(ear: Ear) -> None:
    program = "import socket\ntry: socket.create_connection(('192.0.2.1', 9), timeout=0.01)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", program], env=ear.environment, check=True)
    assert ("192.0.2.1", 9) in ear.spoken_to()
