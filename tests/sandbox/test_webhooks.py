"""Webhooks: pushed in order per chat, again until 2xx, with the secret that was agreed."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sandbox.core.params import Params
from sandbox.core.world import World
from sandbox.server.house import House
from tests.sandbox.desk import ANNA, BO, Desk
from tests.waiting import until

Answer = tuple[int, dict[str, str], bytes]


class Ear:
    """A bot's own web server: hears updates, and answers as the test likes."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.times: list[float] = []
        self.answer: Callable[[dict[str, Any]], Answer] = lambda _: (200, {}, b"")
        ear = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                ear.times.append(time.monotonic())
                ear.secrets.append(self.headers.get("X-Telegram-Bot-Api-Secret-Token"))
                ear.heard.append(update)
                status, headers, body = ear.answer(update)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.heard]

    def wait(self, count: int, seconds: float = 5) -> None:
        """Until so many posts have come."""
        until(lambda: len(self.heard) >= count, seconds)


@pytest.fixture
def ear() -> Iterator[Ear]:
    """A listening bot."""
    ear = Ear()
    yield ear
    ear.server.shutdown()
    ear.server.server_close()


def test_updates_are_pushed_with_the_secret_and_confirmed_by_200(desk: Desk, ear: Ear) -> None:
    desk.send(ANNA, "先前")
    desk.call("setWebhook", url=ear.url, secret_token="minhu-Secret_1")
    desk.send(ANNA, "之后")
    ear.wait(2)
    assert ear.texts() == ["先前", "之后"]
    assert set(ear.secrets) == {"minhu-Secret_1"}
    for update in ear.heard:
        desk.judge.update(update)
    until(lambda: desk.call("getWebhookInfo")["pending_update_count"] == 0)


def test_a_failure_is_retried_and_holds_back_only_its_own_chat(desk: Desk, ear: Ear) -> None:
    failures = iter([500, 502])

    def answer(update: dict[str, Any]) -> Answer:
        ours = update["message"]["chat"]["id"] == ANNA
        return (next(failures, 200) if ours else 200, {}, b"")

    ear.answer = answer
    desk.call("setWebhook", url=ear.url)
    desk.send(ANNA, "一")
    desk.send(ANNA, "二")
    desk.send(BO, "另一位")
    ear.wait(3)
    info = desk.call("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 50")
    assert info["last_error_date"]
    ear.wait(5)
    assert [text for text in ear.texts() if text != "另一位"] == ["一", "一", "一", "二"]
    assert ear.texts().index("另一位") < 3
    tries = [at for at, text in zip(ear.times, ear.texts(), strict=True) if text == "一"]
    assert tries[1] - tries[0] == pytest.approx(1, abs=0.3)
    assert tries[2] - tries[1] == pytest.approx(2, abs=0.4)


def test_retry_after_is_respected(desk: Desk, ear: Ear) -> None:
    answers = iter([(503, {"Retry-After": "2"}, b"")])
    ear.answer = lambda _: next(answers, (200, {}, b""))
    desk.call("setWebhook", url=ear.url)
    desk.send(ANNA, "一")
    ear.wait(2)
    assert ear.times[1] - ear.times[0] == pytest.approx(2, abs=0.4)


def test_a_webhook_that_is_gone_for_a_day_is_closed(desk: Desk, ear: Ear) -> None:
    ear.answer = lambda _: (410, {}, b"")
    desk.call("setWebhook", url=ear.url)
    desk.send(ANNA, "一")
    until(lambda: "last_error_date" in desk.call("getWebhookInfo"))
    desk.post("clock", {"advance_seconds": 23 * 3600 + 60})
    until(lambda: desk.call("getWebhookInfo")["url"] == "")
    assert len(desk.call("getUpdates")) == 1


def test_a_method_in_the_answer_is_run_and_a_getter_is_not(desk: Desk, ear: Ear) -> None:
    ear.answer = lambda update: (
        200,
        {"Content-Type": "application/json"},
        json.dumps({"method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": "收到"}).encode(),
    )
    desk.call("setWebhook", url=ear.url)
    desk.send(ANNA, "路灯")
    until(lambda: len(desk.get(f"chats/{ANNA}/messages")) == 2)
    assert desk.get(f"chats/{ANNA}/messages")[-1]["text"] == "收到"
    ear.answer = lambda _: (200, {}, json.dumps({"method": "deleteWebhook"}).encode())
    desk.send(ANNA, "再说一次")
    until(lambda: desk.get("updates")["pending"] == 0)
    assert desk.call("getWebhookInfo")["url"] == ear.url


def test_one_connection_pushes_one_at_a_time(desk: Desk, ear: Ear) -> None:
    inside: list[int] = []
    most: list[int] = []

    def answer(_: dict[str, Any]) -> Answer:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.05)
        inside.pop()
        return 200, {}, b""

    ear.answer = answer
    desk.call("setWebhook", url=ear.url, max_connections=1)
    for person in (ANNA, BO, ANNA, BO):
        desk.send(person, "路灯")
    ear.wait(4)
    assert max(most) == 1


async def test_a_webhook_is_deleted_although_news_come_at_the_same_moment() -> None:
    house = House(World())
    await house.run("setWebhook", Params({"url": "http://127.0.0.1:9/hook"}))
    house.world.queue("message", {"text": "没人听"}, ANNA)
    await asyncio.sleep(0.4)  # the first try has failed, and the worker waits for the second
    assert house.webhook.info()["last_error_date"]
    house.world.tell("update", chat=ANNA)
    assert await asyncio.wait_for(house.run("deleteWebhook", Params({})), 3) is True


def test_nobody_listening_is_an_error_the_bot_can_read(desk: Desk) -> None:
    desk.call("setWebhook", url="http://127.0.0.1:9/hook")
    desk.send(ANNA, "一")
    until(lambda: "last_error_message" in desk.call("getWebhookInfo"))
    assert desk.call("getWebhookInfo")["pending_update_count"] == 1


def test_pending_updates_can_be_dropped_and_otherwise_wait_for_polling(desk: Desk) -> None:
    desk.send(ANNA, "一")
    desk.call("deleteWebhook")
    assert len(desk.call("getUpdates")) == 1
    desk.call("deleteWebhook", drop_pending_updates=True)
    assert desk.get("updates")["pending"] == 0


@pytest.mark.parametrize("url", ["http://example.org/hook", "ftp://a.cn", "nonsense", "https://["])
def test_only_https_is_taken_except_on_this_machine(desk: Desk, url: str) -> None:
    assert desk.refusal("setWebhook", url=url).text == (
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )


@pytest.mark.parametrize("secret", ["有汉字", "a b", "x" * 257])
def test_a_secret_has_its_own_alphabet(desk: Desk, secret: str) -> None:
    refusal = desk.refusal("setWebhook", url="https://example.org", secret_token=secret)
    assert refusal.text == "Bad Request: secret token contains unallowed characters"


def test_a_webhook_is_set_once_a_second(desk: Desk) -> None:
    desk.call("setWebhook", url="https://example.org")
    refusal = desk.refusal("setWebhook", url="https://example.org")
    assert (refusal.code, refusal.parameters) == (429, {"retry_after": 1})
