"""Where the processes of one desk meet: one of them leads, and each can wake the leader. The leader polls and speaks.

On PostgreSQL a session's advisory lock makes the leader: it is gone the moment its process is, or its line. On SQLite, which
is for one process, a lock beside the file keeps a second one out."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Engine, make_url

from storage.engine import LEADING, POSTGRES_PATIENCE, PRESENT
from storage.errors import DeskInUse

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)
NEWS = "minhu_news"
LOOK_SECONDS = 1.0
FILE_PATIENCE_SECONDS = 15.0
"""A restart may overlap with the end of the process before."""
IMPATIENCE: dict[str, Any] = {
    # both ends notice within seconds that the other has vanished: the server must free the lock, we must stop leading
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 4_000,
    "options": "-c lock_timeout=5000 -c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3",
}
Elected = Callable[[bool], None]
Heard = Callable[[], None]
Alive = Callable[[], bool]


class Meeting(Protocol):
    """`elected` is called with True when this process begins to lead and with False when it no longer does; `heard`, on
    the leader, when another process has put something into the outbox. `alive` is asked by the leader's meeting: one that
    hangs gives its place away. All from another thread."""

    def join(self, elected: Elected, heard: Heard, alive: Alive = lambda: True) -> None:
        """Raises DeskInUse where only one process may be."""
        ...

    def leave(self) -> None: ...


def meeting_of(engine: Engine) -> Meeting:
    return FileMeeting(engine) if engine.dialect.name == "sqlite" else ServerMeeting(engine)


class FileMeeting:
    """Whoever has it leads from then on. The lock is SQLite's own, on an empty database beside ours."""

    def __init__(self, engine: Engine) -> None:
        self._path = f"{engine.url.database}-leader"
        self._lock: sqlite3.Connection | None = None

    def join(self, elected: Elected, heard: Heard, alive: Alive = lambda: True) -> None:  # noqa: ARG002
        # autocommit, and used from one thread: a lock that is never released needs no more
        lock = sqlite3.connect(self._path, timeout=FILE_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            lock.close()
            raise DeskInUse from None
        self._lock = lock
        elected(True)

    def leave(self) -> None:
        if self._lock is not None:
            self._lock.close()


class ServerMeeting:
    """A thread with a connection of its own. Trouble of any kind means that we do not lead."""

    def __init__(self, engine: Engine) -> None:
        url = make_url(engine.url)
        _, arguments = engine.dialect.create_connect_args(url)
        self._arguments: dict[str, Any] = {**arguments, **POSTGRES_PATIENCE, **IMPATIENCE, "autocommit": True}
        self._leads = False
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def join(self, elected: Elected, heard: Heard, alive: Alive = lambda: True) -> None:
        self._elected, self._heard, self._alive = elected, heard, alive
        self._thread = threading.Thread(target=self._attend, name="meeting", daemon=True)
        self._thread.start()

    def leave(self) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join(LOOK_SECONDS * 3)

    def _attend(self) -> None:
        import psycopg  # ten megabytes that a desk with a file has no use for

        while not self._over.is_set():
            try:
                with psycopg.connect(**self._arguments) as db:
                    db.execute(f"LISTEN {NEWS}")
                    db.execute("SELECT pg_advisory_lock_shared(%s)", (PRESENT,))
                    while not self._over.is_set() and self._alive():
                        self._look(db)
            except (psycopg.Error, OSError) as error:
                log.warning("the database's meeting point is away: %s", type(error).__name__)
            finally:
                self._lead(False)
            self._over.wait(LOOK_SECONDS)
            while not self._over.is_set() and not self._alive():
                self._over.wait(LOOK_SECONDS)

    def _look(self, db: "psycopg.Connection[Any]") -> None:
        """A second of listening; before it the question whether we lead, or still do."""
        if self._leads:
            db.execute("SELECT 1")
        else:
            taken = db.execute("SELECT pg_try_advisory_lock(%s)", (LEADING,)).fetchone()
            self._lead(bool(taken and taken[0]))
        until = time.monotonic() + LOOK_SECONDS
        while (left := until - time.monotonic()) > 0 and not self._over.is_set():
            for _ in db.notifies(timeout=left, stop_after=1):
                self._heard()

    def _lead(self, leads: bool) -> None:
        if leads != self._leads:
            self._leads = leads
            with suppress(RuntimeError):  # the loop that is to hear of it has ended
                self._elected(leads)
