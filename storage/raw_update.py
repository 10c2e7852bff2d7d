"""Whatever arrived, made into a row that can be stored: nothing a messenger may send is able to stop the intake."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cases.model import ChatRef
from storage.tables import Handling

OTHER_LANE = "other"
NEW_MESSAGES = ("message", "channel_post")
"""The updates whose (chat, message_id) names one thing said once; an edit repeats that of its original."""
INT64 = range(-(2**63), 2**63)
Raw = dict[str, Any]


def inbox_values(update: Mapping[str, Any], system_now: datetime) -> Raw:
    """A fresh inbox row. What has no usable update_id, or is no JSON, is parked with the reason."""
    raw, fault = _as_json(update)
    update_id = _integer(update.get("update_id"))
    if update_id is None:
        fault = fault or "no update_id"
        update_id = _made_up_id(raw)
    return {
        "update_id": update_id,
        "message": message_key(update),
        "lane": lane_of(update),
        "raw": raw,
        "state": (Handling.PARKED if fault else Handling.WAITING).value,
        "attempts": 0,
        "begun": 0,
        "owner": "",
        "error": fault,
        "received_at": system_now,
    }


def message_key(update: Mapping[str, Any]) -> str | None:
    """`chat:message_id` of a new message; None for every other kind of update."""
    for kind in NEW_MESSAGES:
        message = _part(update, kind)
        chat, number = _integer(_part(message, "chat").get("id")), _integer(message.get("message_id"))
        if chat is not None and number is not None:
            return f"{chat}:{number}"
    return None


def lane_of(update: Mapping[str, Any]) -> str:
    """The chat it belongs to (for a button: the chat of its message), else the person, else OTHER_LANE."""
    body = next((part for name, part in update.items() if name != "update_id" and isinstance(part, dict)), {})
    for found in (body, _part(body, "message")):
        if (chat := _integer(_part(found, "chat").get("id"))) is not None:
            return str(chat)
    for name in ("from", "user", "voter_chat"):
        if (person := _integer(_part(body, name).get("id"))) is not None:
            return str(person)
    return OTHER_LANE


def _part(whole: Mapping[str, Any], name: str) -> Raw:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}


def _integer(value: object) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and value in INT64
    return value if fits else None  # type: ignore[return-value]


def _as_json(update: Mapping[str, Any]) -> tuple[str, str]:
    """ASCII only: half surrogate pairs and NULs travel escaped through every engine and come out as they went in."""
    try:
        return json.dumps(dict(update), ensure_ascii=True), ""
    except (TypeError, ValueError, RecursionError) as error:
        return json.dumps({"unreadable": _glimpse(update)}), f"no JSON: {type(error).__name__}"


def _glimpse(update: Mapping[str, Any]) -> list[str]:
    return [str(name)[:64] for name in list(update)[:16]]


def _made_up_id(raw: str) -> int:
    """Negative, so that it meets no real one, and the same for the same content, so that it too is stored once."""
    return -1 - int.from_bytes(hashlib.sha256(raw.encode()).digest()[:7])


def chat_of_lane(lane: str) -> ChatRef:
    """The chat as a whole, where it has topics."""
    return ChatRef(f"tg:{lane}")


def lane_of_chat(chat: str) -> str:
    """The lane in which the updates of a chat of ours lie: `tg:1001` -> `1001`."""
    return chat.partition(":")[2].partition("/")[0]
