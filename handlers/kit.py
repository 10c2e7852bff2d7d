"""What the composition root hands to the conversations: reads, the reader of sentences, the map, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cases.messages import Message
from cases.model import Actor
from cases.ports import Below, Clock, Glance, Met
from cases.reading import Matter, Reading
from nlp.place import Datum, PointReading
from texts.saying import Saying


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


class Voice(Protocol):
    """texts.zh.Zh: what a message of ours looks like."""

    def render(self, message: Message, now: datetime) -> Saying: ...


@dataclass(frozen=True, slots=True)
class Kit:
    """`bot_username` is without the @."""

    glance: Glance
    reader: Reads
    splitter: Splits
    map: Maps
    clock: Clock
    bot_username: str
    voice: Voice
    meet: Callable[[Actor, Below | None], Met]
    """As Glance.meet; reader and map then know the registry that it saw. Blocks."""
