"""Groups come into being, grow topics, become supergroups, and let the bot in or put it out."""

from typing import Any

from sandbox.core.acts.people import known_members
from sandbox.core.errors import Json, Refused
from sandbox.core.members import member_as
from sandbox.core.methods.chats import TOPIC_COLOURS
from sandbox.core.rooms import Room
from sandbox.core.world import World

BOT_STATUSES = ("member", "administrator", "kicked", "left")


def open_group(world: World, wish: Json) -> Room:
    """A group with the bot in it; the bot learns so by my_chat_member and a service message."""
    members = known_members(world, wish.get("members") or [])
    title = str(wish.get("title") or "").strip()
    if not title or not members:
        raise Refused("群要有 title 和至少一个 members。")
    group_id = _group_id(world, wish.get("id"))
    forum = bool(wish.get("forum"))
    room = world.open_group(title, members, group_id=group_id, supergroup=forum or bool(wish.get("supergroup")))
    if forum:
        room.chat["is_forum"] = True
    room.bot_status = "left"
    set_bot_status(world, room, "administrator" if wish.get("bot_admin") else "member")
    return room


def _group_id(world: World, raw: Any) -> int | None:
    if raw is None:
        return None
    group_id = int(raw) if str(raw).removeprefix("-").isdecimal() else 0
    if group_id >= 0:
        raise Refused("群的 id 要用负整数。")
    if group_id in world.rooms:
        raise Refused("已经有这个编号的群。", 409)
    return group_id


def set_bot_status(world: World, room: Room, status: str) -> None:
    """The owner changes the bot's place in the group."""
    if room.private or status not in BOT_STATUSES:
        raise Refused(f"只能在群里设置，status 取 {'、'.join(BOT_STATUSES)}。")
    if status == room.bot_status:
        return
    owner, old = next(iter(room.members)), room.bot_status
    gone = {"kicked", "left"}
    if old in gone and status not in gone:
        room.bot_status = status
        _tell_membership(world, room, owner, old, status)
        world.post(room, owner, {"new_chat_members": [world.bot.user()]})
    elif status in gone and old not in gone:
        _tell_membership(world, room, owner, old, status)
        room.bot_status = status
        world.post(room, owner, {"left_chat_member": world.bot.user()})
    else:
        room.bot_status = status
        _tell_membership(world, room, owner, old, status)
    world.tell("chat", **room.view())


def _tell_membership(world: World, room: Room, owner: int, old: str, new: str) -> None:
    user = world.bot.user()
    world.membership(room, owner, member_as(user, old), member_as(user, new))


def migrate(world: World, room: Room) -> Room:
    """A basic group becomes a supergroup: a new chat, and a service message on either side."""
    if room.kind != "group":
        raise Refused("只有普通群可以升级。")
    if room.migrated_to is not None:
        raise Refused("这个群已经升级过了。", 409)
    owner = next(iter(room.members))
    new = world.open_group(str(room.chat["title"]), room.members, group_id=None, supergroup=True)
    new.members, new.bot_status = dict(room.members), room.bot_status
    world.post(room, owner, {"migrate_to_chat_id": new.id})
    room.migrated_to = new.id
    world.post(new, owner, {"migrate_from_chat_id": room.id})
    world.tell("chat", **room.view())
    world.tell("chat", **new.view())
    return new


def delete_group(world: World, room: Room) -> None:
    """The owner deletes the group for everybody; the bot hears nothing and is refused when it writes."""
    if room.private:
        raise Refused("私聊不能解散。")
    room.deleted = True
    world.tell("chat", **room.view())


def open_topic(world: World, room: Room, name: str) -> int:
    """The owner opens a topic in a forum."""
    if not room.forum:
        raise Refused("这个群没有开启话题。")
    if not name.strip():
        raise Refused("话题要有 name。")
    return world.open_topic(room, next(iter(room.members)), name.strip(), TOPIC_COLOURS[0])
