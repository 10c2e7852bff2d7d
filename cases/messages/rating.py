"""What is asked after closing, and what comes of the answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.scores import Satisfied, Solved


@dataclass(frozen=True, slots=True)
class AskRating:
    """The resident agreed, and is asked what is not answered yet; with both answers it is the thanks."""

    case: str
    number: str
    solved: Solved | None = None
    satisfied: Satisfied | None = None
    pressed: bool = False
    told: str = ""
    """Which desk heard that somebody pressed for praise."""
    kind: Literal["ask_rating"] = "ask_rating"


@dataclass(frozen=True, slots=True)
class RatingPressed:
    """To the centre: a resident says that somebody pressed for praise. Nothing of who it is."""

    case: str
    number: str
    owner: str
    kind: Literal["rating_pressed"] = "rating_pressed"


@dataclass(frozen=True, slots=True)
class ContestAsked:
    """To the district: a ranked unit's desk says that this should not count. Nothing of how it was rated."""

    case: str
    number: str
    matter: str
    place: str
    who: str
    reason: str
    kind: Literal["contest_asked"] = "contest_asked"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One unit of a ranking. Rates from 0 to 1, the score from 0 to 100."""

    place: int
    unit: str
    rated: int
    contacted: float
    solved: float
    satisfied: float
    score: float
    exempt: int = 0
    """Ratings beside those, which count for nothing because a contest was upheld."""


@dataclass(frozen=True, slots=True)
class Unranked:
    """A unit with too few ratings, of which nothing but their number is told."""

    unit: str
    rated: int
    exempt: int = 0


@dataclass(frozen=True, slots=True)
class Thanked:
    """How often somebody of a unit was praised."""

    unit: str
    times: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The units one level below a desk in one month, the best first."""

    post: str
    year: int
    month: int
    until: datetime | None
    """Set while the month is running."""
    ranked: tuple[Ranked, ...]
    left_out: tuple[Unranked, ...]
    weights: tuple[float, float, float]
    """Of contacted, solved and satisfied."""
    fairly: float
    """What 基本满意 counts."""
    fewest: int
    praised: tuple[Thanked, ...] = ()
    """Units somebody of which was praised, the most praised first; beside the score, never in it."""
    kind: Literal["ranking"] = "ranking"


Ratings = AskRating | RatingPressed | ContestAsked | Ranking
