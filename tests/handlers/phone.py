"""Raw updates as Telegram would send them, built from a few words."""

from itertools import count
from typing import Any

Raw = dict[str, Any]

BOT = 42
USERNAME = "minhu_bot"
RESIDENT, WORKER, CHIEF, ADMIN = 1001, 2001, 3001, 1087968824
GROUP, UNKNOWN_GROUP, FORUM, TOPIC = -1002001, -1002999, -1002005, 7

_ids = count(500)


def user(number: int, name: str = "张三") -> Raw:
    return {"id": number, "is_bot": number in {BOT, ADMIN}, "first_name": name, "language_code": "zh-hans"}


def chat(number: int) -> Raw:
    if number > 0:
        return {"id": number, "type": "private", "first_name": "张三"}
    return {"id": number, "type": "supergroup", "title": "群", "is_forum": number == FORUM}


def message(sender: int = RESIDENT, text: str = "", where: int = 0, **more: Any) -> Raw:
    """A Message; `where` defaults to the sender's private chat."""
    body: Raw = {"message_id": next(_ids), "date": 1_772_000_000, "chat": chat(where or sender), "from": user(sender)}
    if text:
        body["text"] = text
    if where == FORUM:
        body |= {"message_thread_id": TOPIC, "is_topic_message": True}
    return body | more


def says(sender: int = RESIDENT, text: str = "", where: int = 0, **more: Any) -> Raw:
    return {"update_id": next(_ids), "message": message(sender, text, where, **more)}


def edits(sender: int = RESIDENT, text: str = "", where: int = 0, **more: Any) -> Raw:
    return {"update_id": next(_ids), "edited_message": message(sender, text, where, edit_date=1_772_000_060, **more)}


def taps(sender: int, data: str, where: int = 0, **more: Any) -> Raw:
    query = {"id": "777", "from": user(sender), "chat_instance": "1", "data": data}
    return {"update_id": next(_ids), "callback_query": query | {"message": ours(where or sender)} | more}


def ours(where: int, **more: Any) -> Raw:
    """A message of the bot, as it is quoted in a reply or stands above a button."""
    return message(BOT, "卡片", where, **more)


def anonymous(text: str, where: int = GROUP) -> Raw:
    """A group administrator who speaks as the group."""
    return says(ADMIN, text, where, sender_chat=chat(where))


def photo(**more: Any) -> Raw:
    sizes = [("small", 90), ("large", 1280), ("middle", 320)]
    listed = [{"file_id": name, "file_unique_id": name, "width": side, "height": side} for name, side in sizes]
    return {"photo": listed} | more


def file(name: str, **more: Any) -> Raw:
    return {"file_id": name, "file_unique_id": name} | more
