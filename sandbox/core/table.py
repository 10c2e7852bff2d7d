"""The method table: every method the sandbox answers, by its name in lower case."""

from collections.abc import Callable
from typing import Any

from sandbox.core.params import Params
from sandbox.core.world import World

Method = Callable[[World, Params], Any]
METHODS: dict[str, tuple[str, Method]] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register a function as the method of that name."""

    def register(function: Method) -> Method:
        METHODS[name.lower()] = (name, function)
        return function

    return register
