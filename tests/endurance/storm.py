"""What is done to a bot while people complain: killed, stopped, started again, until everything has come through."""

import random
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from storage.engine import open_engine, readers
from storage.tables import Handling, Sending, cases, inbox, outbox
from tests.endurance.town import Town
from tests.live import Bot

CHUNK = 20
MOST_WAITING = 100
"""So many complaints may wait at Telegram: the load goes as fast as the bot takes it, and lasts as long as the storm."""
Blow = Callable[[], None]


@dataclass
class Storm:
    """Strikes `every` (from, to) seconds. `blows` is how often it has struck."""

    every: tuple[float, float]
    blow: Blow
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    blows: int = 0

    def __post_init__(self) -> None:
        self._next = time.monotonic() + self.chance.uniform(*self.every)

    def pass_by(self) -> None:
        if time.monotonic() >= self._next:
            self.strike()

    def strike(self) -> None:
        self.blow()
        self.blows += 1
        self._next = time.monotonic() + self.chance.uniform(*self.every)


def complain_in(storm: Storm, town: Town, url: str, count: int, turns: Mapping[int, Blow] | None = None) -> None:
    """`count` complaints while the storm blows; after the n-th one, `turns[n]`, when the present has been dealt with."""
    left, until = dict(sorted((turns or {}).items())), town.sent + count
    with Backlog(town, url) as backlog:
        while town.sent < until or left:
            due = next((n for n in left if n <= town.sent), None)
            if due is not None and not backlog.behind():
                left.pop(due)()
            elif due is None and backlog.size() < MOST_WAITING:
                town.complain(min(CHUNK, until - town.sent))
            storm.pass_by()
            time.sleep(0.05)
        if not storm.blows:  # a short load is over soon
            storm.strike()


class Backlog:
    """What the desk has yet to do, read from its tables."""

    def __init__(self, town: Town, url: str) -> None:
        self._town, self._engine = town, readers(open_engine(url))

    def __enter__(self) -> "Backlog":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def size(self) -> int:
        """Updates to be heard and handled, messages to be sent."""
        unsent = or_(outbox.c.state == Sending.DUE.value, outbox.c.lease_until.is_not(None))
        return self.unheard() + self._count(outbox.c.id, unsent)

    def behind(self) -> int:
        """What keeps the desk's clock from going on: Telegram drops what is a day old, and a look that comes too late
        passes over a step."""
        return self.unheard() + self._count(cases.c.id, cases.c.look_at <= self._town.now())

    def unheard(self) -> int:
        """Updates that Telegram keeps, or that wait to be handled."""
        return self._town.pending + self._count(inbox.c.id, inbox.c.state == Handling.WAITING.value)

    def _count(self, column: ColumnElement[Any], condition: ColumnElement[bool]) -> int:
        with self._engine.begin() as db:
            return db.execute(select(func.count(column)).where(condition)).scalar_one()


def kill_and_start(bot: Bot) -> Blow:
    """SIGKILL, and a new process at once. Every second one gets as far as being ready before its time begins to count:
    killed while they start, they would never get on."""
    starts = count()

    def blow() -> None:
        bot.kill()
        bot.start(settled=False)
        if next(starts) % 2:
            bot.wait_until_ready()

    return blow


def stop_and_start(bot: Bot, seconds: list[float]) -> Blow:
    """SIGTERM, and a new process, which gets as far as being ready; how long each stop took goes into `seconds`."""

    def blow() -> None:
        begun = time.monotonic()
        bot.stop()
        seconds.append(time.monotonic() - begun)
        bot.start(settled=False)
        bot.wait_until_ready()

    return blow


def wait_until_done(town: Town, bots: Iterable[Bot], seconds: float) -> None:
    """Until Telegram keeps nothing, all is handled, all is sent (not only put off), and a sweep has seen the present."""
    some, now = list(bots), town.now()
    with Backlog(town, some[0].database_url) as backlog:
        quiet, end = 0, time.monotonic() + seconds
        while quiet < 2:
            assert time.monotonic() < end, f"{backlog.size()} not done after {seconds:.0f} s: {_last(some)}"
            quiet = quiet + 1 if all(bot.is_quiet(now) for bot in some) and not backlog.size() else 0
            time.sleep(0.1)


def _last(bots: Iterable[Bot]) -> str:
    """What the bots have to say for themselves."""
    return "; ".join(bot.log.read_text()[-600:] for bot in bots if bot.log.exists()) or "nothing in the logs"
