"""Looking at pictures: fetched with bounds, tried again when the way is bad, and nothing lost when the process dies over it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.bot_api import BotApi
from bot.pictures import LARGEST_BYTES, Darkroom
from bot.settings import GivenSettings
from cases.picture_commands import NotePicture, Sight
from cases.ports import UseCase
from sandbox.core.pictures import draw_sample
from storage.pictures import StoredPictures, Unseen

NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
PATH = {"ok": True, "result": {"file_path": "photos/a.jpg"}}
Answer = Callable[[httpx.Request], httpx.Response]


class Clock:
    def now(self) -> datetime:
        return NOON


class Waiting(StoredPictures):
    """What is to be looked at, in a list."""

    def __init__(self, *files: str) -> None:
        self.files = list(files)

    def waiting(self, at: datetime, limit: int) -> list[Unseen]:
        return [Unseen(file, file, 0) for file in self.files[:limit]]


class Notes:
    """Takes down what was seen; fails for the picture that is `poison`."""

    def __init__(self, waiting: Waiting, poison: str = "") -> None:
        self.waiting, self.poison, self.seen = waiting, poison, dict[str, NotePicture]()
        self.noted = asyncio.Event()

    async def __call__(self, use_case: UseCase, command: NotePicture) -> None:
        if command.picture == self.poison:
            raise RuntimeError("cannot be noted")
        self.seen[command.picture] = command
        self.waiting.files.remove(command.picture)
        self.noted.set()


def darkroom(answer: Answer, *files: str, poison: str = "") -> tuple[Darkroom, Notes]:
    waiting = Waiting(*files)
    notes = Notes(waiting, poison)
    api = BotApi(GivenSettings(bot_token="1:a", bot_api_url="http://127.0.0.1:9"))
    api._client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return Darkroom(waiting, notes, api, Clock()), notes  # type: ignore[arg-type]


def giving(data: bytes, code: int = 200) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/file/"):
            return httpx.Response(code, content=data)
        return httpx.Response(200, json=PATH)

    return answer


def refusing(code: int) -> Answer:
    return lambda _: httpx.Response(code, json={"ok": False, "error_code": code, "description": "no"})


def broken(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no way", request=request)


async def test_a_picture_is_fetched_and_its_shape_noted() -> None:
    room, notes = darkroom(giving(draw_sample("done")), "a")
    assert await room.look() == 1
    assert notes.seen["a"].sight is Sight.SEEN
    assert len(notes.seen["a"].shape) == 32


@pytest.mark.parametrize(
    ("answer", "sight"),
    [
        (giving(b"\xff" * (LARGEST_BYTES + 1)), Sight.NEVER),
        (giving(b"a letter"), Sight.NEVER),
        (giving(b"", 404), Sight.NEVER),
        (giving(b"", 503), Sight.LATER),
        (refusing(400), Sight.NEVER),
        (refusing(429), Sight.LATER),
        (broken, Sight.LATER),
        (lambda _: httpx.Response(200, text="a page of some proxy"), Sight.LATER),
        (lambda _: httpx.Response(200, json={"ok": True, "result": {"file_path": "/var/lib/a.jpg"}}), Sight.NEVER),
    ],
    ids=["too large", "no picture", "gone", "server down", "wrong handle", "too many", "no line", "proxy", "on a disk"],
)
async def test_what_cannot_be_looked_at_is_tried_again_or_given_up(answer: Answer, sight: Sight) -> None:
    room, notes = darkroom(answer, "a")
    await room.look()
    assert (notes.seen["a"].sight, notes.seen["a"].shape) == (sight, "")


async def test_one_that_cannot_be_noted_does_not_stand_in_the_way() -> None:
    room, notes = darkroom(giving(draw_sample("done")), "a", "b", poison="a")
    assert await room.look() == 1
    assert list(notes.seen) == ["b"]


async def test_it_looks_when_it_is_woken_and_ends_when_its_time_is_over() -> None:
    room, notes = darkroom(giving(draw_sample("lamp")))
    over = asyncio.Event()
    running = asyncio.create_task(room.run(over))
    await asyncio.sleep(0)
    notes.waiting.files.append("late")
    room.wake()
    async with asyncio.timeout(5):
        await notes.noted.wait()
        over.set()
        await running
