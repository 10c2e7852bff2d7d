"""Row d: two processes on one PostgreSQL; whoever leads is killed under load, again and again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.databases import EngineName, Prepared, copied
from tests.endurance.audit import out_of_order, settled
from tests.endurance.balancer import Balancer
from tests.endurance.scales import Load, long, short, sizes
from tests.endurance.storm import Storm, complain_in, wait_until_done
from tests.endurance.table import Line, Table
from tests.endurance.town import Town, by_webhook
from tests.live import Bot

SWIFT = {"MINHU_LEASE_SECONDS": "3"}
TAKEOVER_SECONDS = 10


@dataclass(frozen=True)
class Doors:
    """Both replicas behind one webhook, or none: then one of them polls."""

    number: int
    load: Load


@dataclass
class Pair:
    """Two replicas. `takeovers` are the seconds from a leader's death until the other one leads."""

    bots: tuple[Bot, Bot]
    takeovers: list[float] = field(default_factory=list)

    def start(self) -> None:
        for bot in self.bots:
            bot.start(settled=False)
            bot.wait_until_ready()

    def stop(self) -> None:
        for bot in self.bots:
            bot.stop()

    def kill_leader(self) -> None:
        leader, other = self.bots if leads(self.bots[0]) else self.bots[::-1]
        begun = time.monotonic()
        leader.kill()
        while not leads(other):
            assert time.monotonic() - begun < TAKEOVER_SECONDS, "nobody took over"
            time.sleep(0.02)
        self.takeovers.append(time.monotonic() - begun)
        leader.start(settled=False)


def leads(bot: Bot) -> bool:
    try:
        return bool(bot.health()["leader"])
    except httpx.HTTPError:
        return False


@contextmanager
def pair(town: Town, url: str, folder: Path, *, webhook: bool) -> Iterator[Pair]:
    bots = Bot(town.sandbox, url, folder, dict(SWIFT)), Bot(town.sandbox, url, folder, dict(SWIFT))
    balancer = Balancer([f"http://{bot.listen}/hook" for bot in bots]) if webhook else None
    for bot in bots:
        bot.more |= by_webhook(balancer.url) if balancer else {}
    found = Pair(bots)
    found.start()
    try:
        yield found
    finally:
        found.stop()
        if balancer:
            balancer.close()


@sizes(
    "doors",
    short("postgresql", Doors(2, Load(80, 40, (0.8, 1.2)))),
    long("postgresql", Doors(2, Load(1200, 400, (6.0, 9.0)))),
    long("postgresql", Doors(0, Load(1200, 400, (6.0, 9.0)))),
)
def test_when_the_leading_replica_dies_the_other_takes_over_and_nothing_shows(
    doors: Doors, engine: EngineName, district: Prepared, tmp_path: Path, table: Table
) -> None:
    begun, load = time.monotonic(), doors.load
    with Town(load.residents) as town, copied(district, tmp_path) as url:
        with pair(town, url, tmp_path, webhook=doors.number > 0) as replicas:
            storm = Storm(load.every, replicas.kill_leader)
            complain_in(storm, town, url, load.complaints)
            wait_until_done(town, replicas.bots, 120)
        account, inversions = settled(town, url), out_of_order(town, url)
    row = "d  two doors" if doors.number else "d  poller, worker"
    remark = f"takeover {max(replicas.takeovers):.1f} s at most, {inversions} out of order"
    table.add(Line(row, engine, time.monotonic() - begun, remark, account, storm.blows))
    assert account.is_clean, account
    assert not inversions
    assert max(replicas.takeovers) < TAKEOVER_SECONDS
