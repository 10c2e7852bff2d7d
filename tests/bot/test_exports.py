"""Every list as a workbook: an office sorts by its dates and sums its numbers, and no cell does anything by itself."""

import re
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from bot.exports import TABLES, Wanted, export_table, sheet_of
from bot.report import write_month
from bot.settings import SettingsError
from bot.sheets import Heading, Sheet, write_sheets
from cases.deeds import Act
from cases.model import (
    Change,
    ChatRef,
    Dismissal,
    Entry,
    Event,
    Ground,
    Happening,
    Notice,
    NoticeReceipt,
    PostCode,
    Source,
    Status,
    Whistle,
)  # fmt: skip
from cases.months import Month
from cases.org import Org
from storage.inert import inert
from storage.registry_files.demo import demo_registry
from storage.store import Store
from tests.storage.conftest import a_case, save
from tests.storage.test_failures import bury, park

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 2, 12, tzinfo=ZONE)
EVIL = "=cmd|' /C calc'!A0"
DISTRICT, CENTRE, STATION, GRID = "410871000000", "410871062000", "410871062209", "410871062209002"
CHAT = ChatRef("tg:1001")


@pytest.fixture
def full(desk: Store) -> Store:
    """One row of each table, with a formula wherever people write."""
    case = a_case(
        "abc1", number="0302-001", text=EVIL, place="@SUM(1)", proof_note="-2+3", status=Status.DISMISSED, unit=GRID, grid=GRID,
        opened_at=NOON, due_at=NOON + timedelta(hours=2), closed_at=NOON + timedelta(hours=3), look_at=None,
        source=Source.HOTLINE, urged=2, reporter=CHAT, reporter_name="不出门",
    )  # fmt: skip
    whistle = Whistle("abc1~1", case.id, PostCode("Z0001"), PostCode(STATION), EVIL, NOON, NOON, NOON, said="+1")
    notice = Notice("n1", PostCode(STATION), STATION, EVIL, CHAT, NOON, sent_at=NOON)
    receipts = (
        NoticeReceipt("n1", CHAT, STATION, "甲", NOON),
        NoticeReceipt("n1", ChatRef("tg:2"), STATION, "乙"),
    )
    save(
        desk,
        Change(case, events=(Event(case.id, Happening.FILED, NOON, "citizen", EVIL),)),
        Change(entry=Entry(case.id, Source.HOTLINE, PostCode(CENTRE), NOON, "GD1"), whistles=(whistle,)),
        Change(dismissal=Dismissal(case.id, Ground.PRIVATE, EVIL, PostCode(STATION), NOON, appeal="\t=1+1")),
        Change(notice=notice, receipts=receipts),
    )
    return desk


def wanted(store: Store, **more: object) -> Wanted:
    return Wanted(store, Org(demo_registry()), NOON + timedelta(days=1), **more)  # type: ignore[arg-type]


def written(store: Store, table: str, path: Path, **more: object) -> list[dict[str, object]]:
    write_sheets([sheet_of(table, wanted(store, **more))], path, ZONE)
    assert "<f>" not in xml_of(path)
    heading, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def xml_of(path: Path) -> str:
    with ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/"))


def test_a_case_has_dates_that_are_dates_and_numbers_that_are_numbers(full: Store, tmp_path: Path) -> None:
    (row,) = written(full, "cases", tmp_path / "a.xlsx")
    assert (row["编号"], row["外部编号"], row["来源"], row["状态"]) == ("0302-001", "GD1", "12345", "不予受理")
    assert (row["受理"], row["办理时限"]) == tuple(at.replace(tzinfo=None) for at in (NOON, NOON + timedelta(hours=2)))
    assert (row["接单"], row["催办次数"], row["超时"], row["长期件"]) == ("", 2.0, "是", "")
    assert "<pane " in xml_of(tmp_path / "a.xlsx")


def test_no_table_says_who_reported(full: Store, tmp_path: Path) -> None:
    bury(full, "k", to=CHAT)
    park(full, {"update_id": 1, "message": {"chat": {"id": 1001}, "text": EVIL}})
    for table in TABLES:
        told = repr(written(full, table, tmp_path / f"{table}.xlsx"))
        assert "不出门" not in told
        assert "1001" not in told


def test_what_looks_like_a_formula_is_inert_in_every_cell_also_when_saved_as_csv(full: Store, tmp_path: Path) -> None:
    found = [
        cell
        for table in ("cases", "whistles", "dismissals", "announcements")
        for row in written(full, table, tmp_path / f"{table}.xlsx")
        for cell in row.values()
        if isinstance(cell, str)
    ]
    assert f"'{EVIL}" in found
    assert "'\t=1+1" in found
    assert [cell for cell in found if re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)] == []


@pytest.mark.parametrize("words", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A1"])
def test_every_beginning_that_a_spreadsheet_acts_on_is_guarded(words: str) -> None:
    assert inert(words) == f"'{words}"


def test_plain_words_are_left_as_they_are() -> None:
    assert inert("3组-5号 a=b") == "3组-5号 a=b"


def test_an_announcement_with_how_many_know_it(full: Store, tmp_path: Path) -> None:
    (row,) = written(full, "announcements", tmp_path / "a.xlsx")
    assert (row["发给"], row["知道了"], row["不发"]) == (2.0, 1.0, "")


def test_whistles_of_one_month(full: Store, tmp_path: Path) -> None:
    assert len(written(full, "whistles", tmp_path / "a.xlsx", month=Month(2026, 3))) == 1
    assert written(full, "whistles", tmp_path / "b.xlsx", month=Month(2026, 2)) == []


def test_a_station_s_own_export_leaves_out_what_complains_about_it(full: Store, tmp_path: Path) -> None:
    save(full, Change(a_case("abc2", number="0302-002", unit=GRID, grid=GRID, conflict=True, opened_at=NOON)))
    numbers = {post: [row["编号"] for row in written(full, "cases", tmp_path / f"{post}.xlsx", post=post)] for post in (STATION, CENTRE)}  # fmt: skip
    assert numbers == {STATION: ["0302-001"], CENTRE: ["0302-001", "0302-002"]}


def test_only_cases_of_some_status(full: Store, tmp_path: Path) -> None:
    assert written(full, "cases", tmp_path / "a.xlsx", statuses=frozenset({Status.FILED})) == []


def test_the_command_writes_notes_it_in_the_audit_log_and_never_over_a_file(
    full: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "诉求.xlsx"
    assert export_table("cases", path, None, "", None) == 0
    assert "诉求 1 行" in capsys.readouterr().out
    assert export_table("cases", path, None, "", None) == 1
    assert export_table("cases", tmp_path / "a.csv", None, "", None) == 1
    assert export_table("cases", tmp_path / "b.xlsx", None, "Z0001", None) == 1
    rows = written(full, "audit", tmp_path / "audit.xlsx")
    assert [(row["做了什么"], row["结果"]) for row in rows if row["做了什么"] == Act.EXPORTED] == [
        ("exported", "cases/1")
    ]


def test_a_table_nobody_knows_is_named_with_those_there_are(desk: Store) -> None:
    with pytest.raises(SettingsError, match="没有表 money"):
        sheet_of("money", wanted(desk))


def test_a_table_that_is_longer_than_a_sheet_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sheets.MOST_ROWS", 4)
    for rows, sheets in ((0, [0]), (3, [3]), (7, [3, 3, 1])):
        path = tmp_path / f"{rows}.xlsx"
        assert write_sheets([Sheet("大表", ("编号",), ((n,) for n in range(rows)))], path, ZONE) == rows
        book = CalamineWorkbook.from_path(str(path))
        found = [book.get_sheet_by_index(n).to_python() for n in range(len(book.sheet_names))]
        assert [len(one) - 1 for one in found] == sheets
        assert [row[0] for one in found for row in one[1:]] == list(range(rows))
        assert all(one[0] == ["编号"] for one in found)


@pytest.mark.parametrize("name", ["r.html", "r.xls", "r"])
def test_a_month_is_written_where_workbook_and_page_are_two_files(
    desk: Store, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write_month(None, tmp_path / name) == 1
    assert ".xlsx" in capsys.readouterr().err
    assert write_month(None, tmp_path / "r.xlsx") == 0
    assert write_month(None, tmp_path / "r.xlsx") == 1
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!doctype html>")
    assert CalamineWorkbook.from_path(str(tmp_path / "r.xlsx")).sheet_names[0] == "排名"


def test_ten_times_the_rows_take_no_ten_times_the_memory(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        sheet = Sheet("大表", ("编号", Heading("内容", 60)), ((f"0302-{n}", f"第{n}件路灯坏了") for n in range(rows)))
        tracemalloc.start()
        write_sheets([sheet], tmp_path / f"{rows}.xlsx", ZONE)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    # Below some thousand rows the writer's own buffers are what is measured: they fill up once and stay.
    assert peak(40_000) < 2 * peak(4_000)
