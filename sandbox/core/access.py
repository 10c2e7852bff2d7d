"""Where the bot may speak: the refusals of chats that are unknown, closed, moved or left."""

from sandbox.core.errors import bad_request, forbidden
from sandbox.core.params import Params
from sandbox.core.rooms import GENERAL_TOPIC, Kept, Room
from sandbox.core.world import World


def known_room(world: World, params: Params, name: str = "chat_id") -> Room:
    """The chat a call names, as far as the bot has ever met it."""
    raw = params.text(name).strip()
    if not raw:
        raise bad_request(f"{name} is empty")
    chat_id = int(raw) if raw.removeprefix("-").isdecimal() else 0
    if chat_id not in world.rooms and chat_id not in world.people:
        raise bad_request("chat not found")
    return world.room(chat_id)


def met_room(world: World, params: Params, name: str = "chat_id") -> Room:
    """The chat a call asks about: a person who never pressed START is nobody yet."""
    room = known_room(world, params, name)
    if room.private and not world.people[room.id].started:
        raise bad_request("chat not found")
    check_membership(room)
    return room


def open_room(world: World, params: Params) -> Room:
    """The chat a call writes to; refused when the bot may not write there."""
    room = known_room(world, params)
    if room.private:
        person = world.people[room.id]
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
    check_membership(room)
    return room


def check_membership(room: Room) -> None:
    """Refuse a group that has moved or that the bot is no longer in."""
    if room.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=room.migrated_to)
    if room.deleted:
        raise forbidden("the group chat was deleted")
    if room.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {room.kind} chat")
    if room.bot_status == "left":
        raise forbidden(f"bot is not a member of the {room.kind} chat")


def is_admin(room: Room) -> bool:
    """Whether the bot may do what needs rights; in a basic group anyone may."""
    return room.bot_status == "administrator"


def thread_of(room: Room, params: Params) -> int | None:
    """The topic a call writes to; None is the general one."""
    thread = params.number("message_thread_id")
    if not thread or (room.forum and thread == GENERAL_TOPIC):
        return None
    if thread not in room.topics:
        raise bad_request("message thread not found")
    return thread


def own_message(room: Room, message_id: int) -> Kept:
    """The bot's own message that an edit names."""
    kept = room.find(message_id)
    if kept is None:
        raise bad_request("message to edit not found")
    if kept.person is not None or "forward_origin" in kept.message:
        raise bad_request("message can't be edited")
    return kept
