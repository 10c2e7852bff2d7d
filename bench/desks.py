"""Desks to measure: a store on any engine, its clock standing still, with a registry and every post bound."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.rules import rules_from
from bot.settings import GivenSettings
from cases.commands import Hear, Said
from cases.conversation import hear
from cases.model import Actor, Cause, ChatRef, PersonRef, PostCode
from cases.registry import Registry
from nlp.reader import Reader
from storage.registry_files.demo import demo_registry
from storage.store import Store
from tests.endurance.crowd import NOON, DeskClock

COMPLAINT = "文昌街道大寨村2组路灯坏了三天，晚上黑得很，老人出门不方便，请尽快派人来看看。"


@contextmanager
def desk_store(url: str, registry: Registry | None = None) -> Iterator[Store]:
    district = registry or demo_registry()
    store = Store(url, DeskClock(), rules_from(GivenSettings()))
    store.migrate()
    store.save_registry(district)
    store.bind_desks({PostCode(post): ChatRef(f"tg:{n}") for n, post in enumerate(district.worker)})
    try:
        yield store
    finally:
        store.close()


class Filing:
    """Hears one new complaint each time it is called: read, placed, committed, both messages queued."""

    def __init__(self, store: Store, reader: Reader, text: str = COMPLAINT) -> None:
        self._store, self._reader, self._text, self._count = store, reader, text, 0

    def __call__(self) -> None:
        self._count += 1
        me = f"tg:{100_000 + self._count}"
        reading = self._reader.read(self._text)
        said = Said(self._count, self._text, reading=reading, place=reading.place)
        by = Actor(ChatRef(me), PersonRef(me), "居民")
        hear(self._store.unit_of_work(), Hear(by, NOON, Cause(f"bench/{self._count}"), said))
