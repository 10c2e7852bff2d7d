"""The bot changes and takes back what it said; an edit keeps number and date, and must change something."""

from typing import Any

from sandbox.core.access import is_admin, open_room, own_message
from sandbox.core.entities import caption, message_text, text_fields
from sandbox.core.errors import Json, bad_request
from sandbox.core.keyboards import inline_only
from sandbox.core.methods.media import input_media
from sandbox.core.methods.sending import preview_of, with_users
from sandbox.core.params import Params, whole_number
from sandbox.core.rooms import Kept, Room
from sandbox.core.table import method
from sandbox.core.world import World

DELETABLE_SECONDS = 48 * 3600
MOST_DELETED = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
MEDIA = ("photo", "document", "voice", "video", "video_note", "audio", "animation", "sticker")
_TEXT_PARTS: Json = {"text": None, "entities": None, "link_preview_options": None}
_CAPTION_PARTS: Json = {"caption": None, "caption_entities": None}


def _target(world: World, params: Params) -> tuple[Room, Kept]:
    if params.has("inline_message_id"):
        raise bad_request("inline messages are not in the sandbox")
    room = open_room(world, params)
    if not params.has("message_id"):
        raise bad_request("message identifier is not specified")
    return room, own_message(room, params.number("message_id"))


def _change(world: World, room: Room, kept: Kept, parts: Json) -> Json:
    if all(kept.message.get(name) == value for name, value in parts.items()):
        raise bad_request(NOT_MODIFIED)
    world.edited(room, kept, parts)
    return kept.message


@method("editMessageText")
def edit_message_text(world: World, params: Params) -> Json:
    """New text; an inline keyboard that is left out goes away."""
    text, entities = message_text(params)
    room, kept = _target(world, params)
    if "text" not in kept.message:
        raise bad_request("there is no text in the message to edit")
    content = with_users(world, text_fields(text, entities)) | preview_of(params)
    return _change(world, room, kept, _TEXT_PARTS | content | _markup(params, room))


@method("editMessageCaption")
def edit_message_caption(world: World, params: Params) -> Json:
    """New caption, or none."""
    content = with_users(world, caption(params))
    room, kept = _target(world, params)
    if not any(name in kept.message for name in MEDIA if name not in {"video_note", "sticker"}):
        raise bad_request("there is no caption in the message to edit")
    return _change(world, room, kept, _CAPTION_PARTS | content | _markup(params, room))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, params: Params) -> Json:
    """New inline keyboard, or none."""
    room, kept = _target(world, params)
    return _change(world, room, kept, _markup(params, room))


@method("editMessageMedia")
def edit_message_media(world: World, params: Params) -> Json:
    """Another photo, document, video or audio in place of the old."""
    item: Any = params.json("media", "input media")
    content = input_media(world, params, item)
    room, kept = _target(world, params)
    if not any(name in kept.message for name in MEDIA):
        raise bad_request("there is no media in the message to edit")
    return _change(world, room, kept, dict.fromkeys(MEDIA) | _CAPTION_PARTS | content | _markup(params, room))


def _markup(params: Params, room: Room) -> Json:
    return {"reply_markup": inline_only(params, private=room.private)}


@method("deleteMessage")
def delete_message(world: World, params: Params) -> bool:
    """Take one message away for everyone."""
    room = open_room(world, params)
    kept = room.find(params.number("message_id"))
    if kept is None:
        raise bad_request("message to delete not found")
    _check_deletable(world, room, kept)
    world.deleted(room, kept)
    return True


@method("deleteMessages")
def delete_messages(world: World, params: Params) -> bool:
    """Take up to a hundred away; what cannot be found is passed over."""
    room = open_room(world, params)
    numbers: Any = params.json("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    found = [kept for number in numbers if (kept := room.find(whole_number(number)))]
    for kept in found:
        _check_deletable(world, room, kept)
    for kept in found:
        world.deleted(room, kept)
    return True


def _check_deletable(world: World, room: Room, kept: Kept) -> None:
    foreign = kept.person is not None and not room.private and not is_admin(room)
    if foreign or world.clock.unix() - int(kept.message["date"]) > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
