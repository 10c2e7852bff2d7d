"""Whoever floods the desk holds up nobody else, is told so once, and fills neither the inbox's memory nor the outbox. What the same
words again and again come to: tests/cases/test_flooding.py; a thousand at once: tests/endurance/test_surge.py."""

import asyncio
import time
from collections import Counter
from typing import Any

import httpx
import pytest

from bot.pump import LANES, Pump
from bot.runner import Runner
from cases.commands import Said
from cases.messages import Paused
from cases.ports import Run
from console.bounds import LARGEST_FORM
from console.webhook import LARGEST_BODY, WebhookDoor
from handlers.translate import in_a_word
from storage.raw_update import inbox_values
from storage.store import Store
from tests.bot.test_pump import pumped, runner, store, update
from tests.cases.conftest import LAMP, MONDAY, Desk
from tests.console.test_webhook import HEADER, SECRET

__all__ = ["runner", "store"]  # fixtures, used by name
MAX_TEXT = 4096
"""Of a message, as Telegram has it."""
ONE_PERSON, MANY, HONEST, FLOODING = 400, 200, 30, 20


async def order_of(store: Store, runner: Runner, updates: list[dict[str, Any]]) -> list[int]:
    """The chats in the order in which they were heard."""
    heard: list[int] = []

    async def hear(raw: dict[str, Any], run: Run, cause: Any) -> None:
        await asyncio.sleep(0.001)
        heard.append(raw["message"]["chat"]["id"])

    store.inbox.store(updates)
    await pumped(store, Pump(store.inbox, hear, runner), 60)
    return heard


async def test_one_who_writes_without_end_holds_up_nobody(store: Store, runner: Runner) -> None:
    flood = [update(n, chat=1) for n in range(ONE_PERSON)]
    honest = [update(ONE_PERSON + n, chat=100 + n) for n in range(HONEST)]
    heard = await order_of(store, runner, flood + honest)
    before = Counter(heard[: max(heard.index(100 + n) for n in range(HONEST))])
    assert before[1] < ONE_PERSON // 10, "all who came after the flood were heard before a tenth of it"
    assert Counter(heard)[1] == ONE_PERSON, "nothing is lost of it either"


async def test_many_who_write_without_end_are_heard_once_before_whoever_comes_new(store: Store, runner: Runner) -> None:
    """So many accounts that every lane is theirs: what they wrote before waits for those who have not been heard yet."""
    before = [update(n, chat=1 + n % FLOODING) for n in range(MANY)]
    honest = [update(MANY + n, chat=100 + n) for n in range(HONEST)]
    after = [update(MANY + HONEST + n, chat=1 + n % FLOODING) for n in range(MANY)]
    heard = await order_of(store, runner, before + honest + after)
    last = max(heard.index(100 + n) for n in range(HONEST))
    assert last <= FLOODING + HONEST + LANES
    assert len(heard) == 2 * MANY + HONEST
    assert all(heard.index(1 + n) < last for n in range(FLOODING)), "nor are they kept from their turn"


@pytest.mark.parametrize(
    "part",
    [
        "好吧",
        "好的",
        "谢",
        "嗯",
        "感谢",
        "没事",
        "收到了 ",
        "很急",
        "亮着",
        "复核",
        "还有人",
        "出来了",
        "不用来",
        "什么时候",
        "不是3组",
        "说错了",
        "找人工",
        "不敢走",
    ],
)
def test_words_that_could_be_read_in_many_ways_are_read_in_no_time(part: str) -> None:
    """A pattern with two ways through every repetition would try them all: thirty of them, and the desk stands still."""
    text = part * (MAX_TEXT // len(part)) + "x"
    begun = time.process_time()
    in_a_word(Said(message=1, text=text))
    assert time.process_time() - begun < 1


def test_the_same_again_and_again_costs_two_answers_and_no_row_more(desk: Desk) -> None:
    for _ in range(60):
        desk.say("办证贷款加微信 abc123 秒批", by="刷屏")
    for n in range(3):
        desk.say(LAMP, by=f"邻居{n}")
    assert len([told for told in desk.heard_by("刷屏") if isinstance(told, Paused)]) == 1
    assert len(desk.heard_by("刷屏")) <= 2 * desk.store.rules.flood_times
    assert len(desk.cases()) == 3
    assert all(desk.heard_by(f"邻居{n}") for n in range(3))


async def test_a_flood_of_large_bodies_is_read_no_further_than_it_may_be() -> None:
    read = 0

    async def accept(_: Any) -> int:
        raise AssertionError

    async def body() -> Any:
        nonlocal read
        for _ in range(64):
            read += LARGEST_BODY // 8
            yield b" " * (LARGEST_BODY // 8)

    from starlette.applications import Starlette
    from starlette.routing import Route

    app = Starlette(routes=[Route("/hook", WebhookDoor("/hook", SECRET, accept).hear, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        for headers, code, most in (({HEADER: SECRET}, 413, 2 * LARGEST_BODY), ({HEADER: "x" * 32}, 401, LARGEST_FORM)):
            read = 0
            assert (await client.post("/hook", content=body(), headers=headers)).status_code == code
            assert read <= most, "whoever does not know the secret is not even listened to"


@pytest.mark.parametrize(
    "deep",
    [
        {"update_id": 5, "message": {"text": "x" * 2_000_000}},
        {"update_id": 6, **{f"k{n}": n for n in range(50_000)}},
    ],
)
def test_a_huge_update_is_a_row_like_any_other(deep: dict[str, Any]) -> None:
    assert inbox_values(deep, MONDAY)["error"] == ""


def test_a_deep_update_is_parked_and_does_not_break_the_intake() -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    values = inbox_values({"update_id": 7, "message": deep}, MONDAY)
    assert values["state"] == "parked"
    while isinstance(deep, list):  # taken apart by hand: freeing it at once would be as deep
        deep = deep.pop()
