"""What anybody may ask of a grid."""

from dataclasses import dataclass

from cases.commands import Command
from cases.reading import NOWHERE, PlaceReading


@dataclass(frozen=True, slots=True)
class ShowGrid(Command):
    """show_grid: /grid, 我的网格员是谁, with the place that was named, if any."""

    place: PlaceReading = NOWHERE


@dataclass(frozen=True, slots=True)
class EnterGrid(Command):
    """enter_grid: the deep link of the code at a grid's door."""

    grid: str


@dataclass(frozen=True, slots=True)
class AccuseGrid(Command):
    """accuse_grid: 反映网格员的问题, under the card of a grid."""

    grid: str
