"""Finds every phrase of every table in one pass over a text, however many tables there are."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

NEAR = 12
"""Characters that may stand between the parts of a phrase such as 高压线+垂."""

OFTEN = 8
"""Times that one word is looked at: what is said a ninth time proves nothing new, and a flood stays cheap."""

Row = TypeVar("Row")
Hit = tuple[int, int, int]
"""Number of the word, where it starts, where it ends."""


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """A row of a table that a text answers to. `start` and `end` span all its words."""

    row: Row
    start: int
    end: int
    word: str


Parts = tuple[tuple[str, ...], ...]
_Rule = tuple[tuple[frozenset[int], ...], Row]
"""The other parts of a phrase, as numbers of words, and its row."""


def parts_of(phrase: str) -> Parts:
    """A phrase as a clerk writes it: `煤气|燃气+味` asks for one of the first and, near it, one of the second."""
    return tuple(tuple(word for word in part.split("|") if word) for part in phrase.split("+") if part)


class Finder(Generic[Row]):
    """Rows filed under phrases. `^` before a word ties it to the start of the text, `$` after it to a clause's end."""

    def __init__(self, rows: Iterable[tuple[str, Row]], *, hides: Callable[[Row], bool] = lambda _: False) -> None:
        """`hides` picks the rows whose words make everything inside them unseen: the 火车 of 火车站."""
        rules = [(parts_of(phrase), row) for phrase, row in rows]
        words = sorted({word for parts, _ in rules for part in parts for word in part})
        number = {word: index for index, word in enumerate(words)}
        self._bare = [word.removeprefix("^").removesuffix("$") for word in words]
        self._edges = {
            index: (word.startswith("^"), word.endswith("$"))
            for index, word in enumerate(words)
            if word != self._bare[index]
        }
        self._plain: dict[int, list[Row]] = {}
        self._rules: dict[int, list[_Rule[Row]]] = {}
        known: dict[tuple[str, ...], frozenset[int]] = {}  # many phrases share a part, and with it a group of words
        for parts, row in rules:
            for part in parts:
                if part not in known:
                    known[part] = frozenset(number[word] for word in part)
            first, *rest = (known[part] for part in parts)
            rule = (tuple(rest), row)
            for index in first:
                if rest:
                    self._rules.setdefault(index, []).append(rule)
                else:
                    self._plain.setdefault(index, []).append(row)
        self._hiding = frozenset(index for index, filed in self._plain.items() if any(hides(row) for row in filed))
        self._automaton = AhoCorasick(self._bare, implementation=Implementation.ContiguousNFA) if words else None

    def find(self, text: str, near: int = NEAR) -> list[Found[Row]]:
        """Every row that the text answers to, in order of its first word; `near` is the reach between two parts."""
        if self._automaton is None or not text:
            return []
        where = self._where(self._automaton.find_matches_as_indexes(text, overlapping=True), text)
        seen = frozenset(where)
        found: list[Found[Row]] = []
        for index, spans in where.items():
            for row in self._plain.get(index, ()):
                found += [Found(row, start, end, self._bare[index]) for start, end in spans]
            for rest, row in self._rules.get(index, ()):
                if rest[0].isdisjoint(seen):
                    continue  # most rows end here, and sets tell it fastest
                found += self._together(index, spans, rest, row, where, reach=near)
        return found

    def _where(self, hits: Sequence[Hit], text: str) -> dict[int, list[tuple[int, int]]]:
        if self._hiding and (hiding := [hit for hit in hits if hit[0] in self._hiding]):
            hidden = _Hidden(hiding)
            hits = [hit for hit in hits if not hidden.covers(hit)]
        where: dict[int, list[tuple[int, int]]] = {}
        for hit in hits:
            if hit[0] in self._edges and not self._stands(hit, text):
                continue
            spans = where.setdefault(hit[0], [])
            if len(spans) < OFTEN:
                spans.append(hit[1:])
        return where

    def _stands(self, hit: Hit, text: str) -> bool:
        at_start, at_end = self._edges[hit[0]]
        return (not at_start or hit[1] == 0) and (not at_end or hit[2] == len(text) or not text[hit[2]].isalnum())

    def _together(
        self,
        first: int,
        spans: Sequence[tuple[int, int]],
        rest: Sequence[frozenset[int]],
        row: Row,
        where: dict[int, list[tuple[int, int]]],
        *,
        reach: int,
    ) -> Iterable[Found[Row]]:
        for start, end in spans:
            found = Found(row, start, end, self._bare[first])
            for part in rest:
                closest = self._nearest(part, found, where, reach)
                if closest is None:
                    break
                found = closest
            else:
                yield found

    def _nearest(
        self, part: frozenset[int], found: Found[Row], where: dict[int, list[tuple[int, int]]], reach: int
    ) -> Found[Row] | None:
        best: tuple[int, int, int, int] | None = None
        for index in part.intersection(where):
            for start, end in where[index]:
                gap = max(start - found.end, found.start - end)
                if 0 <= gap <= reach and (best is None or gap < best[0]):
                    best = (gap, start, end, index)
        if best is None:
            return None
        _, start, end, index = best
        words = f"{found.word} {self._bare[index]}" if start >= found.end else f"{self._bare[index]} {found.word}"
        return Found(found.row, min(start, found.start), max(end, found.end), words)


class _Hidden:
    """Spans that make everything inside them unseen, except themselves."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._begins: list[int] = []
        self._reach: list[tuple[int, int]] = []
        """For each begin the furthest end of a span that begins there or before, and where that span begins."""
        furthest = (-1, -1)
        for begin, stop in sorted((begin, stop) for _, begin, stop in hits):
            furthest = furthest if furthest[0] >= stop else (stop, begin)
            self._begins.append(begin)
            self._reach.append(furthest)

    def covers(self, hit: Hit) -> bool:
        _, start, end = hit
        place = bisect_right(self._begins, start)
        if not place:
            return False
        stop, begin = self._reach[place - 1]
        return stop > end or (stop == end and begin < start)
