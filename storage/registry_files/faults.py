"""What is wrong with a registry's files, said so that the person who filled them in can mend it."""

from dataclasses import dataclass, field
from math import isfinite


@dataclass(frozen=True, slots=True, order=True)
class RegistryFault:
    """One thing to mend. `file` is a file's or a sheet's name; `row` counts as a spreadsheet does (1 is the first line,
    0 means the whole), in a map file it counts features. `cell` is a spreadsheet's name of the place: C7."""

    file: str
    row: int
    column: str
    message: str
    cell: str = ""

    def __str__(self) -> str:
        unit = "项" if self.file.lower().endswith(("json",)) else "行"
        where = f"{self.file} 第{self.row}{unit}" if self.row else self.file
        column = f"「{self.column}」" if self.column else ""
        cell = f"({self.cell})" if self.cell else ""
        return f"{where}{column}{cell}:{self.message}"


class RegistryFaults(Exception):
    """Every fault of a set at once, so that one round of mending is enough."""

    def __init__(self, faults: tuple[RegistryFault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass
class FaultList:
    """Collects faults while reading goes on, and warnings, which stop nothing."""

    found: list[RegistryFault] = field(default_factory=list)
    warnings: list[RegistryFault] = field(default_factory=list)
    _damaged: list[tuple[float, float]] = field(default_factory=list)

    def add(self, file: str, row: int, column: str, message: str, cell: str = "") -> None:
        self.found.append(RegistryFault(file, row, column, message, cell))

    def warn(self, file: str, row: int, column: str, message: str, cell: str = "") -> None:
        self.warnings.append(RegistryFault(file, row, column, message, cell))

    def damaged(self, shown: str) -> None:
        """Remembers a code that a spreadsheet program turned into a number, as far as it can still be read."""
        value = float(shown)
        if not isfinite(value):
            return
        kept = shown.upper().partition("E")[0].replace(".", "").rstrip("0")
        self._damaged.append((value, 10.0 ** (len(str(int(value))) - len(kept))))

    def explains(self, code: str) -> bool:
        """The code may be one of those that were turned into numbers: that it is missing is no fault of its own."""
        if not self._damaged or not code.isdecimal():
            return False
        return any(abs(float(code) - value) <= spread for value, spread in self._damaged)

    def raise_if_any(self) -> None:
        if self.found:
            raise RegistryFaults(tuple(self.found))
