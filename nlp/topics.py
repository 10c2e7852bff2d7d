"""Which topic a message belongs to: every keyword it holds adds or takes weight, and the heaviest topic wins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from cases.reading import UNSURE, Evidence
from nlp.tables import Row, rows_of

TITLE_WEIGHT = 3
"""A word in the title counts this often (facts: macro-F1 0.896 without, 0.918 with)."""
SHORT = 100
"""A message without a title and shorter than this is chat: learnt from letters, the learnt words count less there."""
IN_CHAT = 0.4
"""By how much (chat.jsonl: 0.80 level-1 accuracy at 1, 0.83 from 0.4 down; titles alone lose 5 points)."""
ENOUGH = 8
"""Weight below which no topic is claimed."""
OTHER = "其他"
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


@dataclass(frozen=True, slots=True)
class TopicReading:
    topic: str
    topic2: str
    confidence: float
    top3: tuple[str, ...]
    evidence: tuple[Evidence, ...]


NO_TOPIC = TopicReading(UNSURE, "", 0.0, (), ())


Weights = list[list[tuple[int, int]]]


class Topics:
    """Keywords with integer weights: `topics.csv` written by hand, `topics_learnt.csv` learnt by `nlp.learn`."""

    def __init__(self, learnt_rows: Iterable[Row] | None = None) -> None:
        """`learnt_rows` stand in for the learnt table, to judge one before it goes live."""
        by_hand = list(rows_of("topics"))
        by_machine = list(rows_of("topics_learnt") if learnt_rows is None else learnt_rows)
        rows = by_hand + by_machine
        self.names = sorted({row["level1"] for row in rows})
        self._words = sorted({row["word"] for row in rows})
        self._at = {word: index for index, word in enumerate(self._words)}
        self._by_hand = self._weights(by_hand)
        self._learnt = self._weights(by_machine)
        self._second: list[list[tuple[int, str, int]]] = [[] for _ in self._words]
        for row in by_hand:
            self._second[self._at[row["word"]]].append(
                (self.names.index(row["level1"]), row["level2"], int(row["weight"]))
            )
        self._hints = {
            row["seen"]: (self.names.index(row["level1"]), row["level2"], int(row["weight"]))
            for row in rows_of("hints")
        }
        self._places = frozenset(self._at[row["word"]] for row in rows_of("places"))
        self._automaton = AhoCorasick(self._words)

    def _weights(self, rows: Iterable[Row]) -> Weights:
        weights: Weights = [[] for _ in self._words]
        number = {name: index for index, name in enumerate(self.names)}
        for row in rows:
            weights[self._at[row["word"]]].append((number[row["level1"]], int(row["weight"])))
        return weights

    def scores(self, text: str, title: str = "") -> tuple[list[int], dict[int, int]]:
        """Weight per topic (in the order of `names`), and how often each word of the table counts."""
        counts = dict.fromkeys(self._words_in(text), 1)
        if title:
            counts |= dict.fromkeys(self._words_in(title), TITLE_WEIGHT)
        totals, learnt = [0] * len(self.names), [0] * len(self.names)
        for word, times in counts.items():
            for topic, weight in self._by_hand[word]:
                totals[topic] += weight * times
            for topic, weight in self._learnt[word]:
                learnt[topic] += weight * times
        share = IN_CHAT if not title and len(text) < SHORT else 1
        return [one + round(other * share) for one, other in zip(totals, learnt, strict=True)], counts

    def _words_in(self, text: str) -> set[int]:
        """Words of the table, without those that only say where: the 医院 of 医院门口 is no health matter."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        words = {hit[0] for hit in hits}
        if words.isdisjoint(self._places):
            return words
        return {word for word, _, end in hits if word not in self._places or not text.startswith(_BESIDE, end)}

    def read(self, text: str, title: str = "", seen: Sequence[str] = ()) -> TopicReading:
        """`seen` names what else was found, a danger or a conflict, that hints at a topic (`hints.csv`)."""
        totals, counts = self.scores(text, title)
        hints = [self._hints[one] for one in seen if one in self._hints]
        for topic, _, weight in hints:
            totals[topic] += weight
        order = sorted(range(len(totals)), key=totals.__getitem__, reverse=True)[:3]
        best = totals[order[0]]
        top3 = tuple(self.names[topic] for topic in order if totals[topic] > 0)
        if best < ENOUGH:
            return TopicReading(UNSURE, "", _confidence(best, 0) / 2, top3, ())
        return TopicReading(
            self.names[order[0]],
            self._second_level(order[0], counts, hints),
            _confidence(best, totals[order[1]]),
            top3,
            self._evidence(order[0], counts),
        )

    def _second_level(self, topic: int, counts: dict[int, int], hints: Sequence[tuple[int, str, int]]) -> str:
        totals = {name: weight for owner, name, weight in hints if owner == topic}
        for word, times in counts.items():
            for owner, name, weight in self._second[word]:
                if owner == topic:
                    totals[name] = totals.get(name, 0) + weight * times
        return max(totals, key=totals.__getitem__, default=OTHER)

    def _evidence(self, topic: int, counts: dict[int, int]) -> tuple[Evidence, ...]:
        """The six heaviest words for the topic: more than that nobody reads."""
        totals: dict[str, int] = {}
        for word, times in counts.items():
            for owner, weight in (*self._by_hand[word], *self._learnt[word]):
                if owner == topic:
                    totals[self._words[word]] = totals.get(self._words[word], 0) + weight * times
        heaviest = sorted(totals.items(), key=lambda item: -abs(item[1]))[:6]
        return tuple(Evidence(word, self.names[topic], weight) for word, weight in heaviest)


def _confidence(best: int, second: int) -> float:
    """0..1: grows with the weight found and with its distance from the runner-up."""
    if best <= 0:
        return 0.0
    lead = (best - max(second, 0)) / best
    return round(best / (best + 6) * (0.4 + 0.6 * lead), 3)
