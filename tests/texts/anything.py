"""Any message at all, built by hypothesis from the dataclasses of cases/messages.py."""

from dataclasses import fields
from datetime import date, datetime, timedelta
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from cases import messages
from cases.errors import CaseError, NoSuchCase
from cases.model import Happening, Status
from cases.reading import Beyond, Complexity, Danger, Severity
from cases.scores import Satisfied, Solved

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=ZONE)
KINDS: tuple[type[Any], ...] = get_args(messages.Message)
ERRORS: tuple[type[CaseError], ...] = (NoSuchCase, *CaseError.__subclasses__())
NASTY = st.sampled_from(
    [
        "",
        " \n\t ",
        "<b>*粗*</b> _斜_ `码` [链](tg://user?id=1) &amp; {0} {number} %s",
        "\u202e反过来\u2066藏\u200b起\u00ad来\U000e0041",
        "😀" * 5000,
        "长" * 6000,
        "第一行\n\n\r\n第二行\u2028第三行",
        "\ud83d半个",
        "مرحبا 123",
        "/accept@minhu 0227-018 @everyone #标签",
        "|||",
    ]
)
WORDS = NASTY | st.text(max_size=400)
IDS = st.sampled_from(["tg:1001#55", "tg:-1001234567890123/4567#987654321", "tg:1#2", "x" * 90, "a|b"])
MOMENTS = st.timedeltas(timedelta(days=-800), timedelta(days=800)).map(lambda span: NOW + span)


def anything(kind: type[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: _field(field.name, hints[field.name]) for field in fields(kind)})


def _field(name: str, hint: Any) -> st.SearchStrategy[Any]:
    known: dict[str, st.SearchStrategy[Any]] = {
        "case": IDS,
        "draft": IDS,
        "whistle": IDS,
        "code": IDS,
        "status": st.sampled_from([*map(str, Status), "unheard-of", ""]),
        "error": st.sampled_from([*(error.__name__ for error in ERRORS), "Unheard"]),
    }
    return known[name] if name in known else _type(hint)


def _type(hint: Any) -> st.SearchStrategy[Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in {Union, UnionType}:
        return st.one_of(*map(_type, arguments))
    if origin is tuple and arguments[-1:] == (...,):
        return st.lists(_type(arguments[0]), max_size=30).map(tuple)
    if origin is tuple:
        return st.tuples(*map(_type, arguments))
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: WORDS | st.sampled_from([*map(str, Happening)]),
        int: st.integers(0, 10**6),
        float: st.floats(0, 1),
        bool: st.booleans(),
        type(None): st.none(),
        datetime: MOMENTS,
        date: MOMENTS.map(lambda at: at.date()),
        Severity: st.sampled_from(list(Severity)),
        Beyond: st.sampled_from(list(Beyond)),
        Danger: st.sampled_from(list(Danger)),
        Solved: st.sampled_from(list(Solved)),
        Satisfied: st.sampled_from(list(Satisfied)),
        Complexity: st.sampled_from(list(Complexity)),
    }
    return plain[hint] if hint in plain else anything(hint)
