"""A district's registry read from a folder of CSV files: all of it, or a list of everything to mend."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cases.registry import Area, Compound, Grid, Level, MicroGrid, Registry, Ring, Role, Worker
from storage.registry_files.faults import FaultList
from storage.registry_files.table import Row, read_rows, read_text

LEVELS = {
    "区": Level.DISTRICT,
    "县": Level.DISTRICT,
    "街道": Level.STREET,
    "乡镇": Level.STREET,
    "街道/乡镇": Level.STREET,
    "社区": Level.VILLAGE,
    "村": Level.VILLAGE,
}
ROLES = {role.value: role for role in Role}
CHINA_LON, CHINA_LAT = (73.0, 136.0), (3.0, 54.0)
_COMMITTEE = re.compile(r"(?:村民|居民)委员会$")


@dataclass
class _Set:
    """What has been read so far, so that later files can be checked against earlier ones."""

    directory: Path
    faults: FaultList = field(default_factory=FaultList)
    areas: dict[str, Area] = field(default_factory=dict)
    compounds: dict[str, Compound] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)
    grids: dict[str, Grid] = field(default_factory=dict)
    micro_grids: dict[str, MicroGrid] = field(default_factory=dict)
    shapes: dict[str, Ring] = field(default_factory=dict)

    def rows(self, file: str, *columns: str, optional: bool = False) -> list[Row]:
        return read_rows(self.directory / file, columns, self.faults, optional=optional)


def read_csv_set(directory: Path) -> Registry:
    """The registry of areas, grids and workers (required) and compounds, buildings, micro-grids, shapes (optional).

    Raises RegistryFaults with every fault of the set when there is any.
    """
    found = _Set(directory)
    _read_areas(found)
    _read_compounds(found)
    _read_workers(found)
    _read_grids(found, _buildings_by_grid(found))
    _read_micro_grids(found)
    _read_shapes(found)
    found.faults.raise_if_any()
    return Registry(
        tuple(found.areas.values()),
        tuple(found.grids.values()),
        tuple(found.compounds.values()),
        tuple(found.workers.values()),
        tuple(found.micro_grids.values()),
        found.shapes,
    )


def _is_new(row: Row, column: str, code: str, seen: Iterable[str]) -> bool:
    if code and code in seen:
        row.fault(column, f"编码「{code}」重复出现,请保留一行。")
    return bool(code) and code not in seen


def _read_areas(found: _Set) -> None:
    rows = found.rows("areas.csv", "code", "name", "level", "parent")
    for row in rows:
        code, level = row.code("code"), LEVELS.get(row.required("level"))
        if level is None:
            row.fault("level", f"级别「{row.text('level')}」不认识,请填 区、街道、乡镇、社区 或 村。")
        elif _is_new(row, "code", code, found.areas):
            name = _COMMITTEE.sub("", row.required("name"))
            parent = row.code("parent", required=level is not Level.DISTRICT)
            found.areas[code] = Area(code, name, level, parent, row.many("aliases"))
    for row in rows:
        parent = row.text("parent")
        if parent and parent not in found.areas:
            row.fault("parent", f"上级编码「{parent}」不在区划表中,请核对。")
    districts = [area for area in found.areas.values() if area.level is Level.DISTRICT]
    if rows and len(districts) != 1:
        found.faults.add("areas.csv", 0, "level", f"应当有且只有一个“区”,现在有 {len(districts)} 个。")


def _read_compounds(found: _Set) -> None:
    for row in found.rows("compounds.csv", "compound_id", "name", "parent_code12", optional=True):
        code = row.code("compound_id")
        if _is_new(row, "compound_id", code, found.compounds):
            village = _known_village(found, row)
            found.compounds[code] = Compound(code, row.required("name"), village, row.many("aliases"))


def _read_workers(found: _Set) -> None:
    for row in found.rows("workers.csv", "worker_id", "name", "role", "phone"):
        code, role = row.code("worker_id"), ROLES.get(row.required("role"))
        phone = row.code("phone", required=False)
        if phone and not re.fullmatch(r"[0-9+\- ]{7,20}", phone):
            row.fault("phone", f"手机号「{phone}」不像电话号码,请核对。")
        if role is None:
            row.fault("role", f"岗位「{row.text('role')}」不认识,请填 {'、'.join(ROLES)}。")
        elif _is_new(row, "worker_id", code, found.workers):
            village, chat = row.text("parent_code12"), row.text("telegram_user_id")
            if village and village not in found.areas:
                row.fault("parent_code12", f"所属编码「{village}」不在区划表中,请核对。")
            found.workers[code] = Worker(code, row.required("name"), role, phone, village, chat)


def _known_village(found: _Set, row: Row) -> str:
    village = row.code("parent_code12")
    if village and village not in found.areas:
        row.fault("parent_code12", f"所属村社区编码「{village}」不在区划表中,请核对。")
    return village


def _buildings_by_grid(found: _Set) -> dict[str, set[int]]:
    held: dict[str, set[int]] = {}
    owner: dict[tuple[str, int], str] = {}
    for row in found.rows("buildings.csv", "compound_id", "building_no", "grid_code", optional=True):
        compound, number, grid = row.required("compound_id"), row.whole("building_no"), row.code("grid_code")
        if compound not in found.compounds:
            row.fault("compound_id", f"小区编号「{compound}」不在小区表中,请核对。")
        if number is None:
            continue
        if owner.setdefault((compound, number), grid) != grid:
            row.fault("building_no", f"{number}号楼同时属于两个网格,请只保留一个。")
        held.setdefault(grid, set()).add(number)
    return held


def _read_grids(found: _Set, buildings: dict[str, set[int]]) -> None:
    groups: dict[tuple[str, int], str] = {}
    for row in found.rows("grids.csv", "grid_code", "name", "kind", "parent_code12"):
        code = row.code("grid_code")
        if not _is_new(row, "grid_code", code, found.grids):
            continue
        grid = found.grids[code] = _grid(found, row, code, buildings.pop(code, set()))
        if grid.group is not None and groups.setdefault((grid.village, grid.group), code) != code:
            row.fault("group_no", f"第{grid.group}组同时属于两个网格,请只保留一个。")
    if found.grids:
        for code in buildings:
            found.faults.add("buildings.csv", 0, "grid_code", f"网格编码「{code}」不在网格表中,请核对。")


def _grid(found: _Set, row: Row, code: str, buildings: set[int]) -> Grid:
    compound = row.text("compound_id")
    if compound and compound not in found.compounds:
        row.fault("compound_id", f"小区编号「{compound}」不在小区表中,请核对。")
    lon, lat = _point(row)
    return Grid(
        code=code,
        name=row.required("name"),
        kind=row.required("kind"),
        village=_known_village(found, row),
        group=row.whole("group_no"),
        compound=compound,
        buildings=tuple(sorted(buildings | _span(row))),
        scope=row.text("scope"),
        households=row.whole("households") or 0,
        leader=_known_worker(found, row, "leader"),
        full_time=_known_worker(found, row, "fulltime"),
        part_time=_known_worker(found, row, "parttime"),
        lon=lon,
        lat=lat,
    )


def _span(row: Row) -> set[int]:
    first, last = row.whole("bldg_from"), row.whole("bldg_to")
    if first is None or last is None:
        return set()
    if last < first or last - first > 999:
        row.fault("bldg_to", f"楼号范围 {first}-{last} 不对,请核对。")
        return set()
    return set(range(first, last + 1))


def _known_worker(found: _Set, row: Row, column: str) -> str:
    worker = row.text(column)
    if worker and worker not in found.workers:
        row.fault(column, f"人员编号「{worker}」不在人员表中,请核对。")
    return worker


def _point(row: Row) -> tuple[float | None, float | None]:
    lon, lat = row.degrees("lon"), row.degrees("lat")
    if lon is None or lat is None:
        return None, None
    if row.text("datum").upper() not in {"", "WGS-84", "WGS84", "CGCS2000"}:
        row.fault("datum", f"坐标系「{row.text('datum')}」暂不支持,请先转换为 WGS-84 或 CGCS2000。")
    if _within(lat, CHINA_LON) and _within(lon, CHINA_LAT):
        row.fault("lon", "经度和纬度填反了,请对调。")
    elif not (_within(lon, CHINA_LON) and _within(lat, CHINA_LAT)):
        row.fault("lon", f"坐标 ({lon}, {lat}) 不在国内,请核对。")
    return lon, lat


def _within(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]


def _read_micro_grids(found: _Set) -> None:
    for row in found.rows("microgrids.csv", "micro_code", "grid_code", "name", optional=True):
        code, grid = row.code("micro_code"), row.code("grid_code")
        if grid and grid not in found.grids:
            row.fault("grid_code", f"网格编码「{grid}」不在网格表中,请核对。")
        if _is_new(row, "micro_code", code, found.micro_grids):
            found.micro_grids[code] = MicroGrid(code, grid, row.required("name"), row.text("scope"))


def _read_shapes(found: _Set) -> None:
    text = read_text(found.directory / "grids.geojson", found.faults, optional=True)
    if text is None:
        return
    try:
        features = list(json.loads(text)["features"])
    except (ValueError, KeyError, TypeError):
        found.faults.add("grids.geojson", 0, "", "文件不是完整的 GeoJSON,请重新导出。")
        return
    for number, feature in enumerate(features, start=1):
        _read_shape(found, number, feature)


def _read_shape(found: _Set, number: int, feature: object) -> None:
    def fault(message: str) -> None:
        found.faults.add("grids.geojson", number, "", message)

    try:
        code = str(feature["properties"]["grid_code"])  # type: ignore[index]
        ring = tuple((float(lon), float(lat)) for lon, lat, *_ in feature["geometry"]["coordinates"][0])  # type: ignore[index]
    except (ValueError, KeyError, TypeError, IndexError):
        return fault("这一项缺少 grid_code 或多边形坐标。")
    if code not in found.grids:
        return fault(f"网格编码「{code}」不在网格表中,请核对。")
    if len(ring) < 4 or ring[0] != ring[-1]:
        return fault("多边形没有闭合,请重新绘制。")
    if any(_within(lat, CHINA_LON) and _within(lon, CHINA_LAT) for lon, lat in ring):
        return fault("多边形的经度和纬度填反了,请对调。")
    found.shapes[code] = ring
    return None
