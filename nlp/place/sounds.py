"""How a character sounds, without a dictionary: GB 2312 sorts its common characters by sound, so a table of firsts is enough.

One reading per character and no tones: good enough to ask 「您说的是…吗?」, never to decide.
"""

import csv
from bisect import bisect_right
from functools import cache
from importlib.resources import files

_COMMON = (0xB0A1, 0xD7F9)
_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


def sound(character: str) -> str:
    """The syllable of a character in plain letters; the character itself when it is not known."""
    starts, syllables, rare = _table()
    code = _gb2312(character)
    if _COMMON[0] <= code <= _COMMON[1]:
        return syllables[bisect_right(starts, code) - 1]
    return rare.get(character, character)


def alike(word: str) -> tuple[str, ...]:
    """A key that is equal for words that many speakers pronounce alike: zh is z, ng is n."""
    return tuple(_blurred(sound(character)) for character in word)


@cache
def _blurred(syllable: str) -> str:
    for exact, heard in _MERGED:
        syllable = syllable.replace(exact, heard)
    return syllable


def _gb2312(character: str) -> int:
    try:
        encoded = character.encode("gb2312")
    except UnicodeEncodeError:
        return 0
    return int.from_bytes(encoded, "big") if len(encoded) == 2 else 0


@cache
def _table() -> tuple[list[int], list[str], dict[str, str]]:
    rows = list(csv.DictReader(files(__package__).joinpath("sounds.csv").read_text("utf-8").splitlines()))
    firsts = [row for row in rows if row["kind"] == "first"]
    rare = {row["character"]: row["sound"] for row in rows if row["kind"] == "rare"}
    return [_gb2312(row["character"]) for row in firsts], [row["sound"] for row in firsts], rare
