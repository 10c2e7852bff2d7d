"""Which buildings of which compounds a grid has: gathered from many rows, checked that none belongs to two grids."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cases.registry import Compound, Grid, Holding
from storage.registry_files.checks import check_size
from storage.registry_files.columns import ALL
from storage.registry_files.draft import Draft
from storage.registry_files.table import Row

Units = frozenset[int]
"""Empty: the whole building."""


@dataclass
class Holdings:
    """Rows so far: for each grid its holdings, and who has which building."""

    of_grid: dict[str, list[Holding]] = field(default_factory=dict)
    households: dict[str, int] = field(default_factory=dict)
    _owners: dict[str, dict[int, list[tuple[str, Units]]]] = field(default_factory=dict)
    _everything: dict[str, str] = field(default_factory=dict)
    """Compound -> the grid that has all of it."""

    def add(self, row: Row, column: str, grid: str, holding: Holding) -> None:
        """A building that another grid has too is a fault of the row."""
        self.of_grid.setdefault(grid, []).append(holding)
        if not holding.compound:
            return
        if other := self._other_owner(grid, holding):
            what = f"{other[0]}号楼" if other[0] else "这个小区"
            row.fault(column, f"{what}同时属于两个网格(另一个是 {other[1]}),请只保留一个。")

    def _other_owner(self, grid: str, holding: Holding) -> tuple[int, str] | None:
        """The first building, 0 for all, and the grid that has it."""
        owners = self._owners.setdefault(holding.compound, {})
        if self._everything.setdefault(holding.compound, grid if not holding.buildings else "") not in ("", grid):
            return 0, self._everything[holding.compound]
        if not holding.buildings:
            self._everything[holding.compound] = grid
            others = [other for owned in owners.values() for other, _ in owned if other != grid]
            return (0, others[0]) if others else None
        units = frozenset(holding.units)
        found = None
        for number in holding.buildings:
            owned = owners.setdefault(number, [])
            clashes = [other for other, theirs in owned if other != grid and _meet(units, theirs)]
            found = found or ((number, clashes[0]) if clashes else None)
            owned.append((grid, units))
        return found

    def given_to(self, grid: Grid) -> Grid:
        """The grid with its compounds; its own households, or else those of its buildings' rows."""
        rows = _joined(self.of_grid.get(grid.code, []), grid.compound)
        counted = replace(grid, households=grid.households or self.households.get(grid.code, 0))
        if not rows:
            return counted
        first = rows[0].compound
        buildings = sorted({number for row in rows if row.compound == first for number in row.buildings})
        simple = len(rows) == 1 and not rows[0].units
        return replace(counted, compound=first, buildings=tuple(buildings), holdings=() if simple else tuple(rows))


def _meet(units: Units, others: Units) -> bool:
    return not units or not others or bool(units & others)


def _joined(rows: list[Holding], first: str) -> list[Holding]:
    """One holding for each compound and its units, the grid's own compound first."""
    found: dict[tuple[str, tuple[int, ...]], set[int]] = {}
    for row in rows:
        found.setdefault((row.compound, row.units), set()).update(row.buildings)
    joined = [Holding(compound, tuple(sorted(numbers)), units) for (compound, units), numbers in found.items()]
    return sorted(joined, key=lambda holding: holding.compound != first)


def give_holdings(found: Draft, holdings: Holdings) -> None:
    for code, grid in found.grids.items():
        found.grids[code] = held = holdings.given_to(grid)
        check_size(found, held)


def read_buildings(found: Draft, holdings: Holdings, rows: list[Row]) -> None:
    """Rows that name compounds by id, one building or a range each."""
    for row in rows:
        compound, grid = row.required("compound_id"), row.code("grid_code")
        known = found.is_known(row, "compound_id", "小区", compound, "小区编号") if compound else False
        numbers, units = _buildings(row), row.numbers("unit_no") or ()
        if found.grid_codes(row, "grid_code", [grid]) and known and numbers is not None:
            holdings.add(row, "building_no", grid, Holding(compound, numbers, units))


def read_spans(found: Draft, holdings: Holdings) -> None:
    """The run of buildings that stands in a grid's own row."""
    for code, row in found.rows.items():
        first, last = row.whole("bldg_from"), row.whole("bldg_to")
        if first is None or last is None:
            continue
        if last < first or last - first > 999:
            row.fault("bldg_to", f"楼号范围 {first}-{last} 不对,请核对。")
        else:
            holdings.add(row, "bldg_to", code, Holding(found.grids[code].compound, tuple(range(first, last + 1))))


def read_compounds_of_grids(
    found: Draft, holdings: Holdings, rows: list[Row], known: Mapping[tuple[str, str], str]
) -> None:
    """Rows that name compounds by name. Ids come from the row, else from `known` (village, name), else from the name."""
    for row in rows:
        code, name = row.code("grid_code"), row.required("name")
        numbers, units, households = _buildings(row), row.numbers("unit_no") or (), row.whole("households")
        grids = found.grid_codes(row, "grid_code", [code] if code else [])
        if not grids or not name:
            continue
        compound = _compound(found, row, name, known)
        if numbers is not None:
            holdings.add(row, "building_no", code, Holding(compound, numbers, units))
        holdings.households[code] = holdings.households.get(code, 0) + (households or 0)


def _compound(found: Draft, row: Row, name: str, known: Mapping[tuple[str, str], str]) -> str:
    village = found.grids[row.plain("grid_code")].village
    id = row.plain("compound_id") or known.get((village, name)) or f"{village}/{name}"
    before = found.compounds.get(id)
    if before and before.name != name:
        row.fault("name", f"小区编号「{id}」已经是「{before.name}」,请核对名称。")
    aliases = tuple(dict.fromkeys((*(before.aliases if before else ()), *row.many("aliases"))))
    found.compounds[id] = Compound(id, before.name if before else name, before.village if before else village, aliases)
    return id


def _buildings(row: Row) -> tuple[int, ...] | None:
    """Empty for the whole compound; None after a fault."""
    if row.plain("building_no") == ALL:
        return ()
    if not row.required("building_no"):
        return None
    return row.numbers("building_no") or None
