"""Row b: the bot is killed, and nothing between it and Telegram can be relied upon."""

import time
from pathlib import Path

from tests.databases import EngineName, Prepared, copied
from tests.endurance.audit import settled
from tests.endurance.scales import Load, long, short, sizes
from tests.endurance.storm import Storm, complain_in, kill_and_start, wait_until_done
from tests.endurance.table import Line, Table
from tests.endurance.town import Town, by_webhook
from tests.live import Bot

LEASE_SECONDS, CALL_SECONDS = 4.5, 1.5
"""The bot waits a third of its lease for an answer."""
BAD_WEATHER = {
    "late_answer": 0.10,
    "hold_seconds": CALL_SECONDS + 0.3,
    "server_error": 0.10,
    "too_many_requests": 0.05,
    "retry_after": 1,
    "duplicate_update": 0.05,
    "reorder_update": 0.10,
    "seed": 7,
}
FAIR_WEATHER = {name: 0 for name in BAD_WEATHER if name not in {"retry_after", "seed", "hold_seconds"}}


@sizes(
    "load",
    short("postgresql", Load(30, 20, (2.0, 3.0))),
    long("sqlite", Load(3000, 500, (3.0, 6.0))),
    long("postgresql", Load(1000, 500, (3.0, 6.0))),
)
def test_in_bad_weather_complaints_are_filed_once_and_every_double_says_so(
    load: Load, engine: EngineName, district: Prepared, tmp_path: Path, table: Table
) -> None:
    begun = time.monotonic()
    with Town(load.residents) as town, copied(district, tmp_path) as url:
        bot = Bot(town.sandbox, url, tmp_path)
        more = {"MINHU_LEASE_SECONDS": str(LEASE_SECONDS)}
        bot.more = more | by_webhook(f"http://{bot.listen}/hook")
        bot.start()
        town.sandbox.post("faults", BAD_WEATHER)
        storm = Storm(load.every, kill_and_start(bot))
        complain_in(storm, town, url, load.complaints)
        wait_until_done(town, [bot], 300)
        town.sandbox.post("faults", FAIR_WEATHER)
        bot.stop()
        account = settled(town, url)
    table.add(Line("b  bad weather", engine, time.monotonic() - begun, "by webhook", account, storm.blows))
    assert account.is_clean, account
