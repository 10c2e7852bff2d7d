"""Grids' boundaries from GeoJSON: drawn properly, of known grids, beside one another and around their own points."""

import json
from collections.abc import Callable, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

from cases.registry import Grid, Ring
from storage.registry_files.faults import FaultList
from storage.registry_files.positions import DATUM_NAMES, converted, position_trouble, read_datum

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MOST_OVERLAP = 0.01
"""Share of the smaller polygon that two grids may have in common: what drawing by hand leaves."""
_Fault = Callable[[str], None]


def read_shapes(
    text: str, file: str, grids: Mapping[str, Grid], others: Mapping[str, Ring], faults: FaultList
) -> dict[str, Ring]:
    """Grid code -> ring in WGS-84, of every feature without a fault. `others`: the polygons of other grids."""
    try:
        features = list(json.loads(text)["features"])
    except (ValueError, KeyError, TypeError, RecursionError):
        faults.add(file, 0, "", "文件不是完整的 GeoJSON,请重新导出。")
        return {}
    found: dict[str, Ring] = {}
    rows: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        code, ring = _feature(feature, grids, rows, _teller(faults, file, number))
        if code:
            rows[code] = number
        if ring:
            found[code] = ring
    if found:
        _compare(found, grids, others, {code: _teller(faults, file, number) for code, number in rows.items()})
    return found


def _teller(faults: FaultList, file: str, number: int) -> _Fault:
    return lambda message: faults.add(file, number, "", message)


def _feature(feature: Any, grids: Mapping[str, Grid], rows: Mapping[str, int], fault: _Fault) -> tuple[str, Ring]:
    """The code, when it is one that is new here, and the ring; both empty after a fault."""
    try:
        properties, geometry = feature["properties"], feature["geometry"]
        code, datum = str(properties["grid_code"]), str(properties.get("datum") or "")
        rings = _rings(geometry["type"], geometry["coordinates"])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        fault("这一项缺少 grid_code 或多边形坐标。")
        return "", ()
    if code not in grids:
        fault(f"网格编码「{code}」不在网格表中,请核对。")
        return "", ()
    if code in rows:
        fault(f"网格编码「{code}」已经在第{rows[code]}项,请保留一个多边形。")
        return "", ()
    return code, _ring(rings, datum, fault)


def _rings(kind: str, coordinates: Any) -> list[Ring]:
    """Outer ring first. A multi-polygon of one part is a polygon."""
    parts = coordinates if kind == "MultiPolygon" else [coordinates]
    return [tuple((float(lon), float(lat)) for lon, lat, *_ in ring) for part in parts for ring in part]


def _ring(rings: list[Ring], datum: str, fault: _Fault) -> Ring:
    known = read_datum(datum)
    if not datum:
        fault(f"没有写坐标系 datum,请填 {'、'.join(sorted(set(DATUM_NAMES.values())))} 之一。")
    elif not known:
        fault(f"坐标系「{datum}」不认识,请填 {'、'.join(sorted(set(DATUM_NAMES.values())))} 之一。")
    elif len(rings) != 1:
        fault("一个网格只能有一块多边形,中间不能有洞,请拆成几个网格或重新绘制。")
    elif trouble := _drawing_trouble(rings[0]):
        fault(trouble)
    else:
        return tuple(converted(lon, lat, known) for lon, lat in rings[0])
    return ()


def _drawing_trouble(ring: Ring) -> str:
    from shapely import Polygon

    if len(ring) < 4 or ring[0] != ring[-1]:
        return "多边形没有闭合,请重新绘制。"
    if not all(isfinite(lon) and isfinite(lat) for lon, lat in ring):
        return "多边形的坐标不是数字,请重新导出。"
    if trouble := next(filter(None, (position_trouble(lon, lat) for lon, lat in ring)), ""):
        return f"多边形:{trouble}"
    drawn = Polygon(ring)
    return "" if drawn.is_valid and drawn.area > 0 else "多边形自己和自己交叉,请重新绘制。"


def _compare(
    found: Mapping[str, Ring], grids: Mapping[str, Grid], others: Mapping[str, Ring], tell: Mapping[str, _Fault]
) -> None:
    """Each with its own point and with its neighbours; of two that overlap the later one is told."""
    import shapely

    for code, ring in found.items():
        grid = grids[code]
        if grid.lon is not None and not shapely.Polygon(ring).covers(shapely.Point(grid.lon, grid.lat)):
            tell[code](f"网格「{code}」的代表点不在自己的多边形里,请核对代表点、坐标系或多边形。")
    drawn = {code: shapely.make_valid(shapely.Polygon(ring)) for code, ring in {**others, **found}.items()}
    codes = list(drawn)
    tree = shapely.STRtree(list(drawn.values()))
    order = {code: place for place, code in enumerate((*(code for code in codes if code not in found), *found))}
    for one, two in zip(*tree.query(list(drawn.values()), predicate="intersects"), strict=True):
        earlier, later = codes[one], codes[two]
        if order[earlier] < order[later] and later in found:
            share = _share(drawn[earlier], drawn[later])
            if share > MOST_OVERLAP:
                tell[later](f"和网格「{earlier}」的多边形重叠 {share:.1%},超过 1%,请重新绘制。")


def _share(one: "BaseGeometry", two: "BaseGeometry") -> float:
    """Of the smaller; no more than 1."""
    smaller = min(one.area, two.area)
    return float(one.intersection(two).area / smaller) if smaller else 0.0
