"""Messages the bot sends: text, places, contacts, and the road every other kind takes."""

from typing import Any

from sandbox.core.access import open_room, thread_of
from sandbox.core.entities import message_text, text_fields, utf16_len
from sandbox.core.errors import Json, bad_request
from sandbox.core.keyboards import read_markup
from sandbox.core.params import Params, whole_number
from sandbox.core.rooms import Kept, Room
from sandbox.core.table import method
from sandbox.core.world import World

ACCURACY_METRES = 1500
ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
        "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip
_ECHOED_PREVIEW = ("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")


def say(world: World, params: Params, content: Json) -> Json:
    """Send one message with everything a call may add to it: topic, reply, keyboard, protection."""
    room = open_room(world, params)
    thread = thread_of(room, params)
    inline, keyboard = read_markup(params, private=room.private)
    reply_to, quote = answered(room, params)
    extra: Json = quote | ({"reply_markup": inline} if inline else {})
    if params.flag("protect_content"):
        extra["has_protected_content"] = True
    content = with_users(world, content)
    kept = world.post(room, None, content | extra, thread=thread, reply_to=reply_to, keyboard=keyboard)
    return kept.message


def with_users(world: World, content: Json) -> Json:
    """Give text_mention entities their whole User; a mention of a stranger is dropped."""
    for name in ("entities", "caption_entities"):
        if any(entity["type"] == "text_mention" for entity in content.get(name, [])):
            content = content | {name: [e for entity in content[name] if (e := _with_user(world, entity))]}
    return content


def _with_user(world: World, entity: Json) -> Json | None:
    if entity["type"] != "text_mention":
        return entity
    user = world.user(_user_id(entity))
    return entity | {"user": user} if user else None


def _user_id(entity: Json) -> int:
    user = entity.get("user")
    return whole_number(user.get("id")) if isinstance(user, dict) else 0


def answered(room: Room, params: Params) -> tuple[Kept | None, Json]:
    """The message a call replies to, and the quote from it."""
    reply: Any = params.json("reply_parameters", "reply parameters")
    if reply is None:
        reply = {
            "message_id": params.number("reply_to_message_id"),
            "allow_sending_without_reply": params.flag("allow_sending_without_reply"),
        }
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    message_id = whole_number(reply.get("message_id"))
    if not message_id:
        return None, {}
    if str(reply.get("chat_id", room.id)) != str(room.id):
        raise bad_request("replies to other chats are not in the sandbox")
    kept = room.find(message_id)
    if kept is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return kept, _quote(kept, reply.get("quote")) if kept else {}


def _quote(kept: Kept, quote: Any) -> Json:
    if not quote:
        return {}
    text = str(kept.message.get("text") or kept.message.get("caption") or "")
    place = text.find(str(quote))
    if place < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"quote": {"text": quote, "position": utf16_len(text[:place]), "is_manual": True}}


def preview_of(params: Params) -> Json:
    """link_preview_options as the Message repeats them."""
    options: Any = params.json("link_preview_options", "link preview options")
    if options is None and params.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    if not isinstance(options, dict):
        return {}
    echoed = {name: options[name] for name in _ECHOED_PREVIEW if options.get(name)}
    return {"link_preview_options": echoed} if echoed else {}


@method("sendMessage")
def send_message(world: World, params: Params) -> Json:
    """A text."""
    text, entities = message_text(params)
    return say(world, params, text_fields(text, entities) | preview_of(params))


@method("sendLocation")
def send_location(world: World, params: Params) -> Json:
    """A point on the map."""
    return say(world, params, {"location": _location(params)})


@method("sendVenue")
def send_venue(world: World, params: Params) -> Json:
    """A named place; the Message also carries its bare location."""
    location = _location(params)
    if not params.has("title"):
        raise bad_request("venue title must be non-empty")
    venue = {"location": location, "title": params.text("title"), "address": params.text("address")}
    return say(world, params, {"location": location, "venue": venue})


@method("sendContact")
def send_contact(world: World, params: Params) -> Json:
    """A name with a phone number."""
    if not params.has("phone_number"):
        raise bad_request("phone number must be non-empty")
    if not params.has("first_name"):
        raise bad_request("first name must be non-empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    return say(world, params, {"contact": {name: params.text(name) for name in names if params.has(name)}})


@method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    """Show that the bot is busy, for five seconds at most."""
    action = params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    room = open_room(world, params)
    thread_of(room, params)
    world.tell("typing", chat=room.id, action=action)
    return True


def _location(params: Params) -> Json:
    latitude, longitude = params.real("latitude"), params.real("longitude")
    if latitude is None or longitude is None:
        raise bad_request(f"wrong {'latitude' if latitude is None else 'longitude'} specified")
    if abs(latitude) > 90 or abs(longitude) > 180:  # both are finite
        raise bad_request("wrong location specified")
    location: Json = {"latitude": latitude, "longitude": longitude}
    accuracy = params.real("horizontal_accuracy")
    return location | ({"horizontal_accuracy": accuracy} if accuracy and 0 < accuracy <= ACCURACY_METRES else {})
