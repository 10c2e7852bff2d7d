"""People's own words made safe to show: no hidden direction marks, no invisible characters, no flood of lines, and no number
that names somebody."""

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from cases.privacy import masked
from texts.saying import fit

MAX_QUOTE = 300
IDENTITIES = frozenset({"case", "draft", "kind", "files", "error", "status", "topics", "whistle", "chosen", "code"})
"""Fields that are handles or names of ours: they must come through unchanged."""

PUBLIC = frozenset({"phone"})
"""Fields that hold a number for everybody to call, taken from the operator's own tables."""

T = TypeVar("T")
_PLAIN = re.compile(r"[\n\t\x20-\x7e·—‘-”…\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]*")
"""Nearly all that people write; nothing of it needs a second look."""


def clean(text: str, limit: int = MAX_QUOTE, *, hide: bool = True) -> str:
    """One line of at most `limit` UTF-16 units, in which every character can be seen and no telephone or identity number;
    `hide` is False only where a life may hang on calling back."""
    if not text:
        return ""
    folded = " / ".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    plain = _PLAIN.fullmatch(folded)
    seen = folded if plain else "".join(char for char in folded if _visible(char))
    said = fit(masked(seen) if hide else seen, limit).strip()
    return said if plain else _isolated(said)


def in_plain_sight(text: str) -> str:
    """Every character can be seen, and none turns those around it; lines stay lines."""
    if _PLAIN.fullmatch(text):
        return text
    return _isolated("".join(char for char in text if char in "\n\t" or _visible(char)))


def quoted(text: str, limit: int = MAX_QUOTE, *, hide: bool = True) -> str:
    """「…」 around what somebody said; empty for nothing."""
    text = clean(text, limit, hide=hide)
    return f"「{text}」" if text else ""


def cleaned(message: T, *, hide: bool = True) -> T:
    """The message with every text in it clean. Choices keep their values, files their handles."""
    assert is_dataclass(message)
    assert not isinstance(message, type)
    keep = IDENTITIES | ({"value"} if _is_choice(message) else set())
    fresh = {
        f.name: _clean_any(getattr(message, f.name), hide=hide and f.name not in PUBLIC)
        for f in fields(message)
        if f.name not in keep
    }
    return replace(message, **fresh)


def _is_choice(message: Any) -> bool:
    return {f.name for f in fields(message)} == {"value", "label"}


def _clean_any(value: Any, *, hide: bool) -> Any:
    if isinstance(value, str):
        return clean(value, hide=hide) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_clean_any(item, hide=hide) for item in value)
    return cleaned(value, hide=hide) if is_dataclass(value) and not isinstance(value, type) else value


def _visible(char: str) -> bool:
    # Cf holds direction marks, zero widths and tags, Cs half characters; U+200D joins the parts of one emoji
    if "\U000e0000" <= char <= "\U000e0fff":
        return False  # never shown, also where nothing has been assigned yet
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"} or char == "\u200d"


def _isolated(text: str) -> str:
    """Text that runs right to left is fenced in, so that it cannot reorder the words around it."""
    if any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text):
        return f"\u2068{text}\u2069"
    return text
