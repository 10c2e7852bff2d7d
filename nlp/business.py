"""Whether it is a business that writes (企业, 个体户), by what it says of itself. Nobody is asked."""

from nlp.finder import Finder
from nlp.tables import rows_of


class Businesses:
    def __init__(self) -> None:
        self._finder: Finder[None] = Finder((row["word"], None) for row in rows_of("business"))

    def read(self, text: str) -> str:
        """The words by which the writer says so; "" where nothing says it."""
        return next((found.word for found in self._finder.find(text, near=8)), "")
