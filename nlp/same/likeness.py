"""How alike two tellings are, and by which words. Pure arithmetic over weights that whoever asks has chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

from nlp.same.words import Grams, districts, grams, names, pairs, shared_runs, unmasked
from nlp.tables import rows_of

Vector = Mapping[str, float]
"""Gram -> its share of a text, so that the squares of all shares sum to one."""

SECOND, MOST_OF_SECOND = 2.0, 0.2
"""How much a second thing in common counts, and the most it may: beyond it there are only turns of phrase."""
PLACE = 0.1
"""What names of places in both titles add when they agree, or take when they do not."""
DISTRICT = 0.1
"""What different districts take."""
RARE = 4.5
"""The weight of a gram that one message in about thirty holds."""
KNOWN = 1_000
"""The table of common grams counts as this many messages seen."""
LONGEST_TITLE = 120
LITTLE = "的了着过在是有和与及就都也又还很被把对到我你他她它这那个们"
"""Not shown at the ends of a word."""
TOLD = 4
"""Words that are shown for one likeness."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A message ready to be compared."""

    headline: str
    title: Vector
    whole: Vector
    rare: frozenset[str]
    """Its pairs that are not common: without one of them in common no two tellings are alike."""
    places: Vector
    districts: frozenset[str]


class Commonness:
    """How common a gram is: in the table of `lexicon/common_grams.csv`, and among the messages learnt since."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = dict(_common())
        self._messages = float(KNOWN)

    def learn(self, *texts: str) -> None:
        """One more message; its texts count together."""
        for gram in {gram for text in texts for gram in grams(unmasked(text))}:
            self._seen[gram] = self._seen.get(gram, 0) + 1
        self._messages += 1

    def weight(self, gram: str) -> float:
        """1 for what stands in every message, up to about 8 for what was never seen."""
        return log((1 + self._messages) / (1 + self._seen.get(gram, 0))) + 1

    def telling(self, title: str, body: str = "") -> Telling:
        """A chat message has no body, and the first `LONGEST_TITLE` characters are what a title says."""
        headline, rest = unmasked(title)[:LONGEST_TITLE], unmasked(body)
        named = {pair for name in names(headline) for pair in pairs(name)}
        head = self._vector(grams(headline))
        whole = self._vector(grams(f"{headline} {rest}")) if rest else head
        return Telling(
            headline,
            head,
            whole,
            frozenset(gram for gram in whole if len(gram) > 1 and self.weight(gram) >= RARE),
            {pair: self.weight(pair) ** 2 for pair in named},
            districts(title),
        )

    def _vector(self, counted: Grams) -> Vector:
        """Shares by the logarithm of the count: what is said five times is not five times as true."""
        weighed = {gram: (1 + log(count)) * self.weight(gram) for gram, count in counted.items()}
        length = sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        return {gram: weight / length for gram, weight in weighed.items()}


@cache
def _common() -> Mapping[str, float]:
    return {row["gram"]: float(row["per_thousand"]) * KNOWN / 1_000 for row in rows_of("common_grams")}


def likeness(one: Telling, other: Telling, at_least: float = 0.0) -> float:
    """From 0 to about 1.3; what is enough to call two matters one is `nlp.same_issue.ENOUGH`. 0 when `at_least` cannot
    be reached, which is most often seen at once.

    The mean of both cosines says how alike; what is left of it without the longest stretch in common says whether there
    is a second thing in common beside the name of a place; then the names of places agree or do not."""
    if one.rare.isdisjoint(other.rare):
        return 0.0
    title = whole = dot(one.title, other.title)
    if one.whole is not one.title or other.whole is not other.title:
        whole = dot(one.whole, other.whole)
    alike = (title + whole) / 2
    if alike + MOST_OF_SECOND + PLACE < at_least:
        return 0.0
    run = max(shared_runs(one.headline, other.headline), key=_telling_for(one, other), default="")
    second = min(SECOND * (whole - _share(run, one.whole, other.whole)), MOST_OF_SECOND)
    return alike + second + place_of(one, other) - DISTRICT * far_apart(one, other)


def in_common(one: Telling, other: Telling) -> tuple[str, ...]:
    """The words that tell most of what both titles say."""
    runs = sorted(shared_runs(one.headline, other.headline), key=_telling_for(one, other), reverse=True)
    return tuple(dict.fromkeys(word for run in runs if len(word := run.strip(LITTLE)) > 1))[:TOLD]


def _telling_for(one: Telling, other: Telling) -> Callable[[str], float]:
    return lambda run: _share(run, one.title, other.title)


def dot(one: Vector, other: Vector) -> float:
    return sum(one[gram] * other[gram] for gram in one.keys() & other.keys())


def place_of(one: Telling, other: Telling) -> float:
    """From -PLACE, where both name places and none in common, to +PLACE; 0 where one names none."""
    if not one.places or not other.places:
        return 0.0
    common = sum(weight for pair, weight in one.places.items() if pair in other.places)
    return PLACE * (2 * common / min(sum(one.places.values()), sum(other.places.values())) - 1)


def far_apart(one: Telling, other: Telling) -> bool:
    return bool(one.districts and other.districts and not one.districts & other.districts)


def _share(run: str, one: Vector, other: Vector) -> float:
    """What the grams of a stretch in common make of the likeness of both."""
    return sum(one[gram] * other[gram] for gram in grams(run))
