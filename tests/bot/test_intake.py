"""Updates are on disk before Telegram hears that we have them, whatever goes wrong on the way."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, cast

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.exc import DatabaseError, InternalError, OperationalError, ProgrammingError

from bot.bot_api import ApiError, BotApi
from bot.hands import Hands, one_by_one
from bot.intake import IDLE_SECONDS, Accept, Intake, Poller
from bot.runner import Runner
from bot.settings import GivenSettings
from cases.ports import Inbox

TOKEN = "4242:AAcanaryTokenThatMustNeverBeSeen0"


class Api:
    """Plays Telegram: a list of answers, of which an exception is raised."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def call(self, method: str, *, wait_seconds: float = 0, **params: Any) -> Any:
        self.calls.append((method, params))
        if not self.answers:
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def offsets(self) -> list[int | None]:
        return [params.get("offset") for method, params in self.calls if method == "getUpdates"]


class Ticks:
    def __init__(self) -> None:
        self.value = 0.0

    def __call__(self) -> float:
        return self.value


class Box:
    def __init__(self) -> None:
        self.ids: list[int] = []
        self.trouble: list[Exception] = []

    def store(self, updates: Sequence[Mapping[str, Any]]) -> int:
        if self.trouble:
            raise self.trouble.pop(0)
        if any(update.get("bad") for update in updates):
            raise OverflowError
        self.ids += [update["update_id"] for update in updates]
        return len(updates)


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def accept(box: Box) -> Iterator[Accept]:
    runner = Runner(None, Hands(one_by_one))  # type: ignore[arg-type]
    yield Intake(cast(Inbox, box), runner, lambda: None).accept
    runner.close()


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake.LONGEST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr("bot.intake.OWN_PAUSE_SECONDS", 0.01)


async def poll(api: Api, accept: Any, monotonic: Any = None, seconds: float = 0.3) -> None:
    poller = Poller(api, accept, **({"monotonic": monotonic} if monotonic else {}))  # type: ignore[arg-type]
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await poller.run()


def batch(*ids: int) -> list[dict[str, Any]]:
    return [{"update_id": n} for n in ids]


async def test_the_offset_moves_only_after_the_updates_are_stored(accept: Accept, box: Box) -> None:
    box.trouble = [OperationalError("INSERT", {}, Exception("database or disk is full"))]
    api = Api(batch(5, 6), batch(5, 6), batch(7))
    await poll(api, accept)
    assert box.ids == [5, 6, 7]
    assert api.offsets == [None, None, 7, 8]


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("slow"),
        ValueError("not JSON"),
        ApiError(502, "Bad Gateway"),
        ApiError(401, "Unauthorized"),
        ApiError(429, "Too Many Requests: retry after 0", 0),
        ApiError(409, "Conflict: terminated by other getUpdates request"),
        RuntimeError("something new"),
    ],
)
async def test_nothing_stops_the_poller(accept: Accept, box: Box, trouble: Exception) -> None:
    await poll(Api(trouble, trouble, batch(1)), accept)
    assert box.ids == [1]


async def test_a_forgotten_webhook_is_removed(accept: Accept, box: Box) -> None:
    api = Api(ApiError(409, "Conflict: can't use getUpdates method while webhook is active"), True, batch(1))
    await poll(api, accept)
    assert [method for method, _ in api.calls][:3] == ["getUpdates", "deleteWebhook", "getUpdates"]
    assert box.ids == [1]


async def test_a_second_process_is_named_in_the_log(accept: Accept, caplog: pytest.LogCaptureFixture) -> None:
    await poll(Api(ApiError(409, "Conflict: terminated by other getUpdates request")), accept)
    assert "another process" in caplog.text


async def test_after_a_silent_day_the_offset_is_forgotten(accept: Accept, box: Box) -> None:
    ticks = Ticks()
    api = Api(batch(901), [], batch(3))
    poller = Poller(api, accept, monotonic=ticks)  # type: ignore[arg-type]
    await poller.fetch()
    ticks.value += IDLE_SECONDS + 1
    await poller.fetch()
    await poller.fetch()
    assert api.offsets == [None, None, None]
    assert box.ids == [901, 3]


async def test_what_is_no_update_is_passed_over(accept: Accept, box: Box) -> None:
    await poll(Api([{"update_id": "x"}, 7, {"update_id": 2**80}, {"update_id": 4}]), accept)
    assert box.ids == [4]


async def test_an_update_no_table_can_hold_does_not_keep_out_those_behind_it(
    accept: Accept, box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    await poll(Api([{"update_id": 1}, {"update_id": 2, "bad": True}, {"update_id": 3}]), accept)
    assert box.ids == [1, 3]
    assert "ALARM: update 2" in caplog.text


async def test_no_trouble_writes_the_token_into_the_log(accept: Accept, caplog: pytest.LogCaptureFixture) -> None:
    settings = GivenSettings(bot_token=SecretStr(TOKEN), bot_api_url="http://127.0.0.1:1")
    api = BotApi(settings)
    with caplog.at_level(logging.DEBUG):
        await poll(api, accept)  # type: ignore[arg-type]
    await api.close()
    assert "cannot be reached" in caplog.text
    assert "AAcanary" not in "".join(r.getMessage() for r in caplog.records if r.name.startswith("bot"))


@pytest.mark.parametrize("kind", [InternalError, DatabaseError, ProgrammingError])
async def test_no_update_is_given_up_for_the_databases_own_trouble(
    accept: Accept, box: Box, kind: type[DatabaseError]
) -> None:
    """A standby after a fail-over is read-only, a file may be damaged, a privilege missing: Telegram keeps the updates."""
    box.trouble = [kind("INSERT", {}, Exception("cannot execute INSERT in a read-only transaction")) for _ in range(2)]
    api = Api(batch(5), batch(5), batch(5))
    await poll(api, accept)
    assert box.ids == [5]
