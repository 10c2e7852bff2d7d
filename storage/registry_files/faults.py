"""What is wrong with a registry's files, said so that the person who filled them in can mend it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class RegistryFault:
    """One thing to mend. `row` counts as a spreadsheet does (1 is the heading, 0 means the whole file)."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file} 第{self.row}行" if self.row else self.file
        return f"{where}「{self.column}」:{self.message}" if self.column else f"{where}:{self.message}"


class RegistryFaults(Exception):
    """Every fault of a set at once, so that one round of mending is enough."""

    def __init__(self, faults: tuple[RegistryFault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass
class FaultList:
    """Collects faults while reading goes on."""

    found: list[RegistryFault] = field(default_factory=list)

    def add(self, file: str, row: int, column: str, message: str) -> None:
        self.found.append(RegistryFault(file, row, column, message))

    def raise_if_any(self) -> None:
        if self.found:
            raise RegistryFaults(tuple(self.found))
