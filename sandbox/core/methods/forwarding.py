"""Messages sent on: forwarded with their origin, or copied without."""

from typing import Any

from sandbox.core.access import check_membership, known_room, open_room, thread_of
from sandbox.core.entities import caption
from sandbox.core.errors import Json, bad_request
from sandbox.core.methods.sending import say
from sandbox.core.params import Params, whole_number
from sandbox.core.rooms import Kept
from sandbox.core.table import method
from sandbox.core.world import World

MOST = 100
_BODY = (
    "text", "entities", "link_preview_options", "photo", "document", "voice", "video", "video_note", "audio",
    "animation", "sticker", "location", "venue", "contact", "caption", "caption_entities",
)  # fmt: skip


def _source(world: World, params: Params, message_id: int, verb: str) -> Kept:
    room = known_room(world, params, "from_chat_id")
    check_membership(room)
    kept = room.find(message_id)
    if kept is None:
        raise bad_request(f"message to {verb} not found")
    if kept.message.get("has_protected_content") or not _body(kept):
        raise bad_request(f"message can't be {'forwarded' if verb == 'forward' else 'copied'}")
    return kept


def _body(kept: Kept) -> Json:
    return {name: kept.message[name] for name in _BODY if name in kept.message}


def _origin(kept: Kept) -> Json:
    fresh = {"type": "user", "date": kept.message["date"], "sender_user": kept.message["from"]}
    return {"forward_origin": kept.message.get("forward_origin", fresh)}


@method("forwardMessage")
def forward_message(world: World, params: Params) -> Json:
    """One message with its origin."""
    open_room(world, params)
    kept = _source(world, params, params.number("message_id"), "forward")
    return say(world, params, _body(kept) | _origin(kept))


@method("forwardMessages")
def forward_messages(world: World, params: Params) -> list[Json]:
    """Up to a hundred; what cannot be found is passed over."""
    room = open_room(world, params)
    thread = thread_of(room, params)
    found = _many(world, params, "forward")
    sent = [world.post(room, None, _body(kept) | _origin(kept), thread=thread) for kept in found]
    return [{"message_id": kept.id} for kept in sent]


@method("copyMessage")
def copy_message(world: World, params: Params) -> Json:
    """One message without its origin, perhaps with another caption."""
    open_room(world, params)
    body = _body(_source(world, params, params.number("message_id"), "copy"))
    if "caption" in params.raw and "text" not in body:
        body = {name: part for name, part in body.items() if not name.startswith("caption")} | caption(params)
    return {"message_id": say(world, params, body)["message_id"]}


@method("copyMessages")
def copy_messages(world: World, params: Params) -> list[Json]:
    """Up to a hundred; what cannot be found is passed over."""
    room = open_room(world, params)
    thread = thread_of(room, params)
    sent = [world.post(room, None, _body(kept), thread=thread) for kept in _many(world, params, "copy")]
    return [{"message_id": kept.id} for kept in sent]


def _many(world: World, params: Params, verb: str) -> list[Kept]:
    numbers: Any = params.json("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= MOST:
        raise bad_request("message identifiers are not specified")
    room = known_room(world, params, "from_chat_id")
    there = [number for number in map(whole_number, numbers) if room.find(number)]
    if not there:
        raise bad_request(f"there are no messages to {verb}")
    return [_source(world, params, number, verb) for number in there]
