"""The command line as a person or a pipe meets it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.rules import rules_from
from bot.settings import GivenSettings
from cases.model import Change, Rating
from cases.posts import digest_of
from cases.scores import Answers, Satisfied, Solved
from storage.registry_files.csv_write import write_csv_set
from storage.registry_files.demo import demo_registry
from storage.store import Store
from tests.storage.conftest import a_case

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMANDS = [
    "demo",
    "run",
    "read",
    "locate",
    "evaluate",
    "train",
    "lexicon review",
    "registry template",
    "registry import",
    "registry export",
    "bind-code",
    "cases",
    "digest",
    "ranking",
    "dead-letters",
    "parked",
    "export",
    "import cases",
    "db backup",
    "db restore",
    "db copy",
    "doctor",
]
DESK = "410871062209"
Minhu = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def minhu(tmp_path: Path) -> Minhu:
    """Runs `minhu …` as its own process in an empty folder with its own database."""

    def run(*arguments: str, given: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MINHU_")}
        database = {"MINHU_DATABASE_URL": f"sqlite:///{tmp_path / 'minhu.db'}"}
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=given.encode() if isinstance(given, str) else given,
            capture_output=True,
            cwd=tmp_path,
            env=kept | database | settings,
            check=False,
        )
        return subprocess.CompletedProcess(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def admin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Minhu:
    """The same without a process of its own: these commands do not mind who else was imported."""
    for name in [name for name in os.environ if name.startswith("MINHU_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MINHU_DATABASE_URL", f"sqlite:///{tmp_path / 'minhu.db'}")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["minhu", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, int(end.value.code or 0), out, err)

    return run


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


# --- help and refusals ---


def test_help_names_every_command_in_chinese(minhu: Minhu) -> None:
    page = minhu("--help").stdout
    assert CHINESE.search(page)
    for command in COMMANDS:
        assert command.split()[0] in page
    assert "Usage" not in page
    assert "Options" not in page


@pytest.mark.parametrize("command", ["demo", "locate", "registry import"])
def test_every_command_explains_itself_in_chinese(minhu: Minhu, command: str) -> None:
    done = minhu(*command.split(), "--help")
    assert done.returncode == 0
    assert CHINESE.search(done.stdout)
    assert "Show this" not in done.stdout


@pytest.mark.parametrize("wrong", [["nonsense"], ["read", "--nonsense"], ["bind-code"], ["demo", "--port", "x"]])
def test_a_wrong_command_line_is_one_chinese_line_and_code_2(minhu: Minhu, wrong: list[str]) -> None:
    done = minhu(*wrong)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert CHINESE.search(done.stderr)


def test_a_bad_setting_is_one_chinese_line_and_code_2(minhu: Minhu) -> None:
    done = minhu("run", MINHU_BOT_TOKEN="42:canary")
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["设置 MINHU_GAS_HOTLINE 没有填：请填本地燃气抢修电话，煤气告警要用它。"]


def test_a_database_that_cannot_be_opened_is_one_chinese_line_and_code_2(minhu: Minhu, tmp_path: Path) -> None:
    (tmp_path / "not-a-database").write_text("无" * 5000)
    done = minhu("cases", MINHU_DATABASE_URL=f"sqlite:///{tmp_path / 'not-a-database'}")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "MINHU_DATABASE_URL" in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["read"], ["locate"]])
def test_quick_commands_load_no_messenger_and_no_database(arguments: list[str]) -> None:
    program = (
        "import sys\nfrom bot.cli import main\n"
        f"sys.argv = ['minhu', *{arguments}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print({'aiogram', 'telegram', 'sqlmodel', 'sqlalchemy'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], input="", capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "set()"


# --- read and locate ---


def test_read_keeps_the_order_and_goes_on_after_a_bad_line(minhu: Minhu) -> None:
    given = b'{"id":"a","text":"\xe8\xb7\xaf\xe7\x81\xaf\xe5\x9d\x8f\xe4\xba\x86"}\nnonsense\n\n{"id":2}\n\xff\xfe\n{"id":"z","text":"","title":null}\n'
    done = minhu("read", given=given)
    first, bad, no_text, not_utf8, last = lines(done.stdout)
    assert done.returncode == 1
    assert (first["id"], first["object"], first["fault"]) == ("a", "路灯", "不亮")
    assert (bad["line"], no_text["line"], not_utf8["line"]) == (2, 4, 5)
    assert all(CHINESE.search(line["error"]) for line in (bad, no_text, not_utf8))
    assert last["id"] == "z"


def test_read_answers_each_line_before_the_next_is_given() -> None:
    process = subprocess.Popen([sys.executable, "-m", "bot", "read"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    for n in range(3):
        process.stdin.write(json.dumps({"id": n, "text": "井盖没了"}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == n
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


def test_locate_finds_the_grid_and_uses_a_home_only_when_given(minhu: Minhu) -> None:
    done = minhu(
        "locate",
        given='{"id":1,"text":"文昌街道大寨村2组路灯坏了"}\n{"id":2,"text":"路灯坏了","home":7}\n',
    )
    found, bad = lines(done.stdout)
    assert (found["kind"], found["code"]) == ("grid", f"{DESK}002")
    assert set(found) == {"id", "kind", "code", "codes", "options"}
    assert bad["line"] == 2


def test_another_registry_can_be_read_from_its_folder(minhu: Minhu, tmp_path: Path) -> None:
    write_csv_set(demo_registry(), tmp_path / "set")
    done = minhu("locate", "--registry", str(tmp_path / "set"), given='{"id":1,"text":"大寨村2组"}\n')
    assert lines(done.stdout)[0]["code"] == f"{DESK}002"


def test_a_registry_that_is_not_there_is_refused(minhu: Minhu) -> None:
    done = minhu("locate", "--registry", "nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr


# --- the administrator's commands ---


def test_an_import_is_a_rehearsal_until_it_is_applied(admin: Minhu) -> None:
    assert "--apply" in admin("registry", "import", "demo").stdout
    assert "网格 新增 1416" in admin("registry", "import", "demo", "--apply").stdout
    assert admin("registry", "import", "demo").stdout.strip() == "没有变化。"
    assert admin("registry", "export", "out").returncode == 0
    assert admin("registry", "import", "out").stdout.strip() == "没有变化。"


def test_a_faulty_registry_lists_every_fault_and_changes_nothing(admin: Minhu, tmp_path: Path) -> None:
    write_csv_set(demo_registry(), tmp_path / "set")
    grids = tmp_path / "set/grids.csv"
    grids.write_text(grids.read_text("utf-8-sig").replace("Z0102", "Z9999"), "utf-8")
    done = admin("registry", "import", "set", "--apply")
    assert done.returncode == 1
    assert all("grids.csv 第" in line for line in done.stdout.splitlines())
    assert admin("cases").returncode == 2


def test_a_code_is_shown_once_and_only_its_digest_is_kept(admin: Minhu, tmp_path: Path) -> None:
    admin("registry", "import", "demo", "--apply")
    done = admin("bind-code", "Z0102")
    code = re.search(r"绑定码：([2-9A-HJ-NP-Z]{10})\n", done.stdout)
    assert code
    assert "前有效" in done.stdout
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("minhu.db*"))
    assert code[1].encode() not in stored
    assert digest_of(code[1]).encode() in stored
    assert admin("bind-code", "nobody").returncode == 1


def test_a_ranking_is_read_by_people_and_by_programs(admin: Minhu, tmp_path: Path) -> None:
    admin("registry", "import", "demo", "--apply")
    _rate_five(f"sqlite:///{tmp_path / 'minhu.db'}")
    text = admin("ranking", "--month", "2026-02", "--post", "410871062000", MINHU_SCORE_WEIGHTS="0.3,0.35,0.35")
    assert "1　大寨村　65.0 分　响应 100%　解决 100%　满意 0%　5 件" in text.stdout
    found = json.loads(admin("ranking", "--month", "2026-02", "--json").stdout)
    assert (found["post"], found["month"], found["until"]) == ("焦作城乡一体化示范区调度中心", "2026-02", None)
    assert found["ranked"] == [
        {"place": 1, "unit": "文昌街道", "rated": 5, "contacted": 1.0, "solved": 1.0, "satisfied": 0.0, "score": 65.0}
        | {"exempt": 0}
    ]
    assert {one["rated"] for one in found["left_out"]} == {0}
    assert found["formula"]["weights"] == {"contacted": 0.3, "solved": 0.35, "satisfied": 0.35}
    assert json.loads(admin("ranking", "--json").stdout)["ranked"] == []
    assert admin("ranking", "--month", "2026-13").returncode == 2
    assert admin("ranking", "--post", "Z0102").returncode == 1


def _rate_five(url: str) -> None:
    """Solved and not satisfied, at the end of February."""
    zone = ZoneInfo("Asia/Shanghai")
    end = datetime(2026, 2, 28, 23, 59, tzinfo=zone)
    store = Store(url, SystemClock(zone), rules_from(GivenSettings()))
    with store.unit_of_work() as uow:
        for n in range(5):
            case = a_case(f"tg:9#{n}", unit=DESK, grid="", number=f"0228-{n:03}")
            answers = Answers(True, Solved.SOLVED, Satisfied.DISSATISFIED)
            uow.record(Change(case, rating=Rating(case.id, case.holder, answers, end)))
        uow.commit()
    store.close()


def test_cases_digest_and_doctor_speak_of_an_empty_desk(admin: Minhu) -> None:
    admin("registry", "import", "demo", "--apply")
    assert json.loads(admin("cases", "--json", "--status", "open").stdout) == []
    assert admin("cases", "--status", "nonsense").returncode == 2
    assert "大寨村工作站" in admin("digest", "--post", DESK).stdout
    assert admin("digest", "--post", "Z0102").returncode == 1
    examined = admin("doctor", MINHU_BOT_TOKEN="42:canary", MINHU_BOT_API_URL="http://127.0.0.1:1")
    assert examined.returncode == 1
    assert "✓ 网格：1416 个网格" in examined.stdout
    assert "✗ 令牌：连不上" in examined.stdout
    assert "minhu bind-code 410871000000" in examined.stdout
    assert "canary" not in examined.stdout + examined.stderr


def test_the_audit_log_is_looked_over_from_the_command_line(admin: Minhu, tmp_path: Path) -> None:
    admin("registry", "import", "demo", "--apply")
    head = admin("audit", "head").stdout.strip()
    assert head.startswith("1:")
    assert json.loads(admin("audit", "verify", "--anchor", head, "--json").stdout)["bad"] is None
    spoilt = admin("audit", "verify", "--anchor", f"2:{'a' * 16}")
    assert spoilt.returncode == 1
    assert "尾号对不上" in spoilt.stdout
    assert admin("audit", "verify", "--anchor", "昨天").returncode == 1
    unknown = admin("audit", "reads", "0302-001", "--json")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "没有 0302-001 这件" in unknown.stderr
