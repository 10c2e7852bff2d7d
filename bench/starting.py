"""Row f: what it costs until the desk is ready, and what it holds, against the bare import of the two libraries."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.rows import ROUNDS, Row
from bot.demo import populate
from tests.live import Bot, Sandbox
from tests.processes import cpu_of, resident_of

MEGABYTES = 150
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


def rows() -> Iterator[Row]:
    sandbox = Sandbox(unwatched=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'desk.db'}"
            populate(url)
            once = Bot(sandbox, url, Path(folder))  # says to every post that it is bound
            once.start()
            once.stop()
            desks = [ready(Bot(sandbox, url, Path(folder))) for _ in range(ROUNDS)]
    finally:
        sandbox.stop()
    bare = [imported() for _ in range(ROUNDS)]
    middle = ROUNDS // 2
    cpu = [f"{sorted(seconds for seconds, _ in some)[middle]:.2f} s" for some in (desks, bare)]
    yield Row(
        "f  minhu run until ready : import aiogram, telegram (CPU)",
        [ours / floor for (ours, _), (floor, _) in zip(desks, bare, strict=True)],
        1.5, at_most=True, remark=" : ".join(cpu),
    )  # fmt: skip
    more = [(ours - floor) / MEGABYTES for (_, ours), (_, floor) in zip(desks, bare, strict=True)]
    held = [f"{sorted(megabytes for _, megabytes in some)[middle]:.0f} MB" for some in (desks, bare)]
    name = f"f  resident beyond those imports, demo district loaded : {MEGABYTES} MB"
    yield Row(name, more, 1, at_most=True, remark=" : ".join(held))
    found = {words[0]: loaded(words) for words in (["--help"], ["read", "路灯坏了"])}
    remark = "; ".join(f"minhu {name} imports {', '.join(libraries) or 'neither'}" for name, libraries in found.items())
    yield Row(
        "f  of the two libraries, imported by minhu read and --help", [sum(map(len, found.values()))], 0, True, remark
    )


def ready(bot: Bot) -> tuple[float, float]:
    """CPU-seconds and megabytes of a fresh `minhu run` that says it is ready. A process of its own, not a fork."""
    with (bot.folder / "log").open("ab") as log:
        command = [sys.executable, "-m", "bot", "run"]
        process = subprocess.Popen(command, env={**os.environ, **bot.settings}, stdout=log, stderr=log)
    until = time.monotonic() + 60
    while not _is_ready(bot):
        assert process.poll() is None, (bot.folder / "log").read_text()[-2000:]
        assert time.monotonic() < until, "never ready"
        time.sleep(0.02)
    spent = cpu_of(process.pid), resident_of(process.pid)
    process.terminate()
    process.wait(15)
    return spent


def _is_ready(bot: Bot) -> bool:
    try:
        return httpx.get(f"http://{bot.listen}/readyz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


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
