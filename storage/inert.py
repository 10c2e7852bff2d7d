"""Words that a spreadsheet program would take for a formula, made to stay words, and read again as they were meant."""

import re

ACTIVE = "=+\\-@\t\r\n＝＋－＠"
GUARD = "'"
_ACTIVE = re.compile(rf"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[{ACTIVE}]|[\t\r\n]")
"""Also behind what nobody sees: some programs take that away first."""
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def inert(words: str) -> str:
    """With an apostrophe in front where it is needed."""
    return GUARD + words if _ACTIVE.match(words) else words


def inert_but_numbers(words: str) -> str:
    """A number does nothing, and must be read as one."""
    return words if _NUMBER.fullmatch(words) else inert(words)


def meant(words: str) -> str:
    """Without the apostrophe of `inert`."""
    return words[1:] if words.startswith(GUARD) and _ACTIVE.match(words[1:]) else words
