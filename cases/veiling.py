"""What a group reads of a complaint about staff: its number, its limits, its buttons, and that it is to be read in private.
What is not named here as harmless is not shown, so that nothing new is shown by oversight."""

from dataclasses import Field, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from cases import messages as say
from cases.messages import Message
from cases.model import Case
from cases.reading import VEILED, VEILED_PLACE

T = TypeVar("T")

SILENT = say.Files | say.OfferLandmark
"""Of these nothing would be left."""
PAGES = say.Digest | say.Todo | say.Progress | say.SensitiveReport | say.DismissalList
"""Of several cases: those that complain are veiled, each in its line."""
HARMLESS = frozenset({
    "kind", "case", "id", "draft", "number", "other", "leading", "before", "same", "joined_to", "joined", "whistle",
    "status", "state", "step", "pushed", "what", "how", "role", "to", "asks", "action", "secrecy", "error", "facts", "source",
    "severity", "danger", "complexity", "mode", "was", "obstacle", "offered_why", "ground", "dismissal", "agreement",
    "owner", "who", "by", "post", "desk", "decided", "decided_by", "accepted_by", "offered_to", "watcher", "appeal_to",
    "assists", "unanswered", "reasons", "grounds", "reviews", "lengths", "chosen", "line", "whistles",
})  # fmt: skip
"""Which case, how far it is, which posts have to do with it, and what can be chosen. Times, counts and yes or no are shown
as well."""
ALSO_OF: dict[type, frozenset[str]] = {
    say.AskTransfer: frozenset({"why", "choices"}),
    say.AskReassign: frozenset({"choices", "named"}),
    say.AskDepartments: frozenset({"choices"}),
    say.AskAssist: frozenset({"choices"}),
    say.AskComplexity: frozenset({"choices"}),
    say.Grouped: frozenset({"numbers"}),
}
INSTEAD: dict[str, Any] = {
    "matter": VEILED,
    "place": VEILED_PLACE,
    "why": VEILED_PLACE,
    "reason": VEILED_PLACE,
    "words": VEILED_PLACE,
    "business": False,
    "files": 0,
}
INSTEAD_OF: dict[type, dict[str, Any]] = {
    say.Mustered: {"said": VEILED_PLACE},
    say.AssistWord: {"said": VEILED_PLACE},
    say.WhistleWord: {"said": VEILED_PLACE},
    say.DismissalAsked: {"account": VEILED_PLACE},
    say.SuspensionAsked: {"account": VEILED_PLACE},
    say.AppealMade: {"account": VEILED_PLACE},
}
"""Where a sentence would have a hole."""


def for_group(message: Message, case: Case | None) -> Message | None:
    """The message as a group may read it; None where nothing would be left of it."""
    if isinstance(message, PAGES):
        return _lines_veiled(message)
    if case is None or not case.conflict or _called_must_read(message):
        return message
    return None if isinstance(message, SILENT) else _veiled(message)


def _called_must_read(message: Message) -> bool:
    """A called department must know what it is called for; nobody who is complained about can be called."""
    return isinstance(message, say.WhistleCard) or (isinstance(message, say.WhistleLate) and message.to == "department")


def _lines_veiled(page: T) -> T:
    changed = {
        one.name: tuple(_veiled(line) if getattr(line, "accused", False) else line for line in value)
        for one in fields(page)  # type: ignore[arg-type]  # every message is a dataclass
        if isinstance(value := getattr(page, one.name), tuple)
    }
    return replace(page, **changed)  # type: ignore[type-var]


def _veiled(one: T) -> T:
    harmless = HARMLESS | ALSO_OF.get(type(one), frozenset())
    instead = INSTEAD | INSTEAD_OF.get(type(one), {})
    changed = {
        part.name: _shown(value) if part.name in harmless else _hidden(part, value, instead.get(part.name))
        for part in fields(one)  # type: ignore[arg-type]
        if (value := getattr(one, part.name))
    }
    return replace(one, **changed)  # type: ignore[type-var]


def _shown(value: Any) -> Any:
    """What lies within is looked at on its own."""
    match value:
        case say.Choice():
            return value
        case tuple():
            return tuple(map(_shown, value))
        case _:
            return _veiled(value) if is_dataclass(value) else value


def _hidden(part: "Field[Any]", value: Any, instead: Any) -> Any:
    match value:
        case _ if instead is not None and isinstance(value, type(instead)):
            return instead
        case bool() | int() | date():
            return value
        case str() if not isinstance(value, Enum):
            return ""
        case tuple():
            return ()
        case float() if part.default is not None:
            return 0.0
        case _:
            return None
