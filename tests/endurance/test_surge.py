"""Row h: ten thousand ordinary complaints have been heard and wait to be answered at Telegram's pace; then gas leaks."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import update

from cases.registry import Grid
from storage.engine import open_engine
from storage.tables import binding
from tests.databases import EngineName, Prepared, copied
from tests.endurance.audit import settled
from tests.endurance.scales import long, short, sizes
from tests.endurance.storm import Backlog, wait_until_done
from tests.endurance.table import Line, Table
from tests.endurance.town import Town, district, homes
from tests.live import Bot

GAS = "屋里一股煤气味，头晕"
ALARM_SECONDS = 3.0
OVERALL, CHAT, GROUP = 30, 3, 20
DRAIN_SHARE = 0.9


@dataclass(frozen=True)
class Surge:
    complaints: int
    residents: int
    emergencies: int
    window_seconds: float
    """For how long the draining is watched."""
    share: float = DRAIN_SHARE
    """Of the allowed rate; a few seconds beside other work say less than a minute alone."""
    jolts: int = 0
    """So many more in a second are forgiven: on a machine that does other things beside, calls bunch on their way."""


@sizes(
    "surge",
    short("sqlite", Surge(200, 100, 4, 4, jolts=15, share=0.7)),
    long("sqlite", Surge(10_000, 2000, 50, 60), 1500),
)
def test_in_a_surge_an_emergency_is_there_at_once_and_telegrams_pace_is_kept_and_used(
    surge: Surge, engine: EngineName, district: Prepared, tmp_path: Path, table: Table
) -> None:
    begun = time.monotonic()
    with Town(surge.residents) as town, copied(district, tmp_path) as url, Backlog(town, url) as backlog:
        move_into_groups(town, url, surge.emergencies)
        bot = Bot(town.sandbox, url, tmp_path, {"MINHU_PACE": "telegram"})
        bot.start()
        town.sandbox.post("faults", {"strict_rates": True})
        town.sandbox.post("rates/reset")
        town.complain(surge.complaints)
        town.wait_for(lambda: not backlog.unheard(), 900, "all heard")
        heard = time.monotonic() - begun
        watched, before = time.monotonic(), sent(town)
        delays = [emergency(town, n) for n in range(surge.emergencies)]
        time.sleep(max(0.0, watched + surge.window_seconds - time.monotonic()))
        drained = (sent(town) - before) / (time.monotonic() - watched)
        rates, left = town.sandbox.get("rates"), backlog.size()
        bot.stop()
        town.sandbox.post("faults", {"strict_rates": False})
        bot.more["MINHU_PACE"] = "none"
        bot.start(settled=False)
        wait_until_done(town, [bot], 600)
        bot.stop()
        account = settled(town, url)
    worst, kept = quantiles(delays, n=100)[98], keeping(rates)
    remark = (
        f"all heard after {heard:.0f} s; 特急 p99 {worst:.1f} s; {drained:.1f}/s, at most {kept['overall']} in 1 s,"
        f" {kept['chat']} in 3 s, {kept['group']} in 60 s; {rates['refused']} refused; {left} left at full pace"
    )
    table.add(Line("h  surge", engine, time.monotonic() - begun, remark, account))
    assert account.is_clean, account
    assert worst < ALARM_SECONDS
    assert left, "nothing was left to drain"
    assert drained >= surge.share * OVERALL
    assert rates["refused"] == 0
    assert kept["overall"] <= OVERALL + surge.jolts
    assert kept["chat"] <= CHAT
    assert 0 < kept["group"] <= GROUP


def keeping(rates: Mapping[str, Any]) -> dict[str, int]:
    return {
        "overall": rates["overall"]["most_in_1s"],
        "chat": rates["chats"]["most_in_3s"],
        "group": rates["groups"]["most_in_60s"],
    }


def sent(town: Town) -> int:
    return int(town.sandbox.get("rates")["messages"])


def move_into_groups(town: Town, url: str, emergencies: int) -> None:
    """The service centres that are told of the emergencies are written to in groups."""
    centres = {district().registry.area[grid.village].parent for _, grid in homes()[:emergencies]}
    engine = open_engine(url)
    with engine.begin() as db:
        for post in sorted(centres):
            group = {"title": post, "members": [district().desks[post]], "bot_admin": True, "supergroup": True}
            chat = town.sandbox.post("groups", group)["chat"]["id"]
            town.meet(chat)
            db.execute(update(binding).where(binding.c.post == post).values(chat=f"tg:{chat}"))
    engine.dispose()


def emergency(town: Town, n: int) -> float:
    """Seconds until the worker of the n-th place has the card; a resident who has not complained for longest says it."""
    words, grid = homes()[n]
    seq = newest(town)
    begun = time.monotonic()
    sign = town.complain_as(town.residents[n], f"{words}{GAS}")
    chats = chats_of(grid)
    while True:
        page = town.said_after(seq)
        came = [entry["at"] for entry in page if entry["chat"] in chats and f"第{sign}盏" in entry["text"]]
        if came:
            return float(came[0]) - begun
        assert time.monotonic() - begun < 60, "the emergency never reached its worker"
        seq = page[-1]["seq"] if page else seq
        time.sleep(0.02)


def chats_of(grid: Grid) -> set[int]:
    return {district().workers[grid.full_time]}


def newest(town: Town) -> int:
    return int(town.sandbox.get("outgoing", after=0, limit=1)["newest"])
