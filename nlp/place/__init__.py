"""Place to grid: from words, from a shared point, or from both; when in doubt, a question."""

from nlp.place.fusion import clearest, fuse
from nlp.place.json import as_json
from nlp.place.locator import Locator
from nlp.place.map import Datum, Map, PointReading

__all__ = ["Datum", "Locator", "Map", "PointReading", "as_json", "clearest", "fuse"]
