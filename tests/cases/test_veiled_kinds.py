"""Every kind of message, as a group reads it of a complaint about staff: a field that is new is veiled until it is named."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from cases import messages as say
from cases.model import Case
from cases.veiling import for_group
from tests.cases.conftest import MONDAY

SHOWN = {
    "kind", "case", "id", "draft", "number", "numbers", "other", "leading", "before", "same", "joined_to", "joined",
    "whistle", "status", "state", "step", "what", "how", "role", "to", "asks", "action", "secrecy", "error", "facts",
    "source", "mode", "complexity", "obstacle", "offered_why", "ground", "dismissal", "agreement", "owner", "who", "by", "post", "desk",
    "decided", "decided_by", "accepted_by", "offered_to", "watcher", "appeal_to", "assists", "unanswered", "reasons",
    "grounds", "reviews", "lengths", "chosen", "value", "label", "choices",
}  # fmt: skip
"""Where a group may read something in words: none of these ever holds what a person said."""
ALSO: dict[Any, set[str]] = {say.AskTransfer: {"why"}, say.AskReassign: {"named"}}
"""The reason that was pressed; the name of a post."""
KINDS = [kind for group in get_args(say.Message) for kind in (get_args(group) or (group,))]
TO_THE_CALLED = {say.WhistleCard}
PAGES = {say.Digest, say.Todo, say.Progress, say.SensitiveReport, say.DismissalList}


def filled(kind: Any, path: str = "") -> Any:
    """One with something in every field; what may be any words names its own place."""
    kind = getattr(kind, "__supertype__", kind)
    origin, parts = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: filled(hints[one.name], one.name) for one in fields(kind)})
    if origin is Literal:
        return parts[0]
    if origin in {Union, UnionType}:
        return filled(next(one for one in parts if one is not NoneType), path)
    if origin is tuple:
        return tuple(filled(one, path) for one in parts if one is not Ellipsis)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    simple = {bool: True, int: 3, float: 0.5, datetime: MONDAY, date: MONDAY.date(), str: f"<{path}>"}
    return simple[kind]


def words_in(value: Any) -> Iterator[str]:
    if is_dataclass(value):
        for one in fields(value):
            yield from words_in(getattr(value, one.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from words_in(part)
    elif isinstance(value, str) and value.startswith("<"):
        yield value[1:-1]


LISTS = ("overdue", "due_today", "triage", "no_owner", "to_decide", "sensitive", "cases", "lines")
"""Of a page, what tells of cases one by one."""


def accusing() -> Case:
    case: Case = filled(Case)
    return replace(case, conflict=True)


@pytest.mark.parametrize("kind", [one for one in KINDS if one not in TO_THE_CALLED], ids=lambda kind: kind.__name__)
def test_of_no_kind_of_message_does_a_group_read_more_than_is_harmless(kind: Any) -> None:
    shown = for_group(filled(kind), accusing())
    lists = tuple(getattr(shown, name) for name in LISTS if hasattr(shown, name))
    told = set(words_in(lists if kind in PAGES else shown))
    allowed = SHOWN | ALSO.get(kind, set())
    assert told <= allowed, told - allowed
    assert getattr(shown, "lon", None) is None


def test_nor_of_what_departments_say_in_a_card() -> None:
    card = filled(say.Card)
    shown = for_group(card, accusing())
    assert isinstance(shown, say.Card)
    assert [(one.who, one.said) for one in shown.whistles] == [(card.whistles[0].who, "")]


def test_a_department_that_is_called_reads_what_for() -> None:
    called = filled(say.WhistleCard)
    assert for_group(called, accusing()) == called
    late = replace(filled(say.WhistleLate), to="department")
    assert for_group(late, accusing()) == late
