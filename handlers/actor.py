"""Who acts and where, in the desk's own names. Only here does a Telegram id become a reference."""

from aiogram.types import CallbackQuery as Query
from aiogram.types import Chat, Message, User

from cases.model import Actor, ChatRef, PersonRef

NOBODY = PersonRef("")


def chat_ref(chat: int, thread: int | None = None) -> ChatRef:
    return ChatRef(f"tg:{chat}/{thread}" if thread else f"tg:{chat}")


def person_ref(user: int) -> PersonRef:
    return PersonRef(f"tg:{user}")


def actor_of(event: Message | Query) -> Actor | None:
    """None for a button under an inline message, which belongs to no chat."""
    if isinstance(event, Message):
        # Anonymous administrators and channels speak as a chat; other bots never act here.
        is_person = event.sender_chat is None and event.from_user is not None and not event.from_user.is_bot
        return _actor(event.chat, event.from_user if is_person else None, _thread(event))
    if event.message is None:
        return None
    thread = _thread(event.message) if isinstance(event.message, Message) else None
    return _actor(event.message.chat, event.from_user, thread)


def _actor(chat: Chat, user: User | None, thread: int | None) -> Actor:
    return Actor(
        chat=chat_ref(chat.id, thread),
        person=person_ref(user.id) if user else NOBODY,
        name=user.full_name if user else "",
        group=chat.type != "private",
    )


def _thread(message: Message) -> int | None:
    """A forum topic is a chat of its own. Reply threads outside forums are not, nor are topics of a private chat."""
    in_topic = message.is_topic_message and message.chat.type != "private"
    return message.message_thread_id if in_topic else None
