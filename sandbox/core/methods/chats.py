"""What the bot asks about chats and does in them: members, pins, topics, leaving."""

from typing import Any

from sandbox.core.access import check_membership, is_admin, known_room, met_room, open_room
from sandbox.core.errors import Json, bad_request
from sandbox.core.members import member
from sandbox.core.params import Params
from sandbox.core.rooms import Room
from sandbox.core.table import method
from sandbox.core.world import World

TOPIC_NAME_LIMIT = 128
TOPIC_COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip


@method("getChat")
def get_chat(world: World, params: Params) -> Json:
    """ChatFullInfo of a chat the bot has met."""
    room = met_room(world, params)
    full: Json = room.chat | {
        "accent_color_id": abs(room.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if not room.private:
        full["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    if room.pinned and (kept := room.find(room.pinned[-1])):
        full["pinned_message"] = kept.message
    return full


@method("getChatMember")
def get_chat_member(world: World, params: Params) -> Json:
    """One member of a chat, past members and strangers included."""
    room = met_room(world, params)
    found = member(world, room, params.number("user_id"))
    if found is None:
        raise bad_request("invalid user_id specified")
    return found


@method("getChatMemberCount")
def get_chat_member_count(world: World, params: Params) -> int:
    """How many, the bot included."""
    return len(met_room(world, params).members) + 1


@method("getChatAdministrators")
def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """The owner and administrators that are people, and this bot when it is one; never other bots."""
    room = met_room(world, params)
    if room.private:
        raise bad_request("there are no administrators in the private chat")
    found = [member(world, room, person) for person in room.members]
    everyone = [*found, member(world, room, world.bot.id)]
    return [one for one in everyone if one and one["status"] in {"creator", "administrator"}]


@method("leaveChat")
def leave_chat(world: World, params: Params) -> bool:
    """The bot goes out of a group."""
    room = known_room(world, params)
    if room.private:
        raise bad_request("private chats can't be left")
    check_membership(room)
    room.bot_status = "left"
    world.post(room, None, {"left_chat_member": world.bot.user()})
    return True


@method("pinChatMessage")
def pin_chat_message(world: World, params: Params) -> bool:
    """Put a message above the chat."""
    room = _pinnable(world, params)
    kept = room.find(params.number("message_id"))
    if kept is None:
        raise bad_request("message to pin not found")
    if kept.id not in room.pinned:
        room.pinned.append(kept.id)
        world.post(room, None, {"pinned_message": kept.quoted()})
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, params: Params) -> bool:
    """Take one message down, the newest when none is named."""
    room = _pinnable(world, params)
    number = params.number("message_id") or (room.pinned[-1] if room.pinned else 0)
    if number not in room.pinned:
        raise bad_request("message to unpin not found")
    room.pinned.remove(number)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, params: Params) -> bool:
    """Take all down."""
    _pinnable(world, params).pinned.clear()
    return True


def _pinnable(world: World, params: Params) -> Room:
    room = open_room(world, params)
    if room.kind == "supergroup" and not is_admin(room):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return room


@method("createForumTopic")
def create_forum_topic(world: World, params: Params) -> Json:
    """A new topic; its number is that of the service message that announces it."""
    room = open_room(world, params)
    if not room.forum:
        raise bad_request("the chat is not a forum")
    if not is_admin(room):
        raise bad_request("not enough rights to create a topic")
    name = params.text("name").strip()
    if not 1 <= len(name) <= TOPIC_NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    colour: Any = params.number("icon_color", TOPIC_COLOURS[0])
    if colour not in TOPIC_COLOURS:
        raise bad_request("invalid icon color specified")
    thread = world.open_topic(room, None, name, colour)
    return {"message_thread_id": thread, "name": name, "icon_color": colour}
