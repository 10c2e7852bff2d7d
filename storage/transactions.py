"""Where transactions come from: each its own, or, on an engine with one writer, many of them in one commit."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

Work = Callable[[], Any]


class Transaction(Protocol):
    """`close` takes back whatever was not committed."""

    db: Connection

    def commit(self) -> None: ...
    def close(self) -> None: ...


class Own:
    """A connection and a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self.db = engine.connect()
        try:
            self.db.begin()
        except BaseException:
            self.db.close()
            raise

    def commit(self) -> None:
        self.db.commit()

    def close(self) -> None:
        self.db.close()


class Inner:
    """A savepoint: its effect lasts when the transaction around it is committed."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self._savepoint = db.begin_nested()

    def commit(self) -> None:
        self._savepoint.commit()

    def close(self) -> None:
        if self._savepoint.is_active:
            self._savepoint.rollback()


class GroupBroken(Exception):
    """The database failed in the middle of a group: nothing of it happened, and each work must be tried alone."""


class Transactions:
    """Hands out transactions. Safe to share among threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._here = threading.local()

    def open(self) -> Transaction:
        around: Connection | None = getattr(self._here, "db", None)
        return Own(self._engine) if around is None else Inner(around)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Committed at the end of the block, taken back when it raises."""
        transaction = self.open()
        try:
            yield transaction.db
            transaction.commit()
        finally:
            transaction.close()

    def together(self, works: Sequence[Work]) -> list[Any]:
        """Runs the works one after the other in this thread, each in a savepoint of its own, and commits them all at
        once. Gives the result or the exception of each; raises GroupBroken, and whatever the commit raises, when
        nothing has happened."""
        if len(works) == 1:
            return [_result(works[0])]  # alone it needs no savepoint
        with self._engine.begin() as db:
            self._here.db = db
            try:
                return [self._one(work) for work in works]
            finally:
                self._here.db = None

    @staticmethod
    def _one(work: Work) -> Any:
        result = _result(work)
        if isinstance(result, DBAPIError) and not isinstance(result, IntegrityError):
            # SQLite may have rolled back the whole transaction by itself: what follows would not be in it
            raise GroupBroken from result
        return result


def _result(work: Work) -> Any:
    try:
        return work()
    except Exception as error:
        return error
