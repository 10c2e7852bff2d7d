"""Made-up boundaries: one rectangle cut again and again, so that cells never overlap and villages stay whole."""

from cases.registry import Ring

Rectangle = tuple[float, float, float, float]
"""West, south, east, north in WGS-84 degrees."""

DISTRICT: Rectangle = (113.22, 35.09, 113.4, 35.19)
_LON_SHRINK = 0.817  # a degree of longitude against one of latitude at 35.1° N


def split(area: Rectangle, weights: list[int]) -> list[Rectangle]:
    """One part per weight, in order, each sized by its weight; cuts go across the longer side."""
    if len(weights) <= 1:
        return [area] * len(weights)
    half = _even_cut(weights)
    share = sum(weights[:half]) / sum(weights)
    first, second = _cut(area, share)
    return split(first, weights[:half]) + split(second, weights[half:])


def _even_cut(weights: list[int]) -> int:
    total, running = sum(weights), 0
    for index, weight in enumerate(weights[:-1], start=1):
        running += weight
        if 2 * running >= total:
            return index
    return len(weights) - 1


def _cut(area: Rectangle, share: float) -> tuple[Rectangle, Rectangle]:
    west, south, east, north = area
    if (east - west) * _LON_SHRINK >= north - south:
        at = round(west + (east - west) * share, 6)
        return (west, south, at, north), (at, south, east, north)
    at = round(south + (north - south) * share, 6)
    return (west, south, east, at), (west, at, east, north)


def ring(area: Rectangle) -> Ring:
    west, south, east, north = area
    return (west, south), (east, south), (east, north), (west, north), (west, south)


def centre(area: Rectangle) -> tuple[float, float]:
    west, south, east, north = area
    return round((west + east) / 2, 6), round((south + north) / 2, 6)
