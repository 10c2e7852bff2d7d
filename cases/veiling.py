"""What a group reads of a complaint about staff: its number, its limits, its buttons, and that it is to be read in private."""

from dataclasses import fields, replace
from typing import Any

from cases import messages as say
from cases.messages import Message
from cases.model import Case
from cases.reading import VEILED, VEILED_PLACE

KEPT = say.Whistling
"""A called department must know what it is called for; nobody who is complained about can be called."""
WORDS = frozenset({
    "said", "text", "note", "words", "account", "question", "answer", "lacking", "news", "proof_note", "appeal",
    "outside", "reporter", "topic", "entered_by", "asked",
})  # fmt: skip
NOTHING: dict[str, Any] = {"evidence": (), "topics": (), "files": (), "lon": None, "lat": None, "history": ()}


def for_group(message: Message, case: Case | None) -> Message | None:
    """The message as a group may read it; None where nothing would be left of it."""
    if isinstance(message, say.Files) and case is not None and case.conflict:
        return None
    if isinstance(message, say.Digest | say.Todo | say.SensitiveReport | say.DismissalList):
        page: Message = _lines_veiled(message)
        return page
    if case is None or not case.conflict or isinstance(message, KEPT):
        return message
    veiled: Message = _veiled(message)
    return veiled


def _lines_veiled(page: Any) -> Any:
    """A page of several cases: those that complain, each in its line."""
    changed = {
        field.name: tuple(_veiled(one) if getattr(one, "accused", False) else one for one in value)
        for field in fields(page)
        if isinstance(value := getattr(page, field.name), tuple)
    }
    return replace(page, **changed)


def _veiled(one: Any) -> Any:
    changed: dict[str, Any] = {}
    for field in fields(one):
        value = getattr(one, field.name)
        if field.name == "matter":
            changed["matter"] = VEILED
        elif field.name == "place":
            changed["place"] = VEILED_PLACE
        elif field.name == "line":
            changed["line"] = _veiled(value)
        elif field.name in WORDS and isinstance(value, str):
            changed[field.name] = ""
        elif field.name in NOTHING:
            changed[field.name] = 0 if isinstance(value, int) else NOTHING[field.name]
    return replace(one, **changed)
