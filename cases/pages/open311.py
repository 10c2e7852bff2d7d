"""What anybody may read of a case through the Open311 interface, and who may file there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cases.model import CaseId


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A case as the public interface needs it. `text`, `place`, `lon` and `lat` are empty where nobody is to know them."""

    id: CaseId
    number: str
    status: str
    suspended: bool
    topic: str
    topic2: str
    matter: str
    text: str
    """In the sender's own words, only where they came through the interface."""
    place: str
    unit: str
    """Label of the village or community."""
    agency: str
    place_pending: bool
    long_term: bool
    opened_at: datetime
    updated_at: datetime
    due_at: datetime
    is_in_hand: bool
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for. `numbers`, where there are any, decide alone."""

    services: frozenset[tuple[str, str]]
    """Topics, of both levels: no case of another is ever listed."""
    since: datetime
    until: datetime
    numbers: tuple[tuple[str, int], ...] | None = None
    """Number and year."""
    open: bool | None = None
    skip: int = 0
    limit: int = 1000
    key: str = ""
    """Also what this key has filed, whatever it is about; of these topics only, where there are any."""
    filed_as: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class FiledCase:
    """What whoever filed it is told at once."""

    number: str
    at: datetime
    place_pending: bool
    long_term: bool


class PublicCases(Protocol):
    def public(self, wanted: Wanted) -> Sequence[PublicCase]:
        """Newest first. No complaint about people of the desk, and nothing that accuses somebody."""
        ...

    def filed(self, case_id: CaseId) -> FiledCase | None: ...


@dataclass(frozen=True, slots=True)
class ApiKey:
    name: str
    at: datetime
    revoked_at: datetime | None


class ApiKeys(Protocol):
    """Keys are stored as digests: whoever reads the database has none."""

    def add(self, name: str, secret: str) -> bool:
        """False where the name is taken."""
        ...

    def revoke(self, name: str) -> bool: ...
    def all(self) -> Sequence[ApiKey]: ...
    def name_of(self, secret: str) -> str:
        """ "" for a secret that is none, or no longer one."""
        ...
