"""The desk's memory: one database behind the ports of the domain."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.model import ChatRef, PostCode
from cases.org import Org
from cases.ports import Clock, UnitOfWork
from cases.registry import Registry
from cases.rules import Rules
from storage import migrating, registry_store
from storage.engine import faults, open_engine, readers
from storage.errors import AlreadySettled, RegistryInUse, StaleCase, StorageError
from storage.glance import StoredGlance
from storage.inbox import StoredInbox
from storage.outbox import StoredOutbox
from storage.unit_of_work import StoredUnitOfWork

__all__ = ["AlreadySettled", "Checkup", "RegistryInUse", "StaleCase", "StorageError", "Store"]


@dataclass(frozen=True, slots=True)
class Checkup:
    """What `minhu doctor` tells of the database. `faults` is empty when the data are sound."""

    engine: str
    faults: tuple[str, ...]
    schema: str
    newest_schema: str
    registry_revision: int

    @property
    def sound(self) -> bool:
        return not self.faults and self.schema == self.newest_schema


class Store:
    """`url` is sqlite:///path or postgresql+psycopg://…; `clock` is the desk's time. Safe to share among threads; the
    units of work it makes are not."""

    def __init__(self, url: str, clock: Clock, rules: Rules) -> None:
        self._engine = open_engine(url)
        self._clock = clock
        self._rules = rules
        self._org = registry_store.OrgCache()
        self.inbox = StoredInbox(self._engine)
        self.outbox = StoredOutbox(self._engine, clock)
        self.glance = StoredGlance(self._engine, rules.zone, self._read_org)

    def migrate(self) -> None:
        """Brings the schema to the newest revision; nothing happens when it is there."""
        migrating.upgrade(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    def unit_of_work(self, settles: int | None = None) -> UnitOfWork:
        """With `settles`, commit() settles that inbox row too; entering raises AlreadySettled when it is settled."""
        return StoredUnitOfWork(self._engine, self._rules, self._org.fresh, settles)

    def load_registry(self) -> Registry | None:
        with readers(self._engine).begin() as db:
            return registry_store.load(db)

    def save_registry(self, new: Registry) -> None:
        """Replaces the whole; other processes notice with their next transaction. Raises RegistryInUse."""
        with self._engine.begin() as db:
            registry_store.save(db, new, self._clock)

    def bind_desks(self, chats: Mapping[PostCode, ChatRef]) -> None:
        """Binds posts to chats without codes: for a demo and for an administrator at the command line."""
        with self._engine.begin() as db:
            org = self._org.fresh(db)
            for post, chat in chats.items():
                registry_store.bind(db, post, chat, org.label(post), self._clock)

    def check(self) -> Checkup:
        with readers(self._engine).begin() as db:
            found, schema = tuple(faults(db)), migrating.revision_of(db)
            revision = registry_store.current_revision(db) if schema else 0
        return Checkup(self._engine.dialect.name, found, schema, migrating.newest_revision(), revision)

    def _read_org(self) -> Org:
        with readers(self._engine).begin() as db:
            return self._org.fresh(db)
