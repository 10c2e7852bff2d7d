"""Chats and what was said in them; a room knows its members, the bot's place in it, and every message."""

from dataclasses import dataclass, field

from sandbox.core.errors import Json

GENERAL_TOPIC = 1


@dataclass(slots=True)
class Kept:
    """A message as the sandbox keeps it: the Bot API object, and what only the phones see."""

    message: Json
    person: int | None  # None: the bot said it
    edited: bool = False
    deleted: bool = False
    keyboard: Json | None = None

    @property
    def id(self) -> int:
        """The message's number in its chat."""
        return int(self.message["message_id"])

    def view(self) -> Json:
        """MessageView of the control API."""
        return self.message | {"edited": self.edited, "deleted": self.deleted, "keyboard": self.keyboard}

    def quoted(self) -> Json:
        """The message as it appears inside a reply: without what it replied to itself."""
        return {key: value for key, value in self.message.items() if key != "reply_to_message"}


@dataclass(slots=True)
class Room:
    """One chat. `bot_status` is the bot's ChatMember status in it."""

    chat: Json
    members: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Kept] = field(default_factory=dict)
    last_id: int = 0
    unread: dict[int, int] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    deleted: bool = False
    instance: str = ""

    @property
    def id(self) -> int:
        """The chat's number; a private chat has the person's."""
        return int(self.chat["id"])

    @property
    def kind(self) -> str:
        """private, group or supergroup."""
        return str(self.chat["type"])

    @property
    def private(self) -> bool:
        """Whether one person talks with the bot alone."""
        return self.kind == "private"

    @property
    def forum(self) -> bool:
        """Whether the chat is divided into topics."""
        return bool(self.chat.get("is_forum"))

    def find(self, message_id: int) -> Kept | None:
        """The message of that number, if it exists and was not deleted."""
        kept = self.messages.get(message_id)
        return None if kept is None or kept.deleted else kept

    def last(self) -> Kept | None:
        """The newest message still there."""
        return next((kept for kept in reversed(self.messages.values()) if not kept.deleted), None)

    def view(self) -> Json:
        """ChatView of the control API."""
        last = self.last()
        return {
            "chat": self.chat,
            "members": list(self.members),
            "topics": [{"message_thread_id": key, "name": name} for key, name in self.topics.items()],
            "last": last.view() if last else None,
            "unread": {str(person): count for person, count in self.unread.items() if count},
        }
