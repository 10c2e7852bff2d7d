"""A bot and a room full of people at one sandbox, for tests that read as sentences."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from sandbox.core.api import METHODS
from tests.sandbox.judge import Judge

TOKEN = "4242:a-token-of-valid-shape-for-tests-only"
WEBHOOK_METHODS = frozenset({"setWebhook", "deleteWebhook", "getWebhookInfo"})
ALL_METHODS = frozenset(name for name, _ in METHODS.values()) | WEBHOOK_METHODS
ANNA, BO, CHEN = 1001, 1002, 1003

Json = dict[str, Any]


class Failed(Exception):
    """A call that was answered with ok: false."""

    def __init__(self, body: Json) -> None:
        super().__init__(body["description"])
        self.code = body["error_code"]
        self.text = body["description"]
        self.parameters = body.get("parameters", {})


@dataclass
class Desk:
    """Everything a test does to a sandbox goes through here and is judged on the way."""

    base_url: str
    http: httpx.Client
    token: str = TOKEN
    judge: Judge = field(default_factory=lambda: Judge(ALL_METHODS))
    offset: int = 0

    # -- the bot's side

    def url(self, method: str) -> str:
        return f"{self.base_url}/bot{self.token}/{method}"

    def call(self, method: str, files: Any = None, **arguments: Any) -> Any:
        """One call; the result, or Failed."""
        if files:
            data = {key: value if isinstance(value, str) else json.dumps(value) for key, value in arguments.items()}
            response = self.http.post(self.url(method), data=data, files=files)
        else:
            response = self.http.post(self.url(method), json=arguments)
        body = response.json()
        assert response.status_code == (200 if body["ok"] else body["error_code"])
        if not body["ok"]:
            raise Failed(body)
        judged = arguments | {name: "attach://" for name in files or {} if not name.startswith("file")}
        self.judge.call(method, judged, body["result"])
        return body["result"]

    def refusal(self, method: str, **arguments: Any) -> Failed:
        """The refusal of a call that must be refused."""
        try:
            result = self.call(method, **arguments)
        except Failed as failed:
            return failed
        raise AssertionError(f"{method} was not refused: {result}")

    def say(self, chat: int, text: str = "您好", **more: Any) -> Any:
        return self.call("sendMessage", chat_id=chat, text=text, **more)

    def updates(self, timeout: int = 0) -> list[Json]:
        """What is new, confirmed the next time."""
        found: list[Json] = self.call("getUpdates", offset=self.offset, timeout=timeout)
        self.offset = max([self.offset, *(update["update_id"] + 1 for update in found)])
        return found

    def update(self) -> Json:
        """The one thing that is new, without its number."""
        (update,) = self.updates()
        return {key: value for key, value in update.items() if key != "update_id"}

    # -- the people's side

    def post(self, path: str, body: Any = None) -> Any:
        response = self.http.post(f"{self.base_url}/api/{path}", json={} if body is None else body)
        assert response.status_code == 200, response.text
        return response.json()

    def post_refused(self, path: str, body: Any = None) -> tuple[int, str]:
        response = self.http.post(f"{self.base_url}/api/{path}", json={} if body is None else body)
        assert response.status_code >= 400, response.text
        return response.status_code, response.json()["error"]

    def get(self, path: str) -> Any:
        response = self.http.get(f"{self.base_url}/api/{path}")
        assert response.status_code == 200, response.text
        return response.json()

    def send(self, person: int, text: str = "", chat: int | None = None, **more: Any) -> Json:
        """A person writes; the first of the messages that came of it."""
        wish = {"person": person, **({"text": text} if text else {}), **more}
        message: Json = self.post(f"chats/{chat or person}/send", wish)["messages"][0]
        return message

    def press(self, person: int, message: Json, data: str) -> str:
        wish = {"person": person, "message_id": message["message_id"], "data": data}
        return str(self.post(f"chats/{message['chat']['id']}/press", wish)["callback_query_id"])

    def group(self, *members: int, **more: Any) -> int:
        view = self.post("groups", {"title": "阳光里网格群", "members": members or (ANNA, BO), **more})
        return int(view["chat"]["id"])
