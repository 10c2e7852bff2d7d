"""An engine is a program on this machine: it may be missing, hang, fail or babble, and nobody waits for it longer than agreed."""

import sys
import time
from pathlib import Path

import pytest

from bot.engines import LONGEST_WORDS, RAPIDOCR, CommandEngine, command_of, lacking, picture_reader_of, transcriber_of
from bot.settings import GivenSettings
from cases.ports import EngineFailed
from nlp import eyes


def engine(tmp_path: Path, program: str, seconds: float = 20) -> CommandEngine:
    script = tmp_path / "engine.py"
    script.write_text(program, "utf-8")
    return CommandEngine([sys.executable, str(script), "{file}"], seconds, ".ogg")


async def test_it_gets_the_file_and_what_it_prints_is_what_was_said(tmp_path: Path) -> None:
    heard = engine(tmp_path, "import sys; print(open(sys.argv[1], 'rb').read().decode(), '\\n ', sys.argv[1][-4:])")
    assert await heard.hear("路灯坏了".encode()) == "路灯坏了 .ogg"


async def test_it_sees_no_secret_of_ours_and_its_file_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINHU_BOT_TOKEN", "42:canary")
    program = "import os, sys; print(sys.argv[1], any('42:canary' in value for value in os.environ.values()))"
    path, seen = (await engine(tmp_path, program).read(b"x")).split()
    assert seen == "False"
    assert _is_gone(path)


def _is_gone(path: str) -> bool:
    return not Path(path).exists()


async def test_one_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    program = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(60)\n"
    )
    with pytest.raises(EngineFailed, match="longer than"):
        await engine(tmp_path, program, seconds=2).hear(b"x")
    for pid in map(int, pids.read_text().split()):
        _gone(pid)


async def test_one_that_is_done_leaves_nothing_running_behind(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys\n"
        "sleeps = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "child = subprocess.Popen(sleeps, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(child.pid)\n"
    )
    _gone(int(await engine(tmp_path, program).hear(b"x")))


def _gone(pid: int) -> None:
    end = time.monotonic() + 5
    while _runs(pid):
        assert time.monotonic() < end
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    """A child of nobody is a zombie until somebody asks for it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("program", "why"),
    [("raise SystemExit(3)", "ended with 3"), ("print('好' * 100_000)", "says too much")],
)
async def test_one_that_fails_or_babbles_is_said_to(tmp_path: Path, program: str, why: str) -> None:
    with pytest.raises(EngineFailed, match=why):
        await engine(tmp_path, program).hear(b"x")


async def test_one_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed, match="cannot be started"):
        await CommandEngine([str(tmp_path / "none")], 5, ".ogg").hear(b"x")


async def test_a_long_story_is_cut_to_what_a_card_holds(tmp_path: Path) -> None:
    assert len(await engine(tmp_path, "print('好' * 2_000)").hear(b"x")) == LONGEST_WORDS


def test_nothing_is_used_that_was_not_asked_for() -> None:
    settings = GivenSettings()
    assert (transcriber_of(settings), picture_reader_of(settings)) == (None, None)


def test_what_is_missing_is_named() -> None:
    assert lacking("") == ""
    assert lacking(f"{sys.executable} -c pass") == ""
    assert lacking("no-such-engine -m model {file}") == "no-such-engine"
    assert command_of(RAPIDOCR)[1:] == ["-m", "nlp.eyes", "{file}"]


def test_the_reader_of_pictures_prints_what_it_is_sure_of(monkeypatch: pytest.MonkeyPatch) -> None:
    class Found:
        txts, scores = ("大寨村2组", "###"), (0.97, 0.2)

    class Package:
        @staticmethod
        def RapidOCR() -> object:
            return lambda _path: Found

    monkeypatch.setitem(sys.modules, "rapidocr", Package)
    assert eyes.read("x.jpg") == ["大寨村2组"]
