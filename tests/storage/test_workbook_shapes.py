"""Boundaries from GeoJSON: only proper ones, of known grids, side by side; and into the registry in use."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from cases.datum import from_bd09, from_gcj02, to_gcj02, to_wgs84
from cases.registry import Area, Grid, Level, Registry, Ring
from storage.registry_files import RegistryFaults, read_registry
from storage.registry_files.csv_write import write_geojson

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "registry"
TWO = Registry(
    (Area("D", "示范区", Level.DISTRICT, ""), Area("V", "大寨村", Level.VILLAGE, "D")),
    (
        Grid("G1", "大寨村1组", "农村", "V", group=1, lon=113.305, lat=35.105),
        Grid("G2", "大寨村2组", "农村", "V", group=2, lon=113.315, lat=35.105),
        Grid("G3", "大寨村3组", "农村", "V", group=3),
    ),
)


def square(west: float, south: float = 35.1, side: float = 0.01) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@dataclass
class Drawing:
    """A map file in the making."""

    path: Path
    features: list[Any]

    def add(self, code: str, ring: Any, kind: str = "Polygon", **properties: Any) -> None:
        known = {"grid_code": code, "datum": "WGS-84", "synthetic": True, **properties}
        self.features.append({"type": "Feature", "properties": known, "geometry": {"type": kind, "coordinates": ring}})

    def read(self, known: Registry = TWO) -> Registry:
        self.path.write_text(json.dumps({"type": "FeatureCollection", "features": self.features}), "utf-8")
        return read_registry(self.path, known).registry

    def faults(self, known: Registry = TWO) -> list[str]:
        with pytest.raises(RegistryFaults) as refused:
            self.read(known)
        return [str(fault) for fault in refused.value.faults]


@pytest.fixture
def drawing(tmp_path: Path) -> Drawing:
    return Drawing(tmp_path / "grids.geojson", [])


def test_boundaries_are_added_to_the_registry_in_use(drawing: Drawing) -> None:
    before = replace(TWO, shapes={"G1": ring(square(113.3))})
    drawing.add("G2", [square(113.31)])
    after = drawing.read(before)
    assert set(after.shapes) == {"G1", "G2"}
    assert replace(after, shapes=before.shapes) == before


def test_what_is_written_reads_back_equal(tmp_path: Path) -> None:
    shaped = replace(TWO, shapes={"G1": ring(square(113.3)), "G2": ring(square(113.31))})
    write_geojson(shaped, tmp_path / "out.geojson")
    assert read_registry(tmp_path / "out.geojson", TWO).registry == shaped


def ring(corners: list[list[float]]) -> Ring:
    return tuple((lon, lat) for lon, lat in corners)


@pytest.mark.parametrize(("datum", "metres"), [("GCJ-02", 590), ("BD-09", 1180)])
def test_a_shifted_boundary_is_brought_to_the_registrys_datum(drawing: Drawing, datum: str, metres: float) -> None:
    drawing.add("G3", [square(113.3)], datum=datum)
    (lon, lat), *_ = drawing.read().shapes["G3"]
    assert abs((113.3 - lon) * 91_000 - metres) < 60
    assert abs(35.1 - lat) * 111_000 < 700


BOWTIE = [[113.3, 35.1], [113.31, 35.11], [113.31, 35.1], [113.3, 35.11], [113.3, 35.1]]
Draw = Callable[[Drawing], None]


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda d: d.add("G9", [square(113.3)]), "「G9」不在网格表中"),
        (lambda d: d.add("G1", [square(113.3)[:-1]]), "没有闭合"),
        (lambda d: d.add("G1", [BOWTIE]), "自己和自己交叉"),
        (lambda d: d.add("G1", [[[113.3, 35.1]] * 4]), "自己和自己交叉"),
        (lambda d: d.add("G1", [[[lat, lon] for lon, lat in square(113.3)]]), "经度和纬度填反了"),
        (lambda d: d.add("G1", [square(13.3)]), "不在国内"),
        (lambda d: d.add("G1", [square(float("nan"))]), "不是数字"),
        (lambda d: d.add("G1", [square(113.3), square(113.302, side=0.001)]), "不能有洞"),
        (lambda d: d.add("G1", [[square(113.3)], [square(113.4)]], "MultiPolygon"), "只能有一块"),
        (lambda d: d.add("G1", [square(113.3)], datum=""), "没有写坐标系"),
        (lambda d: d.add("G1", [square(113.3)], datum="北京54"), "「北京54」不认识"),
        (lambda d: d.add("G1", [square(113.4)]), "代表点不在自己的多边形里"),
        (lambda d: d.add("G1", 7), "缺少 grid_code 或多边形坐标"),
        (lambda d: d.features.append(None), "缺少 grid_code 或多边形坐标"),
    ],
)
def test_a_wrong_drawing_is_one_message(drawing: Drawing, draw: Draw, said: str) -> None:
    draw(drawing)
    [fault] = drawing.faults()
    assert fault.startswith("grids.geojson 第1项:")
    assert said in fault


def test_the_same_grid_twice_and_a_cut_off_file(drawing: Drawing) -> None:
    drawing.add("G3", [square(113.3)])
    drawing.add("G3", [square(113.5)])
    assert ["第2项" in fault and "已经在第1项" in fault for fault in drawing.faults()] == [True]
    drawing.path.write_text('{"features": [', "utf-8")
    with pytest.raises(RegistryFaults, match="不是完整的 GeoJSON"):
        read_registry(drawing.path, TWO)


def test_neighbours_may_touch_and_overlap_by_a_hair_but_not_by_more(drawing: Drawing) -> None:
    drawing.add("G1", [square(113.3)])
    drawing.add("G2", [square(113.30995)])  # half a per cent
    assert len(drawing.read().shapes) == 2
    drawing.features.pop()
    drawing.add("G2", [square(113.3088)])
    [fault] = drawing.faults()
    assert "第2项" in fault
    assert "「G1」的多边形重叠 12.0%" in fault


def test_a_new_boundary_is_compared_with_those_in_use(drawing: Drawing) -> None:
    before = replace(TWO, shapes={"G1": ring(square(113.3))})
    drawing.add("G3", [square(113.302, 35.102, side=0.001)])
    [fault] = drawing.faults(before)
    assert "「G1」" in fault
    drawing.add("G1", [square(113.304)])  # unless the neighbour moves away in the same file
    assert set(drawing.read(before).shapes) == {"G1", "G3"}


def test_without_grids_there_is_nothing_to_draw_around(drawing: Drawing) -> None:
    drawing.add("G1", [square(113.3)])
    assert drawing.faults(Registry((), ())) == ["grids.geojson:还没有网格可以对上,请先导入网格,再导入边界。"]


def test_datums_are_turned_back_as_published() -> None:
    # the usual pair of test values for BD-09: 天安门 in Baidu's and in GCJ-02 coordinates
    lon, lat = to_gcj02(*from_bd09(116.404, 39.915))
    assert (round(lon, 5), round(lat, 5)) == (116.39763, 39.90866)
    assert to_wgs84(113.3, 35.1, "CGCS2000") == (113.3, 35.1)
    assert to_wgs84(113.3, 35.1, "GCJ-02") == from_gcj02(113.3, 35.1)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="没有 ../shared/data/registry:跳过")
def test_the_shared_boundaries_go_with_the_shared_workbook() -> None:
    grids = read_registry(SHARED / "import_example_synthetic.xlsx").registry
    assert len(read_registry(SHARED / "grids.geojson", grids).registry.shapes) == 1407
