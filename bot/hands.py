"""The threads that do database work: many for an engine with many writers, one that gathers commits for SQLite."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

from bot.logging import where
from storage.store import Store

log = logging.getLogger(__name__)
Work = Callable[[], Any]
THREADS = 8
"""Connections used at once where the engine takes several writers."""
LARGEST_GROUP = 32
GATHERING_SECONDS = 0.02
"""A group is closed when this long has passed since it was opened."""


class Hands(Protocol):
    """The threads that do database work."""

    def submit(self, work: Work) -> "Future[Any]": ...
    def close(self) -> None: ...


class ManyHands:
    """For an engine that takes several writers: each work in a transaction of its own, several at once."""

    def __init__(self, threads: int = THREADS) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="writer")

    def submit(self, work: Work) -> "Future[Any]":
        return self._pool.submit(work)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


class OneHand:
    """For an engine with one writer: whatever waits while a commit is written goes together into the next one."""

    def __init__(self, together: Callable[[Sequence[Work]], list[Any]]) -> None:
        self._together = together
        self._waiting: queue.SimpleQueue[tuple[Work, Future[Any]] | None] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="writer", daemon=True).start()

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

    def _more(self) -> list[tuple[Work, "Future[Any]"]]:
        """What is waiting already. The end stays in the queue for the next turn."""
        more: list[tuple[Work, Future[Any]]] = []
        closes_at = time.monotonic() + GATHERING_SECONDS
        while len(more) < LARGEST_GROUP - 1 and time.monotonic() < closes_at and not self._waiting.empty():
            if (one := self._waiting.get()) is None:
                self._waiting.put(None)
                break
            more.append(one)
        return more

    def _results(self, works: Sequence[Work]) -> list[Any]:
        try:
            return self._together(works)
        except Exception as error:
            # nothing of the group has happened: whoever is not to blame gets through alone
            log.debug("a group of %d is taken apart: %s", len(works), where(error))
            return [self._alone(work) for work in works]

    def _alone(self, work: Work) -> Any:
        try:
            return self._together([work])[0]
        except Exception as error:
            return error


def _resolve(future: "Future[Any]", result: Any) -> None:
    if not future.set_running_or_notify_cancel():
        return  # whoever asked has gone; the work is done all the same
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


def hands_for(store: Store) -> Hands:
    return ManyHands() if store.is_shared else OneHand(store.together)
