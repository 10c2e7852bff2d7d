"""The table of what workers write, and where its phrases stand in a reply.

A row of `worker_words.csv` is a step (接单), a move (退回), a reason (没钱), or a move that carries its reason. `<去处>` stands for
a body or a person, `<单位>` for a body, `<几天>`, `<哪天>` and `<编号>` for times and numbers, any other `<name>` for a family of
`groups.csv`; what follows `+` must be there but belongs to the rest; a final `?` is a guess that something else must bear out.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import product

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from cases.commands import Action, Reason
from nlp.groups import expand
from nlp.plain.shape import DAY, DAYS, EDGES, NUMBER, PERSON, UNIT
from nlp.tables import rows_of

STEPS = frozenset({Action.ACCEPT, Action.ARRIVE, Action.WORKING, Action.RESOLVE})
"""What a worker does to the case in hand; every other action is a move."""
_SLOTS = {"单位": (UNIT,), "去处": (UNIT, PERSON), "几天": (DAYS,), "哪天": (DAY,), "编号": (NUMBER,)}
_FAMILY = re.compile("<([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A move, a reason or both."""

    action: Action | None
    reason: Reason | None
    used: int
    """Letters of the phrase that belong to it; the rest only has to be there."""
    guess: bool


@dataclass(frozen=True, slots=True)
class Hit:
    phrase: Phrase
    start: int
    end: int


def hits_in(text: str) -> list[Hit]:
    """The moves and reasons in a folded reply, in order and apart. One letter (退) counts only as a clause of its own."""
    phrases, finder = _moves()
    return [
        Hit(phrases[index], start, start + phrases[index].used)
        for index, start, end in finder.find_matches_as_indexes(text)
        if end - start > 1 or _is_clause(text, start, end)
    ]


def spelt_out(phrase: str) -> list[str]:
    """Every wording of a row: one per word of its families. An unknown family raises KeyError."""
    parts = _FAMILY.split(phrase)
    choices = [_SLOTS.get(part) or family(part) if n % 2 else (part,) for n, part in enumerate(parts)]
    return ["".join(one) for one in product(*choices)]


def family(name: str) -> tuple[str, ...]:
    """The words of a family of `groups.csv`. Raises KeyError."""
    return tuple(expand(f"<{name}>").split("|"))


def doubtful(text: str, who: str) -> bool:
    """Whether a word of `plain_doubts.csv` stands in the text; a final `$` asks for the end."""
    return any(text.endswith(word[:-1]) if word.endswith("$") else word in text for word in _doubts(who))


def _is_clause(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1] in EDGES) and (end == len(text) or text[end] in EDGES)


@cache
def _doubts(who: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in rows_of("plain_doubts") if row["who"] == who)


@cache
def _moves() -> tuple[list[Phrase], AhoCorasick]:
    known: dict[str, Phrase] = {}
    for row in rows_of("worker_words"):
        action = Action(row["action"]) if row["action"] else None
        if action in STEPS:
            continue
        reason = Reason(row["reason"]) if row["reason"] else None
        for written in spelt_out(row["phrase"]):
            used, _, must_follow = written.removesuffix("?").partition("+")
            known.setdefault(used + must_follow, Phrase(action, reason, len(used), written.endswith("?")))
    return list(known.values()), AhoCorasick(list(known), MATCHKIND_LEFTMOST_LONGEST)
