"""A bar is for somebody who looks on, and only where it takes a while."""

import io

import pytest

from bot import progress
from bot.progress import counted, waiting
from tests.waiting import until


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def watched(monkeypatch: pytest.MonkeyPatch, screen: io.StringIO, patience: float) -> io.StringIO:
    """Here and not in a fixture: pytest sets its own streams before every test."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", patience)
    return screen


def test_in_a_pipe_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = watched(monkeypatch, io.StringIO(), 0)
    assert list(counted(range(3), "导入", 3)) == [0, 1, 2]
    assert pipe.getvalue() == ""


def test_what_is_done_in_a_moment_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = watched(monkeypatch, Terminal(), 60)
    assert list(counted(range(3), "导入", 3)) == [0, 1, 2]
    assert screen.getvalue() == ""


def test_what_takes_longer_says_how_far_it_is_and_gives_the_cursor_back(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = watched(monkeypatch, Terminal(), 0)
    for _ in counted(range(3), "导入", 3):
        until(lambda: "导入" in screen.getvalue())
    assert "3/3" in screen.getvalue()
    assert "\x1b[?25h" in screen.getvalue()


def test_what_tells_nothing_shows_that_it_is_at_work_also_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = watched(monkeypatch, Terminal(), 0)

    @waiting("读台账")
    def fail() -> None:
        until(lambda: "读台账" in screen.getvalue())
        raise OSError("disk full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert "\x1b[?25h" in screen.getvalue()
