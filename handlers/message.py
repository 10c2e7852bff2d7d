"""Reading aiogram's messages: the words, what kind of thing came, its files, what it answers."""

import re

from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Message

from cases.model import Attachment, Media

PEOPLE_SEND = frozenset(
    {
        ContentType.TEXT,
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.DOCUMENT,
        ContentType.LIVE_PHOTO,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
        ContentType.CHECKLIST,
        ContentType.CONTACT,
        ContentType.DICE,
        ContentType.GAME,
        ContentType.POLL,
        ContentType.VENUE,
        ContentType.LOCATION,
        ContentType.RICH_MESSAGE,
        ContentType.UNKNOWN,
    }
)
"""Everything else is Telegram telling of itself: somebody joined, a message was pinned. UNKNOWN counts as a person's,
because a kind of message newer than our library must not be dropped in silence."""


TYPED = "typed"
"""The id of a press that was typed: of the label of a button. It has no spinner, and is answered by a message."""
_COUNTRY = re.compile(r"^\+?86(?=1\d{10}$)")


def words(message: Message, bot_username: str) -> str:
    """Text or caption without the bot's own name; for a venue, what it is called; of a contact the number, if it is their own."""
    if message.venue:
        return f"{message.venue.address} {message.venue.title}".strip()
    if message.contact:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        return _COUNTRY.sub("", message.contact.phone_number) if own else ""
    return _mention(bot_username).sub("", message.text or message.caption or "").strip()


def message_pressed(query: CallbackQuery) -> int:
    """The message whose button it was, to be answered in place; 0 where it is gone, or its label was typed below it."""
    return query.message.message_id if query.message and not is_typed(query) else 0


def is_typed(query: CallbackQuery) -> bool:
    return query.id == TYPED


def kind(message: Message) -> str:
    """What came: text, photo, voice … as named in cases.commands.Said."""
    got = ContentType(message.content_type)
    return ContentType.DOCUMENT.value if got is ContentType.ANIMATION else got.value


def attachments(message: Message) -> tuple[Attachment, ...]:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (Attachment(Media.PHOTO, largest.file_id),)
    # An animation also carries `document`, with the same file: one attachment.
    files = {
        Media.VIDEO: message.video,
        Media.VOICE: message.voice,
        Media.VIDEO_NOTE: message.video_note,
        Media.AUDIO: message.audio,
        Media.DOCUMENT: message.document or message.animation,
    }
    return tuple(Attachment(media, file.file_id) for media, file in files.items() if file)


def answered(message: Message) -> Message | None:
    """The message this one replies to. In a forum every first message seems to reply to the topic's own birth."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def is_reply_to(message: Message, user: int) -> bool:
    replied = answered(message)
    return replied is not None and replied.from_user is not None and replied.from_user.id == user


def mentions(message: Message, username: str) -> bool:
    return _mention(username).search(message.text or message.caption or "") is not None


def _mention(username: str) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(username)}(?!\w)", re.IGNORECASE)
