"""Finds the one errand of the table that a question asks for. Unsure is no answer: a person is asked then."""

from collections.abc import Sequence

from cases.knowledge import Entry
from nlp.clean import clean
from nlp.finder import Finder, Found
from nlp.tables import rows_of

SURE = 3
"""Characters of a phrase that a question must hold: 老年证 is enough, 证 is not."""
LONGEST = 40
"""A longer message tells a story of its own, which no table answers."""


class Knowledge:
    """A knowledge.Knows over a table. Built once; `answer` may be called from any thread."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries: Sequence[Entry] = entries
        self._finder = Finder((phrase, entry) for entry in entries for phrase in entry.asks)
        self._doubts: Finder[None] = Finder((row["word"], None) for row in rows_of("own_case"))

    def answer(self, text: str) -> Entry | None:
        """The entry whose phrase holds most of the text, where no other's holds as much. A word that tells of somebody's
        own case (没发, 为什么) leaves it to a person, unless the phrase itself has it."""
        text = clean(text)
        if len(text) > LONGEST:
            return None
        best: dict[str, Found[Entry]] = {}
        for found in self._finder.find(text):
            known = best.get(found.row.id)
            if known is None or _held(found) > _held(known):
                best[found.row.id] = found
        ranked = sorted(best.values(), key=_held, reverse=True)
        if not ranked or _held(ranked[0]) < SURE:
            return None
        if len(ranked) > 1 and _held(ranked[1]) == _held(ranked[0]):
            return None
        return None if self._tells_own_case(text, ranked[0]) else ranked[0].row

    def _tells_own_case(self, text: str, answer: Found[Entry]) -> bool:
        words = answer.word.split()
        return any(not any(doubt.word in word for word in words) for doubt in self._doubts.find(text))


def _held(found: Found[Entry]) -> int:
    return len(found.word.replace(" ", ""))
