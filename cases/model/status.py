"""Where a case stands, where it came from, and the reasons that are given."""

from enum import StrEnum


class Status(StrEnum):
    FILED = "filed"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    RESOLVED = "resolved"
    """The worker says it is done; the resident has not spoken yet."""
    CONFIRMED = "confirmed"
    SILENT = "silent"
    """The resident never answered. Counted apart, never as satisfied."""
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    """不予受理, 剔除: a desk decided that it is not worked on. Counted apart, never as satisfied."""
    APPEALED = "appealed"
    """The resident does not accept the dismissal, and a desk above looks at it again."""
    VOUCHED = "vouched"
    """Staff who brought it for somebody else say that it is good. Counted apart, never as satisfied."""
    JOINED = "joined"
    """同一处: the work goes on under another case. Nobody's work in hand, but open for its resident."""

    @property
    def is_open(self) -> bool:
        closed = {Status.CONFIRMED, Status.SILENT, Status.WITHDRAWN, Status.DISMISSED, Status.VOUCHED}
        return self not in closed

    @property
    def is_in_hand(self) -> bool:
        """Somebody still has to do something about it in the field."""
        return self in {Status.FILED, Status.ACCEPTED, Status.ON_SITE}

    @property
    def is_under_way(self) -> bool:
        """In hand, by itself or under another."""
        return self.is_in_hand or self is Status.JOINED


class Source(StrEnum):
    """Where a case comes from that staff brought in."""

    VISIT = "visit"
    """入户走访"""
    PATROL = "patrol"
    """巡查, in the street or on the net"""
    COVERT = "covert"
    """暗访"""
    LETTER = "letter"
    CALLER = "caller"
    """来访: somebody came to the desk."""
    HOTLINE = "hotline"
    """Handed on by 12345, with its number there."""
    API = "api"
    """A program filed it for somebody, with a key of the district's."""
    OTHER = "other"


class TransferReason(StrEnum):
    """Why a holder wants another to have a case."""

    NOT_MY_GRID = "not_my_grid"
    NOT_MY_DUTY = "not_my_duty"
    DUPLICATE = "duplicate"
    INVOLVED = "involved"
    """It is about the holder: they must not know more of it."""


class Obstacle(StrEnum):
    """Why a case cannot be done now."""

    PARTS = "parts"
    """Parts or money are awaited."""
    OWNERSHIP = "ownership"
    """A policy, or whose it is, has to be settled."""
    PROCEDURE = "procedure"
    """The law prescribes steps that take their time."""
    OTHER = "other"


class Ground(StrEnum):
    """Why a case should not be worked on."""

    COURT = "court"
    """It is, or must be, before a court, an arbitration or a review."""
    REPEATED = "repeated"
    """It was dealt with by the rules and is brought again without anything new."""
    ELSEWHERE = "elsewhere"
    """Another district's."""
    PRIVATE = "private"
    """Between people, or a company's own affair."""
    UNTRUE = "untrue"
    """Looked into, and not found."""
    UNLAWFUL = "unlawful"
    """Secret, or against the law to pass on."""
    FOUND = "found"
    """上级认定: disputed again and again, and a centre has found that all was done that can be."""


class Agreement(StrEnum):
    """How far a long matter has come to an agreement. Only its performance ends the case."""

    OFFERED = "offered"
    SIGNED = "signed"
