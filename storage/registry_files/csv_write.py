"""A registry written as the same CSV set that read_csv_set reads: what goes out comes back equal."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from cases.registry import Grid, Registry
from storage.inert import inert_but_numbers
from storage.registry_files.columns import ALL, level_word
from storage.registry_files.csv_set import SHAPES
from storage.registry_files.table import spans

BOM_UTF8 = "utf-8-sig"  # spreadsheet programs take plain UTF-8 for a local code page

GRID_COLUMNS = (
    "grid_code,name,kind,parent_code12,group_no,compound_id,scope,households,leader,fulltime,parttime,lead,others,"
    "lon,lat,datum,aliases,east,west,south,north"
)


def write_csv_set(registry: Registry, directory: Path) -> None:
    """Writes areas, compounds, workers, grids, buildings, microgrids, landmarks, departments and grids.geojson; makes the folder if
    needed."""
    directory.mkdir(parents=True, exist_ok=True)
    _write(
        directory / "areas.csv",
        "code,name,level,parent,civil_code,aliases",
        ((a.code, a.name, level_word(a), a.parent, a.civil_code, "|".join(a.aliases)) for a in registry.areas),
    )
    _write(
        directory / "compounds.csv",
        "compound_id,name,aliases,parent_code12",
        ((c.id, c.name, "|".join(c.aliases), c.village) for c in registry.compounds),
    )
    _write(
        directory / "workers.csv",
        "worker_id,name,role,phone,parent_code12,telegram_user_id,cover,backup,on_duty,skills",
        (
            (
                *(w.id, w.name, w.role.value, w.phone, w.village, w.chat, w.cover, w.backup),
                *("是" if w.on_duty else "否", "、".join(w.skills)),
            )
            for w in registry.workers
        ),
    )
    _write(directory / "grids.csv", GRID_COLUMNS, (_grid(grid) for grid in registry.grids))
    _write(
        directory / "buildings.csv",
        "compound_id,building_no,grid_code,unit_no",
        (row for grid in registry.grids for row in _buildings(grid)),
    )
    _write(
        directory / "microgrids.csv",
        "micro_code,grid_code,name,scope,contact,households",
        ((m.code, m.grid, m.name, m.scope, m.contact, m.households or "") for m in registry.micro_grids),
    )
    _write(
        directory / "landmarks.csv",
        "name,kind,grids,aliases",
        ((m.name, m.kind, "|".join(m.grids), "|".join(m.aliases)) for m in registry.landmarks),
    )
    if registry.departments:
        _write(
            directory / "departments.csv",
            "department_id,name,trade,parent_code,aliases",
            ((d.code, d.name, d.trade, d.unit, "|".join(d.aliases)) for d in registry.departments),
        )
    if registry.shapes:
        write_geojson(registry, directory / SHAPES)


def write_geojson(registry: Registry, path: Path) -> None:
    """The boundaries, as read_registry takes them."""
    path.write_text(_geojson(registry), "utf-8")


def _write(path: Path, headings: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding=BOM_UTF8, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings.split(","))
        writer.writerows([inert_but_numbers(str(cell)) for cell in row] for row in rows)


def _grid(grid: Grid) -> tuple[object, ...]:
    lon, lat = ("" if degrees is None else degrees for degrees in (grid.lon, grid.lat))
    datum = "" if lon == "" else "WGS-84"
    where = (grid.code, grid.name, grid.kind, grid.village, spans(grid.groups), grid.compound, grid.scope)
    people = (grid.leader, grid.full_time, grid.part_time, grid.lead, "|".join(grid.others))
    sides = grid.borders or ("", "", "", "")
    return *where, grid.households, *people, lon, lat, datum, "|".join(grid.aliases), *sides


def _buildings(grid: Grid) -> Iterator[tuple[object, ...]]:
    """A row for each building; "all of it" is said by the grid's own row unless there is more to say."""
    for part in grid.parts if grid.holdings else ():
        yield part.compound, spans(part.buildings) or ALL, grid.code, spans(part.units)
    for number in () if grid.holdings else grid.buildings:
        yield grid.compound, number, grid.code, ""


def _geojson(registry: Registry) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"grid_code": code, "datum": "WGS-84"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code, ring in registry.shapes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
