"""What the small words of a chat message say about danger, whatever it is about. The weights were learnt from messages."""

from heapq import nlargest
from math import exp, sqrt

from ahocorasick_rs import AhoCorasick, Implementation

from cases.reading import Evidence, Severity
from nlp.tables import rows_of

HUNDREDTHS = 100
SHOWN = 3
"""Learnt words shown as evidence."""


class Chat:
    """`chat_learnt.csv`: one to three characters, what they speak for, and how strongly.

    Weights are hundredths of the logarithm of odds against 一般; `起点` is where they start from.
    """

    def __init__(self) -> None:
        start: dict[str, int] = {}
        weights: dict[str, dict[str, int]] = {}
        for row in rows_of("chat_learnt"):
            if row["word"] == "起点":
                start[row["speaks_for"]] = int(row["weight"])
            else:
                weights.setdefault(row["word"], {})[row["speaks_for"]] = int(row["weight"])
        self._start = (start[Severity.URGENT], start[Severity.CRITICAL])
        self._words = [
            (word, said.get(Severity.URGENT, 0), said.get(Severity.CRITICAL, 0))
            for word, said in sorted(weights.items())
        ]
        self._automaton = AhoCorasick([word for word, _, _ in self._words], implementation=Implementation.DFA)

    def danger(self, text: str) -> tuple[float, tuple[Evidence, ...]]:
        """How likely the text is 特急, from 0 to 1, and the words that say so most."""
        said = {index for index, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        words = [self._words[index] for index in said]
        root = sqrt(max(1, len(words))) * HUNDREDTHS
        urgent = exp(sum(word[1] for word in words) / root + self._start[0] / HUNDREDTHS)
        critical = exp(sum(word[2] for word in words) / root + self._start[1] / HUNDREDTHS)
        heaviest = nlargest(SHOWN, words, key=lambda word: (word[2], word[0]))
        why = tuple(Evidence(word, Severity.CRITICAL, weight) for word, _, weight in heaviest if weight > 0)
        return critical / (1 + urgent + critical), why
