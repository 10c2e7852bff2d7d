"""Privacy mode: which group messages a bot gets to hear."""

from sandbox.core.errors import Json
from sandbox.core.people import Profile
from sandbox.core.rooms import Kept, Room

_SERVICE = (
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "migrate_to_chat_id", "migrate_from_chat_id",
    "pinned_message", "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
)  # fmt: skip


def bot_hears(bot: Profile, room: Room, kept: Kept) -> bool:
    """Whether a person's message reaches the bot as an update."""
    if room.bot_status in {"kicked", "left"}:
        return False
    if room.private or not bot.privacy or room.bot_status == "administrator":
        return True
    message = kept.message
    return any(name in message for name in _SERVICE) or _replies(bot, message) or _addresses(bot, message)


def _replies(bot: Profile, message: Json) -> bool:
    sender: Json = message.get("reply_to_message", {}).get("from", {})
    return sender.get("id") == bot.id


def _addresses(bot: Profile, message: Json) -> bool:
    """Commands for this bot or for nobody in particular, and mentions of it."""
    text = str(message.get("text") or message.get("caption") or "").encode("utf-16-le")
    for entity in message.get("entities") or message.get("caption_entities") or []:
        start = entity["offset"] * 2
        piece = text[start : start + entity["length"] * 2].decode("utf-16-le").lower()
        name = f"@{bot.username}".lower()
        if entity["type"] == "bot_command" and ("@" not in piece or piece.endswith(name)):
            return True
        if entity["type"] == "mention" and piece == name:
            return True
        if entity["type"] == "text_mention" and entity["user"]["id"] == bot.id:
            return True
    return False
