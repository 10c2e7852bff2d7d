"""`make endurance`: the long batteries. So far R1: complaints while the bot is killed again and again."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.bot.test_process import cases_of, kill, people, say
from tests.live import Bot, Sandbox

COMPLAINTS, RESIDENTS = 500, 50
SECONDS_BETWEEN_KILLS = (2.0, 5.0)
LEASE_SECONDS = 3
RESEND_MARK = "系统恢复后重发"


@pytest.mark.endurance
@pytest.mark.timeout(900)
def test_five_hundred_complaints_under_kills_are_filed_once_each(
    sandbox: Sandbox, district: Path, tmp_path: Path
) -> None:
    residents = people(sandbox, RESIDENTS)
    sandbox.post("clock", {"now": "2026-03-02T09:00:00+08:00", "frozen": True})
    bot = Bot(sandbox, tmp_path / "minhu.db", more={"MINHU_LEASE_SECONDS": str(LEASE_SECONDS)})
    bot.database.write_bytes(district.read_bytes())
    bot.start()
    chance, kills, next_kill = random.Random(7), 0, time.monotonic() + 2
    for n in range(COMPLAINTS):
        say(sandbox, residents[n % RESIDENTS], f"文昌街道大寨村2组路灯坏了，第{n}盏")
        time.sleep(0.06)
        if time.monotonic() > next_kill:
            kill(bot)
            bot.start(settled=False)
            kills += 1
            next_kill = time.monotonic() + chance.uniform(*SECONDS_BETWEEN_KILLS)
    bot.settle(300)
    time.sleep(LEASE_SECONDS + 1)  # what was in the air at the last kill comes again when its lease is over
    bot.settle(300)
    cases = cases_of(bot)
    bot.stop()
    unmarked = _receipts(sandbox, residents)
    print(f"\nR1  sent {COMPLAINTS}  kills {kills}  filed {len(cases)}  receipts {len(unmarked)}")
    assert Counter(case.text for case in cases).most_common(1)[0][1] == 1, "filed twice"
    assert len(cases) == COMPLAINTS, "lost"
    assert set(unmarked) == {case.number for case in cases}, "a receipt never came"
    assert set(unmarked.values()) == {1}, "a receipt came twice without its mark"


def _receipts(sandbox: Sandbox, residents: list[int]) -> Counter[str]:
    """How often each number was told. A copy with the resend mark counts only where no plain one came."""
    plain: Counter[str] = Counter()
    marked: set[str] = set()
    for person in residents:
        for message in sandbox.get(f"chats/{person}/messages", person=person, limit=500):
            text = message.get("text", "")
            if message["from"]["is_bot"] and "登记，编号 " in text:
                number = text.split("编号 ")[1][:8]
                if RESEND_MARK in text:
                    marked.add(number)
                else:
                    plain[number] += 1
    return plain + Counter(marked - plain.keys())
