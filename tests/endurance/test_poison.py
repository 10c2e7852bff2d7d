"""Row f: updates that nobody can parse, among those of honest people."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from threading import Thread

import httpx

from tests.databases import EngineName, Prepared, copied
from tests.endurance.audit import Books, settled
from tests.endurance.poison import CANARY, Json, Poisoner, well
from tests.endurance.scales import long, short, sizes
from tests.endurance.storm import wait_until_done
from tests.endurance.table import Line, Table
from tests.endurance.town import SECRET, Town, by_webhook
from tests.live import Bot

HONEST = 40
BATCH = 10
DELAY_SECONDS = 1.0
ENOUGH_FOR_P99 = 100
"""Of fewer delays the p99 is only the slowest, and says what else the machine did just then."""
FIRST_ID = 1000
"""Below the sandbox's, so that none of them moves the offset past what an honest person said."""


class Victim:
    """A bot under poison. `poison(n)` gives it so many bad updates; `taken` counts what it said 200 to."""

    def __init__(self, town: Town, url: str, folder: Path) -> None:
        self.town, self.bot = town, Bot(town.sandbox, url, folder, {"MINHU_LOG_LEVEL": "DEBUG"})
        self.poisoner, self._ids = Poisoner(), count(FIRST_ID)
        self.waiting: list[Json] = []
        self.taken = 0

    def poison_door(self, number: int) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
        with httpx.Client(trust_env=False, timeout=30) as client:
            for _ in range(number):
                body = json.dumps(self.poisoner.update(next(self._ids)))
                self.taken += client.post(f"http://{self.bot.listen}/hook", content=body, headers=headers).is_success

    def poison_well(self, number: int) -> None:
        self.waiting += [self.poisoner.update(next(self._ids)) for _ in range(number)]
        self.town.wait_for(lambda: not self.waiting, 120, "all of it fetched")

    def draw(self) -> list[Json]:
        some, self.waiting = self.waiting[:BATCH], self.waiting[BATCH:]
        self.taken += len(some)
        return some


@contextmanager
def victim(town: Town, url: str, folder: Path, *, webhook: bool) -> Iterator[tuple[Victim, Callable[[int], None]]]:
    found = Victim(town, url, folder)
    with well(town.sandbox.url, found.draw) as poisoned:
        if webhook:
            found.bot.more |= by_webhook(f"http://{found.bot.listen}/hook")
        else:
            found.bot.more |= {"MINHU_BOT_API_URL": poisoned}
        found.bot.start()
        yield found, found.poison_door if webhook else found.poison_well
        found.bot.stop()


@sizes("updates", short("postgresql", 100), long("sqlite", 1000), long("postgresql", 1000))
def test_what_cannot_be_parsed_holds_up_nobody_and_shows_in_no_log(
    updates: int, district: Prepared, engine: EngineName, tmp_path: Path, table: Table
) -> None:
    begun, webhook = time.monotonic(), engine == "sqlite"
    least = max(HONEST // 2, updates // 10)
    with (
        Town(HONEST) as town,
        copied(district, tmp_path) as url,
        victim(town, url, tmp_path, webhook=webhook) as (it, give),
    ):
        calm = delays(town, least)
        poisoning = Thread(target=give, args=(updates,))
        poisoning.start()
        ill = delays(town, least, until=lambda: not poisoning.is_alive())
        poisoning.join()
        wait_until_done(town, [it.bot], 60)
        account, books = settled(town, url, strangers=True), Books.of(url)
        log = it.bot.log.read_text()
    worse, usually = p99(ill) - p99(calm), median(ill) - median(calm)
    remark = (
        f"{it.taken} of {updates} {'by webhook' if webhook else 'polled'}, {books.parked} parked; "
        f"p99 {worse:+.2f} s, median {usually:+.2f}"
    )
    table.add(Line("f  poison", engine, time.monotonic() - begun, remark, account))
    assert replace(account, marked=0).is_clean, account
    assert books.updates == it.taken + town.sent
    assert usually < DELAY_SECONDS
    if len(ill) >= ENOUGH_FOR_P99:
        assert worse < DELAY_SECONDS
    assert CANARY not in log


def delays(town: Town, least: int, until: Callable[[], bool] = lambda: True) -> list[float]:
    """Seconds from a word to its receipt, one resident after the other."""
    found: list[float] = []
    while len(found) < least or not until():
        who = len(found) % HONEST
        heard = town.heard_by(town.residents[who])
        begun = time.monotonic()
        town.complain_as(town.residents[who], f"{town.home_of(who)}路灯坏了")
        town.wait_for(lambda heard=heard, who=who: town.heard_by(town.residents[who]) > heard, 20, "a receipt")  # type: ignore[misc]
        found.append(time.monotonic() - begun)
    return found


def p99(seconds: list[float]) -> float:
    return quantiles(seconds, n=100, method="inclusive")[98]
