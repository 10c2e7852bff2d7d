"""登记簿: what the database knows of posts and grids besides the registry itself."""

from collections.abc import Mapping, Sequence, Set
from typing import Protocol

from cases.model import PostCode


class PostPages(Protocol):
    def bound(self) -> Set[PostCode]:
        """The posts that answer in some chat. In which one is nobody's business here."""
        ...

    def held(self, posts: Sequence[PostCode]) -> Mapping[PostCode, int]:
        """Open cases in the hands of each, the idle ones with zero."""
        ...

    def open_in(self, unit: str) -> int:
        """Open cases of a grid, or of an area and all below it."""
        ...


class Links(Protocol):
    """Into the chat, for codes that are scanned. "" where the bot's name is not known yet, or the code does not fit."""

    def to_bind(self, code: str) -> str: ...
    def to_grid(self, grid: str) -> str: ...
