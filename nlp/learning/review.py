"""Word changes that corrected messages ask for, each replayed on past cases before anybody has to agree to it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.reading import UNSURE
from nlp.clean import clean
from nlp.tables import Row
from nlp.topics import ENOUGH, Topics
from nlp.words import runs

WEIGHTS = (4, 6, 8, 10)
"""What a new word may weigh, as words written by hand do, and what may be taken from a word that misled. The lightest
that does most good is proposed."""
SHORTEST, LONGEST, PARTS = 2, 6, 2
SUPPORT = 2
"""A word must put right so many messages: one correction may be a slip."""
LOSS = 3
"""A reading that a word spoils counts as much as so many that it puts right."""
MOST = 30


@dataclass(frozen=True, slots=True)
class Past:
    """A past case: what was written, and the topic it has now. `corrected` when people gave it that topic."""

    text: str
    topic: str
    corrected: bool
    read_as: str = ""
    """The topic that was corrected."""
    misled: tuple[str, ...] = ()
    """The words that had spoken for it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word to be added; one that misled has a negative weight. `gains` past cases would be read as people have them now, `losses` no longer."""

    word: str
    topic: str
    weight: int
    gains: int
    losses: int

    def as_row(self, note: str) -> Row:
        return {"word": self.word, "level1": self.topic, "level2": "", "weight": str(self.weight), "note": note}


@dataclass(frozen=True, slots=True)
class Review:
    """`right_before` and `right_after` of `cases`, when every proposal is taken. `as_before`: the corrected cases that
    the tables would read exactly as they were misread then."""

    cases: int
    corrections: int
    as_before: int
    right_before: int
    right_after: int
    proposals: tuple[Proposal, ...]


def review(past: Sequence[Past], topics: Topics) -> Review:
    """The best word first, each judged with those before it in place; none that does more harm than good."""
    known = [one for one in past if one.topic in topics.names]
    desk = _Desk(known, topics)
    before, as_before = desk.right(), desk.as_before()
    found = list(_proposals(desk))
    return Review(len(known), sum(one.corrected for one in known), as_before, before, desk.right(), tuple(found))


class _Desk:
    """Past cases with the weights their topics have, words taken so far included."""

    def __init__(self, past: Sequence[Past], topics: Topics) -> None:
        self.past, self.names = past, topics.names
        self.texts = [clean(one.text) for one in past]
        self.totals = [topics.scores(text)[0] for text in self.texts]
        self.truths = [topics.names.index(one.topic) for one in past]
        self.as_it_should = [self.is_right(index) for index in range(len(past))]
        self._holding: dict[str, list[int]] = {}

    def right(self) -> int:
        return sum(self.as_it_should)

    def as_before(self) -> int:
        return sum(one.corrected and self.read(index) == one.read_as for index, one in enumerate(self.past))

    def read(self, index: int) -> str:
        best = _heaviest(self.totals[index])
        return UNSURE if best is None else self.names[best]

    def is_right(self, index: int, topic: int = 0, more: int = 0) -> bool:
        """Whether the case is read as it should be, when `topic` weighs so much `more`."""
        totals = list(self.totals[index])
        totals[topic] += more
        return _heaviest(totals) == self.truths[index]

    def tried(self, word: str, topic: int, weight: int) -> Proposal:
        gains = losses = 0
        for index in self.holding(word):
            was, now = self.as_it_should[index], self.is_right(index, topic, weight)
            gains, losses = gains + (now and not was), losses + (was and not now)
        return Proposal(word, self.names[topic], weight, gains, losses)

    def holding(self, word: str) -> list[int]:
        if word not in self._holding:
            self._holding[word] = [index for index, text in enumerate(self.texts) if word in text]
        return self._holding[word]

    def take(self, proposal: Proposal) -> None:
        topic = self.names.index(proposal.topic)
        for index in self.holding(proposal.word):
            self.totals[index][topic] += proposal.weight
            self.as_it_should[index] = self.is_right(index)


def _heaviest(totals: Sequence[float]) -> int | None:
    """None where no topic is claimed."""
    best = max(range(len(totals)), key=totals.__getitem__)
    return best if totals[best] >= ENOUGH else None


def _proposals(desk: _Desk) -> Iterator[Proposal]:
    for _ in range(MOST):
        tried = [
            desk.tried(word, topic, sign * weight)
            for sign, candidates in ((1, _candidates(desk)), (-1, _misleading(desk)))
            for (word, topic), count in candidates.items()
            if count >= SUPPORT
            for weight in WEIGHTS
        ]
        good = [one for one in tried if one.gains >= SUPPORT and one.gains > LOSS * one.losses]
        if not good:
            return
        best = max(good, key=_good_it_does)
        desk.take(best)
        yield best


def _good_it_does(one: Proposal) -> tuple[int, bool, int, int, str]:
    """A new word before one whose weight is taken: that word may have been right where nobody had to correct."""
    return one.gains - LOSS * one.losses, one.weight > 0, -abs(one.weight), len(one.word), one.word


def _candidates(desk: _Desk) -> Counter[tuple[str, int]]:
    """(word, topic) by how many corrected cases, still read otherwise, hold the word."""
    found: Counter[tuple[str, int]] = Counter()
    for index, one in enumerate(desk.past):
        if one.corrected and not desk.as_it_should[index]:
            words = {word for word in runs(desk.texts[index], PARTS, LONGEST) if len(word) >= SHORTEST}
            found.update((word, desk.truths[index]) for word in words)
    return found


def _misleading(desk: _Desk) -> Counter[tuple[str, int]]:
    """(word, topic it spoke for) by how many corrected cases, still read otherwise, were misread by it."""
    found: Counter[tuple[str, int]] = Counter()
    for index, one in enumerate(desk.past):
        if one.corrected and not desk.as_it_should[index] and one.read_as in desk.names:
            found.update((word, desk.names.index(one.read_as)) for word in one.misled)
    return found
