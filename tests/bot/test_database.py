"""`minhu db`: an operator backs up, restores and moves the desk, and is told plainly when it cannot be."""

import json
import re
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import meeting
from storage.engine import open_engine
from storage.meeting import meeting_of
from tests.bot.test_cli import Minhu, admin
from tests.postgres import Server

__all__ = ["admin"]  # a fixture, used by name

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def desk(admin: Minhu, tmp_path: Path) -> Path:
    """A SQLite desk at the place of the setting."""
    admin("registry", "import", "demo", "--apply")
    return tmp_path / "minhu.db"


@pytest.fixture
def server_url(postgres: Server) -> Iterator[str]:
    url = postgres.new()
    yield url
    postgres.drop(url)


def one_line(refused: "subprocess.CompletedProcess[str]", words: str) -> bool:
    lines = refused.stderr.splitlines()
    return len(lines) == 1 and words in lines[0] and bool(CHINESE.search(lines[0]))


def test_a_backup_says_what_it_holds_and_that_it_was_looked_at(admin: Minhu, desk: Path, tmp_path: Path) -> None:
    done = admin("db", "backup", "copy.db")
    assert done.returncode == 0
    assert "已备份到 copy.db" in done.stdout
    assert "完好" in done.stdout
    assert "诉求 0 · 经过 0" in done.stdout
    assert done.stderr == ""  # no progress line where nobody watches
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_backup_comes_back_into_an_empty_place_only(admin: Minhu, desk: Path, tmp_path: Path) -> None:
    admin("bind-code", "Z0102")
    admin("db", "backup", "copy.db")
    refused = admin("db", "restore", "copy.db")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert one_line(refused, "已经有数据")
    desk.rename(tmp_path / "old.db")
    assert "已从 copy.db 恢复" in admin("db", "restore", "copy.db").stdout
    assert admin("registry", "import", "demo").stdout.strip() == "没有变化。"
    assert json.loads(admin("cases", "--json").stdout) == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("backup", "minhu.db"), "已经有了"),
        (("backup", "nowhere/copy.db"), "没有做成（FileNotFoundError）"),
        (("restore", "nothing.db"), "没有找到备份"),
        (("restore", "rubbish", "--into", "sqlite:///new.db"), "不是数据库文件"),
        (("restore", "minhu.db", "--into", "mysql://x"), "--into 要写成"),
        (("copy", "--to", "nonsense"), "--to 要写成"),
        (("copy", "--to", "postgresql+psycopg://x@127.0.0.1:1/x"), "没有做成（OperationalError）"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(
    admin: Minhu, desk: Path, tmp_path: Path, command: tuple[str, ...], words: str
) -> None:
    (tmp_path / "rubbish").write_text("无" * 5000)
    refused = admin("db", *command)
    assert refused.returncode in {1, 2}
    assert one_line(refused, words), refused.stderr


def test_a_desk_that_is_not_there_is_not_backed_up_as_an_empty_one(admin: Minhu, tmp_path: Path) -> None:
    for command in (("backup", "copy.db"), ("copy", "--to", "sqlite:///new.db")):
        assert one_line(admin("db", *command), "没有找到数据库")
    assert list(tmp_path.iterdir()) == []


def test_a_desk_moves_to_a_server_and_is_backed_up_and_restored_from_there(
    admin: Minhu, desk: Path, server_url: str, tmp_path: Path
) -> None:
    moved = admin("db", "copy", "--to", server_url)
    assert moved.returncode == 0, moved.stderr
    assert "逐表核对过条数" in moved.stdout
    on_server = {"MINHU_DATABASE_URL": server_url}
    assert admin("registry", "import", "demo", **on_server).stdout.strip() == "没有变化。"
    assert admin("db", "backup", "copy.db", **on_server).returncode == 0
    assert admin("db", "restore", "copy.db", "--into", "sqlite:///again.db", **on_server).returncode == 0
    back = admin("registry", "import", "demo", MINHU_DATABASE_URL="sqlite:///again.db")
    assert back.stdout.strip() == "没有变化。"


def test_a_lost_database_does_not_keep_its_backup_from_being_restored_elsewhere(
    admin: Minhu, desk: Path, tmp_path: Path
) -> None:
    admin("db", "backup", "copy.db")
    lost = "postgresql+psycopg://minhu@127.0.0.1:1/minhu"
    done = admin("db", "restore", "copy.db", "--into", "sqlite:///new.db", MINHU_DATABASE_URL=lost)
    assert done.returncode == 0, done.stderr


def test_a_password_is_never_shown(admin: Minhu, desk: Path) -> None:
    refused = admin("db", "copy", "--to", "postgresql+psycopg://x:canary@127.0.0.1:1/x")
    assert "canary" not in refused.stdout + refused.stderr


def test_a_desk_at_work_is_not_moved_from_under_its_residents(
    admin: Minhu, desk: Path, server_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(meeting, "FILE_PATIENCE_SECONDS", 0.1)
    admin("db", "copy", "--to", server_url)
    for url in (f"sqlite:///{desk}", server_url):
        engine = open_engine(url)
        running = meeting_of(engine)
        elected: list[bool] = []
        running.join(elected.append, lambda: None)
        while not elected:
            pass
        refused = admin("db", "copy", "--to", "sqlite:///new.db", MINHU_DATABASE_URL=url)
        assert one_line(refused, "还在用这个库")
        running.leave()
        engine.dispose()
        assert admin("db", "copy", "--to", "sqlite:///new.db", MINHU_DATABASE_URL=url).returncode == 0
        (tmp_path / "new.db").unlink()
