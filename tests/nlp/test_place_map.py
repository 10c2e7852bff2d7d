"""A point someone shared: which grid it is in, and when that must be asked."""

import math

import pytest

from cases.datum import from_gcj02, to_gcj02
from cases.reading import Option, PlaceKind, PlaceReading
from cases.registry import Registry
from nlp.place import Locator, Map, PointReading, fuse
from storage.registry_files import demo_registry

DAZHAI, DAZHAI_2 = "410871062209", "410871062209002"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return demo_registry()


@pytest.fixture(scope="module")
def chart(registry: Registry) -> Map:
    return Map(registry)


@pytest.fixture(scope="module")
def locator(registry: Registry) -> Locator:
    return Locator(registry)


def middle(registry: Registry, code: str) -> tuple[float, float]:
    grid = registry.grid[code]
    assert grid.lon is not None
    assert grid.lat is not None
    return grid.lon, grid.lat


def test_gcj02_moves_a_point_of_jiaozuo_by_about_590_metres_to_the_east() -> None:
    lon, lat = to_gcj02(113.3, 35.15)
    east, north = (lon - 113.3) * math.cos(math.radians(35.15)) * 111_195, (lat - 35.15) * 111_195
    assert 570 < math.hypot(east, north) < 600
    assert east > 8 * abs(north)
    assert from_gcj02(lon, lat) == pytest.approx((113.3, 35.15), abs=1e-8)


def test_a_point_well_inside_a_grid_is_that_grid(registry: Registry, chart: Map) -> None:
    point = chart.at(*middle(registry, DAZHAI_2), 10, "wgs84")
    assert (point.kind, point.code, point.hint) == (PlaceKind.GRID, DAZHAI_2, DAZHAI)


def test_a_point_near_a_boundary_is_asked_about(registry: Registry, chart: Map) -> None:
    west, south = registry.shapes[DAZHAI_2][0]
    point = chart.at(west + 0.0001, south + 0.0009, 5, "wgs84")
    assert point.kind is PlaceKind.ASK
    assert len(point.options) >= 2
    assert point.options[0].code == DAZHAI_2


def test_a_point_without_accuracy_is_trusted_less(registry: Registry, chart: Map) -> None:
    west, south, north = *registry.shapes[DAZHAI_2][0], registry.shapes[DAZHAI_2][2][1]
    here = west + 40 / 90_900, (south + north) / 2
    assert chart.at(*here, 10, "wgs84").kind is PlaceKind.GRID
    assert chart.at(*here, None, "wgs84").kind is PlaceKind.ASK


def test_a_rough_point_says_the_village_only(registry: Registry, chart: Map) -> None:
    point = chart.at(*middle(registry, DAZHAI_2), 150, "wgs84")
    assert (point.kind, point.code) == (PlaceKind.PLACE, DAZHAI)


def test_an_unknown_datum_offers_both_readings_and_the_true_one_is_among_them(registry: Registry, chart: Map) -> None:
    true = middle(registry, DAZHAI_2)
    for shown in (true, to_gcj02(*true)):
        point = chart.at(*shown, 10, "unknown")
        assert point.kind is PlaceKind.ASK
        assert len(point.options) <= 2
        assert DAZHAI_2 in {option.code for option in point.options}


def test_a_point_beyond_every_shape_is_never_assigned(chart: Map) -> None:
    assert chart.at(113.219, 35.1, 10, "wgs84").kind is PlaceKind.ASK
    assert chart.at(114.0, 36.0, 10, "wgs84").kind is PlaceKind.OUT
    assert chart.at(114.0, 36.0, None, "unknown").kind is PlaceKind.OUT


def test_a_registry_without_shapes_offers_the_nearest_points(registry: Registry) -> None:
    bare = Map(Registry(registry.areas, registry.grids))
    point = bare.at(*middle(registry, DAZHAI_2), 10, "wgs84")
    assert (point.kind, point.options[0]) == (PlaceKind.ASK, Option(DAZHAI_2, "大寨村2组"))


@pytest.mark.parametrize("here", [(math.nan, 35.0), (math.inf, 35.0), (113.3, 95.0), (500.0, 35.0)])
def test_a_point_that_is_no_point_is_none(chart: Map, here: tuple[float, float]) -> None:
    assert chart.at(*here, 10, "wgs84").kind is PlaceKind.NONE


@pytest.mark.parametrize("accuracy", [-1.0, 0.0, math.nan])
def test_an_accuracy_that_is_none_counts_as_missing(registry: Registry, chart: Map, accuracy: float) -> None:
    here = middle(registry, DAZHAI_2)
    assert chart.at(*here, accuracy, "wgs84") == chart.at(*here, None, "wgs84")


def test_words_and_point_that_agree_decide(registry: Registry, chart: Map, locator: Locator) -> None:
    here = chart.at(*middle(registry, DAZHAI_2), 10, "wgs84")
    assert fuse(locator.locate("大寨村2组路灯坏了"), here).code == DAZHAI_2
    assert fuse(locator.locate("大寨村路灯坏了"), here) == PlaceReading(
        PlaceKind.GRID, DAZHAI_2, (DAZHAI_2,), said="大寨村2组"
    )


def test_a_point_tells_villages_of_one_name_apart(registry: Registry, chart: Map, locator: Locator) -> None:
    here = chart.at(*middle(registry, "410871062203003"), 10, "wgs84")
    assert fuse(locator.locate("杨庄村3组"), here).said == "文昌街道杨庄村3组"


def test_the_written_village_settles_the_datum(registry: Registry, chart: Map, locator: Locator) -> None:
    corner = "410871060203001"
    point = chart.at(*to_gcj02(*middle(registry, corner)), 10, "unknown")
    inside = [option for option in point.options if option.code.startswith("410871060203")]
    place = fuse(locator.locate("南张村路灯坏了"), point)
    assert place.kind is (PlaceKind.GRID if len(inside) == 1 else PlaceKind.ASK)
    assert corner in place.codes


def test_words_and_point_that_disagree_are_both_asked_about(registry: Registry, chart: Map, locator: Locator) -> None:
    here = chart.at(*middle(registry, "410871060201001"), 10, "wgs84")
    place = fuse(locator.locate("大寨村2组路灯坏了"), here)
    assert (place.kind, place.codes) == (PlaceKind.ASK, (DAZHAI_2, "410871060201001"))


def test_a_point_alone_decides_and_no_point_changes_nothing(registry: Registry, chart: Map, locator: Locator) -> None:
    here = chart.at(*middle(registry, DAZHAI_2), 10, "wgs84")
    assert fuse(locator.locate("路灯坏了"), here).said == "大寨村2组"
    written = locator.locate("大寨村2组")
    assert fuse(written, PointReading(PlaceKind.NONE)) == written


def test_a_point_far_outside_makes_the_written_place_a_question(chart: Map, locator: Locator) -> None:
    place = fuse(locator.locate("大寨村2组"), chart.at(114.0, 36.0, 10, "wgs84"))
    assert (place.kind, place.codes) == (PlaceKind.ASK, (DAZHAI_2,))
