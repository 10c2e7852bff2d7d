"""What residents ask how to do: a table that the district keeps, answered in its own words or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

LEGAL_AID = "legal_aid"
"""The entry that whoever is turned away to a court is shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One errand, whole (一次性告知): nobody has to come twice. The words are the district's."""

    id: str
    title: str
    asks: tuple[str, ...]
    """How people ask for it: phrases, as nlp/finder.py reads them."""
    who: str
    bring: tuple[str, ...]
    where: str
    hours: str
    phone: str
    source: str
    updated: date
    review: date
    """The last day on which it may be told as it stands."""
    visits: bool = False
    """Somebody comes to the home of whoever cannot walk."""

    def is_due(self, today: date) -> bool:
        return self.review < today


class Knows(Protocol):
    """nlp.knowledge.Knowledge, or a desk that knows nothing."""

    @property
    def entries(self) -> Sequence[Entry]: ...
    def answer(self, text: str) -> Entry | None:
        """The entry that surely answers a question; None where a person must be asked."""
        ...


@dataclass(frozen=True, slots=True)
class Nothing:
    """For a desk without a table: every question goes to a person."""

    entries: tuple[Entry, ...] = ()

    def answer(self, _text: str) -> Entry | None:
        return None


def entry_of(knows: Knows, entry_id: str) -> Entry | None:
    return next((entry for entry in knows.entries if entry.id == entry_id), None)


def due_for_review(knows: Knows, today: date) -> tuple[Entry, ...]:
    return tuple(entry for entry in knows.entries if entry.is_due(today))
