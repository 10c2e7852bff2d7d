"""工单表导入: as cities export their 12345 lists, with everything that is wrong in them."""

import csv
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from xlsxwriter import Workbook

from bot.order_files import FIELDS, OrderFault, OrderSheet, guessed, orders_of, read_mapping, read_orders
from bot.order_import import import_orders
from bot.settings import SettingsError
from bot.work_orders import WorkOrder
from cases.model import Case, ChatRef, PostCode
from storage.plain_table import UnreadableTable
from storage.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
DISTRICT = PostCode("410871000000")
HEADINGS = ("序号", "工单编号", "来电时间", "诉求内容", "事发地址", "联系电话", "办理时限")
LAMP = ("1", "GD001", "2026-03-02 09:15", "路灯坏了", "文昌街道大寨村2组", "13812345678", "2026-03-05")
LID = ("2", "GD002", "2026/3/2 9:20:05", "井盖没了", "文昌街道大寨村3组", "", "")
NOWHERE = ("3", "GD003", "", "垃圾没人清", "", "", "")


@pytest.fixture
def desk(desk: Store) -> Store:
    """With the district's desk bound."""
    desk.bind_desks({DISTRICT: ChatRef("tg:9")})
    return desk


def a_csv(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def cases(store: Store) -> list[Case]:
    return sorted(store.glance.case_list(None, 100), key=lambda case: case.number)


def run(path: Path, mapping: Path | None = None, post: str = "", *, dry_run: bool = False, skip: bool = False) -> int:
    return import_orders(path, mapping, post, dry_run=dry_run, skip=skip)


def read(path: Path) -> OrderSheet:
    return read_orders(path, ZONE)


def test_a_list_becomes_cases_and_a_second_time_nothing(
    desk: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_csv(tmp_path / "a.csv", HEADINGS, LAMP, LID, NOWHERE)
    assert run(path) == 0
    assert "已导入 3 件，其中 1 件地点不清" in capsys.readouterr().out
    assert [case.place for case in cases(desk)][:2] == ["大寨村2组", "大寨村3组"]
    assert run(path) == 0
    assert "已导入 0 件" in (told := capsys.readouterr().out)
    assert "以前已有 3 件" in told
    assert len(cases(desk)) == 3


def test_stopped_halfway_it_goes_on_where_it_stopped(desk: Store, tmp_path: Path) -> None:
    run(a_csv(tmp_path / "a.csv", HEADINGS, LAMP))
    run(a_csv(tmp_path / "b.csv", HEADINGS, LAMP, LID))
    assert len(cases(desk)) == 2


def test_a_dry_run_says_the_same_and_writes_nothing(
    desk: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(a_csv(tmp_path / "a.csv", HEADINGS, LAMP, NOWHERE), dry_run=True) == 0
    told = capsys.readouterr().out
    assert "可以导入 2 件，其中 1 件地点不清" in told
    assert "工单编号＝工单编号" in told
    assert "没有用到：序号" in told
    assert cases(desk) == []


def test_every_fault_is_named_by_row_and_column_and_nothing_is_written(
    desk: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_csv(
        tmp_path / "a.csv",
        HEADINGS,
        LAMP,
        ("2", "", "", "井盖没了", "", "", ""),
        ("3", "GD003", "昨天", "垃圾没人清", "", "", ""),
        ("4", "GD004", "", "", "", "", ""),
        ("5", "GD005", "", "路灯坏了", "", "", "2026-02-30"),
    )
    assert run(path) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[1:] == [
        "第3行 工单编号：没有工单编号",
        "第4行 来电时间：昨天 不是时间，要写成 2026-03-02 09:15",
        "第5行 诉求内容：没有诉求内容",
        "第6行 办理时限：2026-02-30 不是时间，要写成 2026-03-02 09:15",
    ]
    assert "4 行要改，什么也没有写入" in told.err
    assert cases(desk) == []


def test_the_faulty_rows_can_be_left_out(desk: Store, tmp_path: Path) -> None:
    assert run(a_csv(tmp_path / "a.csv", HEADINGS, LAMP, ("2", "", "", "井盖没了", "", "", "")), skip=True) == 1
    assert len(cases(desk)) == 1


def test_a_number_that_comes_twice_in_the_list_is_one_case(
    desk: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(a_csv(tmp_path / "a.csv", HEADINGS, LAMP, ("2", " gd００１ ", "", "又来电催", "", "", "")))
    assert "表里编号重复 1 行" in capsys.readouterr().out
    assert len(cases(desk)) == 1


def test_their_own_headings_by_a_mapping(desk: Store, tmp_path: Path) -> None:
    path = a_csv(tmp_path / "a.csv", ("单", "说"), ("A-1", "文昌街道大寨村2组路灯坏了"))
    assert run(path) == 1  # nothing to guess by
    mapping = a_csv(tmp_path / "map.csv", ("他们的列名", "我们的"), ("单", "工单编号"), ("说", "诉求内容"))
    assert run(path, mapping) == 0
    assert cases(desk)[0].place == "大寨村2组"


def test_a_desk_that_answers_nowhere_takes_nothing_in(desk: Store, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="还没有绑定聊天"):
        run(a_csv(tmp_path / "a.csv", HEADINGS, LAMP), post="410871062000")
    with pytest.raises(SettingsError, match="没有值班岗"):
        run(a_csv(tmp_path / "a.csv", HEADINGS, LAMP), post="Z0001")


def test_what_is_no_such_file_is_said(desk: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none.csv") == 1
    assert run(tmp_path / "none.xlsx") == 1
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    assert run(tmp_path / "bad.xlsx") == 1
    assert run(tmp_path / "a.doc") == 1
    assert capsys.readouterr().err.count("\n") == 4


# --- reading ---


def test_the_fields_are_those_of_a_work_order() -> None:
    assert set(FIELDS) == {field.name for field in fields(WorkOrder)}


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (("工单编号*", "诉求内容（必填）"), "诉求内容（必填）"),
        (("编号", "标题", "内容"), "内容"),
        (("受理编号", "问题 描述"), "问题 描述"),
        (("转办单号", "工单内容", "诉求内容"), "诉求内容"),
    ],
)
def test_headings_are_guessed_as_cities_write_them(headings: tuple[str, ...], words: str) -> None:
    found = guessed(headings)
    assert (found["number"], found["words"]) == (headings[0], words)


def test_a_workbook_with_a_name_above_its_headings_and_typed_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook(str(path))
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_string(0, 0, "12345工单明细表")
    sheet.write_row(1, 0, HEADINGS)
    sheet.write_row(2, 0, LAMP)
    sheet.write_number(2, 1, 20260302001)
    sheet.write_datetime(2, 2, datetime(2026, 3, 2, 9, 15), day)  # noqa: DTZ001
    sheet.write_number(2, 5, 13812345678)
    sheet.write_row(3, 0, LID)
    sheet.write_number(3, 1, 2.0260302001e18)
    book.close()
    (_, first), (row, second) = read(path).rows
    assert first == WorkOrder(
        "20260302001", "路灯坏了", "", "文昌街道大寨村2组", datetime(2026, 3, 2, 9, 15, tzinfo=ZONE), "13812345678",
        datetime(2026, 3, 5, 23, 59, tzinfo=ZONE),
    )  # fmt: skip
    assert isinstance(second, OrderFault)
    assert (row, "改成文本格式" in second.why) == (4, True)


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        ("2026年3月2日 9时5分", 9, 5),
        ("2026.3.2 09:05", 9, 5),
        ("2026-03-02T09:05:30", 9, 5),
        ("2026-3-2", 0, 0),
        ("2026年03月02日9:05", 9, 5),
    ],
)
def test_times_as_people_write_them(tmp_path: Path, written: str, hour: int, minute: int) -> None:
    path = a_csv(tmp_path / "a.csv", HEADINGS, ("1", "GD1", written, "路灯坏了", "", "", ""))
    ((_, order),) = orders_of(read(path))
    assert order.called_at == datetime(2026, 3, 2, hour, minute, tzinfo=ZONE)


def test_a_list_as_excel_saves_it_in_china_with_lines_within_a_cell(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "a.csv", HEADINGS, ("1", "GD1", "", "路灯坏了\n请快修", "", "", ""), encoding="gb18030")
    ((row, order),) = orders_of(read(path))
    assert (row, order.words) == (2, "路灯坏了\n请快修")


def test_a_mapping_that_names_nothing_we_know_says_what_could_stand_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="可以写 工单编号"):
        read_mapping(a_csv(tmp_path / "m.csv", ("列", "字段"), ("单", "单号吧")))
    with pytest.raises(UnreadableTable, match="没有对应关系"):
        read_mapping(a_csv(tmp_path / "n.csv", ("列", "字段")))


def test_an_empty_list_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="是空的"):
        read(a_csv(tmp_path / "a.csv", ("", "")))
