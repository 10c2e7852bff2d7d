"""How far something has got, for somebody who looks on: a bar after the first second, and nothing in a pipe or a log."""

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TypeVar

T = TypeVar("T")
Told = Callable[[str, int, int | None], None]
"""What is being done, how much of it is done, and of how much; None where nobody knows."""
PATIENCE_SECONDS = 1.0


@contextmanager
def bar() -> Iterator[Told]:
    """Gives whom to tell. It is built only when it is late enough to be wanted: rich takes a moment to load."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    shown = _Bar()
    timer = Timer(PATIENCE_SECONDS, shown.open)
    timer.daemon = True
    timer.start()
    try:
        yield shown.tell
    finally:
        timer.cancel()
        shown.close()


def counted(rows: Iterable[T], what: str, total: int | None = None) -> Generator[T, None, None]:
    """The rows themselves, with a bar that counts them."""
    with bar() as tell:
        tell(what, 0, total)
        for done, row in enumerate(rows, start=1):
            yield row
            tell(what, done, total)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """For what tells nothing until it is done."""
    with bar() as tell:
        tell(what, 0, None)
        yield


class _Bar:
    """Told from one thread, opened by another."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: tuple[str, int, int | None] = ("", 0, None)
        self._show: Told | None = None
        self._stop: Callable[[], object] | None = None
        self._over = False

    def tell(self, what: str, done: int, total: int | None) -> None:
        with self._lock:
            self._last = (what, done, total)
            if self._show is not None:
                self._show(what, done, total)

    def open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        counts = TextColumn("{task.fields[counts]}")
        columns = (TextColumn("{task.description}"), BarColumn(), counts, TimeElapsedColumn())
        progress = Progress(*columns, console=Console(stderr=True), transient=True)
        task = progress.add_task("", total=None, counts="")

        def show(what: str, done: int, total: int | None) -> None:
            counts = f"{done}/{total}" if total is not None else str(done or "")
            progress.update(task, description=what, completed=done, total=total, counts=counts, refresh=done == total)

        with self._lock:
            if self._over:
                return
            progress.start()
            self._show, self._stop = show, progress.stop
            show(*self._last)

    def close(self) -> None:
        with self._lock:
            self._over = True
            if self._stop is not None:
                self._stop()
