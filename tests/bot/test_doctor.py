"""`minhu doctor` names what is wrong, says what to do about it, and looks at the rest all the same."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main

Examine = Callable[..., str]
NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def examine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Examine:
    """What the doctor prints about an empty folder with these settings."""
    for name in [name for name in os.environ if name.startswith("MINHU_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def run(**settings: str) -> str:
        given = {"DATABASE_URL": f"sqlite:///{tmp_path / 'minhu.db'}", "BOT_API_URL": NOWHERE, "BOT_TOKEN": "42:canary"}
        for name, value in {**given, **settings}.items():
            monkeypatch.setenv(f"MINHU_{name}", value)
        monkeypatch.setattr(sys, "argv", ["minhu", "doctor"])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == 1
        return capsys.readouterr().out

    return run


def gbk(path: Path, text: str = "主题,写法\n中文,中文\n") -> str:
    path.write_text(text, "gbk")
    return str(path)


def test_a_table_in_another_encoding_is_no_fault_of_the_database(examine: Examine, tmp_path: Path) -> None:
    said = examine(
        SENSITIVE=gbk(tmp_path / "s.csv"),
        KNOWLEDGE=gbk(tmp_path / "k.csv"),
        LEARNT_TOPICS=gbk(tmp_path / "t.csv"),
        HOTLINE_STATES=gbk(tmp_path / "h.csv"),
    )
    assert "✗ 专报表：设置 MINHU_SENSITIVE 的专报表不是 UTF-8" in said
    assert "✗ 词表：设置 MINHU_LEARNT_TOPICS" in said
    assert "✗ 状态表：设置 MINHU_HOTLINE_STATES 的状态表不是 UTF-8" in said
    assert "✗ 知识表：0 条可用，1 处要改" in said
    assert "数据库：打不开" not in said
    assert "✗ 令牌：连不上" in said


def test_tables_that_are_not_there_are_each_named_and_the_rest_is_looked_at(examine: Examine) -> None:
    files = ("SENSITIVE", "SKILLS", "HOTLINE_STATES", "KNOWLEDGE", "LEARNT_TOPICS")
    said = examine(**dict.fromkeys(files, "gone.csv"))
    for name in files:
        assert f"✗ 设置：设置 MINHU_{name} 不对" in said
    assert "表结构" in said
    assert "✗ 令牌：连不上" in said


def test_a_table_that_may_not_be_read(examine: Examine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = {gbk(tmp_path / "s.csv"), gbk(tmp_path / "k.csv")}
    read = Path.read_text

    def refused(path: Path, encoding: str | None = None) -> str:
        if str(path) in theirs:
            raise PermissionError(13, "Permission denied")
        return read(path, encoding)

    monkeypatch.setattr(Path, "read_text", refused)  # nobody can be refused a file where tests run as root
    said = examine(SENSITIVE=str(tmp_path / "s.csv"), KNOWLEDGE=str(tmp_path / "k.csv"))
    assert "✗ 专报表：设置 MINHU_SENSITIVE 的专报表读不了" in said
    assert "✗ 知识表：设置 MINHU_KNOWLEDGE 的文件读不了" in said
    assert "✗ 令牌：连不上" in said


def test_settings_in_another_encoding_are_said_to_be_so(examine: Examine, tmp_path: Path) -> None:
    gbk(tmp_path / ".env", "# 令牌\nMINHU_GAS_HOTLINE=0391-6666666\n")
    assert "✗ 设置：设置文件 .env 不是 UTF-8" in examine()


def test_a_clock_that_does_not_answer_does_not_end_it(examine: Examine) -> None:
    said = examine(CLOCK_URL=f"{NOWHERE}/clock")
    assert "✗ 时钟：设置 MINHU_CLOCK_URL" in said
    assert "✗ 令牌：连不上" in said


def test_a_database_that_does_not_answer_is_not_blamed_on_the_sandbox(examine: Examine) -> None:
    said = examine(DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:1/minhu?connect_timeout=1")
    assert "✗ 数据库：打不开" in said
    assert "MINHU_CLOCK_URL" not in said
    assert "✗ 令牌：连不上" in said


def test_the_command_line_names_the_table_and_not_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINHU_DATABASE_URL", f"sqlite:///{tmp_path / 'minhu.db'}")
    monkeypatch.setenv("MINHU_SENSITIVE", gbk(tmp_path / "s.csv"))
    monkeypatch.setattr(sys, "argv", ["minhu", "cases"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "MINHU_SENSITIVE 的专报表不是 UTF-8" in capsys.readouterr().err


def test_an_engine_that_is_wished_and_not_there_is_named_with_the_way_to_get_it(
    examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engines.find_spec", lambda _name: None)
    said = examine(TRANSCRIBER="no-such-engine {file}", PICTURE_READER="rapidocr")
    assert "✗ 语音转写：找不到程序 no-such-engine" in said
    assert "✗ 读照片：没有装 rapidocr" in said
    assert "pip install '.[ocr]'" in said


def test_what_is_optional_and_not_wished_is_no_fault(examine: Examine) -> None:
    said = examine()
    assert "✓ 语音转写：没有用" in said
    assert "✓ 读照片：没有用" in said
    assert "✓ 监控：/metrics 只给本机看" in said


def test_a_disk_that_fills_up_is_said_before_it_is_full(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.shutil.disk_usage", lambda _path: type("Usage", (), {"free": 300_000_000}))
    said = examine()
    assert "✗ 磁盘：数据库所在的磁盘还有 0.3 GB" in said
    assert "journalctl --vacuum-size" in said
