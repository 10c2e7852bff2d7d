"""What a workbook says of places is what residents are understood by: landmarks, other names, several groups or compounds."""

from dataclasses import replace

import pytest

from cases.reading import PlaceKind
from cases.registry import Compound, Grid, Holding, Landmark, Registry
from nlp.place import Locator
from storage.registry_files import demo_registry
from tests.storage.workbooks import small

DEMO = small(demo_registry())
FIRST, SECOND = "410871062209001", "410871062209002"
URBAN = "410871060001001"


def with_grid(code: str, **fields: object) -> Registry:
    return replace(DEMO, grids=tuple(replace(g, **fields) if g.code == code else g for g in DEMO.grids))  # type: ignore[arg-type]


def with_landmark(*grids: str, aliases: tuple[str, ...] = ()) -> Locator:
    return Locator(replace(DEMO, landmarks=(Landmark("老面粉厂", "其他", grids, aliases),)))


def test_a_landmark_of_one_grid_is_that_grid() -> None:
    found = with_landmark(FIRST).locate("老面粉厂门口的路灯坏了")
    assert (found.kind, found.code, found.said) == (PlaceKind.GRID, FIRST, "大寨村1组")


def test_a_landmark_of_several_grids_is_asked_about() -> None:
    found = with_landmark(FIRST, SECOND).locate("老面粉厂门口的路灯坏了")
    assert (found.kind, found.codes) == (PlaceKind.ASK, (FIRST, SECOND))


def test_a_landmark_is_known_by_its_other_names() -> None:
    found = with_landmark(FIRST, aliases=("粮食加工厂",)).locate("粮食加工厂门口的井盖没了")
    assert found.code == FIRST


def test_what_lies_opposite_a_landmark_is_asked_about_unless_it_is_one_itself() -> None:
    assert with_landmark(FIRST).locate("老面粉厂对面路灯坏了").kind is PlaceKind.ASK
    assert with_landmark(FIRST, aliases=("老面粉厂对面",)).locate("老面粉厂对面路灯坏了").code == FIRST


@pytest.mark.parametrize("name", ["面粉厂", "卫生室", "村委会", "十字路口", "农村信用社", "小学门口", "文化广场"])
def test_a_name_that_many_places_go_by_is_asked_about(name: str) -> None:
    registry = replace(DEMO, landmarks=(Landmark(name, "其他", (FIRST,)),))
    found = Locator(registry).locate(f"{name}的路灯坏了")
    assert (found.kind, found.codes) == ((PlaceKind.GRID if name == "文化广场" else PlaceKind.ASK), (FIRST,))


def test_a_landmark_without_a_grid_says_nothing() -> None:
    assert with_landmark().locate("老面粉厂门口的路灯坏了").kind is PlaceKind.NONE


def test_a_village_named_beside_a_landmark_does_not_hide_it() -> None:
    assert with_landmark(FIRST).locate("大寨村老面粉厂门口的路灯坏了").code == FIRST


def test_a_grids_other_name_is_that_grid() -> None:
    assert Locator(with_grid(FIRST, aliases=("寨东头",))).locate("寨东头的路灯坏了").code == FIRST


@pytest.mark.parametrize("said", ["大寨村1组", "大寨村21组", "大寨村二十三组"])
def test_every_group_of_a_grid_is_that_grid(said: str) -> None:
    assert Locator(with_grid(FIRST, also_groups=(21, 22, 23))).locate(said + "路灯坏了").code == FIRST


def two_compounds() -> Registry:
    """The first urban grid has a few buildings of a compound of its own besides."""
    holdings = (Holding("D001", (1, 2, 3, 4, 5)), Holding("X1", (1, 7)))
    return replace(
        with_grid(URBAN, holdings=holdings),
        compounds=(*DEMO.compounds, Compound("X1", "纺织厂家属院", "410871060001")),
    )


@pytest.mark.parametrize(
    ("text", "said"), [("纺织厂家属院7号楼漏水", "纺织厂家属院7号楼"), ("阳光里小区1号楼漏水", "阳光里小区1号楼")]
)
def test_a_grid_of_two_compounds_is_found_by_either_and_named_by_the_right_one(text: str, said: str) -> None:
    found = Locator(two_compounds()).locate(text)
    assert (found.kind, found.code, found.said) == (PlaceKind.GRID, URBAN, said)


def test_a_building_of_two_grids_by_its_units_is_asked_about() -> None:
    halves = [
        replace(grid, holdings=(Holding("D001", (*grid.buildings, 6), units),), buildings=(*grid.buildings, 6))
        if grid.code in (URBAN, "410871060001002")
        else grid
        for grid, units in ((g, (1,) if g.code == URBAN else (2,)) for g in DEMO.grids)
    ]
    found = Locator(replace(DEMO, grids=tuple(halves))).locate("阳光里小区6号楼漏水")
    assert (found.kind, set(found.codes)) == (PlaceKind.ASK, {URBAN, "410871060001002"})


def test_a_whole_compound_has_every_building() -> None:
    whole = Grid("410871060001099", "纺织厂家属院网格", "城市", "410871060001", compound="X1", scope="纺织厂家属院")
    compounds = (*DEMO.compounds, Compound("X1", "纺织厂家属院", "410871060001"))
    found = Locator(replace(DEMO, grids=(*DEMO.grids, whole), compounds=compounds)).locate("纺织厂家属院9号楼漏水")
    assert (found.kind, found.code) == (PlaceKind.GRID, whole.code)
