"""An independently written emulator hears the same conversation and must give the same essential answers."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, Protocol

import httpx
import pytest

from tests.sandbox.desk import ANNA, TOKEN, Desk

pytestmark = pytest.mark.skipif(find_spec("lo_bot_api_emulator") is None, reason="没有安装 lo-bot-api-emulator")

START = "import sys; from lo_bot_api_emulator import main; sys.exit(main())"


class Side(Protocol):
    """One server, with a bot's calls and a way to put a text in."""

    def call(self, method: str, **arguments: Any) -> dict[str, Any]: ...

    def write(self, text: str) -> None: ...


class Ours:
    """The sandbox."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        body: dict[str, Any] = self._desk.http.post(self._desk.url(method), json=arguments).json()
        return body

    def write(self, text: str) -> None:
        self._desk.send(ANNA, text)


class Theirs:
    """The emulator."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=70, trust_env=False)
        self._said = 0

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        body: dict[str, Any] = self._http.post(f"/bot{TOKEN}/{method}", json=arguments).json()
        return body

    def write(self, text: str) -> None:
        self._said += 1
        person = {"id": ANNA, "is_bot": False, "first_name": "王秀兰"}
        chat = {"id": ANNA, "type": "private", "first_name": "王秀兰"}
        message = {"message_id": self._said, "date": 1_772_000_000, "from": person, "chat": chat, "text": text}
        answer = self._http.post("/__fixture/updates", json={"token": TOKEN, "update": {"message": message}})
        assert answer.json()["ok"], answer.text

    def close(self) -> None:
        self._http.close()


@pytest.fixture
def theirs() -> Iterator[Theirs]:
    """The emulator in its own process."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", START, "--port", str(port), "--enable-control"]
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    side = Theirs(f"http://127.0.0.1:{port}")
    try:
        for _ in range(300):
            try:
                side.call("getMe")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield side
    finally:
        side.close()
        process.terminate()
        process.wait(10)


def talk(side: Side) -> list[Any]:
    """One conversation; what must be the same on any server, update numbers relative to the first."""
    for text in ("路灯不亮", "在幸福路", "谢谢"):
        side.write(text)
    first = side.call("getUpdates", offset=0, limit=2)["result"]
    start = first[0]["update_id"]
    heard = [[(u["update_id"] - start, u["message"]["text"]) for u in first]]
    for offset in (start, start + 1, start + 3):
        batch = side.call("getUpdates", offset=offset, limit=100)["result"]
        heard.append([(u["update_id"] - start, u["message"]["text"]) for u in batch])
    me = side.call("getMe")
    sent = side.call("sendMessage", chat_id=ANNA, text="收到")
    errors = [
        side.call("noSuchMethod"),
        side.call("sendMessage", chat_id=ANNA, text=""),
        side.call("sendMessage", chat_id=ANNA, text="长" * 5000),
    ]
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
    card = side.call("sendMessage", chat_id=ANNA, text="认可吗？", reply_markup=markup)["result"]
    edited = side.call("editMessageText", chat_id=ANNA, message_id=card["message_id"], text="已认可")
    return [
        heard,
        (me["ok"], me["result"]["is_bot"]),
        (sent["ok"], sent["result"]["text"], sent["result"]["chat"]["id"], sent["result"]["chat"]["type"]),
        [(error["ok"], error["error_code"]) for error in errors],
        edited["ok"],
        side.call("setMyCommands", commands=[{"command": "start", "description": "开始"}]),
        side.call("getWebhookInfo")["result"]["url"],
    ]


def test_both_servers_give_the_same_essential_answers(desk: Desk, theirs: Theirs) -> None:
    assert talk(Ours(desk)) == talk(theirs)
