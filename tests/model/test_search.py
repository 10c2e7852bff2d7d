"""The whole life of cases under random crashes comes right every time; and a search that is shown a bug finds it."""

import time
from collections.abc import Iterator

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.model.crashes import commits_may_fail
from tests.model.engines import kept
from tests.model.judge import Broken
from tests.model.machine import District, search
from tests.model.mutants import MUTANTS

STEPS = 40
QUICK_RUNS, LONG_RUNS = 40, 2000
MOST_RUNS = 1500
"""After so many a mutant counts as not found."""
QUICK = (
    "confirm before commit",
    "no claim",
    "timeout is failure",
    "reminder outlives its case",
    "sweep does not look again",
    "unmarked resend",
)


@pytest.fixture(autouse=True)
def fuses() -> Iterator[None]:
    with commits_may_fail(), kept():
        yield


def found_in(name: str) -> str:
    """What the search says of the bug, after how many runs; "" when it finds none."""
    District.runs = District.steps = 0
    begun = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        MUTANTS[name](patch)
        try:
            run_state_machine_as_test(District, settings=search(MOST_RUNS, STEPS))
        except Broken as error:
            first = str(error).partition(":")[0]
            return f"found after {District.runs} runs, {time.monotonic() - begun:.1f} s: {first}"
    return ""


def test_whatever_dies_and_whenever_everything_comes_right() -> None:
    run_state_machine_as_test(District, settings=search(QUICK_RUNS, STEPS))


@pytest.mark.parametrize("name", QUICK)
def test_a_seeded_bug_is_found(name: str) -> None:
    assert found_in(name)


@pytest.mark.endurance
@pytest.mark.timeout(1800)
def test_two_thousand_lives_of_a_district_come_right() -> None:
    District.runs = District.steps = 0
    begun = time.monotonic()
    run_state_machine_as_test(District, settings=search(LONG_RUNS, STEPS))
    print(
        f"\ng  model search: {District.runs} runs, {District.steps} steps, {time.monotonic() - begun:.0f} s: nothing found"
    )
    assert District.runs >= LONG_RUNS


@pytest.mark.endurance
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", MUTANTS)
def test_every_seeded_bug_is_found(name: str) -> None:
    told = found_in(name)
    print(f"\ng  seeded bug '{name}': {told or 'NOT FOUND'}")
    assert told
