"""How the desk is running, in numbers: for whoever watches over it with a program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Running:
    """Ages in seconds; 0 where nothing waits."""

    inbox: int = 0
    inbox_age: float = 0
    outbox: int = 0
    """What could be sent now, or is in the air."""
    outbox_age: float = 0
    parked: int = 0
    dead: int = 0
    late: float = 0
    """How long ago the clockwork should have looked at the case that has waited longest for it."""
    open: Mapping[str, int] = field(default_factory=dict)
    """Cases that are not closed, by status."""


class RunningReader(Protocol):
    def running(self) -> Running: ...
