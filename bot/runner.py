"""Use cases run here: in worker threads, one transaction each, tried again when another got in between."""

import asyncio
import logging
import random
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.exc import OperationalError

from bot.hands import Hands
from bot.logging import where
from cases.ports import UseCase
from storage.errors import AlreadySettled, StaleCase
from storage.store import Store

log = logging.getLogger(__name__)
T = TypeVar("T")
ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.02
TRANSIENT = (OperationalError, StaleCase)
"""Locked, gone for a moment, or changed by somebody else since it was read."""


class Runner:
    """The application's one way to the database. Call it like cases.ports.Run."""

    def __init__(self, store: Store, hands: Hands) -> None:
        self._store, self._hands = store, hands
        self.after_commit: Callable[[UseCase, Any], None] = lambda _use_case, _command: None

    async def __call__(self, use_case: UseCase, command: Any) -> None:
        await self.execute(use_case, command, None)

    def bound(self, row: int) -> "BoundRun":
        """A Run whose use case also settles this inbox row."""
        return BoundRun(self, row)

    async def execute(self, use_case: UseCase, command: Any, settles: int | None) -> None:
        """Raises what the use case raises; an update that was handled before is passed over in silence."""
        try:
            await self._patiently(partial(self._once, use_case, command, settles))
        except AlreadySettled:
            log.info("update row %s was handled before", settles)
        else:
            self.after_commit(use_case, command)

    async def offload(self, work: Callable[..., T], *args: Any) -> T:
        """Other database work, by the same hands, so that SQLite's one writer never waits for itself."""
        # the hand's thread logs under the cause of whoever asked
        return await asyncio.wrap_future(self._hands.submit(partial(copy_context().run, work, *args)))

    def close(self) -> None:
        self._hands.close()

    def _once(self, use_case: UseCase, command: Any, settles: int | None) -> None:
        use_case(self._store.unit_of_work(settles=settles), command)

    async def _patiently(self, work: Callable[[], T]) -> T:
        for attempt in range(ATTEMPTS - 1):
            try:
                return await self.offload(work)
            except TRANSIENT as error:
                log.debug("trying again after %s", where(error))
                await asyncio.sleep(FIRST_PAUSE_SECONDS * 2**attempt * (1 + random.random()))
        return await self.offload(work)


class BoundRun:
    """`settled` tells the pump that a use case has closed the row in its own transaction."""

    def __init__(self, runner: Runner, row: int) -> None:
        self._runner, self._row = runner, row
        self.settled = False

    async def __call__(self, use_case: UseCase, command: Any) -> None:
        await self._runner.execute(use_case, command, self._row)
        self.settled = True
