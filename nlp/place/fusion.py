"""Words and a shared point together: agreeing they decide, disagreeing they are both asked about.

The phone may be at home while the lamp is elsewhere, so a point never overrules what was written.
"""

from cases.reading import Option, PlaceKind, PlaceReading
from nlp.place.directory import MOST_OPTIONS
from nlp.place.map import PointReading

SURE = (PlaceKind.GRID, PlaceKind.PLACE, PlaceKind.ASK, PlaceKind.OUT, PlaceKind.NONE)
"""From the surest."""


def clearest(*places: PlaceReading) -> PlaceReading:
    """The one that says most of where it is; of equals the first."""
    return min(places, key=lambda one: SURE.index(one.kind))


def fuse(text_place: PlaceReading, point: PointReading) -> PlaceReading:
    """One reading from what was written and where the point is."""
    if point.kind is PlaceKind.NONE:
        return text_place
    match text_place.kind:
        case PlaceKind.NONE:
            return _of_point(point)
        case PlaceKind.GRID:
            return text_place if _agrees(text_place.code, point) else _both(text_place, point)
        case PlaceKind.PLACE:
            return _within_place(text_place, point)
        case PlaceKind.ASK:
            return _among_options(text_place, point)
        case PlaceKind.OUT:
            return _both(text_place, point) if point.options else text_place


def _of_point(point: PointReading) -> PlaceReading:
    codes = tuple(option.code for option in point.options)
    said = point.options[0].label if point.kind is PlaceKind.GRID else ""
    options = () if point.kind is PlaceKind.GRID else point.options
    return PlaceReading(point.kind, point.code, codes, options, said)


def _agrees(code: str, point: PointReading) -> bool:
    return any(code in owners for owners in point.owners.values())


def _within_place(place: PlaceReading, point: PointReading) -> PlaceReading:
    """The village is written; the point may say which of its grids."""
    inside = [option for option in point.options if place.code in point.owners[option.code]]
    if not inside:
        return _both(place, point)
    return _chosen(inside) if point.kind is not PlaceKind.PLACE else place


def _among_options(asked: PlaceReading, point: PointReading) -> PlaceReading:
    """Several written candidates; the point may leave one, or one of its grids when only villages were named."""
    inside = [
        candidate if candidate.code in point.owners else option
        for candidate in asked.options or tuple(Option(code, "") for code in asked.codes)
        for option in point.options
        if candidate.code in point.owners[option.code]
    ]
    named = list({option.code: option for option in inside}.values())
    if not named:
        return _both(asked, point)
    return _chosen(named) if point.kind is not PlaceKind.PLACE else _ask(named, asked)


def _chosen(options: list[Option]) -> PlaceReading:
    if len(options) > 1:
        return _ask(options, None)
    return PlaceReading(PlaceKind.GRID, options[0].code, (options[0].code,), said=options[0].label)


def _both(text_place: PlaceReading, point: PointReading) -> PlaceReading:
    written = list(text_place.options)
    if text_place.code:
        written = [Option(text_place.code, text_place.said)]
    return _ask([*written, *point.options], text_place)


def _ask(options: list[Option], asked: PlaceReading | None) -> PlaceReading:
    shown = tuple({option.code: option for option in options}.values())[:MOST_OPTIONS]
    codes = tuple(option.code for option in shown)
    return PlaceReading(PlaceKind.ASK, "", codes, shown, asked.said if asked else "", bool(asked and asked.home))
