"""Rows a and g2: the bot is killed, or stopped, again and again while people complain."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.databases import EngineName, Prepared, copied
from tests.endurance.audit import settled
from tests.endurance.ladders import wrong_reminders
from tests.endurance.scales import Load, long, short, sizes
from tests.endurance.storm import Storm, complain_in, kill_and_start, stop_and_start, wait_until_done
from tests.endurance.table import Line, Table
from tests.endurance.town import MONDAY, Town
from tests.live import Bot

SWIFT = {"MINHU_LEASE_SECONDS": "3"}
LOOKS = (
    "2026-03-04T08:00:00+08:00",  # four fifths of Monday's limits are gone
    "2026-03-04T10:00:00+08:00",  # they are over, before the digest
    "2026-03-05T12:00:00+08:00",  # the station is told
)


@sizes(
    "load",
    short("sqlite", Load(80, 40, (1.0, 2.0))),
    long("sqlite", Load(5000, 500, (2.0, 5.0)), 1500),
    long("postgresql", Load(1500, 500, (2.0, 5.0))),
)
def test_complaints_under_kills_are_filed_once_and_every_reminder_comes_once(
    load: Load, engine: EngineName, district: Prepared, tmp_path: Path, table: Table
) -> None:
    begun = time.monotonic()
    with Town(load.residents) as town, copied(district, tmp_path) as url:
        bot = Bot(town.sandbox, url, tmp_path, SWIFT)
        bot.start()
        storm = Storm(load.every, kill_and_start(bot))
        turns = {load.complaints * (n + 2) // 5: _turn(town, look) for n, look in enumerate(LOOKS[:2])}
        complain_in(storm, town, url, load.complaints, turns)
        wait_until_done(town, [bot], 300)
        town.set_clock(LOOKS[2])
        storm.strike()
        wait_until_done(town, [bot], 300)
        bot.stop()
        account = settled(town, url)
        reminders, wrong = wrong_reminders(url, [datetime.fromisoformat(look) for look in (MONDAY, *LOOKS)])
    remark = f"{reminders} reminders, {wrong} wrong"
    table.add(Line("a  killed", engine, time.monotonic() - begun, remark, account, storm.blows))
    assert account.is_clean, account
    assert not wrong
    assert reminders > load.complaints


def _turn(town: Town, look: str) -> Callable[[], None]:
    return lambda: town.set_clock(look)


@sizes(
    "load",
    short("sqlite", Load(100, 40, (0.7, 0.7))),
    long("sqlite", Load(1500, 500, (1.5, 1.5))),
    long("postgresql", Load(1000, 500, (1.5, 1.5))),
)
def test_rolling_restarts_lose_nothing_and_say_nothing_twice(
    load: Load, engine: EngineName, district: Prepared, tmp_path: Path, table: Table
) -> None:
    begun, stops = time.monotonic(), list[float]()
    with Town(load.residents) as town, copied(district, tmp_path) as url:
        bot = Bot(town.sandbox, url, tmp_path)  # the usual lease: none may be left over
        bot.start()
        storm = Storm(load.every, stop_and_start(bot, stops))
        complain_in(storm, town, url, load.complaints)
        wait_until_done(town, [bot], 120)
        bot.stop()
        account = settled(town, url)
    remark = f"{storm.blows} stops by SIGTERM, the longest {max(stops, default=0):.1f} s"
    table.add(Line("g2 SIGTERM", engine, time.monotonic() - begun, remark, account))
    assert account.is_clean, account
    assert (account.marked, account.uncertain) == (0, 0)
    assert max(stops) < 10
    assert storm.blows
