"""What is broken and how: an object (井盖) and its fault (缺失), in the terms that the time limits are kept in."""

from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

from nlp.tables import rows_of, words_of

NEAR = 14
"""A fault further than this many characters from its object is somebody else's."""

MOST = 40
"""Objects looked at in one message: the rest of a flood is repetition."""


@dataclass(frozen=True, slots=True)
class Matter:
    object: str = ""
    fault: str = ""
    words: tuple[str, ...] = ()


NOTHING = Matter()


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    rank: int
    start: int
    end: int
    word: str


class Matters:
    """Objects are found first; then the fault words that make sense for each object are looked for beside it."""

    def __init__(self) -> None:
        objects = list(rows_of("objects"))
        self._objects: dict[str, list[tuple[str, int]]] = {}
        self._look_alikes: dict[str, list[str]] = {}
        for row in objects:
            for word in words_of(row["words"]):
                self._objects.setdefault(word, []).append((row["object"], int(row["rank"])))
            for word in words_of(row["not_in"]):
                self._look_alikes.setdefault(word, []).append(row["object"])
        self._faults: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for row in rows_of("faults"):
            self._faults.setdefault(row["object"], []).append((row["fault"], words_of(row["words"])))
        self._words = sorted(self._objects.keys() | self._look_alikes.keys())
        self._automaton = AhoCorasick(self._words, implementation=Implementation.ContiguousNFA)

    def read(self, text: str) -> Matter:
        """The object with a fault nearest to it; failing that, the first object; failing that, nothing."""
        best: tuple[tuple[int, int, int], Matter] | None = None
        first = NOTHING
        for named in self._named(text)[:MOST]:
            if not first.object and named.rank >= 0:
                first = Matter(named.name, "", (named.word,))
            for order, (fault, words) in enumerate(self._faults.get(named.name, ())):
                gap, word = self._nearest(text, named, words)
                if word:
                    key = (-named.rank, gap, order)
                    if best is None or key < best[0]:
                        best = (key, Matter(named.name, fault, (named.word, word)))
        return best[1] if best else first

    def _named(self, text: str) -> list[_Named]:
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)[: 4 * MOST]
        hidden: list[tuple[str, int, int]] = []
        named: list[_Named] = []
        for index, start, end in hits:
            word = self._words[index]
            hidden += [(name, start, end) for name in self._look_alikes.get(word, ())]
            named += [_Named(name, rank, start, end, word) for name, rank in self._objects.get(word, ())]
        if not hidden:
            return named
        return [one for one in named if not any(_inside(one, *span) for span in hidden)]

    @staticmethod
    def _nearest(text: str, named: _Named, words: tuple[str, ...]) -> tuple[int, str]:
        """How far the nearest of the words stands; after the object is natural, before it costs two characters."""
        after = text[named.start : named.end + NEAR]
        before = text[max(0, named.start - NEAR) : named.start]
        gap, found = NEAR * 2, ""
        for word in words:
            here = after.find(word)
            if 0 <= here < gap:
                gap, found = here, word
            there = before.rfind(word)
            if there >= 0 and (away := len(before) - there - len(word) + 2) < gap:
                gap, found = away, word
        return gap, found


def _inside(named: _Named, name: str, start: int, end: int) -> bool:
    return named.name == name and start <= named.start and named.end <= end
