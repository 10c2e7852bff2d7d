"""The webhook's door: only who knows the secret, only updates, and 200 only for what is stored."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import pytest

from console.app import Views, console_app
from console.webhook import LARGEST_BODY, WebhookDoor
from tests.console import browser

SECRET = "s3cret_" * 6
WORDS = "我家漏水三天没人管"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Desk:
    def __init__(self) -> None:
        self.stored: list[Mapping[str, Any]] = []
        self.full = False

    async def accept(self, updates: Sequence[Mapping[str, Any]]) -> int:
        if self.full:
            raise OSError("disk full")
        self.stored.extend(updates)
        return len(updates)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def door(desk: Desk) -> httpx.AsyncClient:
    async def health() -> Any:
        raise AssertionError

    return browser(console_app(Views(health, webhook=WebhookDoor("/telegram/hook", SECRET, desk.accept))))


async def post(door: httpx.AsyncClient, content: bytes = b'{"update_id": 7}', *, secret: str | None = None) -> int:
    headers = {} if secret is None else {HEADER: secret}
    return (await door.post("/telegram/hook", content=content, headers=headers)).status_code


async def test_an_update_with_the_secret_is_stored_before_the_answer(door: httpx.AsyncClient, desk: Desk) -> None:
    assert await post(door, secret=SECRET) == 200
    assert desk.stored == [{"update_id": 7}]


@pytest.mark.parametrize("wrong", ["", "x", SECRET[:-1], SECRET + "x", SECRET.upper()])
async def test_a_wrong_secret_is_refused(door: httpx.AsyncClient, desk: Desk, wrong: str) -> None:
    assert await post(door, secret=wrong) == 401
    assert desk.stored == []


async def test_a_missing_secret_is_refused(door: httpx.AsyncClient) -> None:
    assert await post(door) == 401


async def test_a_secret_that_is_not_ascii_is_refused_and_does_not_break_the_door(door: httpx.AsyncClient) -> None:
    answer = await door.post("/telegram/hook", content=b"{}", headers=[(HEADER.encode(), "密码".encode())])
    assert answer.status_code == 401


async def test_two_secret_headers_are_refused(door: httpx.AsyncClient) -> None:
    name = HEADER.encode()
    answer = await door.post("/telegram/hook", content=b"{}", headers=[(name, SECRET.encode()), (name, b"x")])
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "garbage", [b"", b"[]", b"{}", b"nonsense", b'{"update_id": true}', b"\xff\xfe", b"[" * 100_000, WORDS.encode()]
)
async def test_garbage_is_refused_and_never_logged(
    door: httpx.AsyncClient, desk: Desk, caplog: pytest.LogCaptureFixture, garbage: bytes
) -> None:
    with caplog.at_level("DEBUG"):
        assert await post(door, garbage, secret=SECRET) == 400
    assert WORDS not in caplog.text
    assert desk.stored == []


async def test_a_huge_body_is_refused(door: httpx.AsyncClient) -> None:
    assert await post(door, b" " * (LARGEST_BODY + 1), secret=SECRET) == 413


async def test_what_cannot_be_stored_is_not_confirmed(door: httpx.AsyncClient, desk: Desk) -> None:
    desk.full = True
    assert await post(door, secret=SECRET) == 503


async def test_the_door_opens_to_post_only(door: httpx.AsyncClient) -> None:
    assert (await door.get("/telegram/hook")).status_code == 405
