"""地图: where the open cases of a territory lie and how long the oldest of each place has waited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cases.pages.work import Scope


@dataclass(frozen=True, slots=True)
class Load:
    """What is open in a place."""

    open: int = 0
    late: int = 0
    oldest: datetime | None = None
    """When the case that has waited longest was filed; None where none is open."""

    def __add__(self, other: "Load") -> "Load":
        told = [moment for moment in (self.oldest, other.oldest) if moment is not None]
        return Load(self.open + other.open, self.late + other.late, min(told, default=None))


@dataclass(frozen=True, slots=True)
class Shape:
    """A place as it is drawn, in whole units of one drawing for the whole district; y grows downwards."""

    path: str
    """Of an SVG path."""
    at: tuple[int, int]
    """A point within it, for its number."""
    box: tuple[int, int, int, int]
    """Its left, top, right and bottom."""


Drawing = Mapping[str, Shape]
"""Unit (a grid, a village, a street, the district) -> its shape. A place without coordinates has none."""


class MapPages(Protocol):
    def loads(self, scope: Scope, at: datetime) -> Mapping[str, Load]:
        """Of each unit that has open cases of its own: a grid's, and of a larger area what nobody has placed more exactly."""
        ...
