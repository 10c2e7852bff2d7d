"""What the small words of a chat message speak for, whatever it is about. The weights were learnt from short messages."""

from collections.abc import Mapping
from math import sqrt

from ahocorasick_rs import AhoCorasick, Implementation

from nlp.tables import rows_of

HUNDREDTHS = 100


class Chat:
    """`chat_learnt.csv`: a run of two or three characters, what it speaks for, and how strongly, in hundredths.

    The weights are those of the logarithm of odds; `起点` is where they start from.
    """

    def __init__(self) -> None:
        self._start: dict[str, int] = {}
        weights: dict[str, dict[str, int]] = {}
        for row in rows_of("chat_learnt"):
            if row["word"] == "起点":
                self._start[row["speaks_for"]] = int(row["weight"])
            else:
                weights.setdefault(row["word"], {})[row["speaks_for"]] = int(row["weight"])
        self._words = sorted(weights)
        self._weights = [tuple(weights[word].items()) for word in self._words]
        self._automaton = AhoCorasick(self._words, implementation=Implementation.DFA)

    def heard(self, text: str) -> tuple[Mapping[str, float], Mapping[str, str]]:
        """How strongly the text speaks for each answer, and the word that speaks for it most."""
        said = {index for index, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        sums: dict[str, int] = {}
        best: dict[str, tuple[int, str]] = {}
        for index in said:
            for answer, weight in self._weights[index]:
                sums[answer] = sums.get(answer, 0) + weight
                best[answer] = max(best.get(answer, (0, "")), (weight, self._words[index]))
        root = sqrt(max(1, len(said))) * HUNDREDTHS
        strengths = {answer: sums.get(answer, 0) / root + start / HUNDREDTHS for answer, start in self._start.items()}
        return strengths, {answer: word for answer, (_, word) in best.items()}
