"""A workbook with faults: each is told once, at its cell, with what to do; and one fault does not drag others behind it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from storage.registry_files import RegistryFaults, demo_registry
from storage.registry_files.workbook import read_workbook
from tests.storage.workbooks import Book, book_of, small

Spoil = Callable[[Book], object]
Fault = tuple[str, Spoil, str, int, str, str]
"""What it is, how it comes about, and where it is told: sheet, row, heading, part of the sentence."""


def put(sheet: str, row: int, heading: str, value: object) -> Spoil:
    def spoil(book: Book) -> None:
        book[sheet, row, heading] = value

    return spoil


def copy_row(sheet: str, row: int, **changed: object) -> Spoil:
    """The row once more, at the end."""

    def spoil(book: Book) -> None:
        book.sheets[sheet].append(list(book.sheets[sheet][row - 1]))
        for heading, value in changed.items():
            book[sheet, len(book.sheets[sheet]), heading] = value

    return spoil


def area(code: str, name: str, level: str, parent: str) -> Spoil:
    def spoil(book: Book) -> None:
        book.add("区划", 区划编码=code, 名称=name, 级别=level, 上级编码=parent)

    return spoil


def landmark(name: str, grids: str) -> Spoil:
    def spoil(book: Book) -> None:
        book.add("地标", 名称=name, 网格编码=grids)

    return spoil


def swap(book: Book) -> None:
    lon, lat = book["网格", 12, "代表点经度"], book["网格", 12, "代表点纬度"]
    book["网格", 12, "代表点经度"], book["网格", 12, "代表点纬度"] = lat, lon


def drop_column(sheet: str, heading: str) -> Spoil:
    def spoil(book: Book) -> None:
        place = book.column(sheet, heading)
        for line in book.sheets[sheet]:
            del line[place]

    return spoil


def without_lead(book: Book) -> None:
    served = str(book["人员", 12, "负责网格编码"])
    book["人员", 12, "负责网格编码"] = served.replace("|410871062209017", "")


TOGETHER: list[Fault] = [
    ("unknown level", put("区划", 11, "级别", "庄"), "区划", 11, "级别", "「庄」不认识"),
    ("unknown parent", put("区划", 10, "上级编码", "410871069000"), "区划", 10, "上级编码", "不在区划表中"),
    ("blank", put("区划", 4, "名称", ""), "区划", 4, "名称", "不能为空"),
    ("area twice", copy_row("区划", 5), "区划", 12, "区划编码", "重复出现"),
    ("digits", put("区划", 8, "区划编码", "410899203000"), "区划", 8, "区划编码", "以上级编码的「410871」开头"),
    ("code as number", put("网格", 2, "网格编码", 410871060001001.0), "网格", 2, "网格编码", "设为“文本”格式"),
    ("rounded code", put("网格", 3, "网格编码", "4.10871E+14"), "网格", 3, "网格编码", "4.10871E+14"),
    (
        "other village",
        put("网格", 11, "所属村社区编码", "410871060203"),
        "网格",
        11,
        "网格编码",
        "「410871060203」开头",
    ),
    ("same name", put("网格", 9, "网格名称", "韩愈路社区梧桐苑1-8号楼网格"), "网格", 9, "网格名称", "第6行重名"),
    ("same group", put("网格", 13, "村民小组", "1"), "网格", 13, "村民小组", "第1组同时属于两个网格"),
    ("no range", put("网格", 14, "村民小组", "5-3"), "网格", 14, "村民小组", "「5-3」不是编号范围"),
    ("unknown kind", put("网格", 4, "网格类型", "商业"), "网格", 4, "网格类型", "「商业」不认识"),
    ("no datum", put("网格", 5, "坐标系", ""), "网格", 5, "坐标系", "填了经纬度就要填坐标系"),
    ("swapped", swap, "网格", 12, "代表点经度", "经度和纬度填反了"),
    ("unknown status", put("网格", 6, "状态", "关闭"), "网格", 6, "状态", "「关闭」不认识"),
    ("no lead", without_lead, "网格", 38, "网格编码", "没有主责"),
    ("building twice", put("小区楼栋", 5, "楼栋", "9-18"), "小区楼栋", 5, "楼栋", "9号楼同时属于两个网格"),
    ("no buildings", put("小区楼栋", 8, "楼栋", "17-"), "小区楼栋", 8, "楼栋", "「17-」不是编号范围"),
    ("two leads", put("人员", 14, "主责", "是"), "人员", 14, "主责", "已经有主责(第5行)"),
    ("phone", put("人员", 7, "手机号", "138001380001"), "人员", 7, "手机号", "不像电话号码"),
    ("unknown role", put("人员", 9, "岗位", "村干部"), "人员", 9, "岗位", "「村干部」不认识"),
    ("unknown cover", put("人员", 10, "代班人员编号", "Z9999"), "人员", 10, "代班人员编号", "「Z9999」不在人员表中"),
    ("unknown grid", put("微网格", 2, "网格编码", "420871060001777"), "微网格", 2, "网格编码", "不在网格表中"),
    ("column gone", drop_column("微网格", "微网格名称"), "微网格", 1, "微网格名称", "缺少这一列"),
    ("sheet gone", lambda book: book.sheets.pop("地标"), "地标", 0, "", "没有找到这张工作表"),
]  # fmt: skip

ALONE: list[Fault] = [
    *TOGETHER,
    ("area code as number", put("区划", 9, "区划编码", 410871060001.0), "区划", 9, "区划编码", "数字"),
    ("parent too low", put("区划", 10, "上级编码", "410871062209"), "区划", 10, "上级编码", "级别不比它高"),
    ("two districts", area("410899000000", "另一个区", "区", ""), "区划", 0, "级别", "现在有 2 个"),
    ("same area name", area("410871062299", "大寨村", "村", "410871062000"), "区划", 12, "名称", "第11行重名"),
    ("11 digits", area("41087110001", "新村", "村", "410871100000"), "区划", 12, "区划编码", "12 位数字"),
    ("unknown village", put("网格", 11, "所属村社区编码", "410871060777"), "网格", 11, "所属村社区编码", "不在区划表中"),
    ("street for village", put("网格", 11, "所属村社区编码", "410871060000"), "网格", 11, "所属村社区编码", "不是村或社区"),
    ("grid twice", copy_row("网格", 12), "网格", 42, "网格编码", "重复出现"),
    ("households", put("网格", 2, "户数", "四百"), "网格", 2, "户数", "不是整数"),
    ("group as date", put("网格", 12, "村民小组", date(2026, 1, 6)), "网格", 12, "村民小组", "改成日期"),
    ("only longitude", put("网格", 12, "代表点纬度", ""), "网格", 12, "代表点纬度", "要一起填"),
    ("abroad", put("网格", 12, "代表点经度", 13.3), "网格", 12, "代表点经度", "不在国内"),
    ("unknown datum", put("网格", 12, "坐标系", "北京54"), "网格", 12, "坐标系", "「北京54」不认识"),
    ("minutes", put("网格", 12, "代表点经度", "113°15′"), "网格", 12, "代表点经度", "不是经纬度"),
    ("building as date", put("小区楼栋", 2, "楼栋", date(2026, 1, 5)), "小区楼栋", 2, "楼栋", "改成日期"),
    ("all and some", put("小区楼栋", 2, "楼栋", "全部"), "小区楼栋", 3, "楼栋", "这个小区同时属于两个网格"),
    ("grid of building", put("小区楼栋", 2, "网格编码", "410871060001777"), "小区楼栋", 2, "网格编码", "不在网格表中"),
    ("worker twice", copy_row("人员", 5, 姓名="另一个人", 主责="否"), "人员", 33, "人员编号", "重复出现"),
    ("row twice", copy_row("人员", 5), "人员", 33, "负责网格编码", "已在前面负责"),
    ("grid of worker", put("人员", 14, "负责网格编码", "410871060001777"), "人员", 14, "负责网格编码", "不在网格表中"),
    ("grids blank", put("人员", 14, "负责网格编码", ""), "人员", 14, "负责网格编码", "不能为空"),
    ("lead blank", put("人员", 9, "主责", ""), "人员", 9, "主责", "不能为空"),
    ("lead unclear", put("人员", 9, "主责", "也许"), "人员", 9, "主责", "是 或 否"),
    ("on duty unclear", put("人员", 9, "在岗", "休假"), "人员", 9, "在岗", "是 或 否"),
    ("skill a sentence", put("人员", 9, "技能", "电工、会修各种各样的家用电器"), "人员", 9, "技能", "6 个字以内"),
    ("skill a number", put("人员", 9, "技能", "13800000000"), "人员", 9, "技能", "6 个字以内"),
    ("skills without end", put("人员", 9, "技能", "一、二、三、四、五、六、七"), "人员", 9, "技能", "最多写 6 个"),
    ("phone blank", put("人员", 9, "手机号", ""), "人员", 9, "手机号", "不能为空"),
    ("two phones", put("人员", 9, "姓名", "张三13800000000"), "人员", 9, "手机号", "不一样"),
    ("workers gone", lambda book: book.sheets.pop("人员"), "人员", 0, "", "没有找到这张工作表"),
    ("grids gone", lambda book: book.sheets.pop("网格"), "网格", 0, "", "没有找到这张工作表"),
    ("grid codes gone", drop_column("网格", "网格编码"), "网格", 1, "网格编码", "缺少这一列"),
    ("roles gone", drop_column("人员", "岗位"), "人员", 1, "岗位", "缺少这一列"),
    ("leads gone", drop_column("人员", "主责"), "人员", 1, "主责", "缺少这一列"),
    ("micro digits", put("微网格", 2, "微网格编码", "41087106000199901"), "微网格", 2, "微网格编码", "开头"),
    ("micro as number", put("微网格", 2, "微网格编码", 41087106000100101.0), "微网格", 2, "微网格编码", "数字"),
    ("no number at all", put("微网格", 2, "微网格编码", "1E+400"), "微网格", 2, "微网格编码", "数字"),
    ("micro twice", copy_row("微网格", 3), "微网格", 77, "微网格编码", "重复出现"),
    ("grid of landmark", landmark("老面粉厂", "410871060001777"), "地标", 2, "网格编码", "不在网格表中"),
    ("unnamed landmark", landmark("", "410871060001001"), "地标", 2, "名称", "不能为空"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book_of(small(demo_registry()), tmp_path_factory.mktemp("workbook"))


@pytest.fixture
def book(sound: Book) -> Book:
    return deepcopy(sound)


def told(book: Book, folder: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(RegistryFaults) as refused:
        read_workbook(book.write(folder / "spoilt.xlsx"))
    return [(f.file, f.row, f.column.rstrip("*"), f.message) for f in refused.value.faults]


def test_the_workbook_is_sound_before_it_is_spoilt(book: Book, tmp_path: Path) -> None:
    assert len(read_workbook(book.write(tmp_path / "sound.xlsx")).grids) == 40


def test_twenty_five_faults_are_exactly_twenty_five_messages(book: Book, tmp_path: Path) -> None:
    for _, spoil, *_ in TOGETHER:
        spoil(book)
    found = told(book, tmp_path)
    assert len(TOGETHER) == len(found) == 25
    assert sorted(where[:3] for where in found) == sorted((sheet, row, head) for _, _, sheet, row, head, _ in TOGETHER)
    for _, _, sheet, row, heading, said in TOGETHER:
        assert any(fault[:3] == (sheet, row, heading) and said in fault[3] for fault in found), (sheet, row, said)


@pytest.mark.parametrize("fault", ALONE, ids=lambda fault: fault[0])
def test_one_fault_is_one_message(book: Book, tmp_path: Path, fault: Fault) -> None:
    _, spoil, sheet, row, heading, said = fault
    spoil(book)
    [(where, line, column, message)] = told(book, tmp_path)
    assert (where, line, column) == (sheet, row, heading)
    assert said in message


def test_a_message_names_the_cell_as_the_spreadsheet_does(book: Book, tmp_path: Path) -> None:
    book["网格", 2, "网格编码"] = 410871060001001.0
    with pytest.raises(RegistryFaults) as refused:
        read_workbook(book.write(tmp_path / "spoilt.xlsx"))
    assert str(refused.value) == (
        "网格 第2行「网格编码*」(A2):编码「410871060001001」已被表格软件改成数字,请把A列设为“文本”格式后重新填写。"
    )


def test_a_file_that_is_no_workbook_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_text("编码,名称")
    with pytest.raises(RegistryFaults, match="另存为不带密码的") as refused:
        read_workbook(tmp_path / "list.xlsx")
    assert len(refused.value.faults) == 1


def test_an_empty_workbook_is_refused_rather_than_taken_for_the_end_of_the_district(book: Book, tmp_path: Path) -> None:
    for sheet in book.sheets:
        del book.sheets[sheet][1:]
    assert told(book, tmp_path) == [("区划", 0, "", "应当有且只有一个“区”,现在有 0 个。")]


@pytest.mark.parametrize(
    ("row", "place", "cell"), [(1_048_575, 15, "P1048576"), (9, 16_383, ""), (5_000, 16_383, "XFD5001")]
)
def test_something_typed_far_away_is_named_instead_of_filling_the_memory(
    tmp_path: Path, row: int, place: int, cell: str
) -> None:
    with Workbook(str(tmp_path / "far.xlsx")) as book:
        book.add_worksheet("区划").write_string(row, place, "不小心")
    with pytest.raises(RegistryFaults) as refused:
        read_workbook(tmp_path / "far.xlsx")
    assert f"单元格 {cell} 离其他内容太远" in str(refused.value) if cell else "没有找到表头" in str(refused.value)
