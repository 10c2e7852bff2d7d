"""A made-up registry over a real district's villages: the same on every run, so tests may name its codes.

Streets and villages are the public ones of 焦作城乡一体化示范区. Groups, compounds, people, telephone numbers and
boundaries are invented: no grid here has the shape, the size or the workers of a real one.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from cases.registry import Area, Compound, Department, Grid, Level, MicroGrid, Registry, Role, Worker
from storage.registry_files.demo_shapes import DISTRICT, Rectangle, centre, ring, split

GRIDS_PER_FULL_TIME = 5
GRIDS_PER_PART_TIME = 2
HOUSEHOLDS_PER_MICRO_GRID = 35
_LEVELS = {"区": Level.DISTRICT, "街道": Level.STREET}
_SPECIAL = {
    "410871060001": "示例产业园",
    "410871060002": "示例高校校区",
    "410871061001": "示例医院",
    "410871061002": "示例物流园",
    "410871062201": "示例商业广场",
    "410871062207": "示例中学",
}

_DEPARTMENTS = (
    Department("B0001", "文昌环卫中心", "410871062000", "环卫", ("保洁公司", "清运队")),
    Department("B0002", "文昌物业公司", "410871062000", "物业", ("红色物业",)),
    Department("B0003", "文昌派出所", "410871062000", "公安", ("民警", "警察")),
    Department("B0004", "区燃气公司", "410871000000", "燃气", ("天然气公司",)),
)


@cache
def demo_registry() -> Registry:
    """6 streets, 108 villages, about 1,400 grids with shapes and their placeholder workers. Built once."""
    areas = tuple(_area(row) for row in _table("demo_villages.csv"))
    villages = [area for area in areas if area.level is Level.VILLAGE]
    compounds = {row["id"]: row for row in _table("demo_compounds.csv")}
    drafts = [grid for village in villages for grid in _grids(village, compounds)]
    workers, staffed = _staff(villages, drafts)
    cells = _cells(villages, staffed)
    return Registry(
        areas=areas,
        grids=tuple(_placed(grid, cells[grid.code]) for grid in staffed),
        compounds=tuple(_compound(row) for row in compounds.values()),
        workers=workers,
        micro_grids=tuple(micro for grid in staffed for micro in _micro_grids(grid)),
        shapes={code: ring(cell) for code, cell in cells.items()},
        departments=_DEPARTMENTS,
    )


def _table(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _split_aliases(cell: str) -> tuple[str, ...]:
    return tuple(alias for alias in cell.split("|") if alias)


def _area(row: dict[str, str]) -> Area:
    level = _LEVELS.get(row["level"], Level.VILLAGE)
    return Area(row["code"], row["name"], level, row["parent"], _split_aliases(row["aliases"]))


def _compound(row: dict[str, str]) -> Compound:
    return Compound(row["id"], row["name"], row["village"], _split_aliases(row["aliases"]))


def _varied(code: str, low: int, high: int) -> int:
    """A number between the bounds that looks random and is always the same for a code."""
    return low + int(code) * 7919 % 10007 % (high - low + 1)


def _grids(village: Area, compounds: dict[str, dict[str, str]]) -> list[Grid]:
    makers = [*_rural(village), *_urban(village, compounds), *_special(village)]
    return [replace(grid, code=f"{village.code}{number:03}") for number, grid in enumerate(makers, start=1)]


def _rural(village: Area) -> Iterator[Grid]:
    if village.name.endswith("社区"):
        return
    for group in range(1, _varied(village.code, 6, 20) + 1):
        scope = f"{village.name}第{group}村民小组"
        homes = _varied(f"{village.code}{group}", 30, 78)
        yield Grid("", f"{scope}网格", "农村", village.code, group=group, scope=scope, households=homes)


def _urban(village: Area, compounds: dict[str, dict[str, str]]) -> Iterator[Grid]:
    for row in compounds.values():
        if row["village"] != village.code:
            continue
        for span in row["grids"].split("|"):
            first, last = map(int, span.split("-"))
            scope = f"{row['name']}{span}号楼"
            yield Grid(
                "",
                f"{village.name}{scope}网格",
                "城市",
                village.code,
                compound=row["id"],
                buildings=tuple(range(first, last + 1)),
                scope=scope,
                households=_varied(f"{village.code}{first}{last}", 370, 510),
            )


def _special(village: Area) -> Iterator[Grid]:
    if scope := _SPECIAL.get(village.code):
        yield Grid("", f"{scope}专属网格", "专属", village.code, scope=scope)


def _staff(villages: list[Area], grids: list[Grid]) -> tuple[tuple[Worker, ...], list[Grid]]:
    """A 网格长 per village; 专职 and 兼职 shared by neighbouring grids of a village."""
    leaders = {village.code: f"L{number:04}" for number, village in enumerate(villages, start=1)}
    full_time = _shared("Z", grids, GRIDS_PER_FULL_TIME)
    part_time = _shared("J", grids, GRIDS_PER_PART_TIME)
    staffed = [
        replace(grid, leader=leaders[grid.village], full_time=full_time[grid.code], part_time=part_time[grid.code])
        for grid in grids
    ]
    posts = [(code, Role.LEADER, village) for village, code in leaders.items()]
    posts += _posts(Role.FULL_TIME, full_time, grids) + _posts(Role.PART_TIME, part_time, grids)
    return tuple(_people(posts)), staffed


def _shared(letter: str, grids: list[Grid], per_worker: int) -> dict[str, str]:
    held: dict[str, str] = {}
    number, village, load = 0, "", 0
    for grid in grids:
        if grid.village != village or load == per_worker:
            number, village, load = number + 1, grid.village, 0
        held[grid.code] = f"{letter}{number:04}"
        load += 1
    return held


def _posts(role: Role, held: dict[str, str], grids: list[Grid]) -> list[tuple[str, Role, str]]:
    villages = {held[grid.code]: grid.village for grid in grids}
    return [(code, role, village) for code, village in villages.items()]


def _people(posts: list[tuple[str, Role, str]]) -> Iterator[Worker]:
    for number, (code, role, village) in enumerate(posts, start=1):
        yield Worker(code, f"{role.value}{int(code[1:]):03}", role, f"{10_000_000_000 + number}", village)


def _cells(villages: list[Area], grids: list[Grid]) -> dict[str, Rectangle]:
    """A cell per grid; a village's cells lie together, and so do a street's villages."""
    of_village = {village.code: [grid for grid in grids if grid.village == village.code] for village in villages}
    streets: dict[str, list[str]] = {}
    for village in villages:
        streets.setdefault(village.parent, []).append(village.code)
    weights = [sum(len(of_village[code]) for code in codes) for codes in streets.values()]
    cells: dict[str, Rectangle] = {}
    for codes, street_cell in zip(streets.values(), split(DISTRICT, weights), strict=True):
        for code, cell in zip(codes, split(street_cell, [len(of_village[code]) for code in codes]), strict=True):
            mine = [grid.code for grid in of_village[code]]
            cells.update(zip(mine, split(cell, [1] * len(mine)), strict=True))
    return cells


def _placed(grid: Grid, cell: Rectangle) -> Grid:
    lon, lat = centre(cell)
    return replace(grid, lon=lon, lat=lat)


def _micro_grids(grid: Grid) -> Iterator[MicroGrid]:
    parts = max(1, round(min(grid.households, 100) / HOUSEHOLDS_PER_MICRO_GRID))
    for part in range(1, parts + 1):
        yield MicroGrid(f"{grid.code}{part:02}", grid.code, f"{grid.scope}{part}号微网格", f"{grid.scope}第{part}片")
