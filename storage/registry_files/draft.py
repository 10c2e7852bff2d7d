"""A registry while it is being read: what is known so far, so that later tables can be checked against earlier ones."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.registry import Area, Compound, Department, Grid, Landmark, MicroGrid, Registry, Ring, Worker
from storage.registry_files.faults import FaultList
from storage.registry_files.table import Row


@dataclass
class Draft:
    """`codes`: for each kind every code seen, also those of rows that are faulty; `whole`:
    the kinds whose table could be read, so that a code that is not among them is a fault."""

    faults: FaultList = field(default_factory=FaultList)
    areas: dict[str, Area] = field(default_factory=dict)
    compounds: dict[str, Compound] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)
    grids: dict[str, Grid] = field(default_factory=dict)
    micro_grids: dict[str, MicroGrid] = field(default_factory=dict)
    landmarks: dict[str, Landmark] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    shapes: dict[str, Ring] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    """Grid code -> where it stands."""
    codes: dict[str, set[str]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    """Kinds whose table, which may be missing, is."""
    retired: set[str] = field(default_factory=set)
    """Grids out of use: known, but not taken over."""
    grid_code: str = ""
    """A pattern that grid codes follow here instead of village and three digits."""

    def registry(self) -> Registry:
        """Raises RegistryFaults with every fault when there is any."""
        self.faults.raise_if_any()
        return Registry(
            tuple(self.areas.values()),
            tuple(self.grids.values()),
            tuple(self.compounds.values()),
            tuple(self.workers.values()),
            tuple(self.micro_grids.values()),
            self.shapes,
            tuple(self.landmarks.values()),
            tuple(self.departments.values()),
        )

    def keep_departments(self, known: Registry) -> None:
        """A source that says nothing of departments leaves those in use where they are."""
        if "部门" in self.absent:
            self.departments = {one.code: one for one in known.departments if one.unit in self.areas}

    def is_new(self, row: Row, column: str, kind: str, code: str) -> bool:
        if not code:
            return False
        seen = self.codes.setdefault(kind, set())
        if code in seen:
            row.fault(column, f"编码「{code}」重复出现,请保留一行。")
            return False
        seen.add(code)
        return True

    def is_known(self, row: Row, column: str, kind: str, code: str, called: str) -> bool:
        """False, with a fault where it is one, for a code that its table does not have."""
        if code in self.codes.get(kind, set()):
            return True
        if code and kind in self.whole and not self.faults.explains(code):
            row.fault(column, f"{called}「{code}」不在{kind}表中,请核对。")
        return False

    def grid_codes(self, row: Row, column: str, codes: Iterable[str]) -> list[str]:
        """Those that are grids of the registry; unknown ones are faults."""
        known = [code for code in codes if self.is_known(row, column, "网格", code, "网格编码")]
        return [code for code in known if code in self.grids]
