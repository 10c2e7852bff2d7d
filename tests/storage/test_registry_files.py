"""A district's own files: read whole, refused with every fault named, compared before anything is applied."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cases.registry import Registry, Role
from storage.registry_files import RegistryFaults, demo_registry, diff, read_csv_set, write_csv_set
from tests.storage.workbooks import small

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv_set(small(demo_registry()), tmp_path)
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace_once(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text("utf-8-sig")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return replace_once


def faults(folder: Path) -> list[str]:
    with pytest.raises(RegistryFaults) as refused:
        read_csv_set(folder)
    return [str(fault) for fault in refused.value.faults]


def test_what_is_written_reads_back_equal(tmp_path: Path) -> None:
    write_csv_set(demo_registry(), tmp_path)
    assert read_csv_set(tmp_path) == demo_registry()


def test_the_optional_files_may_be_missing(folder: Path) -> None:
    for file in ("compounds.csv", "buildings.csv", "microgrids.csv", "grids.geojson"):
        (folder / file).unlink()
    text = (folder / "grids.csv").read_text("utf-8-sig")
    rural = [line for line in text.splitlines() if ",城市," not in line]
    (folder / "grids.csv").write_text("\n".join(rural), "utf-8")
    assert read_csv_set(folder).shapes == {}


def test_headings_may_be_chinese(folder: Path, edit: Edit) -> None:
    edit("areas.csv", "code,name,level,parent,civil_code,aliases", "区划编码*,名称,级别 ,上级编码,民政编码,别名")
    assert read_csv_set(folder) == small(demo_registry())


def test_official_names_are_shortened_to_what_people_say(folder: Path, edit: Edit) -> None:
    edit("areas.csv", "大寨村", "大寨村村民委员会")
    assert read_csv_set(folder).area["410871062209"].name == "大寨村"


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "workers.csv").unlink()
    assert "workers.csv:没有找到这个文件,请放进同一个文件夹。" in faults(folder)


def test_a_missing_column_is_named(folder: Path, edit: Edit) -> None:
    edit("areas.csv", ",parent,", ",other,")
    assert "areas.csv 第1行「parent」:缺少这一列,请对照模板补上。" in faults(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "areas.csv",
            "410871062209,大寨村,村,410871062000",
            "410871062209,大寨村,村,999",
            "上级编码「999」不在区划表中",
        ),
        ("areas.csv", "410871062209,大寨村", "410871060203,大寨村", "编码「410871060203」重复出现"),
        ("areas.csv", ",大寨村,村,", ",大寨村,庄,", "级别「庄」不认识"),
        ("grids.csv", "410871062209002,", "4.10872E+14,", "已被表格软件改成数字"),
        ("grids.csv", "410871062209002,", "410871062209001,", "重复出现"),
        ("grids.csv", ",410871062209,2,", ",410871062209,1,", "第1组同时属于两个网格"),
        ("grids.csv", ",410871062209,2,", ",410871062209,二,", "「二」不是编号范围"),
        ("grids.csv", "L0035", "L9999", "人员编号「L9999」不在人员表中"),
        ("grids.csv", "113.", "三一三.", "不是经纬度"),
        ("grids.csv", ",WGS-84", ",WGS-72", "坐标系「WGS-72」不认识"),
        ("grids.csv", ",WGS-84", ",", "填了经纬度就要填坐标系"),
        ("buildings.csv", "D001,2,410871060001001", "D001,1,410871060001002", "1号楼同时属于两个网格"),
        ("buildings.csv", "D001,1,", "D999,1,", "小区编号「D999」不在小区表中"),
        ("workers.csv", "网格长,100", "组长,100", "岗位「组长」不认识"),
        ("workers.csv", ",10000000001,", ",1.00E+10,", "已被表格软件改成数字"),
        ("workers.csv", ",10000000001,", ",我的电话,", "不像电话号码"),
        ("microgrids.csv", ",410871060001001,", ",000,", "网格编码「000」不在网格表中"),
        ("grids.geojson", '"grid_code": "410871060001001"', '"grid_code": "000"', "网格编码「000」不在网格表中"),
        ("grids.geojson", '"Feature"', '"Feature', "不是完整的 GeoJSON"),
    ],
)
def test_a_fault_is_told_in_a_sentence(folder: Path, edit: Edit, file: str, old: str, new: str, said: str) -> None:
    edit(file, old, new)
    assert any(said in fault for fault in faults(folder))


def test_longitude_and_latitude_the_wrong_way_round_are_noticed(folder: Path, edit: Edit) -> None:
    grid = demo_registry().grid["410871062209002"]
    edit("grids.csv", f"{grid.lon},{grid.lat}", f"{grid.lat},{grid.lon}")
    assert any("经度和纬度填反了" in fault for fault in faults(folder))


def test_all_faults_come_at_once_with_row_and_column(folder: Path, edit: Edit) -> None:
    edit("areas.csv", ",大寨村,村,", ",大寨村,庄,")
    edit("workers.csv", "网格长,100", "组长,100")
    found = faults(folder)
    assert any(fault.startswith("areas.csv 第") and "「level」" in fault for fault in found)
    assert any(fault.startswith("workers.csv 第2行「role」") for fault in found)


def test_a_dry_run_shows_what_is_new_changed_and_removed() -> None:
    old = small(demo_registry())
    renamed = replace(old.grids[0], name="改名后的网格")
    added = replace(old.grids[1], code="410871060001999")
    new = Registry(old.areas, (renamed, *old.grids[2:], added), old.compounds, old.workers, old.micro_grids, old.shapes)
    changes = diff(old, new)
    assert changes.grids.changed == (renamed.code,)
    assert changes.grids.new == (added.code,)
    assert changes.grids.removed == (old.grids[1].code,)
    assert not changes.areas
    assert not diff(old, old)


def test_the_demo_district_has_the_size_of_the_real_one() -> None:
    demo = demo_registry()
    assert (len(demo.areas), 1380 <= len(demo.grids) <= 1430, 1080 <= len(demo.workers) <= 1200) == (115, True, True)
    assert {worker.role for worker in demo.workers} == {Role.LEADER, Role.FULL_TIME, Role.PART_TIME}
    assert len(demo.shapes) == len(demo.grids)
    assert demo.district.name == "焦作城乡一体化示范区"


def test_a_rural_grid_code_ends_with_the_number_of_its_group() -> None:
    rural = [grid for grid in demo_registry().grids if grid.group is not None]
    assert all(grid.code == f"{grid.village}{grid.group:03}" for grid in rural)


def test_everybody_in_the_demo_is_a_placeholder() -> None:
    workers = demo_registry().workers
    assert all(worker.phone.startswith("1000000") and worker.name.startswith(worker.role.value) for worker in workers)
    assert len({worker.phone for worker in workers}) == len(workers)


def test_every_demo_grid_has_its_people_and_every_person_a_grid() -> None:
    demo = demo_registry()
    used = {worker for grid in demo.grids for worker in (grid.leader, grid.full_time, grid.part_time)}
    assert used == demo.worker.keys()


def test_the_compound_of_the_conversations_has_two_grids() -> None:
    demo = demo_registry()
    grids = [grid for grid in demo.grids if grid.compound == "D001"]
    assert demo.compound["D001"].name == "阳光里小区"
    assert [6 in grid.buildings for grid in grids] == [False, True]


def test_demo_points_lie_in_their_own_shape() -> None:
    demo = demo_registry()
    for grid in demo.grids:
        west, south = demo.shapes[grid.code][0]
        east, north = demo.shapes[grid.code][2]
        assert grid.lon is not None
        assert grid.lat is not None
        assert west < grid.lon < east
        assert south < grid.lat < north
