"""The published schema of Bot API 10.3 as a judge of every call, answer and update that passes by."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

SCHEMA = Path(__file__).parents[2].parent / "shared" / "data" / "botapi" / "botapi-10.3.schema.json"
MISSING = "没有 ../shared/data/botapi/botapi-10.3.schema.json"


@cache
def _definitions() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))["definitions"] if SCHEMA.exists() else {}
    return found


@cache
def _validator(methods: frozenset[str]) -> Callable[[Any], Any]:
    definitions = _definitions()
    names = [f"{side}_{method}" for method in methods for side in ("Req", "Res")] + ["Update"]
    properties = {name: {"$ref": f"#/definitions/{name}"} for name in names if name in definitions}
    schema = {"definitions": definitions, "type": "object", "properties": properties, "additionalProperties": True}
    compiled: Callable[[Any], Any] = fastjsonschema.compile(schema)
    return compiled


class Judge:
    """Checks what it is shown when the schema is at hand, and is silent otherwise."""

    def __init__(self, methods: frozenset[str]) -> None:
        self._methods = methods
        self.seen: set[str] = set()

    def check(self, name: str, value: Any) -> None:
        """Raise when `value` is not what the schema calls `name`."""
        if _definitions():
            _validator(self._methods)({name: value})

    def call(self, method: str, arguments: dict[str, Any], result: Any) -> None:
        """Check a successful call from both sides, and updates one by one."""
        self.seen.add(method)
        if method not in self._methods:
            return
        self.check(f"Req_{method}", arguments)
        self.check(f"Res_{method}", result)
        if method == "getUpdates":
            for update in result:
                self.update(update)

    def update(self, update: Any) -> None:
        """Check one update: the schema, and that it tells of exactly one thing."""
        self.check("Update", update)
        assert len(update) == 2, update
