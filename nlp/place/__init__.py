"""Place to grid: from words, from a shared point, or from both."""

from nlp.place.locator import Locator

__all__ = ["Locator"]
