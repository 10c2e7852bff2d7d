"""What the district's desk looks after: who sits where, the registry's files, tables, the audit log, settings, words."""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from cases.corrections import Correction
from cases.deeds import Doer, Head
from cases.hooks import Hooks
from cases.knowledge import Entry
from cases.model import Event
from cases.months import Month
from cases.pages.export import AuditLine
from cases.pages.posts import Links, PostPages
from cases.reading import Reading


@dataclass(frozen=True, slots=True)
class Checked:
    """What a workbook of the registry would do, or did, in the lines of the command line. With faults it is not read."""

    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    in_use: tuple[str, ...] = ()
    """Grids that it drops and that still own open cases."""
    saved: bool = False

    @property
    def can_be_saved(self) -> bool:
        return bool(self.changes) and not (self.faults or self.in_use or self.saved)


class RegistryFiles(Protocol):
    def check(self, workbook: bytes) -> Checked:
        """Writes nothing."""
        ...

    def save(self, workbook: bytes, seen: Checked, by: Doer) -> Checked:
        """Puts it into use, if it still does what was `seen`; otherwise writes nothing and tells what it would do now."""
        ...

    def present(self, by: Doer) -> bytes:
        """The registry in use as a workbook. That it was taken is in the audit log."""
        ...

    def template(self) -> bytes: ...


class Tables(Protocol):
    @property
    def titles(self) -> Mapping[str, str]:
        """Table -> what people call it, in order."""
        ...

    @property
    def monthly(self) -> Set[str]:
        """Those that can be had of one month."""
        ...

    def write(self, table: str, month: Month | None, path: Path, by: Doer) -> None:
        """Of the whole district. That it was taken is in the audit log."""
        ...


@dataclass(frozen=True, slots=True)
class Verified:
    ok: bool
    said: str
    """As the command line says it."""


class AuditLog(Protocol):
    def newest(self, before: int, limit: int) -> Sequence[AuditLine]:
        """Of those before the line of that number, of all where it is 0; newest first."""
        ...

    def head(self) -> Head: ...
    def verify(self) -> Verified: ...


@dataclass(frozen=True, slots=True)
class SettingLine:
    name: str
    value: str
    default: str
    changed: bool


@dataclass(frozen=True, slots=True)
class KnowledgeTable:
    """`where` is the file's name, "" where the desk has none; a faulty row is no entry."""

    where: str
    entries: tuple[Entry, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    number: str
    line: Event
    what: Correction


@dataclass(frozen=True, slots=True)
class WordChange:
    """A word to be added for a topic; one that misled has a negative weight."""

    word: str
    topic: str
    weight: int
    gains: int
    """Past cases that would be read rightly then."""
    losses: int
    """Past cases that would no longer be."""


@dataclass(frozen=True, slots=True)
class WordReview:
    """What corrections propose, replayed on past cases: how many of them are read rightly now, and with all of it."""

    cases: int
    corrections: int
    right_before: int
    right_after: int
    proposals: tuple[WordChange, ...]


class Words(Protocol):
    """The district's own table of words."""

    @property
    def table(self) -> str:
        """Its file; "" where the desk has none, and nothing can be adopted."""
        ...

    def review(self) -> WordReview: ...
    def adopt(self, chosen: Collection[WordChange], by: Doer) -> int:
        """Adds what is still proposed exactly so, and returns how many that were. Raises OSError."""
        ...


@dataclass(frozen=True)
class Upkeep:
    posts: PostPages
    links: Links
    hooks: Hooks
    code_life: timedelta
    """How long a code to bind with can be used."""
    registry_files: RegistryFiles
    tables: Tables
    audit: AuditLog
    settings: Callable[[], Sequence[SettingLine]]
    knowledge: Callable[[], KnowledgeTable]
    """Reads the file anew."""
    read: Callable[[str], Reading]
    """As a message would be read, by the same reader."""
    words: Words
    corrections: Callable[[datetime, int], Sequence[Corrected]]
    """Since then, at most so many, newest first."""
