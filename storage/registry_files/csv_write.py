"""A registry written as the same CSV set that read_csv_set reads: what goes out comes back equal."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from cases.registry import Area, Grid, Level, Registry

BOM_UTF8 = "utf-8-sig"  # spreadsheet programs take plain UTF-8 for a local code page


def write_csv_set(registry: Registry, directory: Path) -> None:
    """Writes areas, compounds, workers, grids, buildings, microgrids and grids.geojson; makes the folder if needed."""
    directory.mkdir(parents=True, exist_ok=True)
    _write(directory / "areas.csv", "code,name,level,parent,aliases", (_area(area) for area in registry.areas))
    _write(
        directory / "compounds.csv",
        "compound_id,name,aliases,parent_code12",
        ((c.id, c.name, "|".join(c.aliases), c.village) for c in registry.compounds),
    )
    _write(
        directory / "workers.csv",
        "worker_id,name,role,phone,parent_code12,telegram_user_id",
        ((w.id, w.name, w.role.value, w.phone, w.village, w.chat) for w in registry.workers),
    )
    _write(
        directory / "grids.csv",
        "grid_code,name,kind,parent_code12,group_no,compound_id,scope,households,leader,fulltime,parttime,lon,lat,datum",
        (_grid(grid) for grid in registry.grids),
    )
    _write(
        directory / "buildings.csv",
        "compound_id,building_no,grid_code",
        ((grid.compound, number, grid.code) for grid in registry.grids for number in grid.buildings),
    )
    _write(
        directory / "microgrids.csv",
        "micro_code,grid_code,name,scope",
        ((m.code, m.grid, m.name, m.scope) for m in registry.micro_grids),
    )
    if registry.shapes:
        (directory / "grids.geojson").write_text(_geojson(registry), "utf-8")


def _write(path: Path, headings: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding=BOM_UTF8, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings.split(","))
        writer.writerows(rows)


def _area(area: Area) -> tuple[object, ...]:
    level = "社区" if area.level is Level.VILLAGE and area.name.endswith("社区") else area.level.value
    return area.code, area.name, level, area.parent, "|".join(area.aliases)


def _grid(grid: Grid) -> tuple[object, ...]:
    group = "" if grid.group is None else grid.group
    lon, lat = ("" if degrees is None else degrees for degrees in (grid.lon, grid.lat))
    datum = "" if lon == "" else "WGS-84"
    people = (grid.leader, grid.full_time, grid.part_time)
    where = (grid.code, grid.name, grid.kind, grid.village, group, grid.compound, grid.scope, grid.households)
    return *where, *people, lon, lat, datum


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
