"""An administrator imports: a rehearsal first, all or nothing, and no grid from under an open case. On both engines."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.cli import main
from bot.desk import export_registry, import_registry
from cases.registry import Registry
from storage.engine import open_engine
from storage.registry_files import RegistryFaults, read_registry
from storage.registry_files.workbook_write import EXAMPLE, write_workbook
from storage.store import RegistryInUse, Store
from storage.tables import registry
from tests.storage.conftest import REGISTRY, filed
from tests.storage.workbooks import book_of

RURAL = "990001001201001"
WITHOUT_RURAL = replace(
    EXAMPLE,
    grids=EXAMPLE.grids[:1],
    micro_grids=(),
    landmarks=(),
    workers=tuple(worker for worker in EXAMPLE.workers if worker.id in {"L0001", "Z0001"}),
)


@pytest.fixture
def desk(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The command line and the test look at the same database."""
    monkeypatch.setenv("MINHU_DATABASE_URL", url)
    return store


def run(path: Path, *, apply: bool = False) -> int:
    return import_registry(lambda known: read_registry(path, known), apply=apply)


def written(registry: Registry, path: Path) -> Path:
    write_workbook(registry, path)
    return path


def test_a_rehearsal_tells_and_changes_nothing(desk: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(written(EXAMPLE, tmp_path / "new.xlsx")) == 0
    said = capsys.readouterr().out
    assert f"网格 新增 2：990001001001001 {RURAL}" in said
    assert "网格 去掉 2：G1 G2" in said
    assert "地标 新增 1：示例面粉厂" in said
    assert "--apply" in said
    assert desk.load_registry() == REGISTRY


def test_applied_it_is_read_back_equal_and_comes_out_as_it_went_in(desk: Store, tmp_path: Path) -> None:
    assert run(written(EXAMPLE, tmp_path / "new.xlsx"), apply=True) == 0
    assert desk.load_registry() == EXAMPLE
    assert export_registry(tmp_path / "out.xlsx") == 0
    assert read_registry(tmp_path / "out.xlsx").registry == EXAMPLE
    assert export_registry(tmp_path / "out") == 0
    assert read_registry(tmp_path / "out").registry == EXAMPLE


def test_with_one_fault_nothing_is_applied(desk: Store, tmp_path: Path) -> None:
    book = book_of(EXAMPLE, tmp_path)
    book["人员", 2, "岗位"] = "村干部"
    with pytest.raises(RegistryFaults, match="「村干部」不认识"):
        run(book.write(tmp_path / "faulty.xlsx"), apply=True)
    assert desk.load_registry() == REGISTRY


def test_a_grid_with_open_cases_is_not_dropped_and_the_cases_are_named(
    desk: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.save_registry(EXAMPLE)
    filed(desk, "tg:1#1", number="0306-001", grid=RURAL, unit=RURAL)
    filed(desk, "tg:1#2", number="0306-002", grid=RURAL, unit=RURAL)
    fewer = written(WITHOUT_RURAL, tmp_path / "fewer.xlsx")
    said = f"网格 {RURAL}：还有没办完的诉求 0306-001 0306-002，不能去掉。"
    assert run(fewer) == 1
    assert said in capsys.readouterr().out
    assert run(fewer, apply=True) == 1
    assert said in capsys.readouterr().out
    assert desk.load_registry() == EXAMPLE
    with pytest.raises(RegistryInUse) as refusal:
        desk.save_registry(WITHOUT_RURAL)
    assert refusal.value.numbers == {RURAL: ("0306-001", "0306-002")}


def test_warnings_are_shown_and_stop_nothing(desk: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = replace(EXAMPLE, grids=(replace(EXAMPLE.grids[0], households=90), EXAMPLE.grids[1]))
    assert run(written(small, tmp_path / "small.xlsx"), apply=True) == 0
    assert "请留意 网格 第2行「户数」(F2):城市网格" in capsys.readouterr().out
    assert desk.load_registry() == small


def test_a_map_file_changes_boundaries_only(desk: Store, tmp_path: Path) -> None:
    desk.save_registry(EXAMPLE)
    around = "[[113.3,35.18],[113.31,35.18],[113.31,35.19],[113.3,35.19],[113.3,35.18]]"
    feature = f'{{"properties":{{"grid_code":"{RURAL}","datum":"WGS-84"}},"geometry":{{"type":"Polygon","coordinates":[{around}]}}}}'
    (tmp_path / "map.geojson").write_text(f'{{"features":[{feature}]}}', "utf-8")
    assert run(tmp_path / "map.geojson", apply=True) == 0
    stored = desk.load_registry()
    assert stored is not None
    assert set(stored.shapes) == {RURAL}
    assert replace(stored, shapes={}) == EXAMPLE
    assert run(written(EXAMPLE, tmp_path / "again.xlsx"), apply=True) == 0
    assert desk.load_registry() == stored


def test_an_export_does_not_write_over_a_file(desk: Store, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("my work")
    assert export_registry(tmp_path / "mine.xlsx") == 1
    assert (tmp_path / "mine.xlsx").read_text() == "my work"
    assert export_registry(tmp_path / "nowhere" / "out.xlsx") == 1


def test_a_registry_stored_before_there_were_landmarks_is_still_read(desk: Store, url: str) -> None:
    old = (
        '{"areas":[{"code":"D","name":"示范区","level":"区","parent":"","aliases":[]}],'
        '"grids":[{"code":"G1","name":"1组","kind":"农村","village":"D","group":1,"compound":"","buildings":[]}],'
        '"compounds":[],"workers":[],"micro_grids":[],"shapes":{}}'
    )
    engine = open_engine(url)
    with engine.begin() as db:
        db.execute(update(registry).values(body=old))
    engine.dispose()
    stored = desk.load_registry()
    assert stored is not None
    assert (stored.grid["G1"].groups, stored.landmarks) == ((1,), ())


def minhu(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["minhu", "registry", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


def test_the_template_is_written_once_explains_itself_and_imports(
    desk: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "template.xlsx")
    assert minhu("template", path, monkeypatch=monkeypatch) == 0
    assert minhu("template", path, monkeypatch=monkeypatch) == 2
    assert minhu("template", str(tmp_path / "template.doc"), monkeypatch=monkeypatch) == 2
    assert minhu("import", path, "--apply", monkeypatch=monkeypatch) == 0
    assert "已导入：2 个网格，4 名人员" in capsys.readouterr().out
    assert desk.load_registry() == EXAMPLE


def test_the_command_lists_every_fault_and_counts_them(
    desk: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = book_of(EXAMPLE, tmp_path)
    book["人员", 2, "岗位"], book["网格", 2, "状态"] = "村干部", "关闭"
    assert minhu("import", str(book.write(tmp_path / "faulty.xlsx")), "--apply", monkeypatch=monkeypatch) == 1
    out, err = capsys.readouterr()
    assert [line.split(":")[0] for line in out.splitlines()] == ["网格 第2行「状态」(P2)", "人员 第2行「岗位*」(C2)"]
    assert err.startswith("共 2 处要改")
    assert desk.load_registry() == REGISTRY


def test_grid_codes_may_follow_a_rule_of_the_place(
    desk: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = book_of(EXAMPLE, tmp_path)
    for sheet, heading in [
        ("网格", "网格编码"),
        ("人员", "负责网格编码"),
        ("微网格", "网格编码"),
        ("地标", "网格编码"),
    ]:
        for row in range(2, len(book.sheets[sheet]) + 1):
            book[sheet, row, heading] = str(book[sheet, row, heading]).replace(RURAL, "SL-01")
    path = str(book.write(tmp_path / "local.xlsx"))
    assert minhu("import", path, monkeypatch=monkeypatch) == 1
    assert minhu("import", path, "--grid-code", "[", monkeypatch=monkeypatch) == 2
    assert minhu("import", path, "--grid-code", "[A-Z]{2}-[0-9]{2}", monkeypatch=monkeypatch) == 1
    assert "不合本地的编码规则" in capsys.readouterr().out
    assert minhu("import", path, "--grid-code", "[A-Z]{2}-[0-9]{2}|[0-9]{15}", monkeypatch=monkeypatch) == 0
