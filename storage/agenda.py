"""What waits for the clock: one statement, made once, on a connection of its own that takes no lock and no turn."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, exists, func, literal_column, select
from sqlalchemy.sql.compiler import SQLCompiler

from cases import retaining, surging, sweeps, weekly
from cases.ports import Waiting
from storage import auditing
from storage.columns import Moment
from storage.directory import BINDINGS, mark_of
from storage.statements import DRAFT_DUE, LEAVE_COME, NOTICE_NEAR
from storage.tables import bookmark, cases, deed, event, registry, revision, surge, whistle

AT = bindparam("at", type_=Moment)
BOOKMARKS = (sweeps.DIGESTS, weekly.PAGES, surging.LOOKED, retaining.DONE)
THERE = (
    exists().where(cases.c.look_at <= AT),
    exists().where(whistle.c.look_at <= AT),
    exists().where(DRAFT_DUE),
    exists().where(LEAVE_COME),
    exists().where(NOTICE_NEAR),
    exists().where(surge.c.ended_at.is_(None)),
)
QUESTION = select(
    *THERE,
    select(func.max(event.c.id)).scalar_subquery(),
    select(func.min(deed.c.id)).scalar_subquery(),
    select(registry.c.revision).scalar_subquery(),
    select(revision.c.value).where(revision.c.name == literal_column(f"'{BINDINGS}'")).scalar_subquery(),
    *(
        select(bookmark.c.value).where(bookmark.c.name == literal_column(f"'{name}'")).scalar_subquery()
        for name in (auditing.EVENTS, *BOOKMARKS)
    ),
)


class StoredAgenda:
    """A ports.Agenda. `ahead`: how long before its deadline a notice is near. The driver is asked itself: what SQLAlchemy
    does around a statement costs several times what this one does."""

    def __init__(self, engine: Engine, ahead: timedelta) -> None:
        self._engine, self._ahead = engine, ahead
        compiled = QUESTION.compile(dialect=engine.dialect)
        assert isinstance(compiled, SQLCompiler)
        self._sql, self._places = str(compiled), compiled.positiontup
        self._bound: Any = Moment().dialect_impl(engine.dialect).bind_processor(engine.dialect)
        self._driver: Any = None
        self._turn = threading.Lock()  # a connection serves one thread at a time

    def waiting(self, at: datetime) -> Waiting:
        """Raises what the driver raises; the next time it connects anew."""
        with self._turn:
            cases, whistles, drafts, leaves, notices, surges, *rest = self._ask(at)
        newest, deeds, organisation, bound, sealed, *noted = rest
        # by this machine's time: an hour is long enough for clocks that differ a little
        behind = auditing.place_noted(sealed or "").is_passed(newest or 0, datetime.now(UTC))
        return Waiting(
            cases=bool(cases),
            whistles=bool(whistles),
            drafts=bool(drafts),
            leaves=bool(leaves),
            notices=bool(notices),
            surges=bool(surges),
            unsealed=behind or deeds is not None,
            bookmarks=dict(zip(BOOKMARKS, noted, strict=True)),
            directory_mark=mark_of(organisation or 0, bound or 0),
        )

    def close(self) -> None:
        with self._turn:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._driver is not None:
            self._driver.close()
            self._driver = None

    def _ask(self, at: datetime) -> tuple[Any, ...]:
        moments = {"at": self._bound(at), "near": self._bound(at + self._ahead)}
        given = moments if self._places is None else [moments[name] for name in self._places]
        try:
            if self._driver is None:
                self._driver = self._connect()
            answer: tuple[Any, ...] = self._driver.execute(self._sql, given).fetchone()
        except BaseException:
            self._hang_up()
            raise
        return answer

    def _connect(self) -> Any:
        pooled = self._engine.raw_connection()
        pooled.detach()  # kept as long as the store: the pool shall not count on it
        driver: Any = pooled.dbapi_connection
        self._engine.dialect.set_isolation_level(driver, "AUTOCOMMIT")
        return driver
