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
    GUIDE = "网格指导员"
    PARTY_MEMBER = "网格联户党员"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Area:
    """A district, street or village/community. `code` is opaque text (12 digits here); `parent` is "" at the top."""

    code: str
    name: str
    level: Level
    parent: str
    aliases: tuple[str, ...] = ()
    civil_code: str = ""
    """The code of the other official edition (civil affairs), where it is known."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a grid has of one compound. Without buildings it has all of them; `units` narrows the buildings (1-2)."""

    compound: str
    buildings: tuple[int, ...] = ()
    units: tuple[int, ...] = ()


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
    also_groups: tuple[int, ...] = ()
    """Further 组, where one grid has several."""
    holdings: tuple[Holding, ...] = ()
    """Set only where one compound with whole buildings does not say it all; `compound` is then the first of them."""
    lead: str = ""
    """主责, where it is another than the first of full-time, part-time and leader."""
    others: tuple[str, ...] = ()
    """Further workers who serve the grid."""
    aliases: tuple[str, ...] = ()
    borders: tuple[str, ...] = ()
    """What lies east, west, south and north, in words; four or none."""

    @property
    def groups(self) -> tuple[int, ...]:
        return () if self.group is None else (self.group, *self.also_groups)

    @property
    def parts(self) -> tuple[Holding, ...]:
        """Everything it has of compounds."""
        return self.holdings or ((Holding(self.compound, self.buildings),) if self.compound else ())

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who serves it: the one who answers for it (主责) first."""
        everybody = (self.lead, self.full_time, self.part_time, self.leader, *self.others)
        return tuple(dict.fromkeys(person for person in everybody if person))


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
    cover: str = ""
    """Id of the worker who stands in."""
    backup: str = ""
    """Another way to reach them, as written."""
    on_duty: bool = True
    skills: tuple[str, ...] = ()
    """What they can do, in free words: 电工, 调解."""


@dataclass(frozen=True, slots=True)
class MicroGrid:
    code: str
    grid: str
    name: str
    scope: str
    contact: str = ""
    households: int = 0


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place people name instead of an address. With several `grids` the resident is asked which."""

    name: str
    kind: str
    grids: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    learnt: bool = False
    """Remembered by a worker at the desk, not stated by the registry's files."""


@dataclass(frozen=True, slots=True)
class Department:
    """Whoever can be whistled for in the cases of an area and below: 环卫中心, 物业公司, 派出所. It never owns a case."""

    code: str
    name: str
    unit: str
    """Code of the area whose cases it helps with."""
    trade: str
    """What people call its kind: 环卫, 物业, 公安."""
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What it is called by."""
        return (self.name, self.trade, *self.aliases)

    @property
    def runs_compounds(self) -> bool:
        """红色物业: it helps, and is complained about."""
        return self.trade == PROPERTY


PROPERTY = "物业"
"""The trade of whoever runs compounds: data of the vocabulary, not conversation."""
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
    landmarks: tuple[Landmark, ...] = ()
    departments: tuple[Department, ...] = ()

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
    def department(self) -> dict[str, Department]:
        return {department.code: department for department in self.departments}

    @cached_property
    def compound(self) -> dict[str, Compound]:
        return {compound.id: compound for compound in self.compounds}

    @cached_property
    def grids_of_village(self) -> dict[str, tuple[Grid, ...]]:
        found: dict[str, list[Grid]] = {}
        for grid in self.grids:
            found.setdefault(grid.village, []).append(grid)
        return {village: tuple(grids) for village, grids in found.items()}

    @cached_property
    def grids_of_worker(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for grid in self.grids:
            for person in grid.people:
                found.setdefault(person, []).append(grid.code)
        return {person: tuple(codes) for person, codes in found.items()}

    @property
    def district(self) -> Area:
        return next(area for area in self.areas if area.level is Level.DISTRICT)


EMPTY = Registry((), ())
"""Of a desk that has imported none yet."""
