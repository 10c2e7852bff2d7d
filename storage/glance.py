"""Quick looks outside any command, each its own short reading transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo

from sqlalchemy import Engine

from cases.model import Actor, Case, Event, PostCode, SignIn, Status
from cases.org import Org
from cases.ports import Below, Met
from storage.directory import DirectoryCache
from storage.engine import readers
from storage.queries import Queries


class StoredGlance:
    """A ports.Glance."""

    def __init__(self, engine: Engine, zone: tzinfo, directory: DirectoryCache) -> None:
        self._readers = readers(engine)
        self._zone = zone
        self._directory = directory

    def meet(self, actor: Actor, below: Below | None = None) -> Met:
        with self._readers.begin() as db:
            known, ask = self._directory.fresh(db), Queries(db, self._zone)
            said = ask.said_below(actor.chat, below) if below else None
            return Met(known.org, known.posts_of(actor.chat), ask.draft_of(actor), said)

    def posts_of(self, actor: Actor) -> frozenset[PostCode]:
        with self._readers.begin() as db:
            return self._directory.fresh(db).posts_of(actor.chat)

    def case_list(self, statuses: frozenset[Status] | None, limit: int) -> Sequence[Case]:
        with self._ask() as ask:
            return ask.case_list(statuses, limit)

    def grid_of_last(self, actor: Actor, at: datetime) -> str:
        with self._ask() as ask:
            return next((case.grid for case in ask.reported_by(actor.chat, at) if case.status.is_open), "")

    def corrections(self) -> Sequence[Event]:
        """The history lines of corrected topics and severities, oldest first."""
        with self._ask() as ask:
            return ask.corrections()

    def session(self, digest: str) -> SignIn | None:
        with self._ask() as ask:
            return ask.session(digest)

    def org(self) -> Org:
        with self._readers.begin() as db:
            return self._directory.fresh(db).org

    @contextmanager
    def _ask(self) -> Iterator[Queries]:
        with self._readers.begin() as db:
            yield Queries(db, self._zone)
