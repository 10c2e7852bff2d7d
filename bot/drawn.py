"""Keeps the last drawing of the district: a registry is drawn once, whoever looks and however often."""

from threading import Lock

from cases.pages.map import Drawing
from cases.registry import Registry


class Drawn:
    """May be asked from any thread; the first blocks for about a second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: Registry | None = None
        self._drawing: Drawing = {}

    def of(self, registry: Registry) -> Drawing:
        from bot.drawing import drawing_of  # geometry, and numpy with it: many megabytes for whoever wants a map

        with self._lock:
            if self._of is not registry:
                self._drawing, self._of = drawing_of(registry), registry
            return self._drawing
