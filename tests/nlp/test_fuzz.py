"""Whatever is sent, it is read, soon, and the reading is one: 3,000 texts here, 100,000 in `make endurance`."""

import json
import time

import pytest

from cases.reading import Reading
from nlp.place import Locator
from nlp.reader import Reader, as_json
from nlp.split import Splitter
from storage.registry_files import demo_registry
from tests.nlp.hostile import texts

REGISTRY = demo_registry()
SECONDS_PER_1000 = 0.05
"""For the first 1,000 characters as for each 1,000 more."""
TRIES = 3
"""A text is slow when it is slow each time: once the machine may have done something else."""


@pytest.mark.parametrize(
    ("count", "seed"),
    [
        pytest.param(3_000, 1, id="short"),
        pytest.param(100_000, 2, id="long", marks=[pytest.mark.endurance, pytest.mark.timeout(3600)]),
    ],
)
def test_any_text_is_read_and_soon(count: int, seed: int) -> None:
    reader, splitter = Reader(Locator(REGISTRY)), Splitter()
    slowest = 0.0
    for text in texts(REGISTRY, count, seed):
        begun = time.thread_time()
        reading = reader.read(text)
        spent = time.thread_time() - begun
        assert is_sound(reading), text[:200]
        assert json.dumps(as_json("1", reading), ensure_ascii=False).encode(), (
            "what is said of it can be stored and sent"
        )
        assert splitter.split(text), text[:200]
        thousands = max(1.0, len(text) / 1000)
        if spent > SECONDS_PER_1000 * thousands:
            spent = min(seconds(reader, text) for _ in range(TRIES))
        slowest = max(slowest, spent / thousands)
        assert spent <= SECONDS_PER_1000 * thousands, text[:200]
    print(f"\n{count:,} texts read; the slowest took {slowest * 1000:.1f} ms per 1,000 characters")


def seconds(reader: Reader, text: str) -> float:
    begun = time.thread_time()
    reader.read(text)
    return time.thread_time() - begun


def is_sound(reading: Reading) -> bool:
    place = reading.place
    known = REGISTRY.area.keys() | REGISTRY.grid.keys() | REGISTRY.compound.keys()
    return (
        0 <= reading.confidence <= 1
        and len(reading.top3) <= 3
        and ({place.code} - {""} | set(place.codes) | {option.code for option in place.options}) <= known
        and all(option.label for option in place.options)
    )
