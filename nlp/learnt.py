"""Tables whose weights were learnt: words, what each speaks for, and where it is said."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import nlargest
from sys import intern

from ahocorasick_rs import AhoCorasick, Implementation

from cases.reading import Evidence
from nlp.tables import Row

SHOWN = 3
"""Learnt words shown as evidence."""
START = "起点"
"""The rule that always holds."""
RULE = "rule"
Heard = Mapping[str, list[tuple[int, str]]]
"""What words speak for: each word after its weight, once for each part it is said in."""


class Learnt:
    """Rows of word, speaks_for, part, weight: hundredths of the logarithm of odds. A row of part `rule` weighs what the other
    tables found, under a name of its own."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._fixed: dict[tuple[str, str], int] = {}
        words: dict[str, dict[str, dict[str, int]]] = {}
        for row in rows:
            speaks_for, weight = (
                intern(row["speaks_for"]),
                int(row["weight"]),
            )  # thousands of rows tell the same few names
            if row["part"] == RULE:
                self._fixed[speaks_for, row["word"]] = weight
            else:
                words.setdefault(row["part"], {}).setdefault(row["word"], {})[speaks_for] = weight
        self._parts = {part: _Words(weights) for part, weights in words.items()}

    def __bool__(self) -> bool:
        return bool(self._parts)

    def knows(self, speaks_for: str) -> bool:
        """Whether anything was learnt that speaks for it."""
        return (speaks_for, START) in self._fixed

    def heard(self, said: Mapping[str, str]) -> Heard:
        """The learnt words of a text, given by its parts."""
        heard: dict[str, list[tuple[int, str]]] = {}
        for part in said.keys() & self._parts.keys():
            for word, weights in self._parts[part].said(said[part]):
                for speaks_for, weight in weights:
                    heard.setdefault(speaks_for, []).append((weight, word))
        return heard

    def total(self, speaks_for: str, heard: Heard, amounts: Mapping[str, float]) -> tuple[float, tuple[Evidence, ...]]:
        """Its logarithm of odds in hundredths, and the words that spoke most for it. `amounts`: of each rule that holds."""
        said = heard.get(speaks_for, [])
        fixed = sum(self._fixed.get((speaks_for, rule), 0) * amount for rule, amount in amounts.items())
        total = sum(weight for weight, _ in said) + fixed + self._fixed.get((speaks_for, START), 0)
        return total, tuple(Evidence(word, speaks_for, weight) for weight, word in nlargest(SHOWN, said) if weight > 0)


class _Words:
    def __init__(self, weights: dict[str, dict[str, int]]) -> None:
        once: dict[tuple[str, int], tuple[str, int]] = {}
        self._words = [
            (word, tuple(once.setdefault(one, one) for one in said.items())) for word, said in sorted(weights.items())
        ]
        self._automaton = AhoCorasick([word for word, _ in self._words], implementation=Implementation.ContiguousNFA)

    def said(self, text: str) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
        """Each word of the text, once, with what it speaks for and its weights."""
        for index in {index for index, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}:
            yield self._words[index]
