"""突发: many write of one matter in one area within an hour, and a desk answers all of them at once."""

from dataclasses import dataclass
from datetime import datetime

from cases.model.base import NO_POST, CaseId, PostCode


@dataclass(frozen=True, slots=True)
class Surge:
    """One crowd: first its desk is told, then it may answer, again as things change, until the answer's end."""

    id: str
    unit: str
    """The village or the street whose people write."""
    desk: PostCode
    """Who was told."""
    matter: str
    since: datetime
    """Cases filed from then on belong to it."""
    told_at: datetime
    filings: int
    """How many there were then."""
    words: str = ""
    """The answer as it stands."""
    given_at: datetime | None = None
    until: datetime | None = None
    given_by: PostCode = NO_POST
    drafted: str = ""
    """The next answer, shown to the desk and not yet given."""
    drafted_until: datetime | None = None
    leading: CaseId | None = None
    """The case under which those wait who need nothing else."""
    ended_at: datetime | None = None
    """Also where the desk wanted no answer."""

    def is_answered(self, at: datetime) -> bool:
        return self.ended_at is None and self.until is not None and at < self.until
