"""地图: who sees which land, what the colours and the table say, and a drawing made once."""

from dataclasses import replace

import pytest
import shapely

from bot.drawing import drawing_of
from bot.drawn import Drawn
from cases.pages.work import Scope
from cases.registry import EMPTY, Registry
from tests.cases.conftest import LAMP
from tests.console.conftest import CENTRE, DISTRICT, OWNER, STATION, Office

ELSEWHERE = "宁郭镇"


def test_every_grid_has_land_of_its_own_around_its_point(registry: Registry) -> None:
    drawing = drawing_of(replace(registry, shapes={}))
    assert {grid.code for grid in registry.grids} <= set(drawing)
    assert {area.code for area in registry.areas} <= set(drawing)
    grids = [_polygon(drawing[grid.code].path) for grid in registry.grids]
    whole = shapely.union_all(grids)
    assert sum(one.area for one in grids) == pytest.approx(whole.area, rel=0.01)


def _polygon(path: str) -> shapely.Polygon:
    first = path.split("Z", maxsplit=1)[0].removeprefix("M")
    return shapely.make_valid(shapely.Polygon([tuple(map(int, point.split())) for point in first.split("L")]))


def test_it_is_drawn_once_for_each_registry_and_without_points_not_at_all(registry: Registry) -> None:
    drawn, few = Drawn(), replace(registry, grids=registry.grids[:1], shapes={})
    assert drawn.of(few) is drawn.of(few)
    assert set(drawn.of(few)) > {registry.grids[0].code}
    nowhere = replace(
        registry, grids=tuple(replace(grid, lon=None, lat=None) for grid in registry.grids[:2]), shapes={}
    )
    assert drawn.of(nowhere) == {}
    assert drawn.of(EMPTY) == {}


def test_grids_at_one_point_are_set_apart(registry: Registry) -> None:
    first = registry.grids[0]
    together = tuple(replace(first, code=f"G{n}") for n in range(3))
    drawing = drawing_of(replace(registry, grids=together, shapes={}))
    assert len({drawing[grid.code].path for grid in together}) == 3


def test_a_place_with_a_boundary_of_its_own_is_drawn_by_it(registry: Registry) -> None:
    ring = ((113.2, 35.0), (113.3, 35.0), (113.3, 35.1), (113.2, 35.1), (113.2, 35.0))
    known, inside, beside = registry.grids[0], registry.grids[1], replace(registry.grids[2], lon=113.31, lat=35.05)
    drawing = drawing_of(replace(registry, grids=(known, inside, beside), shapes={known.code: ring}))
    assert drawing[known.code].path.count("L") == 3
    land = [_polygon(drawing[grid.code].path) for grid in (known, beside)]
    assert shapely.intersection(*land).area < 1


async def test_the_map_says_where_the_open_cases_lie_and_how_long_they_have_waited(office: Office) -> None:
    office.desk.say(LAMP)
    office.desk.wait(days=9)
    grid = office.desk.case().grid
    station = await office.sign_in(STATION)
    page = (await station.get("/map")).text
    told = "在办 1 件，超时 1 件，最久 9 天"
    assert told in page
    assert 'class="age4"' in page
    assert f'href="/map/{grid}/cases"' in page
    assert "style=" not in page
    cases = (await station.get(f"/map/{grid}/cases")).text
    assert "0302-001" in cases
    district = (await (await office.sign_in(DISTRICT)).get("/map")).text
    assert "大寨村：" + told in district
    assert f'href="/map/{STATION}"' in district


async def test_a_nearer_map_of_the_district_shows_the_nearer_place_alone(office: Office) -> None:
    office.desk.say(LAMP)
    district = await office.sign_in(DISTRICT)
    village, elsewhere = (
        f"/map/{STATION}",
        next(unit for unit in office.desk.org.units_below(CENTRE) if unit != STATION),
    )
    assert "在办 <b>1</b> 件" in (await district.get(village)).text
    assert "0302-001" in (await district.get(f"{village}/cases")).text
    assert "在办 <b>0</b> 件" in (await district.get(f"/map/{elsewhere}")).text
    assert "0302-001" not in (await district.get(f"/map/{elsewhere}/cases")).text


async def test_each_desk_looks_nearer_within_its_own_land_only(office: Office) -> None:
    office.desk.say(LAMP)
    centre = await office.sign_in(CENTRE)
    assert f"/map/{office.desk.case().grid}/cases" in (await centre.get(f"/map/{STATION}")).text
    other = next(one.code for one in office.desk.org.registry.areas if one.name == ELSEWHERE)
    grid = office.desk.case().grid
    for path in (f"/map/{DISTRICT}", f"/map/{other}", f"/map/{other}/cases", "/map/nowhere", f"/map/{grid}"):
        assert (await centre.get(path)).status_code == 404, path
    stranger = await office.sign_in(other)
    assert (await stranger.get(f"/map/{grid}/cases")).status_code == 404
    worker = await office.sign_in(OWNER)
    assert (await worker.get("/map")).status_code == 403
    assert 'href="/map"' not in (await worker.get("/today")).text


async def test_a_complaint_about_its_people_is_on_the_map_of_the_centre_and_not_of_the_station(office: Office) -> None:
    office.desk.say("文昌街道大寨村2组网格员不干活，路灯坏了找他也不管")
    grid = office.desk.case().grid
    station, centre = await office.sign_in(STATION), await office.sign_in(CENTRE)
    assert "在办 1 件" not in (await station.get("/map")).text
    assert "0302-001" not in (await station.get(f"/map/{grid}/cases")).text
    assert "在办 1 件" in (await centre.get("/map")).text


def test_what_no_grid_is_known_of_stands_under_its_area(office: Office) -> None:
    desk = office.desk
    desk.say("文昌街道大寨村路灯坏了")
    loads = desk.store.pages.map.loads(Scope(DISTRICT, True), desk.clock.at)
    assert sum(load.open for load in loads.values()) == len(desk.cases())
