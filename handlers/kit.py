"""What the composition root hands to the conversations: reads, the reader of sentences, the map, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cases.ports import Clock, Glance
from cases.reading import Matter, Reading
from nlp.place import Datum, PointReading


class Reads(Protocol):
    """nlp.reader.Reader, or a stand-in for tests."""

    def read(self, text: str, *, title: str = "", within: str = "", home: str = "") -> Reading: ...


class Splits(Protocol):
    """nlp.split.Splitter, or a stand-in for tests."""

    def matters(self, text: str, whole: Reading, read: Callable[[str], Reading]) -> tuple[Matter, ...]: ...


class Maps(Protocol):
    """nlp.place.Map, or a stand-in for tests."""

    def around(self, code: str) -> str: ...
    def at(self, lon: float, lat: float, accuracy_m: float | None, datum: Datum) -> PointReading: ...


@dataclass(frozen=True, slots=True)
class Kit:
    """`bot_username` is without the @."""

    glance: Glance
    reader: Reads
    splitter: Splits
    map: Maps
    clock: Clock
    bot_username: str
