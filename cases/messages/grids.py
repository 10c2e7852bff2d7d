"""Who looks after a place, for everybody to read: never a telephone number, never a chat."""

from dataclasses import dataclass
from typing import Literal

from cases.messages.base import Choice


@dataclass(frozen=True, slots=True)
class GridWorker:
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class GridCard:
    """公示: a grid, who serves it, when, and how to complain about them."""

    code: str
    name: str
    area: str
    """Its village and street, in words."""
    scope: str
    workers: tuple[GridWorker, ...]
    station: str
    hours: tuple[str, ...]
    """Of the office, each `08:00–12:00`."""
    here: bool = False
    """The next matter of this chat is taken to be here."""
    kind: Literal["grid_card"] = "grid_card"


@dataclass(frozen=True, slots=True)
class AskGrid:
    """Which grid? `within` names what is known already."""

    within: str = ""
    choices: tuple[Choice, ...] = ()
    kind: Literal["ask_grid"] = "ask_grid"


@dataclass(frozen=True, slots=True)
class AskAccusation:
    """What is the matter with those who serve this grid? They will not receive it."""

    grid: str
    to: str
    """The desk that will."""
    kind: Literal["ask_accusation"] = "ask_accusation"


Grids = GridCard | AskGrid | AskAccusation
