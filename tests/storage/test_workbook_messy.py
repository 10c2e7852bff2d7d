"""Rosters as they are kept: titles, merged cells, name and number in one cell, full-width digits, blanks everywhere."""

from pathlib import Path

import pytest

from cases.registry import Registry
from storage.registry_files import RegistryFaults, demo_registry
from storage.registry_files.workbook import read_workbook
from tests.storage.workbooks import Book, book_of, small

SOUND = small(demo_registry())


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return book_of(SOUND, tmp_path)


def read(book: Book, folder: Path) -> Registry:
    return read_workbook(book.write(folder / "book.xlsx"), SOUND)


def rename(book: Book, sheet: str, **headings: str) -> None:
    for old, new in headings.items():
        book.sheets[sheet][0][book.column(sheet, old)] = new


@pytest.mark.parametrize(
    ("name", "phone"),
    [
        ("张三13800000000", ""),
        ("张三 138-0000-0000", ""),
        ("张三(13800000000)", ""),
        ("张三（138 0000 0000）", ""),
        ("13800000000张三", ""),
        ("张三 电话：１３８００００００００", ""),
        ("张三/+86 138-0000-0000", ""),
        ("", "张三 13800000000"),
        ("张三", "１３８００００００００"),
        ("张三", "138 0000 0000"),
        ("张三", 13800000000.0),
        ("张三13800000000", "13800000000"),
        ("  张三\n", " 13800000000 "),
    ],
)
def test_name_and_number_are_told_apart(book: Book, tmp_path: Path, name: str, phone: object) -> None:
    book["人员", 7, "姓名"], book["人员", 7, "手机号"] = name, phone
    worker = read(book, tmp_path).worker["Z0012"]
    assert (worker.name, worker.phone) == ("张三", "13800000000")


@pytest.mark.parametrize("heading", ["姓名及电话", "姓名(联系电话)", "姓名、手机号"])
def test_one_column_for_both_needs_no_second(book: Book, tmp_path: Path, heading: str) -> None:
    place = book.column("人员", "手机号")
    for line in book.sheets["人员"]:
        line[place - 2] = heading if line is book.sheets["人员"][0] else f"{line[place - 2]} {line[place]}"
        del line[place]
    assert read(book, tmp_path) == SOUND


def test_a_landline_is_a_number_too(book: Book, tmp_path: Path) -> None:
    book["人员", 7, "手机号"] = "0391-2345678"
    assert read(book, tmp_path).worker["Z0012"].phone == "0391-2345678"


def test_titles_above_the_headings_and_blank_lines_are_passed_over(book: Book, tmp_path: Path) -> None:
    for sheet, lines in book.sheets.items():
        width = len(lines[0])
        lines[:0] = [[f"示范区{sheet}登记表", *[""] * (width - 1)], [""] * width]
        lines.insert(5, [""] * width)
        lines += [[" "] * width, [""] * width]
        book.merged.append((sheet, f"A1:{chr(ord('A') + width - 1)}1"))
    assert read(book, tmp_path) == SOUND


def test_rows_are_still_counted_as_the_spreadsheet_counts(book: Book, tmp_path: Path) -> None:
    book["区划", 9, "级别"] = "庄"
    book.sheets["区划"].insert(0, ["标题", *[""] * 5])
    with pytest.raises(RegistryFaults, match=r"区划 第10行「级别\*」\(C10\)"):
        read(book, tmp_path)


def test_headings_may_be_written_in_other_words_and_another_order(book: Book, tmp_path: Path) -> None:
    rename(book, "区划", 区划编码=" 区划代码 ＊", 级别="级别（必填）")
    rename(book, "网格", 网格编码="网格编号", 所属村社区编码="所属村(社区)编码", 村民小组="组号", 代表点经度="经度")
    rename(book, "人员", 手机号="联系电话", 负责网格编码="负责网格", 主责="是否主责")
    for lines in book.sheets.values():
        for line in lines:
            line.reverse()
    assert read(book, tmp_path) == SOUND


def test_a_merged_cell_counts_for_all_of_its_rows(book: Book, tmp_path: Path) -> None:
    for row in (3, 4, 5, 6):  # 村社区编码 of the urban grids, and a compound of two rows
        book["网格", row, "所属村社区编码"] = ""
    book.merged += [("网格", "D2:D6"), ("小区楼栋", "B2:B3"), ("小区楼栋", "G2:G3")]
    book["小区楼栋", 3, "小区名称"] = book["小区楼栋", 3, "小区编号"] = ""
    assert read(book, tmp_path) == SOUND


def test_a_worker_may_have_a_row_for_each_grid_with_the_rest_merged(book: Book, tmp_path: Path) -> None:
    lines = book.sheets["人员"]
    first, codes = lines[4], str(lines[4][4]).split("|")
    rows = [[*first[:4], code, *first[5:]] for code in codes]
    for line in rows[1:]:
        line[:4] = [""] * 4
    lines[4:5] = rows
    book.merged += [("人员", f"{letter}5:{letter}{4 + len(codes)}") for letter in "ABCD"]
    assert read(book, tmp_path) == SOUND


def test_full_width_digits_and_blanks_in_codes_and_ranges(book: Book, tmp_path: Path) -> None:
    book["网格", 12, "网格编码"] = "４１０８７１０６０２０３００１ "
    book["网格", 12, "村民小组"] = "第１组".removeprefix("第")
    book["小区楼栋", 2, "楼栋"] = "１－３、4～5号楼"
    book["微网格", 2, "网格编码"] = "\u200b410871060001001"
    assert read(book, tmp_path) == SOUND


def test_small_numbers_may_be_numbers(book: Book, tmp_path: Path) -> None:
    book["网格", 12, "村民小组"], book["网格", 12, "户数"] = 1.0, "６０"
    book["小区楼栋", 9, "楼栋"] = "1,2,3,4,5,6,7"
    assert read(book, tmp_path) == SOUND


def test_sheets_may_be_numbered_and_others_lie_between(book: Book, tmp_path: Path) -> None:
    book.sheets = {
        "封面": [["示范区网格化台账"]],
        **{f"{number}.{name}表": lines for number, (name, lines) in enumerate(book.sheets.items(), start=1)},
    }
    assert read(book, tmp_path) == SOUND
