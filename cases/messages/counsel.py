"""Answers to questions, and what is not for this desk."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cases.reading import Beyond


@dataclass(frozen=True, slots=True)
class Consulted:
    """An entry of the knowledge table, whole."""

    draft: str
    title: str
    who: str
    bring: tuple[str, ...]
    where: str
    hours: str
    phone: str
    source: str
    updated: date
    visits: bool = False
    numbered: bool = True
    """A typed number is understood: no other question is open."""
    kind: Literal["consulted"] = "consulted"


@dataclass(frozen=True, slots=True)
class Outdated:
    """The entry is past its review date: a person is asked, and the receipt follows."""

    title: str
    updated: date
    kind: Literal["outdated"] = "outdated"


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Courts, arbitration and review decide for themselves; the next doors are offered."""

    draft: str
    what: Beyond
    numbered: bool = True
    kind: Literal["turned_away"] = "turned_away"


Counsel = Consulted | Outdated | TurnedAway
