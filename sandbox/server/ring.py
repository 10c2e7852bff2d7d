"""The latest entries of an endless list: each has a number, and those after any number are found at once."""

from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class Ring(Generic[Entry]):
    """Numbers entries from 1 and keeps at least the latest `kept` of them; `last` is the newest number."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._entries: list[Entry] = []
        self.last = 0

    @property
    def first(self) -> int:
        """The number of the oldest entry that is kept; one more than `last` when there is none."""
        return self.last - len(self._entries) + 1

    def add(self, entry: Entry) -> int:
        """Append an entry; its number."""
        if len(self._entries) >= 2 * self._kept:
            del self._entries[: self._kept]  # now and then many at once: a deque would be slow to read in its middle
        self._entries.append(entry)
        self.last += 1
        return self.last

    def after(self, number: int, limit: int | None = None) -> list[Entry]:
        """Entries numbered above `number`, at most `limit` of them."""
        start = max(number - self.first + 1, 0)
        return self._entries[start : None if limit is None else start + limit]

    def clear(self) -> None:
        """Forget the entries; numbers go on."""
        self._entries.clear()
