"""Row e: how near to the rate that Telegram allows a full outbox is emptied."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.rows import Row
from bot.demo import populate
from tests.endurance.town import Town
from tests.live import Bot

PER_SECOND = 30
COMPLAINTS, ROUNDS = 240, 3


def rows() -> Iterator[Row]:
    shares = [share() for _ in range(ROUNDS)]
    remark = f"{sorted(shares)[ROUNDS // 2] * PER_SECOND:.1f} messages a second of {PER_SECOND}"
    yield Row("e  a full outbox emptied, messages a second : what Telegram allows", shares, 0.9, remark=remark)


def share() -> float:
    with tempfile.TemporaryDirectory() as folder, Town(COMPLAINTS) as town:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        populate(url)
        bot = Bot(town.sandbox, url, Path(folder), {"MINHU_PACE": "telegram"})
        bot.start()
        town.complain(COMPLAINTS)
        town.wait_for(lambda: len(town.said()) >= 2 * COMPLAINTS, 120, "everything is said")
        at = sorted(float(entry["at"]) for entry in town.said())
        bot.stop()
    first, last = len(at) // 10, len(at) - len(at) // 10  # the beginning is reading, the end the last chats' own pace
    return (last - 1 - first) / (at[last - 1] - at[first]) / PER_SECOND
