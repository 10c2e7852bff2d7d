"""Each row of the battery comes in two sizes: a short one for `make test`, a long one for `make endurance`."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.databases import EngineName


@dataclass(frozen=True)
class Load:
    """So many complaints of so many residents; something happens every (from, to) seconds."""

    complaints: int
    residents: int
    every: tuple[float, float]


def sizes(scale: str, *params: Any) -> pytest.MarkDecorator:
    """For a test that takes `engine` and, under this name, its scale."""
    return pytest.mark.parametrize(("engine", scale), params, indirect=["engine"])


def short(engine: EngineName, scale: Any) -> Any:
    return pytest.param(engine, scale, id=f"{engine}-short")


def long(engine: EngineName, scale: Any, seconds: int = 900) -> Any:
    marks = [pytest.mark.endurance, pytest.mark.timeout(seconds)]
    return pytest.param(engine, scale, id=f"{engine}-long", marks=marks)
