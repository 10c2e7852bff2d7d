"""Where a process dies: before or after any commit, before or after anything sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.engine.default import DefaultDialect


class Crash(BaseException):
    """The end of a process. No `except Exception` may survive it."""


class Fuse:
    """Burns one step at every point where a crash tells; lit with `n`, it ends the process at the n-th from now."""

    def __init__(self) -> None:
        self._left: int | None = None

    def burn(self) -> None:
        if self._left is None:
            return
        self._left -= 1
        if self._left < 0:
            self._left = None
            raise Crash

    @contextmanager
    def lit(self, length: int | None) -> Iterator[None]:
        self._left = length
        try:
            yield
        finally:
            self._left = None


FUSE = Fuse()
"""The one that commits burn: whichever process works just now is the one that dies."""


@contextmanager
def commits_may_fail() -> Iterator[None]:
    """Every commit of every engine burns the fuse, before it and after it."""
    commit: Any = DefaultDialect.do_commit

    def burning(dialect: DefaultDialect, connection: Any) -> None:
        FUSE.burn()
        commit(dialect, connection)
        FUSE.burn()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "do_commit", burning)
        yield
