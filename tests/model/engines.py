"""Database engines that outlive their processes: what a search spends most time on is preparing the same statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

import pytest

from storage.engine import open_engine


class Dial:
    """Stands for the machine's clock of whichever process just now has that name."""

    def __init__(self) -> None:
        self.shows: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.shows()


DIALS = {"A": Dial(), "B": Dial()}


@contextmanager
def kept() -> Iterator[None]:
    """Within, stores of the same file and the same dial share an engine; closing one only ends its connections."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.store.open_engine", cache(open_engine))
        yield
