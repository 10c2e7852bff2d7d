"""The one table of the battery: what each row sent, what came of it, and what came twice."""

from dataclasses import dataclass
from unicodedata import east_asian_width

HEAD = (
    "row", "engine", "sent", "filed", "lost", "filed twice", "never delivered", "unmarked doubles",
    "marked doubles (kills/uncertain)", "seconds", "remark",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """What became of everything that was sent. All but the first two, and the marked ones, should be 0."""

    sent: int = 0
    filed: int = 0
    lost: int = 0
    twice: int = 0
    undelivered: int = 0
    unmarked: int = 0
    marked: int = 0
    """Came again, and said so."""
    uncertain: int = 0
    """How often nobody could know whether a message had arrived."""

    @property
    def is_clean(self) -> bool:
        faults = (self.lost, self.twice, self.undelivered, self.unmarked)
        return not any(faults) and self.marked <= self.uncertain


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the battery on one engine. `kills` counts what was done to the bot."""

    row: str
    engine: str
    seconds: float
    remark: str = ""
    account: Account | None = None
    kills: int = 0

    def cells(self) -> tuple[str, ...]:
        facts: tuple[str, ...] = ("", "", "", "", "", "", "")
        if (a := self.account) is not None:
            marked = f"{a.marked} ({self.kills}/{a.uncertain})"
            facts = (*map(str, (a.sent, a.filed, a.lost, a.twice, a.undelivered, a.unmarked)), marked)
        return (self.row, self.engine, *facts, f"{self.seconds:.0f}", self.remark)


class Table:
    """Collects lines during a session."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(self, line: Line) -> None:
        self.lines.append(line)

    def __str__(self) -> str:
        rows = [HEAD, *(line.cells() for line in sorted(self.lines, key=lambda line: (line.row, line.engine)))]
        widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
