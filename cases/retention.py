"""How long what is kept (PIPL 第十九条: no longer than needed). Defaults; a district sets its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta

from cases.model import Case

RETAIN_AT = time(3)
"""From when in the night what is old is forgotten."""


@dataclass(frozen=True, slots=True)
class Retention:
    """`traces` is for what is only needed to handle a message: raw updates, conversations, what was sent. `cases` is from
    the closing of a case until it is nobody's; `by_topic` for a level-1 topic."""

    traces: timedelta = timedelta(days=7)
    cases: timedelta = timedelta(days=180)
    by_topic: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much has gone."""

    updates: int = 0
    conversations: int = 0
    messages: int = 0
    cases: int = 0

    def __add__(self, other: "Forgotten") -> "Forgotten":
        return Forgotten(
            self.updates + other.updates,
            self.conversations + other.conversations,
            self.messages + other.messages,
            self.cases + other.cases,
        )

    def __str__(self) -> str:
        return f"{self.cases}/{self.conversations}/{self.messages}/{self.updates}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept on one person: their cases, newest first, and how much else."""

    cases: Sequence[Case]
    conversations: int = 0
    messages: int = 0
    updates: int = 0
