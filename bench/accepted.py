"""Row a: a complaint, from the update that is fetched to the two messages that were sent, against bots that only echo."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.rows import Row, amount
from bot.demo import populate
from tests.endurance.town import Town
from tests.live import TOKEN, Bot
from tests.processes import cpu_of

UPDATES, WARM, ROUNDS = 300, 5, 3
"""Each round starts three processes and three sandboxes."""


def rows() -> Iterator[Row]:
    echo, ptb, ours = (
        [each(run) for _ in range(ROUNDS)] for run in (bare("bench.bare_aiogram"), bare("bench.bare_ptb"), desk)
    )
    costs = zip(ours, echo, ptb, strict=True)
    ours_, echo_, ptb_ = (sorted(column)[ROUNDS // 2] for column in zip(*costs, strict=True))
    remark = f"CPU for each: ours {amount(ours_)}, aiogram {amount(echo_)}, python-telegram-bot {amount(ptb_)}"
    yield Row(
        "a  a complaint filed and told : an echo by aiogram",
        [floor / one for one, floor in zip(ours, echo, strict=True)], 0.4, remark=remark,
    )  # fmt: skip
    yield Row(
        "a  a complaint filed and told : an echo by python-telegram-bot",
        [floor / one for one, floor in zip(ours, ptb, strict=True)],
    )  # fmt: skip


Run = Callable[[Town], float]


def each(run: Run) -> float:
    """CPU-seconds for one update."""
    with Town(UPDATES) as town:
        return run(town) / UPDATES


def bare(module: str) -> Run:
    def run(town: Town) -> float:
        command = [sys.executable, "-m", module, town.sandbox.url, TOKEN]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                answered(town, WARM)
                before = cpu_of(process.pid)
                answered(town, UPDATES)
                return cpu_of(process.pid) - before
            finally:
                process.kill()

    return run


def answered(town: Town, count: int) -> None:
    town.complain(count)
    town.wait_for(lambda: len(town.said()) >= town.sent, 120, "every message is answered")
    time.sleep(0.3)  # what comes after the last answer is part of it


def desk(town: Town) -> float:
    """`minhu run` on SQLite with the demo district."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        populate(url)
        bot = Bot(town.sandbox, url, Path(folder))
        bot.start()
        town.complain(WARM)
        bot.settle(120)
        before = cpu_of(bot.pid)
        town.complain(UPDATES)
        bot.settle(300)
        used = cpu_of(bot.pid) - before
        bot.stop()
        assert len(town.said()) >= 2 * town.sent, "not every complaint was told to both"
        return used
