"""Families of words that many phrases share: `<孩>+<落水>` stands for every way to name a child and every way to fall in."""

import re
from functools import cache

from nlp.tables import rows_of

_NAME = re.compile("<([^<>]+)>")


@cache
def _families() -> dict[str, str]:
    return {row["name"]: row["words"] for row in rows_of("groups")}


def expand(phrase: str) -> str:
    """The phrase with every `<family>` replaced by its words. An unknown family raises KeyError."""
    while "<" in phrase:
        phrase = _NAME.sub(lambda name: _families()[name.group(1)], phrase)
    return phrase
