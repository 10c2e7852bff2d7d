"""Telegram's side of a ChatRef: `tg:1001`, a group `tg:-1002003`, one of its topics `tg:-1002003/7`."""

from dataclasses import dataclass

from cases.model import ChatRef

PREFIX = "tg:"
GENERAL = 1
"""The topic every forum has; messages to it must not name it."""


@dataclass(frozen=True, slots=True)
class Address:
    chat_id: int
    thread: int | None = None

    @property
    def private(self) -> bool:
        return self.chat_id > 0


def address(chat: ChatRef) -> Address | None:
    """None for a chat of another messenger."""
    if not chat.startswith(PREFIX):
        return None
    number, _, thread = chat.removeprefix(PREFIX).partition("/")
    try:
        topic = int(thread) if thread else None
        return Address(int(number), None if topic == GENERAL else topic)
    except ValueError:
        return None
