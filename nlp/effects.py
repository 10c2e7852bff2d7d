"""What a fault does to people, told without naming it: 晚上黑得很 goes on with a street lamp, 臭得很 with a rubbish bin."""

from functools import cache

from nlp.clean import clean
from nlp.finder import Finder
from nlp.tables import rows_of

ANY = "*"
"""Whatever the matter is: 以前反映过, 受不了."""


def effects_in(text: str) -> frozenset[str]:
    """Things and faults, named as in the lexicon, of which the words may tell on; ANY for all of them."""
    return frozenset(thing for found in _finder().find(clean(text)) for thing in found.row)


@cache
def _finder() -> Finder[tuple[str, ...]]:
    return Finder((row["word"], tuple(row["things"].split())) for row in rows_of("effects"))
