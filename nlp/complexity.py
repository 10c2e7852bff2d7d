"""How hard a matter looks: a proposal by rule that people correct. It says nothing about urgency."""

from cases.reading import Complexity
from nlp.finder import Finder
from nlp.tables import rows_of

_HARDEST_FIRST = (Complexity.MAJOR, Complexity.HISTORICAL, Complexity.COMPLEX, Complexity.SIMPLE)
LONG = 120
"""From this length on a matter is no longer 简单 for one word."""


class Complexities:
    def __init__(self) -> None:
        self._finder: Finder[Complexity] = Finder(
            (row["word"], Complexity(row["complexity"])) for row in rows_of("complexity")
        )

    def read(self, text: str) -> Complexity:
        kinds = {found.row for found in self._finder.find(text)}
        for kind in _HARDEST_FIRST:
            if kind in kinds and not (kind is Complexity.SIMPLE and len(text) > LONG):
                return kind
        return Complexity.ORDINARY
