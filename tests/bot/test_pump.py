"""From the inbox to the conversations, on a real database: order, patience, and nobody stops for a poisoned update."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.clock import SystemClock
from bot.hands import hands_for
from bot.pump import MOST_STARTS, Pump
from bot.rules import rules_from
from bot.runner import Runner
from bot.settings import GivenSettings
from cases.model import Cause
from cases.ports import Run, UnitOfWork
from cases.registry import Area, Level, Registry
from storage.store import Store

SETTINGS = GivenSettings()
WORDS = "我家漏水三天没人管"


class Unreadable(Exception):
    pass


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'minhu.db'}", SystemClock(SETTINGS.zone), rules_from(SETTINGS))
    store.migrate()
    store.save_registry(Registry((Area("41", "示范区", Level.DISTRICT, ""),), ()))
    yield store
    store.close()


@pytest.fixture
def runner(store: Store) -> Iterator[Runner]:
    runner = Runner(store, hands_for(store))
    yield runner
    runner.close()


def update(number: int, chat: int = 1) -> dict[str, Any]:
    at = int(datetime.now().timestamp())  # noqa: DTZ005
    message = {"message_id": number, "date": at, "chat": {"id": chat, "type": "private"}, "text": WORDS}
    return {"update_id": number, "message": message | {"from": {"id": chat, "is_bot": False, "first_name": "甲"}}}


async def pumped(store: Store, pump: Pump, seconds: float = 10) -> None:
    """Runs the pump until nothing waits any more."""
    task = asyncio.create_task(pump.run())
    async with asyncio.timeout(seconds):
        while store.inbox.waiting():  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.02)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_one_chat_is_heard_in_order_and_many_chats_at_once(store: Store, runner: Runner) -> None:
    heard: list[tuple[int, int]] = []
    at_once = [0, 0]

    async def hear(raw: dict[str, Any], run: Run, cause: Cause) -> None:
        at_once[0] += 1
        at_once[1] = max(at_once)
        await asyncio.sleep(0.02)
        heard.append((raw["message"]["chat"]["id"], raw["update_id"]))
        at_once[0] -= 1

    store.inbox.store([update(n, chat=n % 5) for n in range(40)])
    await pumped(store, Pump(store.inbox, hear, runner))
    assert len(heard) == 40
    assert at_once[1] == 5
    for chat in range(5):
        assert [n for c, n in heard if c == chat] == list(range(chat, 40, 5))


async def test_a_poisoned_update_is_parked_without_its_words_and_the_others_go_on(
    store: Store, runner: Runner, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pump.FIRST_RETRY_SECONDS", 0.01)
    heard: list[int] = []
    tries: list[int] = []

    async def hear(raw: dict[str, Any], run: Run, cause: Cause) -> None:
        if raw["update_id"] == 2:
            tries.append(2)
            raise ValueError(raw["message"]["text"])
        heard.append(raw["update_id"])

    store.inbox.store([update(n) for n in (1, 2, 3)])
    await pumped(store, Pump(store.inbox, hear, runner))
    assert heard == [1, 3]
    assert len(tries) == 3
    assert store.inbox.parked() == 1
    assert WORDS not in caplog.text
    assert "ValueError at test_pump.py" in caplog.text


async def test_what_no_second_attempt_can_mend_is_parked_at_once(store: Store, runner: Runner) -> None:
    tries: list[int] = []

    async def hear(raw: dict[str, Any], run: Run, cause: Cause) -> None:
        tries.append(1)
        raise Unreadable

    store.inbox.store([update(1)])
    await pumped(store, Pump(store.inbox, hear, runner, unreadable=(Unreadable,)))
    assert tries == [1]
    assert store.inbox.parked() == 1


async def test_a_database_in_trouble_costs_an_update_no_attempt(
    store: Store, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pump.LOOK_SECONDS", 0.01)
    tries: list[int] = []

    async def hear(raw: dict[str, Any], run: Run, cause: Cause) -> None:
        tries.append(1)
        if len(tries) < 6:
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    store.inbox.store([update(1)])
    await pumped(store, Pump(store.inbox, hear, runner))
    assert len(tries) == 6
    assert store.inbox.parked() == 0


async def test_an_update_whose_use_case_settled_it_has_its_effect_once(store: Store, runner: Runner) -> None:
    effects: list[Cause] = []

    def act(uow: UnitOfWork, cause: Cause) -> None:
        with uow:
            effects.append(cause)
            uow.commit()

    async def hear(raw: dict[str, Any], run: Run, cause: Cause) -> None:
        await run(act, cause)
        await run(act, cause)

    store.inbox.store([update(7)])
    await pumped(store, Pump(store.inbox, hear, runner))
    assert effects == [Cause("update/7")]


async def test_a_new_update_is_heard_at_once_when_the_pump_is_woken(store: Store, runner: Runner) -> None:
    heard = asyncio.Event()

    async def hear(raw: dict[str, Any], run: Run, cause: Cause) -> None:
        heard.set()

    pump = Pump(store.inbox, hear, runner)
    task = asyncio.create_task(pump.run())
    await asyncio.sleep(0.1)
    store.inbox.store([update(1)])
    pump.wake()
    async with asyncio.timeout(0.5):
        await heard.wait()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_an_update_that_kills_the_process_again_and_again_is_parked_in_the_end(
    store: Store, runner: Runner
) -> None:
    """A life is a pump that is cut off in the middle of whatever it does, as by a kill."""
    store.inbox.store([update(n, chat=n) for n in range(1, 31)])
    heard: list[int] = []
    killed = asyncio.Event()

    async def hear(raw: dict[str, Any], run: Run, cause: Cause) -> None:
        heard.append(raw["update_id"])
        if raw["update_id"] == 1:
            killed.set()
        if killed.is_set():
            await asyncio.sleep(60)  # nothing in this life is ever finished again

    for _ in range(MOST_STARTS + 1):
        killed.clear()
        pump = Pump(store.inbox, hear, runner)
        life = asyncio.create_task(pump.run())
        await asyncio.sleep(1)
        for task in (life, *pump._busy.values()):
            task.cancel()
        await asyncio.wait([life])
    assert heard.count(1) == MOST_STARTS
    assert set(heard) == set(range(1, 31))
    assert (store.inbox.parked(), store.inbox.waiting()) == (1, 0)
