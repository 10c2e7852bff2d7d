"""A shared point to a grid: by polygon when it is safe, otherwise as buttons; an unknown datum is never trusted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, hypot, isfinite, radians
from typing import Any, Literal

from cases.datum import from_gcj02
from cases.reading import Option, PlaceKind
from cases.registry import Registry
from nlp.place.directory import MOST_OPTIONS, Directory

Datum = Literal["wgs84", "unknown"]

NEAR_METRES = 30.0
NEAR_METRES_UNKNOWN_ACCURACY = 50.0
ROUGH_METRES = 100.0
"""A reading less exact than this says the village at most."""
FAR_METRES = 1500.0
"""Beyond every grid by more than this, a point lies outside the district."""
NEAREST_SHOWN = 4
_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class PointReading:
    """Where a point is. GRID: `code`. ASK: `options`. PLACE: only the village is sure. OUT: no grid is near."""

    kind: PlaceKind
    code: str = ""
    options: tuple[Option, ...] = ()
    hint: str = ""
    """Code of the likeliest village."""
    owners: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each option, its own code and those of all places that contain it."""


@dataclass(frozen=True, slots=True)
class _Near:
    """Grid codes, nearest first; `inside` when a shape holds the point."""

    codes: tuple[str, ...]
    inside: bool


class Map:
    """The grids' shapes and representative points of one registry. Nothing of it changes; may be asked from any thread."""

    def __init__(self, registry: Registry) -> None:
        self._directory = Directory(registry)
        shown = [grid for grid in registry.grids if grid.code in registry.shapes]
        self._origin = _middle(registry)
        self._shaped = [grid.code for grid in shown]
        self._rings = [registry.shapes[grid.code] for grid in shown]
        self._points = [
            (grid.code, self._metres(grid.lon, grid.lat))
            for grid in registry.grids
            if grid.lon is not None and grid.lat is not None
        ]

    def at(self, lon: float, lat: float, accuracy_m: float | None, datum: Datum) -> PointReading:
        """The grid of a point in degrees. With an unknown datum both readings of it are offered, GCJ-02 first:
        that is what a dragged pin and an iPhone's current location are."""
        if not (isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            return PointReading(PlaceKind.NONE)
        accuracy = accuracy_m if accuracy_m is not None and isfinite(accuracy_m) and accuracy_m > 0 else None
        near = self._near(lon, lat, accuracy)
        if datum == "wgs84":
            return self._sure(near, rough=accuracy is not None and accuracy > ROUGH_METRES)
        return self._either(self._near(*from_gcj02(lon, lat), accuracy), near)

    def around(self, code: str) -> str:
        """The village or compound that a grid's other 组 and buildings are looked for in; any other code as it is."""
        grid = self._directory.registry.grid.get(code)
        return (grid.compound or grid.village) if grid else code

    @cached_property
    def _tree(self) -> Any:
        """Grown when the first point is shared: geometry brings numpy along, fifteen megabytes that reading words is without."""
        import shapely

        rings = [[self._metres(lon, lat) for lon, lat in ring] for ring in self._rings]
        return shapely.STRtree([shapely.Polygon(ring) for ring in rings])

    def _near(self, lon: float, lat: float, accuracy: float | None) -> _Near:
        """Grids whose shape lies within the tolerance of a point; without any around it, the nearest points."""
        import shapely

        here = self._metres(lon, lat)
        point = shapely.Point(here)
        tolerance = NEAR_METRES_UNKNOWN_ACCURACY if accuracy is None else max(NEAR_METRES, accuracy)
        found = self._tree.query(point, predicate="dwithin", distance=tolerance) if self._shaped else []
        shapes = self._tree.geometries
        near = sorted((float(shapes[index].distance(point)), self._shaped[index]) for index in found)
        if near and near[0][0] == 0.0:
            return _Near(tuple(code for _, code in near), inside=True)
        away = sorted((hypot(x - here[0], y - here[1]), code) for code, (x, y) in self._points)
        return _Near(tuple(code for metres, code in away[:NEAREST_SHOWN] if metres <= FAR_METRES), inside=False)

    def _sure(self, near: _Near, *, rough: bool) -> PointReading:
        if not near.codes:
            return PointReading(PlaceKind.OUT)
        if near.inside and rough:
            return self._built(PlaceKind.PLACE, self._village(near.codes[0]), near.codes)
        if near.inside and len(near.codes) == 1:
            return self._built(PlaceKind.GRID, near.codes[0], near.codes)
        return self._built(PlaceKind.ASK, "", near.codes)

    def _either(self, shifted: _Near, raw: _Near) -> PointReading:
        """One button for each datum; a reading beyond the district's shapes counts only when both are."""
        inside = [near.codes[0] for near in (shifted, raw) if near.inside]
        codes = tuple(dict.fromkeys(inside or shifted.codes + raw.codes))
        return self._built(PlaceKind.ASK, "", codes) if codes else PointReading(PlaceKind.OUT)

    def _built(self, kind: PlaceKind, code: str, codes: tuple[str, ...]) -> PointReading:
        shown = codes[:MOST_OPTIONS]
        options = tuple(Option(grid, self._directory.label(grid)) for grid in shown)
        owners = {grid: self._directory.owners(grid) for grid in shown}
        return PointReading(kind, code, options, self._village(codes[0]), owners)

    def _village(self, code: str) -> str:
        grid = self._directory.registry.grid.get(code)
        return grid.village if grid else ""

    def _metres(self, lon: float, lat: float) -> tuple[float, float]:
        """Metres east and north of the district's middle; flat is good enough across one district."""
        lon0, lat0 = self._origin
        return (lon - lon0) * cos(radians(lat0)) * _METRES_PER_DEGREE, (lat - lat0) * _METRES_PER_DEGREE


def _middle(registry: Registry) -> tuple[float, float]:
    points = [(grid.lon, grid.lat) for grid in registry.grids if grid.lon is not None and grid.lat is not None]
    points += [corner for ring in registry.shapes.values() for corner in ring[:1]]
    if not points:
        return 0.0, 0.0
    return sum(lon for lon, _ in points) / len(points), sum(lat for _, lat in points) / len(points)
