"""The measured floor: how often an address is right at once, asked about, or silently wrong."""

from pathlib import Path

import pytest

from cases.reading import PlaceKind
from nlp.learning.evaluation import of_places
from nlp.learning.labelled import read_labelled
from nlp.place import Locator
from storage.registry_files import read_csv_set

DATA = Path(__file__).parents[2].parent / "shared" / "data"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.exists(), reason="没有 ../shared/data:地址评测跳过"),
]


def test_addresses_are_right_at_once_or_asked_and_never_silently_wrong() -> None:
    registry = read_csv_set(DATA / "registry")
    figures = of_places(read_labelled(DATA / "address_eval.jsonl").lines, registry)
    assert figures["wrong ones"] == []
    assert figures["right"] >= 0.90
    assert figures["asked"] <= 0.095
    assert figures["lost"] == 0


def test_letters_from_another_province_are_not_given_to_a_grid_here() -> None:
    locator = Locator(read_csv_set(DATA / "registry"))
    letters = read_labelled(DATA / "complaints" / "labelled.csv").examples
    assigned = sum(locator.locate(f"{one.title}。{one.body}").kind is PlaceKind.GRID for one in letters)
    assert assigned <= 3
