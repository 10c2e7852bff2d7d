"""A voice becomes words beside the case, by whatever engine is configured, and the case was filed long before."""

import json
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.bot_api import BotApi
from bot.engines import CommandEngine
from bot.hearing import MOST_FETCHES, MOST_TRIES, Desk, Stenographer
from bot.settings import GivenSettings
from cases.model import Attachment, CaseId, Change, Happening, Media
from storage.store import Store
from tests.bot.test_process import cases_of, people
from tests.databases import Prepared
from tests.live import Sandbox, live_bot
from tests.storage.conftest import NOON, FixedClock, Runs, a_case, desk_with_file, save
from tests.waiting import until

ENGINE = """#!{python}
import sys
data = open(sys.argv[1], "rb").read()
print("文昌街道大寨村2组路灯坏了" if data.startswith(b"OggS") else "")
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A tiny program in the place of an engine."""
    path = tmp_path / "listen"
    path.write_text(ENGINE.format(python=sys.executable), "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_voice_is_filed_at_once_and_its_words_come_after(
    sandbox: Sandbox, district: Prepared, tmp_path: Path, script: Path
) -> None:
    (resident,) = people(sandbox, 1)
    with live_bot(sandbox, district, tmp_path, MINHU_TRANSCRIBER=f"{script} {{file}}") as bot:
        said = {"person": str(resident), "text": "文昌街道大寨村2组路灯坏了"}
        url = f"{sandbox.url}/api/chats/{resident}/send"
        assert httpx.post(url, data=said, files={"voice": ("a.oga", b"OggS voice")}).status_code == 200
        until(lambda: any("语音转写（机器）：文昌街道大寨村2组路灯坏了" in case.text for case in cases_of(bot)), 40)
        (case,) = cases_of(bot)
        assert case.place == "大寨村2组"
        numbers = httpx.get(f"http://{bot.listen}/metrics").text
    assert "minhu_reading_seconds_count" in numbers
    assert 'minhu_open_cases{status="filed"} 1.0' in numbers


# --- what goes wrong ---


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with desk_with_file(tmp_path, Media.VOICE, "voice1") as store:
        yield store


@dataclass
class Machine:
    """The time of the machine, told by hand."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def stenographer(
    store: Store,
    command: list[str],
    *,
    code: int = 200,
    asked: list[str] | None = None,
    machine: Machine | None = None,
) -> Stenographer:
    def answer(request: httpx.Request) -> httpx.Response:
        if asked is not None and request.url.path.endswith("/getFile"):
            asked.append(json.loads(request.content)["file_id"])
        if request.url.path.startswith("/file/"):
            return httpx.Response(code, content=b"OggS")
        return httpx.Response(200, json={"ok": True, "result": {"file_path": "voice/a.oga"}})

    api = BotApi(GivenSettings(bot_token="1:a", bot_api_url="http://127.0.0.1:9"))
    api._client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    desk = Desk(store.unread, Runs(store), None, FixedClock())  # type: ignore[arg-type]
    engines = {Happening.VOICE_HEARD: CommandEngine(command, 10, ".ogg").hear}
    return Stenographer(engines, api, desk, machine or Machine())


def notes(store: Store) -> list[str]:
    with store.unit_of_work() as uow:
        return [line.note for line in uow.history(CaseId("c1")) if line.what is Happening.VOICE_HEARD]


async def later(room: Stenographer, machine: Machine) -> int:
    """What it writes when all that rested has rested, although the desk's clock stands still."""
    machine.seconds += 3600
    return await room.write()


async def test_an_engine_that_always_fails_is_given_up_and_that_is_noted(store: Store) -> None:
    machine = Machine()
    room = stenographer(store, [sys.executable, "-c", "raise SystemExit(1)"], machine=machine)
    assert [await later(room, machine) for _ in range(MOST_TRIES)] == [0] * (MOST_TRIES - 1) + [1]
    assert notes(store) == [""]
    assert await later(room, machine) == 0


async def test_a_messenger_that_is_away_is_asked_again_for_some_hours_and_seldom(store: Store) -> None:
    asked: list[str] = []
    machine = Machine()
    room = stenographer(store, [sys.executable, "-c", "pass"], code=503, asked=asked, machine=machine)
    for _ in range(600):
        assert await room.write() == 0
        machine.seconds += 5
    assert 5 < len(asked) < MOST_FETCHES
    while not await room.write():
        machine.seconds += 600
    assert (notes(store), len(asked)) == ([""], MOST_FETCHES)
    assert 4 < machine.seconds / 3600 < 8


async def test_a_file_that_is_gone_is_noted_at_once(store: Store) -> None:
    assert await stenographer(store, [sys.executable, "-c", "pass"], code=404).write() == 1
    assert notes(store) == [""]


async def test_one_that_fails_stands_in_nobodys_way(store: Store) -> None:
    voice = (Attachment(Media.VOICE, "voice2"),)
    save(store, Change(a_case("c2", number="0306-002", opened_at=NOON, attachments=voice)))
    asked: list[str] = []
    machine = Machine()
    room = stenographer(store, [sys.executable, "-c", "raise SystemExit(1)"], asked=asked, machine=machine)
    for _ in range(4):
        await later(room, machine)
    assert asked == ["voice1", "voice2"] * 2


async def test_one_that_cannot_be_noted_stands_in_nobodys_way_either(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = (Attachment(Media.VOICE, "voice2"),)
    save(store, Change(a_case("c2", number="0306-002", opened_at=NOON, attachments=voice)))
    asked: list[str] = []
    room = stenographer(store, [sys.executable, "-c", "pass"], asked=asked)
    monkeypatch.setattr(Runs, "__call__", _refused)
    for _ in range(2):
        with pytest.raises(ConnectionError):
            await room.write()
    assert asked == ["voice1", "voice2"]


async def _refused(*_: object) -> None:
    raise ConnectionError
