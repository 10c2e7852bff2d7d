"""Whether a message is about the very people who would handle it: a grid worker, a cadre, 物业 or an official."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nlp.finder import NEAR as NARROW
from nlp.finder import Finder, Found
from nlp.groups import expand
from nlp.tables import rows_of

NEAR = 40
"""A misdeed belongs to a person named at most this many characters away."""
SHORT = 100
"""Up to this length a message tells of one matter, and what it says of it may stand `WIDE` characters apart."""
WIDE = 24
ENOUGH = 5
PERSON = "人"
LOOKS_ALIKE = "无"
"""Rows that hide what stands inside them: the 主任 of 班主任."""
MOST = 3
"""Words of one kind that are counted."""


@dataclass(frozen=True, slots=True)
class Blame:
    """What `conflict.csv` found: the words that show a conflict, and those of each kind."""

    words: tuple[str, ...] = ()
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def amounts(self) -> dict[str, int]:
        """How many words of each kind, as far as they are counted."""
        return {kind: min(len(words), MOST) for kind, words in self.told.items()}


class Conflicts:
    def __init__(self) -> None:
        self._finder: Finder[tuple[str, int]] = Finder(
            ((expand(row["word"]), (row["part"], int(row["weight"]))) for row in rows_of("conflict")),
            hides=lambda row: row[0] == LOOKS_ALIKE,
        )

    def read(self, text: str) -> Blame:
        """What the words written by hand show."""
        parts: dict[str, list[Found[tuple[str, int]]]] = {}
        for found in self._finder.find(text, NARROW if len(text) > SHORT else WIDE):
            parts.setdefault(found.row[0], []).append(found)
        return Blame(self._shown(parts), {kind: tuple(one.word for one in found) for kind, found in parts.items()})

    def _shown(self, parts: dict[str, list[Found[tuple[str, int]]]]) -> tuple[str, ...]:
        if "直接" in parts:
            return (parts["直接"][0].word,)
        best, words = self._told_together(parts)
        for person in parts.get(PERSON, ()):
            score, shown = self._against(person, parts)
            if score > best:
                best, words = score, shown
        return words if best >= ENOUGH else ()

    @staticmethod
    def _told_together(parts: dict[str, list[Found[tuple[str, int]]]]) -> tuple[int, tuple[str, ...]]:
        """A person and a misdeed that one row names together, less what excuses them nearby."""
        best: tuple[int, tuple[str, ...]] = (0, ())
        for both in parts.get("一起", ()):
            excuses = sum(
                one.row[1] for one in parts.get("不算", ()) if one.start - both.end <= NEAR >= both.start - one.end
            )
            if both.row[1] + excuses > best[0]:
                best = (both.row[1] + excuses, tuple(both.word.split(" ")))
        return best

    @staticmethod
    def _against(
        person: Found[tuple[str, int]], parts: dict[str, list[Found[tuple[str, int]]]]
    ) -> tuple[int, tuple[str, ...]]:
        deeds = {deed.word for deed in parts.get("事", ()) if 0 <= deed.start - person.end <= NEAR}
        excuses = sum(one.row[1] for one in parts.get("不算", ()) if abs(one.start - person.end) <= NEAR)
        return person.row[1] + 2 * len(deeds) + excuses + 1, (person.word, *sorted(deeds)[:2])
