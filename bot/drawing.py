"""The district drawn without a map of it: a grid whose boundary the registry does not know has the land that is nearer to
its point than to any other's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians
from typing import Any

import shapely

from cases.org import Org
from cases.pages.map import Drawing, Shape
from cases.registry import Registry

PER_DEGREE = 100_000
"""One unit of the drawing is about a metre north to south."""
MARGIN = 0.003
"""Degrees of land around the outermost points."""
ASIDE = 0.0002
"""How far points that lie on one another are set apart, in degrees."""


def drawing_of(registry: Registry) -> Drawing:
    """Of the grids that have a point and of the areas that have such grids."""
    known = {
        code: shapely.make_valid(shapely.Polygon(ring))
        for code, ring in registry.shapes.items()
        if len(ring) > 3 and code in registry.grid
    }
    cells = {**_between(_cells(_points(registry)), known), **known}
    land, org = defaultdict(list), Org(registry)
    for code, cell in cells.items():
        for unit in org.path(code):
            land[unit].append(cell)
    whole = {unit: shapely.union_all(found) for unit, found in land.items()}
    if not whole:
        return {}
    left, _, _, top = shapely.total_bounds(list(whole.values()))
    narrow = cos(radians(top))  # a degree is so much shorter from west to east
    return {unit: _shape(area, left, top, narrow) for unit, area in whole.items()}


def _points(registry: Registry) -> Mapping[str, tuple[float, float]]:
    """No two alike: those of one block of flats are set in a row."""
    found: dict[str, tuple[float, float]] = {}
    taken: set[tuple[float, float]] = set()
    for grid in registry.grids:
        if grid.lon is None or grid.lat is None:
            continue
        point = (grid.lon, grid.lat)
        while point in taken:
            point = (point[0] + ASIDE, point[1])
        taken.add(point)
        found[grid.code] = point
    return found


def _cells(points: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    if not points:
        return {}
    cloud = shapely.MultiPoint(list(points.values()))
    hull = cloud.convex_hull.buffer(MARGIN)
    nearer = shapely.voronoi_polygons(cloud, extend_to=hull, ordered=True) if len(points) > 1 else None
    cells: Iterable[Any] = shapely.intersection(list(nearer.geoms), hull) if nearer else [hull]
    return dict(zip(points, cells, strict=True))


def _between(cells: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """What the known boundaries leave of the others."""
    others = {code: cell for code, cell in cells.items() if code not in known}
    if not others or not known:
        return others
    left = shapely.difference(list(others.values()), shapely.union_all(list(known.values())))
    return {code: cell for code, cell in zip(others, left, strict=True) if not cell.is_empty}


def _shape(area: Any, left: float, top: float, narrow: float) -> Shape:
    def placed(x: float, y: float) -> tuple[int, int]:
        return round((x - left) * narrow * PER_DEGREE), round((top - y) * PER_DEGREE)

    polygons = [part for part in getattr(area, "geoms", [area]) if part.geom_type == "Polygon"]
    rings = [ring for part in polygons for ring in (part.exterior, *part.interiors)]
    largest = max(polygons, key=lambda part: part.area, default=area)
    inside = largest.centroid if largest.covers(largest.centroid) else shapely.point_on_surface(largest)
    west, south, east, north = area.bounds
    return Shape(
        "".join(_path([placed(*point) for point in ring.coords]) for ring in rings),
        placed(inside.x, inside.y),
        (*placed(west, north), *placed(east, south)),
    )


def _path(points: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points[:-1]) + "Z"
