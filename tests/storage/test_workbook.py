"""The six-sheet workbook: what goes out comes back equal, the template can be filled, and the district's size is no matter."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from cases.registry import Grid, Holding, Landmark, Registry, Role, Worker
from storage.registry_files import demo_registry, diff, read_csv_set, read_registry, write_csv_set
from storage.registry_files.columns import SHEETS
from storage.registry_files.workbook import read_workbook
from storage.registry_files.workbook_write import EXAMPLE, write_template, write_workbook
from storage.workbook_size import column_letter, column_number
from tests.storage.workbooks import Book, book_of, small

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "registry"
MOST_CPU_SECONDS = 3.0


def back(registry: Registry, folder: Path) -> Registry:
    write_workbook(registry, folder / "out.xlsx")
    return read_workbook(folder / "out.xlsx", registry)


def changed(registry: Registry, code: str, **fields: object) -> Registry:
    grids = tuple(replace(g, **fields) if g.code == code else g for g in registry.grids)  # type: ignore[arg-type]
    return replace(registry, grids=grids)


# --- out and back ---


def test_the_demo_goes_out_and_comes_back_equal(tmp_path: Path) -> None:
    assert back(demo_registry(), tmp_path) == demo_registry()


def test_every_column_comes_back(tmp_path: Path) -> None:
    assert back(EXAMPLE, tmp_path) == EXAMPLE
    write_csv_set(EXAMPLE, tmp_path / "set")
    assert read_csv_set(tmp_path / "set") == EXAMPLE


@pytest.mark.parametrize(
    "fields",
    [
        {"holdings": (Holding("D001", (1, 2)), Holding("D002", (20,))), "buildings": (1, 2)},
        {"holdings": (Holding("D001", (1,), (1, 2)), Holding("D001", (2, 3))), "buildings": (1, 2, 3)},
        {"others": ("J0002",)},
        {"lead": "L0001"},
        {"lead": "J0001"},
        {"full_time": "", "part_time": "", "others": ()},
        {"lon": None, "lat": None},
    ],
)
def test_what_is_rare_comes_back_too(tmp_path: Path, fields: dict[str, object]) -> None:
    registry = changed(small(demo_registry()), "410871060001001", **fields)
    assert back(registry, tmp_path) == registry
    write_csv_set(registry, tmp_path / "set")
    assert read_csv_set(tmp_path / "set") == registry


def test_a_worker_off_duty_or_without_a_grid_comes_back(tmp_path: Path) -> None:
    registry = small(demo_registry())
    new = Worker(
        "X1",
        "新来的",
        Role.GUIDE,
        "13800000000",
        "410871062209",
        "77",
        "Z0102",
        "0391-1234567",
        on_duty=False,
        skills=("电工", "手语"),
    )
    registry = replace(registry, workers=(*registry.workers, new))
    assert back(registry, tmp_path) == registry


def test_boundaries_stay_when_a_workbook_is_imported_and_go_with_their_grid(tmp_path: Path) -> None:
    registry = small(demo_registry())
    write_workbook(registry, tmp_path / "out.xlsx")
    assert read_workbook(tmp_path / "out.xlsx").shapes == {}
    assert read_workbook(tmp_path / "out.xlsx", registry).shapes == registry.shapes
    book = book_of(registry, tmp_path)
    book["网格", 41, "状态"] = "停用"
    gone = str(book["网格", 41, "网格编码"])
    left = read_workbook(book.write(tmp_path / "fewer.xlsx"), registry)
    assert gone not in left.grid
    assert gone not in left.shapes
    assert diff(registry, left).grids.removed == (gone,)


def test_compounds_keep_their_ids_by_village_and_name(tmp_path: Path) -> None:
    registry = small(demo_registry())
    book = book_of(registry, tmp_path)
    for line in book.sheets["小区楼栋"]:
        del line[-1]
    path = book.write(tmp_path / "without-ids.xlsx")
    assert read_workbook(path, registry) == registry
    assert {compound.id for compound in read_workbook(path).compounds} >= {"410871060001/阳光里小区"}


def test_chats_are_kept_where_the_workbook_does_not_name_them(tmp_path: Path) -> None:
    registry = small(demo_registry())
    bound = replace(registry, workers=(replace(registry.workers[0], chat="501"), *registry.workers[1:]))
    write_workbook(registry, tmp_path / "out.xlsx")
    assert read_workbook(tmp_path / "out.xlsx", bound) == bound


# --- template ---


def test_the_template_imports_with_its_example_rows(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx", ["先看这里"])
    assert read_workbook(tmp_path / "template.xlsx") == EXAMPLE


def test_the_template_has_headings_text_columns_choices_and_an_explanation(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx", ["先看这里", "再填"])
    with CalamineWorkbook.from_path(tmp_path / "template.xlsx") as book:
        assert book.sheet_names == [layout.name for layout in SHEETS] + ["说明"]
        assert book.get_sheet_by_name("说明").to_python() == [["先看这里"], ["再填"]]
        heads = {name: book.get_sheet_by_name(name).to_python()[0] for name in book.sheet_names[:-1]}
    assert heads["人员"] == [
        "人员编号*", "姓名*", "岗位*", "手机号*", "负责网格编码*", "主责*", "代班人员编号", "备用联系", "在岗", "技能",
    ]  # fmt: skip
    sheet = inside(tmp_path / "template.xlsx", "xl/worksheets/sheet4.xml")
    assert "&quot;是,否&quot;" in sheet or '"是,否"' in sheet
    assert 'numFmtId="49"' in inside(tmp_path / "template.xlsx", "xl/styles.xml")  # 49 is text


def inside(workbook: Path, name: str) -> str:
    import zipfile

    with zipfile.ZipFile(workbook) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_counted_as_spreadsheets_do(place: int, letter: str) -> None:
    assert column_letter(place) == letter
    assert column_number(letter) == place + 1


# --- what the sheets say ---


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return book_of(small(demo_registry()), tmp_path)


def read(book: Book, folder: Path) -> Registry:
    return read_workbook(book.write(folder / "book.xlsx"))


def grid(registry: Registry, code: str) -> Grid:
    return registry.grid[code]


def test_the_one_who_answers_for_a_grid_comes_first_whatever_the_post(book: Book, tmp_path: Path) -> None:
    book["人员", 5, "主责"], book["人员", 2, "主责"] = "否", "是"
    book["人员", 6, "主责"] = "否"
    found = grid(read(book, tmp_path), "410871060001001")
    assert (found.lead, found.people[0], found.full_time, found.leader) == ("L0001", "L0001", "Z0001", "L0001")


def test_the_full_time_worker_needs_no_mark_to_come_first(book: Book, tmp_path: Path) -> None:
    found = grid(read(book, tmp_path), "410871060001001")
    assert (found.lead, found.people) == ("", ("Z0001", "J0001", "L0001"))


def test_several_groups_and_a_half_building_each(book: Book, tmp_path: Path) -> None:
    book["网格", 12, "村民小组"] = "1,21-23"
    book["小区楼栋", 2, "楼栋"], book["小区楼栋", 2, "单元"] = "1-6", "1"
    book["小区楼栋", 3, "单元"] = "2-3"
    registry = read(book, tmp_path)
    assert grid(registry, "410871060203001").groups == (1, 21, 22, 23)
    assert grid(registry, "410871060001001").parts == (Holding("D001", (1, 2, 3, 4, 5, 6), (1,)),)
    assert grid(registry, "410871060001002").parts == (Holding("D001", (6, 7, 8, 9, 10, 11, 12), (2, 3)),)


def test_households_are_summed_up_where_the_grid_says_none(book: Book, tmp_path: Path) -> None:
    book["网格", 2, "户数"], book["小区楼栋", 2, "户数"] = "", 222.0
    assert grid(read(book, tmp_path), "410871060001001").households == 222


@pytest.mark.parametrize(
    ("households", "said"), [(199.0, "不到 200 户"), (601.0, "超过 600 户"), (200.0, ""), (600.0, "")]
)
def test_an_urban_grid_of_unusual_size_is_only_a_warning(
    book: Book, tmp_path: Path, households: float, said: str
) -> None:
    book["网格", 2, "户数"] = households
    loaded = read_registry(book.write(tmp_path / "book.xlsx"))
    assert loaded.registry.grid["410871060001001"].households == households
    assert [said in str(warning) for warning in loaded.warnings] == ([True] if said else [])


@pytest.mark.parametrize(
    ("datum", "lon", "lat"),
    [("GCJ-02", 113.3, 35.2), ("bd-09", 113.3, 35.2), ("WGS84", 113.3, 35.2), ("CGCS2000", 113.3, 35.2)],
)
def test_positions_are_brought_to_one_datum(book: Book, tmp_path: Path, datum: str, lon: float, lat: float) -> None:
    book["网格", 12, "坐标系"], book["网格", 12, "代表点经度"], book["网格", 12, "代表点纬度"] = datum, lon, lat
    found = grid(read(book, tmp_path), "410871060203001")
    assert found.lon is not None
    east_m = (lon - found.lon) * 91_000
    expected = {"GCJ-02": 590, "bd-09": 1180}.get(datum, 0)  # facts: 583 to 596 m, and twice that for BD-09
    assert abs(east_m - expected) < 60


def test_landmarks_come_with_their_grids_and_other_names(book: Book, tmp_path: Path) -> None:
    book.add("地标", 名称="老面粉厂", 类型="其他", 网格编码="410871060203001|410871060203002", 别名="面粉厂|粮食加工厂")
    [found] = read(book, tmp_path).landmarks
    assert found == Landmark("老面粉厂", "其他", ("410871060203001", "410871060203002"), ("面粉厂", "粮食加工厂"))


# --- the real size ---


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="没有 ../shared/data/registry:跳过")
def test_the_shared_workbook_says_what_the_shared_csv_files_say() -> None:
    known = read_csv_set(SHARED)
    started = time.process_time()
    loaded = read_registry(SHARED / "import_example_synthetic.xlsx", known)
    changes = diff(known, loaded.registry)
    assert time.process_time() - started < MOST_CPU_SECONDS
    assert (len(loaded.registry.grids), loaded.warnings) == (1407, ())
    assert len(changes.areas.changed) == 6  # the workbook knows the streets' civil-affairs codes too
    assert not any((changes.grids, changes.compounds, changes.workers, changes.micro_grids, changes.shapes))


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="没有 ../shared/data/registry:跳过")
def test_the_shared_workbook_goes_out_and_comes_back_equal(tmp_path: Path) -> None:
    registry = read_workbook(SHARED / "import_example_synthetic.xlsx")
    assert back(registry, tmp_path) == registry
