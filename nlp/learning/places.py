"""How often a place is right at once, asked about with the right answer among the buttons, lost, or silently wrong."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from cases.reading import PlaceKind, PlaceReading
from cases.registry import Registry
from nlp.learning.labelled import BadFile, Fault, Line
from nlp.place import Locator


class Outcome(StrEnum):
    RIGHT = "right"
    ASKED = "asked"
    """A question whose buttons show the right place."""
    LOST = "lost"
    """Nothing found, or a question without the right place: a person reads it."""
    WRONG = "silently wrong"


def judge_places(registry: Registry, lines: Sequence[Line]) -> list[tuple[str, Outcome]]:
    """(id, outcome) per line: `text`, `home` (a code or null), `expect` {kind, code, codes}. Raises BadFile."""
    locator = Locator(registry)
    found = []
    for number, line in enumerate(lines, start=1):
        expected = line.get("expect")
        if not isinstance(expected, dict) or not {"kind", "codes"} <= expected.keys():
            raise BadFile(Fault.NO_COLUMN, number, "expect")
        place = locator.locate(line["text"], home=line.get("home") or "")
        found.append((str(line.get("id", number)), _outcome(registry, expected, place)))
    return found


def _outcome(registry: Registry, expected: Mapping[str, Any], place: PlaceReading) -> Outcome:
    if place.kind == expected["kind"] and (place.code or None) == expected.get("code"):
        return Outcome.RIGHT if _shows(registry, place, expected["codes"]) else Outcome.LOST
    if place.kind is PlaceKind.ASK:
        shown = expected["codes"] and _shows(registry, place, expected["codes"])
        return Outcome.ASKED if shown else Outcome.LOST
    return Outcome.LOST if place.kind is PlaceKind.NONE else Outcome.WRONG


def _shows(registry: Registry, place: PlaceReading, wanted: Sequence[str]) -> bool:
    """Whether every wanted village, compound or grid is among what is offered, or holds a grid that is."""
    offered = {*place.codes, *(option.code for option in place.options)}
    owned = offered | {
        owner for code in offered if (grid := registry.grid.get(code)) for owner in (grid.village, grid.compound)
    }
    return set(wanted) <= owned
