"""One call's arguments, read by their types however they were sent: text, JSON, or JSON inside text."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from sandbox.core.errors import bad_request

_TRUE = {"true", "yes", "1"}


def read_json(text: str | bytes) -> Any:
    """JSON as the standard has it, without NaN and Infinity; ValueError for anything else, however deep."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def whole_number(value: Any) -> int:
    """An integer out of a structured argument; 0 for what is none, as on the real server."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """Arguments by name, and the files that came with them."""

    raw: Mapping[str, Any]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the argument was sent at all, with anything in it."""
        return self.raw.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers sent as JSON become their text, as on the real server."""
        value = self.raw.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def number(self, name: str, default: int = 0) -> int:
        """An integer; what is none reads as 0, as on the real server."""
        value = self.raw.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, bool | int | float):
            return whole_number(value)
        match = re.match(r"\s*[+-]?\d+", str(value))
        return int(match.group()) if match else 0

    def real(self, name: str) -> float | None:
        """A decimal number, or None when absent or unreadable."""
        try:
            value = float(self.raw[name])
        except (KeyError, TypeError, ValueError, OverflowError):
            return None
        return value if isfinite(value) else None

    def flag(self, name: str) -> bool:
        """A yes or no."""
        value = self.raw.get(name)
        return value if isinstance(value, bool) else str(value).lower() in _TRUE

    def json(self, name: str, what: str) -> Any:
        """A structured argument, decoded when it came as text; `what` names it in the refusal."""
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return read_json(value)
        except ValueError:
            raise bad_request(f"Can't parse {what} JSON object") from None
