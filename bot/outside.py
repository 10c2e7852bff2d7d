"""What other systems bring, read as a resident's words are and filed by the same rules; it is on disk when `file` returns."""

import asyncio
from dataclasses import dataclass, replace

from bot.listening import Minds
from bot.runner import Runner
from cases.commands import Said
from cases.dialogue import own_id
from cases.model import Actor, CaseId, Cause, ChatRef, PersonRef, Source
from cases.outside import FileOutside, file_outside
from cases.pages.open311 import FiledCase
from cases.ports import Clock
from cases.reading import NOWHERE, PlaceReading, Reading
from nlp.place import clearest, fuse
from storage.store import Store
from texts.outside import told


@dataclass(frozen=True, slots=True)
class Brought:
    """A matter as another system tells it. `topic` is chosen by whoever tells it; else it is read from the words."""

    chat: ChatRef
    id: CaseId
    source: Source
    words: str
    place: str = ""
    contact: str = ""
    lon: float | None = None
    lat: float | None = None
    topic: tuple[str, str] | None = None


class Outsider:
    """Safe to share. `id_of` names what was brought so that bringing it again changes nothing."""

    def __init__(self, minds: Minds, runner: Runner, store: Store, clock: Clock) -> None:
        self._minds, self._run, self._store, self._clock = minds, runner, store, clock

    def id_of(self, chat: ChatRef, what: str) -> CaseId:
        return own_id(chat, what, self._store.rules)

    async def find(self, case_id: CaseId) -> FiledCase | None:
        return await asyncio.to_thread(self._store.public.filed, case_id)

    async def file(self, brought: Brought) -> FiledCase:
        said = await asyncio.to_thread(self._read, brought)
        by = Actor(brought.chat, PersonRef(brought.chat))
        cause = Cause(f"outside/{brought.id}")
        command = FileOutside(by, self._clock.now(), cause, said, brought.source, brought.id)
        await self._run(file_outside, command)
        filed = await self.find(brought.id)
        assert filed is not None
        return filed

    def _read(self, brought: Brought) -> Said:
        mind = self._minds.fresh()
        reading = _chosen(mind.reader.read(brought.words), brought.topic)
        place = self._place(brought, reading.place)
        text = told(brought.words, brought.place, brought.contact)
        return Said(message=0, text=text, reading=reading, place=place, lon=brought.lon, lat=brought.lat)

    def _place(self, brought: Brought, in_words: PlaceReading) -> PlaceReading:
        """The address where it says more than the words do, and the point beside them."""
        places = self._minds.get().places
        told_apart = places.locate(brought.place) if brought.place else NOWHERE
        place = clearest(told_apart, in_words)
        if brought.lon is None or brought.lat is None:
            return place
        return fuse(place, places.at(brought.lon, brought.lat, None, "wgs84"))


def _chosen(reading: Reading, topic: tuple[str, str] | None) -> Reading:
    return reading if topic is None else replace(reading, topic=topic[0], topic2=topic[1], confidence=1.0)
