"""The measured floor: how often an address is right at once, asked about, or silently wrong."""

import json
from collections import Counter
from pathlib import Path

import pytest

from cases.reading import PlaceReading
from cases.registry import Registry
from nlp.place import Locator
from storage.registry_files import read_csv_set

DATA = Path(__file__).parents[2].parent / "shared" / "data"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.exists(), reason="没有 ../shared/data:地址评测跳过"),
]


def test_addresses_are_right_at_once_or_asked_and_never_silently_wrong() -> None:
    registry = read_csv_set(DATA / "registry")
    locator = Locator(registry)
    rows = [json.loads(line) for line in (DATA / "address_eval.jsonl").read_text("utf-8").splitlines()]
    outcomes = {
        row["id"]: judged(registry, row["expect"], locator.locate(row["text"], home=row["home"] or "")) for row in rows
    }
    share = {outcome: count / len(rows) for outcome, count in Counter(outcomes.values()).items()}
    print(share)
    assert [id for id, outcome in outcomes.items() if outcome == "silently wrong"] == []
    assert share["right"] >= 0.90
    assert share["right"] + share["asked"] >= 0.99


def judged(registry: Registry, expected: dict[str, object], place: PlaceReading) -> str:
    if place.kind == expected["kind"] and (place.code or None) == expected["code"]:
        return "right" if shows(registry, place, expected["codes"]) else "lost"
    if place.kind == "ask":
        return "asked" if expected["codes"] and shows(registry, place, expected["codes"]) else "lost"
    return "lost" if place.kind == "none" else "silently wrong"


def shows(registry: Registry, place: PlaceReading, wanted: object) -> bool:
    """Whether every wanted village, compound or grid is among what is offered, or holds a grid that is."""
    offered = {*place.codes, *(option.code for option in place.options)}
    owned = offered | {
        owner for code in offered if (grid := registry.grid.get(code)) for owner in (grid.village, grid.compound)
    }
    return isinstance(wanted, list) and set(wanted) <= owned
