"""Telegram's side of a ChatRef: `tg:1001`, a group `tg:-1002003`, one of its topics `tg:-1002003/7`."""

from collections.abc import Iterable
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


def chat_ref(chat_id: int) -> ChatRef:
    return ChatRef(f"{PREFIX}{chat_id}")


def room(chat: ChatRef) -> ChatRef:
    """The whole chat, of whatever topic: limits and refusals are its own."""
    return ChatRef(chat.partition("/")[0])


class Topics:
    """The topics written to so far. They are few: people bind each by hand."""

    def __init__(self) -> None:
        self._of: dict[ChatRef, set[ChatRef]] = {}

    def note(self, chat: ChatRef) -> None:
        if (whole := room(chat)) != chat:
            self._of.setdefault(whole, set()).add(chat)

    def within(self, chat_ids: Iterable[int]) -> frozenset[ChatRef]:
        """These chats, and the topics known of them."""
        wholes = [chat_ref(chat_id) for chat_id in chat_ids]
        return frozenset(chat for whole in wholes for chat in (whole, *self._of.get(whole, ())))
