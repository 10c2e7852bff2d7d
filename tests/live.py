"""The real parts for tests that need all of them: a sandbox server, a bot process, and time to wait for quiet."""

import contextlib
import gc
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from tests.databases import Prepared, copied

TOKEN = "4242:AAlivetesttokenlivetesttoken0000000"
GAS = "0391-0000001"
PATIENCE = 30.0
LOADED = [
    "bot.app",
    "bot.exchange",
    "bot.open311",
    "bot.pages",
    "bot.shapes",
    "bot.upkeep",
    "console.pages",
    "nlp.reader",
    "shapely",
    "psycopg",
]
"""Beforehand, once for all: also what a bot loads only for those who want it."""


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class Sandbox:
    """The sandbox as its own process, with its control API at hand and its events collected as they come, unless it is
    `unwatched`: in a battery there are too many of them."""

    def __init__(self, *, unwatched: bool = False) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.http = httpx.Client(base_url=self.url, timeout=30)
        self.events: list[dict[str, Any]] = []
        port = self.url.rpartition(":")[2]
        self._process = subprocess.Popen([sys.executable, "-m", "sandbox", "--port", port, "--token", TOKEN])
        self._wait()
        self._unwatched = unwatched
        if not unwatched:
            threading.Thread(target=self._listen, daemon=True).start()

    def _wait(self) -> None:
        for _ in range(150):
            with contextlib.suppress(httpx.TransportError):
                if self.http.get("/api/clock").status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the sandbox did not start")

    def _listen(self) -> None:
        with (
            contextlib.suppress(httpx.HTTPError),
            httpx.stream("GET", f"{self.url}/api/events", timeout=None) as stream,
        ):
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    self.events.append(json.loads(line[5:]) | {"seen": time.monotonic()})

    def get(self, path: str, **query: Any) -> Any:
        answer = self.http.get(f"/api/{path}", params=query)
        assert answer.is_success, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None) -> Any:
        answer = self.http.post(f"/api/{path}", json=body if body is not None else {})
        assert answer.is_success, answer.text
        return answer.json()

    def press(self, chat: int, person: int, message: int, data: str) -> bool:
        """False where the button is no longer there."""
        wish = {"person": person, "message_id": message, "data": data}
        answer = self.http.post(f"/api/chats/{chat}/press", json=wish)
        assert answer.is_success or answer.status_code == httpx.codes.CONFLICT, answer.text
        return answer.is_success

    def is_quiet(self) -> bool:
        """Every update was fetched and confirmed, and every event has been seen here."""
        waiting = self.get("updates")
        seen = self._unwatched or (bool(self.events) and self.events[-1]["seq"] >= waiting["seq"])
        return not waiting["pending"] and seen

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


def _run_bot(settings: dict[str, str], log: str) -> None:
    """Runs in a forked process: the command line's own `run`, with these settings."""
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.environ.update(settings)
    time.tzset()  # they may name another zone
    gc.freeze()  # what the parent had imported need not be looked through again and again
    from bot.cli import main

    sys.argv = ["minhu", "run"]
    main()


@dataclass
class Bot:
    """`minhu run` as a process of its own, forked from one that has done the imports."""

    sandbox: Sandbox
    database_url: str
    folder: Path
    """Where its log goes."""
    more: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.listen = f"127.0.0.1:{free_port()}"
        self.log = self.folder / f"bot-{self.listen.rpartition(':')[2]}.log"
        self._process: Any = None

    @property
    def settings(self) -> dict[str, str]:
        return {
            "MINHU_BOT_TOKEN": TOKEN,
            "MINHU_BOT_API_URL": self.sandbox.url,
            "MINHU_KNOWLEDGE": "demo",
            "MINHU_CLOCK_URL": f"{self.sandbox.url}/api/clock",
            "MINHU_DATABASE_URL": self.database_url,
            "MINHU_LISTEN": self.listen,
            "MINHU_GAS_HOTLINE": GAS,
            "MINHU_PRIVACY_KEY": "k" * 64,
            "MINHU_LOG_LEVEL": "WARNING",
            "MINHU_DIGEST_CHART": "off",  # one transcript has it; drawing takes a second of two slow cores
            "MINHU_UNDO_SECONDS": "0",  # the resident hears of a step in the same moment
            "MINHU_PACE": "none",  # dozens of cards for one worker would take a minute at Telegram's
        } | self.more

    def start(self, *, settled: bool = True) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(LOADED)
        self._process = context.Process(target=_run_bot, args=(self.settings, str(self.log)), daemon=True)
        self._process.start()
        if settled:
            self.settle()

    @property
    def pid(self) -> int:
        return int(self._process.pid)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self._process.join(5)

    def stop(self) -> None:
        if self._process is not None and self._process.is_alive():
            os.kill(self._process.pid, signal.SIGTERM)
            self._process.join(12)
            assert self._process.exitcode is not None, "the bot did not stop in 12 s"

    def health(self) -> dict[str, Any]:
        return dict(httpx.get(f"http://{self.listen}/healthz", timeout=5).json())

    def wait_until_ready(self, patience: float = PATIENCE) -> None:
        """It hears and looks; what waits may be many things still."""
        until = time.monotonic() + patience
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if self.health()["status"] != "starting":
                    return
            assert time.monotonic() < until, f"never ready\n{self.log.read_text()[-3000:]}"
            time.sleep(0.02)

    def settle(self, patience: float = PATIENCE) -> None:
        """Waits until every update was handled, every due message sent, and a sweep has seen the present time."""
        quiet, until = 0, time.monotonic() + patience
        now = datetime.fromisoformat(self.sandbox.get("clock")["now"])
        while quiet < 2:
            if time.monotonic() > until:
                raise AssertionError(f"never quiet: {self._last()}\n{self.log.read_text()[-3000:]}")
            quiet = quiet + 1 if self.is_quiet(now) else 0
            time.sleep(0.02)

    def _last(self) -> object:
        with contextlib.suppress(httpx.HTTPError):
            return self.health(), self.sandbox.get("updates")
        return "no answer from the bot"

    def is_quiet(self, now: datetime) -> bool:
        """Nothing is left to do, here or at the sandbox, up to this moment of the desk's clock."""
        with contextlib.suppress(httpx.HTTPError, KeyError):
            health = self.health()
            swept = health["swept_at"] and datetime.fromisoformat(health["swept_at"])
            idle = not health["inbox"] and not health["pictures"] and not health["outbox"] and health["status"] == "ok"
            return bool(idle and swept and swept >= now and self.sandbox.is_quiet())
        return False


@contextlib.contextmanager
def live_bot(sandbox: Sandbox, prepared: Prepared, folder: Path, **more: str) -> Iterator[Bot]:
    """A bot on a fresh copy of a prepared database, started and in the end stopped."""
    with copied(prepared, folder) as url:
        bot = Bot(sandbox, url, folder, more)
        bot.start()
        try:
            yield bot
        finally:
            bot.stop()
