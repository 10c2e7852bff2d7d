"""Row f: what it costs until the desk is ready, how soon it then answers, and what it holds, against the bare import of the two
libraries."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from bench.desks import COMPLAINT
from bench.rows import ROUNDS, Row
from bot.demo import populate
from tests.live import Bot, Sandbox
from tests.processes import cpu_of, resident_of

MEGABYTES, PATIENCE_SECONDS = 150, 3
NEW_RESIDENT = 9_000_001
ALARM = "我家煤气漏了，头晕，快来人"
IMPORTS = "import aiogram, telegram"
LOOKED_AT = """
import json, sys
sys.argv = ["minhu", *json.loads(sys.argv[1])]
try:
    from bot.cli import main
    main()
except SystemExit:
    pass
print(json.dumps([name for name in ("aiogram", "telegram") if name in sys.modules]), file=sys.stderr)
"""


@dataclass(frozen=True)
class Start:
    cpu: float
    """Seconds until it said that it is ready."""
    answered: float
    """Seconds from then on until a message that was waiting for that moment has its receipt."""
    megabytes: float
    """Resident when an alarm has been raised too: by then every table and jieba's dictionary are loaded."""


def rows() -> Iterator[Row]:
    sandbox = Sandbox(unwatched=True)
    first, *residents = range(NEW_RESIDENT, NEW_RESIDENT + 1 + ROUNDS)
    starts, bare = [], []
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'desk.db'}"
            sandbox.post("people", populate(url) + [{"id": one, "name": f"居民{one}"} for one in (first, *residents)])
            greetings = {one: _say(sandbox, one, "/start") for one in (first, *residents)}
            # not counted: says to every post that it is bound, and leaves byte code behind as an installation does
            started(Bot(sandbox, url, Path(folder)), first)
            assert all(_newest(sandbox, one) > said for one, said in greetings.items()), "not all were greeted"
            for one in residents:
                starts.append(started(Bot(sandbox, url, Path(folder)), one))
                bare.append(imported())
    finally:
        sandbox.stop()
    yield Row(
        "f  minhu run until ready : import aiogram, telegram (CPU)",
        [start.cpu / floor for start, (floor, _) in zip(starts, bare, strict=True)],
        1.5, at_most=True,
        remark=f"{median(start.cpu for start in starts):.2f} s : {median(floor for floor, _ in bare):.2f} s",
    )  # fmt: skip
    yield Row(
        f"f  first message answered after that : {PATIENCE_SECONDS} s",
        [start.answered / PATIENCE_SECONDS for start in starts],
        1, at_most=True,
        remark=f"{median(start.answered for start in starts):.2f} s",
    )  # fmt: skip
    yield Row(
        f"f  resident beyond those imports, demo district loaded : {MEGABYTES} MB",
        [(start.megabytes - floor) / MEGABYTES for start, (_, floor) in zip(starts, bare, strict=True)],
        1, at_most=True,
        remark=f"{median(start.megabytes for start in starts):.0f} MB : {median(floor for _, floor in bare):.0f} MB",
    )  # fmt: skip
    found = {words[0]: loaded(words) for words in (["--help"], ["read", "路灯坏了"])}
    remark = "; ".join(f"minhu {name} imports {', '.join(libraries) or 'neither'}" for name, libraries in found.items())
    yield Row(
        "f  of the two libraries, imported by minhu read and --help", [sum(map(len, found.values()))], 0, True, remark
    )


def started(bot: Bot, resident: int) -> Start:
    """Of a fresh `minhu run`: a process of its own, not a fork."""
    with (bot.folder / "log").open("ab") as log:
        command = [sys.executable, "-m", "bot", "run"]
        process = subprocess.Popen(command, env=_as_installed(bot), stdout=log, stderr=log)
    try:
        cpu, ready = _until_ready(bot, process), time.monotonic()
        _be_answered(bot, process, resident, COMPLAINT)
        answered = time.monotonic() - ready
        _be_answered(bot, process, resident, ALARM)
        return Start(cpu, answered, resident_of(process.pid))
    finally:
        process.terminate()
        process.wait(15)


def _as_installed(bot: Bot) -> dict[str, str]:
    """pip writes byte code, also where this process must not: that of the libraries is there for either side."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | bot.settings | {"PYTHONPYCACHEPREFIX": str(bot.folder / "bytecode")}


def _until_ready(bot: Bot, process: "subprocess.Popen[bytes]") -> float:
    """CPU-seconds that it had used when it was asked, and could say yes: what the question costs is not its own."""
    used = 0.0

    def is_ready() -> bool:
        nonlocal used
        used = cpu_of(process.pid)
        with contextlib.suppress(httpx.HTTPError):
            return client.get(f"http://{bot.listen}/readyz").status_code == httpx.codes.OK
        return False

    with httpx.Client(timeout=5) as client:  # one for all times: a new one takes more than the answer
        _wait(is_ready, bot, process)
    return used


def _be_answered(bot: Bot, process: "subprocess.Popen[bytes]", resident: int, text: str) -> None:
    said = _say(bot.sandbox, resident, text)
    _wait(lambda: _newest(bot.sandbox, resident) > said, bot, process)


def _newest(sandbox: Sandbox, resident: int) -> int:
    return int(sandbox.get(f"chats/{resident}/messages", person=resident, limit=1)[-1]["message_id"])


def _say(sandbox: Sandbox, resident: int, text: str) -> int:
    """The number of the message."""
    return int(sandbox.post(f"chats/{resident}/send", {"person": resident, "text": text})["messages"][-1]["message_id"])


def _wait(done: Callable[[], bool], bot: Bot, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while not done():
        assert process.poll() is None, (bot.folder / "log").read_text()[-2000:]
        assert time.monotonic() < until, "never ready, or never answered"
        time.sleep(0.02)


def imported() -> tuple[float, float]:
    report = f"{IMPORTS}\nimport time, resource\nprint(time.process_time(), open('/proc/self/statm').read().split()[1], resource.getpagesize())"
    out = subprocess.run([sys.executable, "-c", report], check=True, capture_output=True, text=True).stdout
    seconds, pages, size = out.split()
    return float(seconds), int(pages) * int(size) / 1e6


def loaded(words: list[str]) -> list[str]:
    """Which of the two a command has imported when it ends."""
    run = subprocess.run(
        [sys.executable, "-c", LOOKED_AT, json.dumps(words)], capture_output=True, text=True, check=True
    )
    return list(json.loads(run.stderr.strip().splitlines()[-1]))
