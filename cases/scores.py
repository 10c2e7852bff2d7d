"""What residents' ratings come to: three rates, one score, a ranking. Whoever said nothing is in none of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

FEWEST = 5
"""Of fewer ratings nothing is ranked, and no worker is shown a sum."""


class Solved(StrEnum):
    """事情解决了吗?"""

    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"


class Satisfied(StrEnum):
    """办得满意吗?"""

    SATISFIED = "satisfied"
    FAIRLY = "fairly"
    DISSATISFIED = "dissatisfied"


class Pressed(StrEnum):
    """有人催我打好评: what was said under pressure counts for nothing."""

    PRESSED = "pressed"


Answer = Solved | Satisfied | Pressed
ANSWERS: dict[str, Answer] = {answer.value: answer for kind in (Solved, Satisfied, Pressed) for answer in kind}


@dataclass(frozen=True, slots=True)
class Answers:
    """All that a resident has said of one closed case."""

    contacted: bool
    """Somebody had accepted the case or was on site before it was called done."""
    solved: Solved | None = None
    satisfied: Satisfied | None = None
    pressed: bool = False

    @property
    def complete(self) -> bool:
        return self.solved is not None and self.satisfied is not None

    @property
    def over(self) -> bool:
        """Nothing more is asked."""
        return self.complete or self.pressed

    @property
    def valid(self) -> bool:
        """The denominator of all rates: half an answer is silence, and silence is never counted."""
        return self.complete and not self.pressed

    def having(self, answer: Answer) -> "Answers":
        """Once both questions are answered the answers stand; a button left over changes nothing."""
        match answer:
            case Pressed():
                return replace(self, pressed=True)
            case Solved() if not self.complete:
                return replace(self, solved=answer)
            case Satisfied() if not self.complete:
                return replace(self, satisfied=answer)
            case _:
                return self


@dataclass(frozen=True, slots=True)
class Tally:
    """How many valid answers there are, and how many of them say what."""

    valid: int = 0
    contacted: int = 0
    solved: int = 0
    satisfied: int = 0
    fairly: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.valid + other.valid,
            self.contacted + other.contacted,
            self.solved + other.solved,
            self.satisfied + other.satisfied,
            self.fairly + other.fairly,
        )


def tally(answers: Mapping[Answers, int]) -> Tally:
    """Of answers and how often each was given."""
    valid = {given: times for given, times in answers.items() if given.valid}
    return Tally(
        valid=sum(valid.values()),
        contacted=sum(times for given, times in valid.items() if given.contacted),
        solved=sum(times for given, times in valid.items() if given.solved is Solved.SOLVED),
        satisfied=sum(times for given, times in valid.items() if given.satisfied is Satisfied.SATISFIED),
        fairly=sum(times for given, times in valid.items() if given.satisfied is Satisfied.FAIRLY),
    )


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the three rates in the score, together 1; `fairly` is what 基本满意 counts beside 满意. The defaults are a
    district office's published formula; others take 0.30, 0.35, 0.35."""

    contacted: Fraction = Fraction(1, 10)
    solved: Fraction = Fraction(1, 2)
    satisfied: Fraction = Fraction(2, 5)
    fairly: Fraction = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Rates:
    """Exact, so that what is equal compares equal. Rates from 0 to 1, the score from 0 to 100."""

    contacted: Fraction
    solved: Fraction
    satisfied: Fraction
    score: Fraction


def rates(counted: Tally, weights: Weights) -> Rates:
    """响应率, 解决率, 满意率 and 综合. Raises ZeroDivisionError where there is no valid answer."""
    contacted = Fraction(counted.contacted, counted.valid)
    solved = Fraction(counted.solved, counted.valid)
    satisfied = (counted.satisfied + weights.fairly * counted.fairly) / counted.valid
    score = weights.contacted * contacted + weights.solved * solved + weights.satisfied * satisfied
    return Rates(contacted, solved, satisfied, 100 * score)


@dataclass(frozen=True, slots=True)
class Standing:
    """`place` and `rates` are None where there are too few answers to say anything."""

    unit: str
    tally: Tally
    place: int | None = None
    rates: Rates | None = None


def rank(tallies: Sequence[tuple[str, Tally]], weights: Weights) -> tuple[Standing, ...]:
    """The best first; equal scores share a place, in the order given; those with too few answers last, without one."""
    few = [Standing(unit, counted) for unit, counted in tallies if counted.valid < FEWEST]
    enough = [(unit, counted, rates(counted, weights)) for unit, counted in tallies if counted.valid >= FEWEST]
    enough.sort(key=lambda one: -one[2].score)
    better = [sum(other[2].score > one[2].score for other in enough) for one in enough]
    ranked = [Standing(*one[:2], place + 1, one[2]) for one, place in zip(enough, better, strict=True)]
    return (*ranked, *few)


def disclosed(days: Sequence[Tally]) -> Tally:
    """What a worker may be shown of the ratings of past days, oldest first: the sum grows only when five or more have
    come together, since two sums that differ by one would tell what one resident said."""
    shown = waiting = Tally()
    for day in days:
        waiting += day
        if waiting.valid >= FEWEST:
            shown, waiting = shown + waiting, Tally()
    return shown
