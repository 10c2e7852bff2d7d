"""A person taps an inline button: the bot gets a callback query, the phone a spinner."""

from sandbox.core.errors import Json, Refused
from sandbox.core.keyboards import find_button
from sandbox.core.rooms import Kept, Room
from sandbox.core.world import World


def press(world: World, room: Room, wish: Json) -> str:
    """Tap by data or by place; returns the callback query id, refused when there is no such button."""
    person = world.person(int(wish.get("person") or (room.id if room.private else 0)))
    kept = room.messages.get(int(wish.get("message_id") or 0))
    if kept is None or kept.person is not None:
        raise Refused("没有这条带按钮的消息。", 404)
    _may_press(world, room, person.id)
    data = _data(kept, wish)
    pressed = world.presses.add(room.id, kept.id, person.id)
    query = {
        "id": pressed.query_id,
        "from": person.user(),
        "message": _as_seen(kept),
        "chat_instance": room.instance,
        "data": data,
    }
    world.tell(
        "press",
        callback_query_id=pressed.query_id,
        chat=room.id,
        message_id=kept.id,
        person=person.id,
        data=data,
    )
    world.queue("callback_query", query, room.id)
    return pressed.query_id


def _may_press(world: World, room: Room, person_id: int) -> None:
    if person_id not in room.members:
        raise Refused("不在这个聊天里，按不了。", 403)
    if room.private and world.people[person_id].blocked:
        raise Refused("已停用机器人，请先恢复使用。", 409)
    if room.bot_status in {"kicked", "left"} or room.migrated_to is not None or room.deleted:
        raise Refused("机器人已不在这个群里，按了没有反应。", 409)


def _data(kept: Kept, wish: Json) -> str:
    data = None if wish.get("data") is None else str(wish["data"])
    row, column = int(wish.get("row") or 0), int(wish.get("column") or 0)
    button = find_button(kept.message.get("reply_markup"), data=data, row=row, column=column)
    if button is None:
        raise Refused("这条消息上没有这个按钮，可能已经更新，请看最新的消息。", 409)
    if "callback_data" not in button:
        raise Refused("这个按钮不通知机器人（例如链接），请在手机上直接打开。")
    return str(button["callback_data"])


def _as_seen(kept: Kept) -> Json:
    """A tap may cross with a deletion: then the bot gets only where it was."""
    if kept.deleted:
        return {"chat": kept.message["chat"], "message_id": kept.id, "date": 0}
    return kept.message
