"""A running bot places by the registry as it is now."""

from dataclasses import replace
from typing import Any, cast

from bot.listening import Places
from cases.org import Org
from cases.ports import Glance
from cases.reading import PlaceKind
from cases.registry import Landmark, Registry
from tests.storage.conftest import REGISTRY

MILL = Landmark("老面粉厂", "其他", ("G1",), learnt=True)


class Seen:
    """A glance at a registry that a test replaces."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def org(self) -> Org:
        return Org(self.registry)


def test_a_landmark_learnt_meanwhile_is_known_after_a_refresh() -> None:
    seen = Seen(REGISTRY)
    places = Places(cast(Glance, seen))
    assert places.locate("老面粉厂路灯坏了").kind is PlaceKind.NONE
    seen.registry = replace(REGISTRY, landmarks=(MILL,))
    places.refresh()
    assert places.locate("老面粉厂路灯坏了").code == "G1"


def test_the_same_registry_read_again_builds_nothing(monkeypatch: Any) -> None:
    seen = Seen(REGISTRY)
    places = Places(cast(Glance, seen))
    built: list[Registry] = []
    monkeypatch.setattr(places, "_build", built.append)
    seen.registry = replace(REGISTRY)
    places.refresh()
    assert built == []
