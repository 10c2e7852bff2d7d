"""The desk's memory: one database behind the ports of the domain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from cases.deeds import ADMINISTRATOR, Act, CaseRead, Deed, Doer, Head
from cases.model import Attendance, ChatRef, PostCode
from cases.months import Month
from cases.ports import Clock, UnitOfWork
from cases.registry import Registry
from cases.retention import Forgotten
from cases.rules import Rules
from storage import auditing, forgetting, migrating, reads, registry_store
from storage.agenda import StoredAgenda
from storage.directory import DirectoryCache, load_registry
from storage.engine import MachineClock, faults, open_engine, readers, upsert
from storage.errors import AlreadySettled, DeskInUse, RegistryInUse, StaleCase, StorageError
from storage.failures import StoredFailures
from storage.glance import StoredGlance
from storage.hooking import StoredHooks
from storage.inbox import StoredInbox
from storage.keys import NO_KEYS, Keys
from storage.meeting import NEWS, Meeting, meeting_of
from storage.outbox import StoredOutbox
from storage.pages.running import StoredRunning
from storage.pages.unread import StoredUnread
from storage.pictures import StoredPictures
from storage.tables import attendance, cases
from storage.transactions import Transactions, Work
from storage.unit_of_work import StoredUnitOfWork

if TYPE_CHECKING:
    from storage.pages.export import StoredExports
    from storage.pages.open311 import StoredApiKeys, StoredPublicCases
    from storage.pages.together import StoredPages

__all__ = ["AlreadySettled", "Checkup", "DeskInUse", "RegistryInUse", "StaleCase", "StorageError", "Store"]


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

    def __init__(
        self,
        url: str,
        clock: Clock,
        rules: Rules,
        machine_clock: MachineClock | None = None,
        keys: Keys = NO_KEYS,
    ) -> None:
        self._engine = open_engine(url, machine_clock)
        self._transactions = Transactions(self._engine)
        self._clock = clock
        self._rules = rules
        self._keys = keys
        self._directory = DirectoryCache()
        self.inbox = StoredInbox(self._engine, self._transactions)
        self.outbox = StoredOutbox(self._engine, self._transactions, clock, keys)
        self.pictures = StoredPictures(self._engine)
        self.glance = StoredGlance(self._engine, rules.zone, self._directory)
        self.agenda = StoredAgenda(self._engine, rules.notice_ahead)
        self.unread = StoredUnread(self._engine)
        self.running = StoredRunning(self._engine, clock)
        self.failures = StoredFailures(self._engine, self._transactions, rules.zone, self._directory, self._account)
        self.hooks = StoredHooks(self._engine, self._transactions, clock, rules.zone, keys, account=self._account)

    # --- what only an office and its programs ask: loaded when they do ---

    @cached_property
    def pages(self) -> "StoredPages":
        from storage.pages.together import pages_of

        return pages_of(self._engine, self._rules.zone, self._directory)

    @cached_property
    def exports(self) -> "StoredExports":
        from storage.pages.export import StoredExports

        return StoredExports(self._engine, self._rules.zone)

    @cached_property
    def public(self) -> "StoredPublicCases":
        from storage.pages.open311 import StoredPublicCases

        return StoredPublicCases(self._engine, self._rules.zone, self._directory)

    @cached_property
    def api_keys(self) -> "StoredApiKeys":
        from storage.pages.open311 import StoredApiKeys

        return StoredApiKeys(self._engine, self._transactions, self._clock, self._rules.zone, self._account)

    # --- the database itself ---

    def migrate(self) -> None:
        """Brings the schema to the newest revision; nothing happens when it is there."""
        migrating.upgrade(self._engine)

    def close(self) -> None:
        self.agenda.close()
        self._engine.dispose()

    def unit_of_work(self, settles: int | None = None) -> UnitOfWork:
        """With `settles`, commit() settles that inbox row too; entering raises AlreadySettled when it is settled."""
        return StoredUnitOfWork(self._transactions, self._rules, self._directory, settles, self._keys)

    def together(self, works: Sequence[Work]) -> list[Any]:
        """Runs the works in this thread and commits once for all of them; gives the result or the exception of each.
        Raises, with nothing done, when the group as a whole fails: each must then be tried alone."""
        try:
            return self._transactions.together(works)
        except BaseException:
            self._directory.forget()
            raise

    @property
    def rules(self) -> Rules:
        return self._rules

    def meeting(self) -> Meeting:
        """Where this process meets the others of the same database."""
        return meeting_of(self._engine)

    def tell_leader(self) -> None:
        """There is something new in the outbox. Nothing happens where there is one process only."""
        if self.is_shared:
            with self._transactions.begin() as db:
                db.exec_driver_sql(f"NOTIFY {NEWS}")

    @property
    def is_shared(self) -> bool:
        """Several processes may use it at once."""
        return self._engine.dialect.name != "sqlite"

    def load_registry(self) -> Registry | None:
        with readers(self._engine).begin() as db:
            return load_registry(db)

    def save_registry(self, new: Registry, by: Doer = ADMINISTRATOR) -> None:
        """Replaces the whole; other processes notice with their next transaction. Raises RegistryInUse."""
        with self._transactions.begin() as db:
            revision = registry_store.save(db, new, self._clock)
            self._account(db, Act.REGISTRY, str(revision), by)

    def open_cases_without_grid(self, new: Registry) -> Mapping[str, Sequence[str]]:
        """What `save_registry` would refuse as things stand: by grid, the numbers of its open cases."""
        with readers(self._engine).begin() as db:
            return registry_store.open_cases_without_grid(db, new)

    def bind_desks(self, chats: Mapping[PostCode, ChatRef]) -> None:
        """Binds posts to chats without codes: for a demo and for an administrator at the command line."""
        with self._transactions.begin() as db:
            org = self._directory.fresh(db).org
            for post, chat in chats.items():
                registry_store.bind(db, post, chat, org.label(post), self._clock)
                self._account(db, Act.BOUND, post)

    def save_attendance(self, found: Sequence[tuple[Month, Attendance]]) -> None:
        """What was there of the same worker and month is replaced."""
        rows = [
            {"month": str(month), "post": one.post, "due_days": one.due_days, "present_days": one.present_days}
            for month, one in found
        ]
        with self._transactions.begin() as db:
            if rows:
                db.execute(upsert(attendance, db.dialect.name), rows)
            self._account(db, Act.ATTENDANCE, str(len(rows)))

    # --- the audit log ---

    def _account(self, db: Connection, what: Act, outcome: str, by: Doer = ADMINISTRATOR) -> None:
        done = Deed(what, self._clock.now(), by.post, by.person, outcome=outcome)
        auditing.note_deeds(db, [done], self._keys)

    def note_settings(self, digest: str) -> None:
        """To be told at every start: another digest than the last is in the audit log."""
        with self._transactions.begin() as db:
            if auditing.settings_noted(db, digest):
                self._account(db, Act.SETTINGS, digest)

    def note_export(self, table: str, rows: int, by: Doer = ADMINISTRATOR) -> None:
        """A whole table left the house."""
        with self._transactions.begin() as db:
            self._account(db, Act.EXPORTED, f"{table}/{rows}", by)

    def note_lexicon(self, words: int, by: Doer = ADMINISTRATOR) -> None:
        with self._transactions.begin() as db:
            self._account(db, Act.LEXICON, str(words), by)

    def verify_audit(self, anchor: str = "") -> auditing.Verdict:
        """Reads the whole log. Raises ValueError when `anchor` is no head."""
        with readers(self._engine).begin() as db:
            return auditing.verify(db, self._keys, anchor)

    def audit_head(self) -> Head:
        with readers(self._engine).begin() as db:
            return auditing.head(db)

    def reads_of(self, number: str) -> Sequence[tuple[CaseRead, str]] | None:
        """Who has read the latest case of that number, each with the name under which their post is bound now; None where
        there is no such case. That it was asked for is in the log too."""
        with self._transactions.begin() as db:
            latest = select(cases.c.id).where(cases.c.number == number).order_by(cases.c.opened_at.desc()).limit(1)
            if (case_id := db.execute(latest).scalar()) is None:
                return None
            names = reads.names_behind(db, self._keys)
            found = reads.reads_of(db, case_id, self._keys, self._rules.zone)
            self._account(db, Act.READS, number)
        return [(one, names.get(one.person, "")) for one in found]

    def seal_audit(self) -> None:
        """All there is, for whoever looks at the log while no process seals it."""
        while True:
            with self._transactions.begin() as db:
                if not auditing.seal(db, self._keys, auditing.BATCH):
                    return

    # --- what is kept of people ---

    def forget_old(self, *, dry_run: bool = False) -> Forgotten:
        """All that has been kept long enough, handful by handful; with `dry_run` only what it would be."""
        if dry_run:
            with self._engine.connect() as db, db.begin() as turn:
                total = self._forget_all(db)
                turn.rollback()
            return total
        total = Forgotten()
        while True:
            with self._transactions.begin() as db:
                some = self._forget_some(db)
                if some == Forgotten():
                    return total
                self._account(db, Act.RETAINED, str(some))
            total += some

    def _forget_all(self, db: Connection) -> Forgotten:
        total = Forgotten()
        while (some := self._forget_some(db)) != Forgotten():
            total += some
        return total

    def _forget_some(self, db: Connection) -> Forgotten:
        org = self._directory.fresh(db).org
        return forgetting.forget_old(db, org, self._rules.retention, self._clock.now())

    def check(self) -> Checkup:
        with readers(self._engine).begin() as db:
            found, schema = tuple(faults(db)), migrating.revision_of(db)
            revision = registry_store.current_revision(db) if schema else 0
        return Checkup(self._engine.dialect.name, found, schema, migrating.newest_revision(), revision)
