"""A landmark learnt at the desk is part of the registry for everybody, and no import or export loses it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cases.model import Change, LearntLandmark, PostCode
from cases.registry import Landmark
from storage.registry_files.csv_write import write_csv_set
from storage.registry_files.diff import diff
from storage.store import Store
from tests.storage.conftest import NOON, REGISTRY, RULES, FixedClock, save

MILL = Landmark("老面粉厂", "其他", ("G1",), ("老面粉厂对面",), learnt=True)


def learn(store: Store, grid: str = "G1", name: str = "老面粉厂", said: str = "老面粉厂对面", hours: int = 0) -> None:
    at = NOON + timedelta(hours=hours)
    save(store, Change(landmark=LearntLandmark(name, said, grid, PostCode("Z1"), at)))


def landmarks(store: Store) -> tuple[Landmark, ...]:
    return store.glance.org().registry.landmarks


def test_it_is_known_to_every_process_with_its_next_transaction(store: Store, url: str) -> None:
    other = Store(url, FixedClock(), RULES)
    assert landmarks(other) == ()
    learn(store)
    assert landmarks(store) == landmarks(other) == (MILL,)
    other.close()


def test_learnt_twice_for_one_grid_it_is_one_and_for_two_it_has_two(store: Store) -> None:
    learn(store)
    learn(store, hours=1)
    assert landmarks(store) == (MILL,)
    learn(store, "G2", said="老面粉厂旁边", hours=2)
    assert landmarks(store) == (replace(MILL, grids=("G1", "G2"), aliases=("老面粉厂对面", "老面粉厂旁边")),)


def test_an_import_that_does_not_name_it_keeps_it_and_says_nothing_of_it(store: Store) -> None:
    learn(store)
    known = store.load_registry()
    assert known is not None
    assert not diff(known, REGISTRY)
    store.save_registry(REGISTRY)
    assert landmarks(store) == (MILL,)


def test_an_import_that_names_it_comes_before_what_was_learnt(store: Store) -> None:
    learn(store)
    stated = Landmark("老面粉厂", "其他", ("G2",))
    store.save_registry(replace(REGISTRY, landmarks=(stated,)))
    assert landmarks(store) == (stated,)
    forgotten = Landmark("老面粉厂", "其他", ())
    store.save_registry(replace(REGISTRY, landmarks=(forgotten,)))
    assert landmarks(store) == (forgotten,)


def test_one_of_a_grid_that_is_gone_is_silent_until_the_grid_is_back(store: Store) -> None:
    learn(store)
    store.save_registry(replace(REGISTRY, grids=REGISTRY.grids[1:]))
    assert landmarks(store) == ()
    store.save_registry(REGISTRY)
    assert landmarks(store) == (MILL,)


def test_an_export_holds_it_like_every_other_landmark(store: Store, tmp_path: Path) -> None:
    learn(store)
    known = store.load_registry()
    assert known is not None
    write_csv_set(known, tmp_path / "out")
    assert "老面粉厂,其他,G1,老面粉厂对面" in (tmp_path / "out" / "landmarks.csv").read_text("utf-8-sig")
