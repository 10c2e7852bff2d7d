"""The whole process against a sandbox over real HTTP: killed, stopped, spoken to by webhook; nothing is lost or leaked."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.clock import SystemClock
from bot.district import District
from bot.rules import rules_from
from bot.settings import GivenSettings
from storage.registry_files.demo import demo_registry
from storage.store import Store
from tests.databases import Prepared, copied
from tests.live import TOKEN, Bot, Sandbox, live_bot
from tests.waiting import until

RESIDENTS = 20
COMPLAINTS = 60
FIRST = 510_000
CANARY = "蓝色三轮车旁边"
SECRET = "process-test-secret-process-test-secret"


@pytest.fixture
def bot(sandbox: Sandbox, district: Prepared, tmp_path: Path) -> Iterator[Bot]:
    with live_bot(sandbox, district, tmp_path) as bot:
        yield bot


def people(sandbox: Sandbox, count: int) -> list[int]:
    """Fresh residents: other tests talk to the same sandbox."""
    ids = [FIRST + int(time.monotonic() * 1000) % 1_000_000_000 + n for n in range(count)]
    sandbox.post("people", [{"id": id, "name": f"居民{id}", "role": "居民", "started": True} for id in ids])
    return ids


def say(sandbox: Sandbox, person: int, text: str) -> None:
    sandbox.post(f"chats/{person}/send", {"person": person, "text": text})


def cases_of(bot: Bot) -> list[Any]:
    settings = GivenSettings()
    store = Store(bot.database_url, SystemClock(settings.zone), rules_from(settings))
    try:
        return list(store.glance.case_list(None, 1000))
    finally:
        store.close()


def test_a_kill_in_the_middle_loses_nothing_and_files_nothing_twice(
    sandbox: Sandbox, district: Prepared, tmp_path: Path
) -> None:
    residents = people(sandbox, RESIDENTS)
    with live_bot(sandbox, district, tmp_path, MINHU_LEASE_SECONDS="3") as bot:
        for n in range(COMPLAINTS):
            say(sandbox, residents[n % RESIDENTS], f"文昌街道大寨村2组路灯坏了，第{n}盏")
            if n == COMPLAINTS // 2:
                until(lambda: len(cases_of(bot)) > 3)
                bot.kill()
        bot.start()
        bot.settle(40)
        time.sleep(3.5)  # what was in the air at the kill is sent again when its lease is over
        bot.settle(40)
        texts = Counter(case.text.split("，")[1] for case in cases_of(bot))
    said = [line for text in texts for line in text.splitlines()]
    assert len(said) == len(set(said)) == len(texts)
    assert set(texts.values()) == {1}
    assert len(texts) == COMPLAINTS
    for person in residents:
        numbers = _numbers_told(sandbox, person)
        assert len(set(numbers)) == COMPLAINTS // RESIDENTS


def _numbers_told(sandbox: Sandbox, person: int) -> list[str]:
    told = sandbox.get(f"chats/{person}/messages", person=person)
    return [m["text"].split("编号 ")[1][:8] for m in told if m["from"]["is_bot"] and "编号 " in m["text"]]


def test_a_stop_signal_ends_the_process_gracefully_within_ten_seconds(sandbox: Sandbox, bot: Bot) -> None:
    [person] = people(sandbox, 1)
    say(sandbox, person, "文昌街道大寨村2组井盖没了")
    begun = time.monotonic()
    os.kill(bot._process.pid, signal.SIGTERM)
    bot._process.join(12)
    assert time.monotonic() - begun < 10
    assert bot._process.exitcode == 0
    assert "Traceback" not in bot.log.read_text()
    bot.start()
    assert _numbers_told(sandbox, person)


def test_nothing_written_holds_the_token_or_a_residents_words(
    sandbox: Sandbox, district: Prepared, tmp_path: Path
) -> None:
    with live_bot(sandbox, district, tmp_path, MINHU_LOG_LEVEL="DEBUG") as bot:
        [person] = people(sandbox, 1)
        say(sandbox, person, f"大寨村2组{CANARY}路灯坏了")
        sandbox.post("faults", {"server_error": 0.3, "too_many_requests": 0.2, "retry_after": 1})
        try:
            say(sandbox, person, f"/start {CANARY}")
            say(sandbox, person, f"南张村3组{CANARY}井盖没了")
            time.sleep(2)
        finally:
            sandbox.post("faults", {"server_error": 0, "too_many_requests": 0})
        bot.settle(40)
    log = bot.log.read_text()
    assert "listening on" in log
    assert TOKEN not in log
    assert CANARY not in log


def test_a_worker_who_blocked_the_bot_is_covered_by_the_next_in_line(sandbox: Sandbox, bot: Bot) -> None:
    district = District(demo_registry())
    cover = district.workers[district.hero.part_time]
    sandbox.post(f"people/{district.hero_worker}/block")
    try:
        [person] = people(sandbox, 1)
        say(sandbox, person, "文昌街道大寨村2组井盖没了")
        until(lambda: bool(_cards(sandbox, cover)))
        bot.settle()
    finally:
        sandbox.post(f"people/{district.hero_worker}/unblock")
    assert bot.health()["dead"] > 0


def _cards(sandbox: Sandbox, person: int) -> list[str]:
    told = sandbox.get(f"chats/{person}/messages", person=person)
    return [m["text"] for m in told if m["from"]["is_bot"] and "井盖" in m["text"]]


@pytest.fixture
def webhook_bot(sandbox: Sandbox, district: Prepared, tmp_path: Path) -> Iterator[tuple[Bot, str]]:
    with copied(district, tmp_path) as url:
        bot = Bot(sandbox, url, tmp_path)
        door = f"http://{bot.listen}/telegram/hook"
        bot.more = {"MINHU_MODE": "webhook", "MINHU_WEBHOOK_URL": door, "MINHU_WEBHOOK_SECRET": SECRET}
        bot.start()
        yield bot, door
        bot.stop()
        httpx.post(f"{sandbox.url}/bot{TOKEN}/deleteWebhook")


def test_by_webhook_the_same_road_is_travelled_and_strangers_stay_outside(
    sandbox: Sandbox, webhook_bot: tuple[Bot, str]
) -> None:
    bot, door = webhook_bot
    assert httpx.post(door, json={"update_id": 1}).status_code == 401
    wrong = {"X-Telegram-Bot-Api-Secret-Token": "x" * 32}
    assert httpx.post(door, json={"update_id": 1}, headers=wrong).status_code == 401
    [person] = people(sandbox, 1)
    say(sandbox, person, "文昌街道大寨村2组路灯坏了")
    until(lambda: bool(_numbers_told(sandbox, person)))
    assert len(cases_of(bot)) == 1


def test_back_from_webhook_to_polling_the_old_webhook_is_removed(
    sandbox: Sandbox, webhook_bot: tuple[Bot, str], district: Prepared, tmp_path: Path
) -> None:
    bot, _ = webhook_bot
    bot.stop()
    bot.more = {}
    bot.start()
    [person] = people(sandbox, 1)
    say(sandbox, person, "文昌街道大寨村2组路灯坏了")
    until(lambda: bool(_numbers_told(sandbox, person)))


def test_an_address_in_use_is_one_chinese_line(sandbox: Sandbox, bot: Bot, tmp_path: Path) -> None:
    other = Bot(sandbox, bot.database_url, tmp_path)
    other.listen = bot.listen
    with pytest.raises(AssertionError):
        _start_briefly(other)
    assert "MINHU_LISTEN" in other.log.read_text()
    assert other._process.exitcode == 2


def _start_briefly(bot: Bot) -> None:
    bot.settle = lambda patience=0: bot._process.join(20)  # type: ignore[method-assign]
    bot.start()
    raise AssertionError
