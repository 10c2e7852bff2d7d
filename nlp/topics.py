"""Which topic a message belongs to: every keyword it holds adds or takes weight, and the heaviest topic wins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

from ahocorasick_rs import AhoCorasick

from cases.reading import UNSURE, Evidence
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
IN_CHAT, IN_LETTERS = 7, 168
"""What the learnt words weigh beside those written by hand: a message whose words all speak for one topic gets so much."""
PLENTY = 3
"""Chat with no word written by hand is left to the learnt ones when it holds so many of two or more characters: fewer, or
single characters, say nothing about it (又坏了)."""
BY_HAND_IN_TITLE = 3
ENOUGH = 8
"""Weight below which no topic is claimed."""
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


NO_TOPIC = TopicReading(UNSURE, "", 0.0, (), ())
Weights = list[list[tuple[int, int]]]
Counts = Mapping[int, int]
"""Number of a word -> what it counts, in tenths."""


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


class Topics:
    """Keywords with integer weights: `topics.csv` written by hand, `topics_learnt.csv` learnt by `nlp.learning`."""

    def __init__(
        self,
        learnt: Iterable[Row] | None = None,
        by_hand: Iterable[Row] | None = None,
        own: Iterable[Row] = (),
    ) -> None:
        """Other tables may stand in for the two; `own` words of a district are added to those written by hand."""
        hand_rows = [*(rows_of("topics") if by_hand is None else by_hand), *own]
        learnt_rows = list(rows_of("topics_learnt") if learnt is None else learnt)
        rows = hand_rows + learnt_rows
        self.names = sorted({row["level1"] for row in rows})
        self._words = sorted({row["word"] for row in rows})
        self._at = {word: index for index, word in enumerate(self._words)}
        self._by_hand = self._weights(hand_rows)
        self._learnt = self._weights(learnt_rows)
        self._second: list[list[tuple[int, str, int]]] = [[] for _ in self._words]
        for row in hand_rows:
            self._second[self._at[row["word"]]].append(
                (self.names.index(row["level1"]), row["level2"], int(row["weight"]))
            )
        self._hints = {
            row["seen"]: (self.names.index(row["level1"]), row["level2"], int(row["weight"]))
            for row in rows_of("hints")
            if row["level1"] in self.names
        }
        self._places = frozenset(self._at[row["word"]] for row in rows_of("places") if row["word"] in self._at)
        self._automaton = AhoCorasick(self._words)

    def _weights(self, rows: Iterable[Row]) -> Weights:
        weights: Weights = [[] for _ in self._words]
        number = {name: index for index, name in enumerate(self.names)}
        for row in rows:
            weights[self._at[row["word"]]].append((number[row["level1"]], int(row["weight"])))
        return weights

    def scores(self, text: str, title: str = "") -> tuple[list[float], Counts]:
        """Weight per topic (in the order of `names`), and what each word of the table counts."""
        totals, counts, _ = self._scores(text, title)
        return totals, counts

    def _scores(self, text: str, title: str) -> tuple[list[float], Counts, float]:
        """With what one tenth of a learnt word's weight is worth beside one written by hand."""
        counts = counted(self._hits(text), self._hits(title) if title else ())
        totals, learnt, square = [0.0] * len(self.names), [0] * len(self.names), 0
        for word, times in counts.items():
            for topic, weight in self._by_hand[word]:
                totals[topic] += weight * (BY_HAND_IN_TITLE if times >= IN_TITLE else 1)
            if weights := self._learnt[word]:
                square += times * times
                for topic, weight in weights:
                    learnt[topic] += weight * times
        share = 0.0
        if square:
            chat = not title and len(text) < SHORT and not self._tells_only_learnt(counts)
            share = (IN_CHAT if chat else IN_LETTERS) / (100 * sqrt(square))
            totals = [one + other * share for one, other in zip(totals, learnt, strict=True)]
        return totals, counts, share

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
        totals, counts, share = self._scores(text, title)
        hints = [self._hints[one] for one in seen if one in self._hints]
        for topic, _, weight in hints:
            totals[topic] += weight
        order = _heaviest_first(totals)[:3]
        best, second = totals[order[0]], totals[order[1]] if len(order) > 1 else 0
        top3 = tuple(self.names[topic] for topic in order if totals[topic] > 0)
        if best < ENOUGH:
            return TopicReading(UNSURE, "", _confidence(best, second) / 2, top3, ())
        return TopicReading(
            self.names[order[0]],
            self._second_level(order[0], counts, hints),
            _confidence(best, second),
            top3,
            self._evidence(order[0], counts, share),
        )

    def _second_level(self, topic: int, counts: Counts, hints: Sequence[tuple[int, str, int]]) -> str:
        totals = {name: weight for owner, name, weight in hints if owner == topic}
        for word, times in counts.items():
            for owner, name, weight in self._second[word]:
                if owner == topic:
                    totals[name] = totals.get(name, 0) + weight * times
        return max(totals, key=totals.__getitem__, default=OTHER)

    def _evidence(self, topic: int, counts: Counts, share: float) -> tuple[Evidence, ...]:
        """The six words that did most for the topic: more than that nobody reads, and a single character tells nobody
        anything. Weights as they counted here, where a table's weight is for a word said once."""
        totals: dict[int, float] = {}
        for word in counts:
            if len(self._words[word]) > 1:
                by_hand = sum(weight for owner, weight in self._by_hand[word] if owner == topic)
                learnt = sum(weight for owner, weight in self._learnt[word] if owner == topic)
                totals[word] = by_hand + learnt * share * TIMES[1]
        heaviest = sorted(totals.items(), key=lambda item: -abs(item[1]))[:6]
        return tuple(
            Evidence(self._words[word], self.names[topic], round(weight)) for word, weight in heaviest if round(weight)
        )


def _heaviest_first(totals: Sequence[float]) -> list[int]:
    return sorted(range(len(totals)), key=totals.__getitem__, reverse=True)


def _confidence(best: float, second: float) -> float:
    if best <= 0:
        return 0.0
    lead = (best - max(second, 0)) / (best + ENOUGH)
    return round(1 / (1 + exp(-SURE_SLOPE * (lead - SURE_FROM))), 3)
