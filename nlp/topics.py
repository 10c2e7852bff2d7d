"""Which topic a message belongs to: every keyword it holds adds or takes weight, and the heaviest topic wins."""

from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from cases.reading import UNSURE, Evidence
from nlp.tables import rows_of

TITLE_WEIGHT = 3
"""A word in the title counts this often (facts: macro-F1 0.896 without, 0.918 with)."""
ENOUGH = 8
"""Weight below which no topic is claimed."""
OTHER = "其他"


@dataclass(frozen=True, slots=True)
class TopicReading:
    topic: str
    topic2: str
    confidence: float
    top3: tuple[str, ...]
    evidence: tuple[Evidence, ...]


NO_TOPIC = TopicReading(UNSURE, "", 0.0, (), ())


class Topics:
    """Keywords with integer weights, written by hand (`topics.csv`) and learnt (`topics_learnt.csv`)."""

    def __init__(self, tables: Iterable[str] = ("topics", "topics_learnt")) -> None:
        rows = [row for table in tables for row in rows_of(table)]
        self.names = sorted({row["level1"] for row in rows})
        number = {name: index for index, name in enumerate(self.names)}
        self._words = sorted({row["word"] for row in rows})
        at = {word: index for index, word in enumerate(self._words)}
        self._weights: list[list[tuple[int, int]]] = [[] for _ in self._words]
        self._second: list[list[tuple[int, str, int]]] = [[] for _ in self._words]
        for row in rows:
            topic, weight = number[row["level1"]], int(row["weight"])
            self._weights[at[row["word"]]].append((topic, weight))
            if row["level2"]:
                self._second[at[row["word"]]].append((topic, row["level2"], weight))
        self._automaton = AhoCorasick(self._words)

    def scores(self, text: str, title: str = "") -> tuple[list[int], dict[int, int]]:
        """Weight per topic (in the order of `names`), and how often each word of the table counts."""
        counts = dict.fromkeys((hit[0] for hit in self._automaton.find_matches_as_indexes(text, overlapping=True)), 1)
        if title:
            for hit in self._automaton.find_matches_as_indexes(title, overlapping=True):
                counts[hit[0]] = TITLE_WEIGHT
        totals = [0] * len(self.names)
        weights = self._weights
        for word, times in counts.items():
            for topic, weight in weights[word]:
                totals[topic] += weight * times
        return totals, counts

    def read(self, text: str, title: str = "") -> TopicReading:
        totals, counts = self.scores(text, title)
        order = sorted(range(len(totals)), key=totals.__getitem__, reverse=True)[:3]
        best = totals[order[0]]
        top3 = tuple(self.names[topic] for topic in order if totals[topic] > 0)
        if best < ENOUGH:
            return TopicReading(UNSURE, "", _confidence(best, 0) / 2, top3, ())
        return TopicReading(
            self.names[order[0]],
            self._second_level(order[0], counts),
            _confidence(best, totals[order[1]]),
            top3,
            self._evidence(order[0], counts),
        )

    def _second_level(self, topic: int, counts: dict[int, int]) -> str:
        totals: dict[str, int] = {}
        for word, times in counts.items():
            for owner, name, weight in self._second[word]:
                if owner == topic:
                    totals[name] = totals.get(name, 0) + weight * times
        return max(totals, key=totals.__getitem__, default=OTHER)

    def _evidence(self, topic: int, counts: dict[int, int]) -> tuple[Evidence, ...]:
        """The six heaviest words for the topic: more than that nobody reads."""
        totals: dict[str, int] = {}
        for word, times in counts.items():
            for owner, weight in self._weights[word]:
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
