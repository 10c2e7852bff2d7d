"""Learns keyword weights from corrected messages: integers in a table, never a text. What was written by hand stays."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

from ahocorasick_rs import AhoCorasick

from nlp.clean import clean
from nlp.tables import rows_of
from nlp.topics import TITLE_WEIGHT, Topics
from nlp.words import cut

SCALE = 10
"""Weight that multiplies the odds by e."""
LEAST = 2
"""Weights smaller than this change nothing and fill pages."""
COPIES = 3
"""How often a word written by hand is shown."""
SEED = 20_250_101


@dataclass(frozen=True, slots=True)
class Example:
    title: str
    body: str
    topic: str


@dataclass(frozen=True, slots=True)
class Learnt:
    word: str
    topic: str
    weight: int


@dataclass(frozen=True, slots=True)
class _Case:
    counts: dict[int, int]
    start: list[float]
    topic: int


def learn(
    examples: Iterable[Example],
    *,
    words: int = 2_000,
    rounds: int = 8,
    step: float = 0.1,
    decay: float = 2e-5,
) -> list[Learnt]:
    """Weights for the `words` most telling words, on top of the tables written by hand, sorted by topic and weight.

    A softmax by stochastic gradient that starts from the hand-written scores. A title is an example of its own, since
    chat is as short; so is each word written by hand, which keeps topics without any message from being learnt away.
    """
    known = [Example(clean(one.title), clean(one.body), one.topic) for one in examples]
    vocabulary = telling_words(known, words)
    known += [Example("", one.title, one.topic) for one in known if one.title]
    known += [Example("", row["word"], row["level1"]) for row in rows_of("topics") if int(row["weight"]) > 0] * COPIES
    hand, automaton = Topics(learnt_rows=()), AhoCorasick(vocabulary)
    topics = sorted({one.topic for one in known})
    cases = [_case(one, topics, automaton, hand) for one in known]
    weights = [[0.0] * len(topics) for _ in vocabulary]
    _fit(cases, weights, rounds=rounds, step=step, decay=decay)
    rows = [
        Learnt(word, topic, round(weights[index][number] * SCALE))
        for index, word in enumerate(vocabulary)
        for number, topic in enumerate(topics)
    ]
    return sorted((row for row in rows if abs(row.weight) >= LEAST), key=lambda row: (row.topic, -row.weight, row.word))


def telling_words(examples: Sequence[Example], most: int) -> list[str]:
    """The words whose presence says most about the topic (chi-square over messages); one-character words say little."""
    seen: dict[str, Counter[str]] = {}
    totals = Counter(one.topic for one in examples)
    for one in examples:
        for word in {word for word in cut(f"{one.title} {one.body}") if 2 <= len(word) <= 8 and not word.isascii()}:
            seen.setdefault(word, Counter())[one.topic] += 1
    scored = [(_chi_square(by_topic, totals), word) for word, by_topic in seen.items() if by_topic.total() >= 5]
    return sorted(word for _, word in sorted(scored, reverse=True)[:most])


def _chi_square(by_topic: Counter[str], totals: Counter[str]) -> float:
    share = by_topic.total() / totals.total()
    return sum((by_topic[topic] - share * count) ** 2 / (share * count) for topic, count in totals.items())


def _case(one: Example, topics: Sequence[str], automaton: AhoCorasick, hand: Topics) -> _Case:
    scores, _ = hand.scores(one.body, one.title)
    counts = dict.fromkeys((hit[0] for hit in automaton.find_matches_as_indexes(one.body, overlapping=True)), 1)
    for hit in automaton.find_matches_as_indexes(one.title, overlapping=True):
        counts[hit[0]] = TITLE_WEIGHT
    start = [scores[hand.names.index(topic)] / SCALE if topic in hand.names else 0.0 for topic in topics]
    return _Case(counts, start, topics.index(one.topic))


def _fit(cases: list[_Case], weights: list[list[float]], *, rounds: int, step: float, decay: float) -> None:
    order = list(range(len(cases)))
    shuffle = random.Random(SEED).shuffle
    for turn in range(rounds):
        shuffle(order)
        for index in order:
            _learn_one(cases[index], weights, step / (1 + turn), decay)


def _learn_one(case: _Case, weights: list[list[float]], step: float, decay: float) -> None:
    scores = list(case.start)
    for word, times in case.counts.items():
        row = weights[word]
        for topic in range(len(scores)):
            scores[topic] += row[topic] * times
    top = max(scores)
    odds = [exp(score - top) for score in scores]
    whole = sum(odds)
    pushes = [step * ((topic == case.topic) - odds[topic] / whole) for topic in range(len(odds))]
    keep = 1 - decay
    for word, times in case.counts.items():
        row = weights[word]
        for topic, push in enumerate(pushes):
            row[topic] = row[topic] * keep + push * times
