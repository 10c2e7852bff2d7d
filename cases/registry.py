"""The district's organisation as data: areas, grids, compounds, workers. Immutable once loaded."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Level(StrEnum):
    DISTRICT = "区"
    STREET = "街道"
    VILLAGE = "村"
    GRID = "网格"


class Role(StrEnum):
    LEADER = "网格长"
    FULL_TIME = "专职网格员"
    PART_TIME = "兼职网格员"


@dataclass(frozen=True, slots=True)
class Area:
    """A district, street or village/community. `code` is opaque text (12 digits here); `parent` is "" at the top."""

    code: str
    name: str
    level: Level
    parent: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of a village (by 组) or of a compound (by building). Codes are opaque text."""

    code: str
    name: str
    kind: str
    """农村, 城市 or 专属"""
    village: str
    """Code of the owning village or community."""
    group: int | None = None
    compound: str = ""
    """Id of the compound, for an urban grid."""
    buildings: tuple[int, ...] = ()
    scope: str = ""
    households: int = 0
    leader: str = ""
    full_time: str = ""
    part_time: str = ""
    lon: float | None = None
    lat: float | None = None
    """Representative point, WGS-84 degrees."""


@dataclass(frozen=True, slots=True)
class Compound:
    id: str
    name: str
    village: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Worker:
    """A person who serves grids. `chat` is a messenger's person id when known at import, else ""."""

    id: str
    name: str
    role: Role
    phone: str
    village: str
    chat: str = ""


@dataclass(frozen=True, slots=True)
class MicroGrid:
    code: str
    grid: str
    name: str
    scope: str


Ring = tuple[tuple[float, float], ...]
"""A closed polygon ring of (lon, lat) in WGS-84 degrees."""


@dataclass(frozen=True)
class Registry:
    """A whole district. Tuples keep the order of the source; look-ups are built once, on first use."""

    areas: tuple[Area, ...]
    grids: tuple[Grid, ...]
    compounds: tuple[Compound, ...] = ()
    workers: tuple[Worker, ...] = ()
    micro_grids: tuple[MicroGrid, ...] = ()
    shapes: dict[str, Ring] = field(default_factory=dict)
    """Grid code -> polygon ring; grids without one are found by representative point only."""

    @cached_property
    def area(self) -> dict[str, Area]:
        return {area.code: area for area in self.areas}

    @cached_property
    def grid(self) -> dict[str, Grid]:
        return {grid.code: grid for grid in self.grids}

    @cached_property
    def worker(self) -> dict[str, Worker]:
        return {worker.id: worker for worker in self.workers}

    @cached_property
    def compound(self) -> dict[str, Compound]:
        return {compound.id: compound for compound in self.compounds}

    @cached_property
    def grids_of_village(self) -> dict[str, tuple[Grid, ...]]:
        found: dict[str, list[Grid]] = {}
        for grid in self.grids:
            found.setdefault(grid.village, []).append(grid)
        return {village: tuple(grids) for village, grids in found.items()}

    @property
    def district(self) -> Area:
        return next(area for area in self.areas if area.level is Level.DISTRICT)
