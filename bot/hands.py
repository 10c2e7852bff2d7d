"""The threads that do database work: several for an engine with several writers, one that gathers commits for SQLite."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from bot.logging import where
from storage.store import Store

log = logging.getLogger(__name__)
Work = Callable[[], Any]
Together = Callable[[Sequence[Work]], list[Any]]
"""Runs works and gives the result or the exception of each; raises when nothing of them has happened."""
THREADS = 8
"""Connections used at once where the engine takes several writers."""
LARGEST_GROUP = 32
GATHERING_SECONDS = 0.02
"""A group is closed when this long has passed since it was opened."""


class Hands:
    """Whatever waits while a commit is written goes together into the next one, up to `largest` works. The threads do
    not keep a process alive that is to end: what they are at is in the inbox or the outbox still."""

    def __init__(self, together: Together, *, threads: int = 1, largest: int = 1) -> None:
        self._together, self._largest = together, largest
        self._waiting: queue.SimpleQueue[tuple[Work, Future[Any]] | None] = queue.SimpleQueue()
        for n in range(threads):
            threading.Thread(target=self._work, name=f"writer-{n}", daemon=True).start()

    def submit(self, work: Work) -> "Future[Any]":
        future: Future[Any] = Future()
        self._waiting.put((work, future))
        return future

    def close(self) -> None:
        self._waiting.put(None)

    def _work(self) -> None:
        while (first := self._waiting.get()) is not None:
            group = [first, *self._more()]
            works = [work for work, _ in group]
            for (_, future), result in zip(group, self._results(works), strict=True):
                _resolve(future, result)
        self._waiting.put(None)  # for the next of us

    def _more(self) -> list[tuple[Work, "Future[Any]"]]:
        """What is waiting already. The end stays in the queue for the next turn."""
        more: list[tuple[Work, Future[Any]]] = []
        closes_at = time.monotonic() + GATHERING_SECONDS
        while len(more) < self._largest - 1 and time.monotonic() < closes_at and not self._waiting.empty():
            if (one := self._waiting.get()) is None:
                self._waiting.put(None)
                break
            more.append(one)
        return more

    def _results(self, works: Sequence[Work]) -> list[Any]:
        try:
            return self._together(works)
        except BaseException as error:
            if len(works) == 1:
                return [error]
            # nothing of the group has happened: whoever is not to blame gets through alone
            log.debug("a group of %d is taken apart: %s", len(works), where(error))
            return [result for work in works for result in self._results([work])]


def _resolve(future: "Future[Any]", result: Any) -> None:
    if not future.set_running_or_notify_cancel():
        return  # whoever asked has gone; the work is done all the same
    if isinstance(result, StopIteration) or (isinstance(result, BaseException) and not isinstance(result, Exception)):
        # neither can be raised into a coroutine: whoever waits would wait for ever
        result = RuntimeError(f"a work ended by {type(result).__name__}")
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


def hands_for(store: Store) -> Hands:
    if store.is_shared:
        return Hands(store.together, threads=THREADS)
    return Hands(store.together, largest=LARGEST_GROUP)


def one_by_one(works: Sequence[Work]) -> list[Any]:
    """For works that are no database's."""
    return [work() for work in works]
