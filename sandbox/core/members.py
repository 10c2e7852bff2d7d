"""ChatMember objects: who somebody is in a chat."""

from sandbox.core.errors import Json
from sandbox.core.rooms import Room
from sandbox.core.world import World

_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages", "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def member(world: World, room: Room, user_id: int) -> Json | None:
    """ChatMember of a person or of the bot; None for an unknown number."""
    user = world.user(user_id)
    if user is None:
        return None
    status = room.bot_status if user_id == world.bot.id else room.members.get(user_id, "left")
    return member_as(user, status)


def member_as(user: Json, status: str) -> Json:
    """ChatMember of a user with a status."""
    base: Json = {"user": user, "status": status}
    match status:
        case "creator":
            return base | {"is_anonymous": False}
        case "administrator":
            return base | dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
        case "kicked":
            return base | {"until_date": 0}
        case _:
            return base
