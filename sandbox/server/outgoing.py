"""Everything the bot has said or changed, in order, so that a test can account for it without reading each chat."""

import time
from collections.abc import Callable

from sandbox.core.errors import Json
from sandbox.server.ring import Ring

KEPT = 200_000
_SERVICE = ("pinned_message", "left_chat_member")


class Outgoing:
    """The bot's messages and edits, numbered; listens to the world."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._ring: Ring[tuple[int, int, int, str, bool, float, int]] = Ring(KEPT)

    def hear(self, kind: str, payload: Json) -> None:
        """Note what the bot said; what it did in a chat without a word of its own does not count."""
        if kind not in {"message", "edited"}:
            return
        message = payload["message"]
        if not message["from"]["is_bot"] or any(name in message for name in _SERVICE):
            return
        text = message.get("text") or message.get("caption") or ""
        number = self._ring.last + 1
        date = message.get("edit_date") or message["date"]
        self._ring.add(
            (number, payload["chat"], message["message_id"], text, kind == "edited", self._monotonic(), date)
        )

    def after(self, seq: int, limit: int) -> Json:
        """Entries above `seq`; the answer's `seq` is what to ask after next, `newest` the last there is."""
        found = self._ring.after(seq, limit)
        names = ("seq", "chat", "message_id", "text", "edited", "at", "date")
        return {
            "seq": found[-1][0] if found else seq,
            "newest": self._ring.last,
            "messages": [dict(zip(names, entry, strict=True)) for entry in found],
        }

    def clear(self) -> None:
        """Forget the entries; numbers go on."""
        self._ring.clear()
