"""Which topic a message belongs to: every keyword it holds adds or takes weight, and the heaviest topic wins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import exp, sqrt
from sys import intern
from typing import NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from cases.reading import UNSURE, Evidence
from nlp.finder import Finder
from nlp.tables import Row, rows_of

TIMES = (0, 10, 15, 18, 20, 22, 23)
"""What a word counts that is said 0, 1, 2 … times, in tenths. Said more often it counts MOST."""
MOST = 25
AT_START, OPENING = 10, 60
"""What it counts in addition among the first characters, where a letter says what it is about."""
IN_TITLE = 36
"""And in the title: more than any word outside of it can count."""
SHORT = 100
"""A message without a title and shorter than this is chat, for which the words written by hand were chosen."""
IN_CHAT, IN_LETTERS = 8, 200
"""What the learnt words weigh beside those written by hand: a message whose words all speak for one topic gets so much."""
PLENTY = 3
"""Chat with no word written by hand is left to the learnt ones when it holds so many of two or more characters: fewer, or
single characters, say nothing about it (又坏了)."""
BY_HAND_IN_TITLE = 3
ENOUGH, PLENTIFUL = 4, 6
"""Weight below which no topic is claimed, and below which it is claimed with half the confidence: of unseen messages with 4
or 5 two in three were rightly read, of those with less one in seven."""
OTHER = "其他"
SURE_FROM, SURE_SLOPE = 0.17, 4.8
"""Confidence is a logistic curve over how far the best topic leads, fitted on letters that were not learnt from."""
_BESIDE = (
    "门口",
    "门前",
    "对面",
    "旁",
    "附近",
    "后面",
    "后头",
    "后门",
    "东",
    "西",
    "南",
    "北",
    "路口",
    "路",
    "街",
    "巷",
    "小区",
    "家属院",
    "边上",
    "周边",
    "那条",
    "那边",
    "这边",
    "楼下",
    "前面",
)
"""What follows a word that only says where."""
Hit = tuple[int, int, int]
"""Number of the word, where it starts, where it ends."""


@dataclass(frozen=True, slots=True)
class TopicReading:
    topic: str
    topic2: str
    confidence: float
    """0..1: how often a reading as clear as this one is right."""
    top3: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    thin: bool = False
    """So little speaks for it that small talk may still be small talk."""


NO_TOPIC = TopicReading(UNSURE, "", 0.0, (), ())
T = TypeVar("T")
Counts = Mapping[int, int]
"""Number of a word -> what it counts, in tenths."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A row of `topics_together.csv`: words that name a matter only near each other."""

    topic: int
    topic2: str
    weight: int


@dataclass(frozen=True, slots=True)
class _Heard:
    totals: list[float]
    """Weight per topic, in the order of `names`."""
    counts: Counts
    share: float
    """What one tenth of a learnt word's weight is worth beside one written by hand."""
    phrases: Mapping[_Phrase, str]
    """The heaviest phrase of each second level, and the words by which it was found."""


def counted(body: Iterable[Hit], title: Iterable[Hit] = ()) -> dict[int, int]:
    """What each word counts that was found, by how often and where it is said."""
    said: dict[int, int] = {}
    opening = set()
    for word, start, _ in body:
        said[word] = said.get(word, 0) + 1
        if start < OPENING:
            opening.add(word)
    counts = {word: (TIMES[times] if times < len(TIMES) else MOST) for word, times in said.items()}
    for word in opening:
        counts[word] += AT_START
    for word in {word for word, _, _ in title}:
        counts[word] = counts.get(word, 0) + IN_TITLE
    return counts


class _Entry(NamedTuple):
    """A row of a table of topic words."""

    word: str
    topic: str
    second: str
    weight: int


def _entry(row: Row) -> _Entry:
    """Thousands of rows tell the same few names: each of them is kept once."""
    return _Entry(row["word"], intern(row["level1"]), intern(row.get("level2") or ""), int(row["weight"]))


def _filed(words: int, found: Iterable[tuple[int, T]]) -> list[tuple[T, ...]]:
    """What was found for each word, by its number. Most have nothing or the same as many others, which is kept once."""
    filed: dict[int, list[T]] = {}
    for word, one in found:
        filed.setdefault(word, []).append(one)
    once: dict[tuple[T, ...], tuple[T, ...]] = {}
    every = (tuple(filed.get(word, ())) for word in range(words))
    return [once.setdefault(one, one) for one in every]


class Topics:
    """Keywords with integer weights: `topics.csv` and, for chat, `topics_together.csv` written by hand,
    `topics_learnt.csv` learnt by `nlp.learning`."""

    def __init__(
        self,
        learnt: Iterable[Row] | None = None,
        by_hand: Iterable[Row] | None = None,
        own: Iterable[Row] = (),
    ) -> None:
        """Other tables may stand in for the two; `own` words of a district are added to those written by hand.
        With `by_hand` words none are looked for together."""
        hand = [_entry(row) for row in chain(rows_of("topics") if by_hand is None else by_hand, own)]
        taught = [_entry(row) for row in (rows_of("topics_learnt") if learnt is None else learnt)]
        together = map(_entry, rows_of("topics_together") if by_hand is None else ())
        self.names = sorted({entry.topic for entry in chain(hand, taught)})
        self._words = sorted({entry.word for entry in chain(hand, taught)})
        number = {name: index for index, name in enumerate(self.names)}
        at = {word: index for index, word in enumerate(self._words)}
        self._by_hand = _filed(len(at), ((at[one.word], (number[one.topic], one.weight)) for one in hand))
        self._learnt = _filed(len(at), ((at[one.word], (number[one.topic], one.weight)) for one in taught))
        self._second = _filed(len(at), ((at[one.word], (number[one.topic], one.second, one.weight)) for one in hand))
        self._hints = {
            row["seen"]: (number[row["level1"]], row["level2"], int(row["weight"]))
            for row in rows_of("hints")
            if row["level1"] in number
        }
        self._places = frozenset(at[row["word"]] for row in rows_of("places") if row["word"] in at)
        self._automaton = AhoCorasick(self._words)
        self._together: Finder[_Phrase] = Finder(
            (one.word, _Phrase(number[one.topic], one.second, one.weight)) for one in together
        )

    def scores(self, text: str, title: str = "") -> tuple[list[float], Counts]:
        """Weight per topic (in the order of `names`), and what each word of the table counts."""
        heard = self._hear(text, title)
        return heard.totals, heard.counts

    def _hear(self, text: str, title: str) -> _Heard:
        counts = counted(self._hits(text), self._hits(title) if title else ())
        totals, learnt, square = [0.0] * len(self.names), [0] * len(self.names), 0
        for word, times in counts.items():
            for topic, weight in self._by_hand[word]:
                totals[topic] += weight * (BY_HAND_IN_TITLE if times >= IN_TITLE else 1)
            if weights := self._learnt[word]:
                square += times * times
                for topic, weight in weights:
                    learnt[topic] += weight * times
        short = not title and len(text) < SHORT
        phrases = self._phrases(text) if short else {}
        for phrase in phrases:
            totals[phrase.topic] += phrase.weight
        share = 0.0
        if square:
            chat = short and (bool(phrases) or not self._tells_only_learnt(counts))
            share = (IN_CHAT if chat else IN_LETTERS) / (100 * sqrt(square))
            totals = [one + other * share for one, other in zip(totals, learnt, strict=True)]
        return _Heard(totals, counts, share, phrases)

    def _phrases(self, text: str) -> dict[_Phrase, str]:
        heaviest: dict[tuple[int, str], tuple[_Phrase, str]] = {}
        for found in self._together.find(text):
            key = found.row.topic, found.row.topic2
            if key not in heaviest or heaviest[key][0].weight < found.row.weight:
                heaviest[key] = found.row, found.word
        return dict(heaviest.values())

    def _tells_only_learnt(self, counts: Counts) -> bool:
        if any(self._by_hand[word] for word in counts):
            return False
        return sum(len(self._words[word]) > 1 for word in counts) >= PLENTY

    def _hits(self, text: str) -> list[Hit]:
        """Words of the table, without those that only say where: the 医院 of 医院门口 is no health matter."""
        hits: list[Hit] = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if self._places.isdisjoint(hit[0] for hit in hits):
            return hits
        return [hit for hit in hits if hit[0] not in self._places or not text.startswith(_BESIDE, hit[2])]

    def ranking(self, text: str, title: str = "") -> list[str]:
        """Every topic, the likeliest first, however unlikely."""
        totals, _ = self.scores(text, title)
        return [self.names[topic] for topic in _heaviest_first(totals)]

    def read(self, text: str, title: str = "", seen: Sequence[str] = ()) -> TopicReading:
        """`seen` names what else was found, a danger or a conflict, that hints at a topic (`hints.csv`)."""
        heard = self._hear(text, title)
        totals = heard.totals
        hints = [self._hints[one] for one in seen if one in self._hints]
        for topic, _, weight in hints:
            totals[topic] += weight
        order = _heaviest_first(totals)[:3]
        best, second = totals[order[0]], totals[order[1]] if len(order) > 1 else 0
        top3 = tuple(self.names[topic] for topic in order if totals[topic] > 0)
        if best < ENOUGH:
            return TopicReading(UNSURE, "", _confidence(best, second) / 2, top3, ())
        thin, second_level = best < PLENTIFUL, self._second_level(order[0], heard, hints)
        if thin and self._written(order[0], heard) < ENOUGH:  # an address or a name may hold as many learnt words
            return TopicReading(UNSURE, "", _confidence(best, second) / 2, top3, ())
        return TopicReading(
            self.names[order[0]],
            second_level,
            _confidence(best, second) / (2 if thin else 1),
            top3,
            self._evidence(order[0], heard),
            thin,
        )

    def _written(self, topic: int, heard: _Heard) -> int:
        """What the words and phrases written by hand say for it."""
        words = sum(weight for word in heard.counts for owner, weight in self._by_hand[word] if owner == topic)
        return words + sum(phrase.weight for phrase in heard.phrases if phrase.topic == topic)

    def _second_level(self, topic: int, heard: _Heard, hints: Sequence[tuple[int, str, int]]) -> str:
        totals = {name: weight for owner, name, weight in hints if owner == topic}
        for word, times in heard.counts.items():
            for owner, name, weight in self._second[word]:
                if owner == topic:
                    totals[name] = totals.get(name, 0) + weight * times
        for phrase in heard.phrases:
            if phrase.topic == topic:
                totals[phrase.topic2] = totals.get(phrase.topic2, 0) + phrase.weight * (TIMES[1] + AT_START)
        return max(totals, key=totals.__getitem__, default=OTHER)

    def _evidence(self, topic: int, heard: _Heard) -> tuple[Evidence, ...]:
        """The six words that did most for the topic: more than that nobody reads, and a single character tells nobody
        anything. Weights as they counted here, where a table's weight is for a word said once."""
        totals: dict[str, float] = {}
        for phrase, words in heard.phrases.items():
            if phrase.topic == topic:
                totals[words] = totals.get(words, 0) + phrase.weight
        for word in heard.counts:
            if len(self._words[word]) > 1:
                by_hand = sum(weight for owner, weight in self._by_hand[word] if owner == topic)
                learnt = sum(weight for owner, weight in self._learnt[word] if owner == topic)
                totals[self._words[word]] = by_hand + learnt * heard.share * TIMES[1]
        heaviest = sorted(totals.items(), key=lambda item: -abs(item[1]))[:6]
        return tuple(Evidence(word, self.names[topic], round(weight)) for word, weight in heaviest if round(weight))


def _heaviest_first(totals: Sequence[float]) -> list[int]:
    return sorted(range(len(totals)), key=totals.__getitem__, reverse=True)


def _confidence(best: float, second: float) -> float:
    if best <= 0:
        return 0.0
    lead = (best - max(second, 0)) / (best + PLENTIFUL)
    return round(1 / (1 + exp(-SURE_SLOPE * (lead - SURE_FROM))), 3)
