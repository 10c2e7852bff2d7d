"""What a fault does to people, told without naming it: 晚上黑得很 goes on with a street lamp, 臭得很 with a rubbish bin."""

from functools import cache

from nlp.clean import clean
from nlp.finder import Finder
from nlp.tables import rows_of


def effects_in(text: str) -> frozenset[str]:
    """Things and faults, named as in the lexicon, of which the words may tell on; `cases.commands.ANY_MATTER` for
    all of them: 以前反映过, 受不了."""
    return frozenset(thing for found in _finder().find(clean(text)) for thing in found.row)


@cache
def _finder() -> Finder[tuple[str, ...]]:
    return Finder((row["word"], tuple(row["things"].split())) for row in rows_of("effects"))
