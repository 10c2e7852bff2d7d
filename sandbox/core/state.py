"""The world as one JSON document and back: what a restart must not forget."""

import base64
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sandbox.core.errors import Json
from sandbox.core.files import StoredFile
from sandbox.core.people import Person, Profile
from sandbox.core.rooms import Kept, Room
from sandbox.core.updates import Pending
from sandbox.core.world import World

FORMAT = 1
_ROOM_PLAIN = ("chat", "bot_status", "last_id", "pinned", "migrated_to", "deleted", "instance")


def dump(world: World) -> Json:
    """Everything worth keeping; pressed buttons are not, their spinners have long stopped."""
    return {
        "format": FORMAT,
        "bot": asdict(world.bot),
        "clock": world.clock.view(),
        "people": [person.view() for person in world.people.values()],
        "rooms": [_dump_room(room) for room in world.rooms.values()],
        "files": [_dump_file(stored) for stored in world.files.by_id.values()],
        "albums": world.files.albums,
        "updates": _dump_updates(world),
        "scenario": world.scenario,
        "next_group": world.next_group,
        "last_ids": world.last_ids,
    }


def load(world: World, kept: Mapping[str, Any]) -> None:
    """Put a dumped world into a new one; raises KeyError, TypeError or ValueError on anything else."""
    if kept["format"] != FORMAT:
        raise ValueError("unknown format")
    profile = dict(kept["bot"])
    profile["menu_buttons"] = _by_number(profile["menu_buttons"])
    world.bot = Profile(**profile)
    world.clock.change({name: kept["clock"][name] for name in ("now", "speed", "frozen")})
    world.people = {wish["id"]: Person(**wish) for wish in kept["people"]}
    world.rooms = {room.id: room for room in map(_load_room, kept["rooms"])}
    for raw in kept["files"]:
        world.files.keep(StoredFile(**raw | {"data": base64.b64decode(raw["data"])}))
    world.files.albums = dict(kept["albums"])
    _load_updates(world, kept["updates"])
    world.scenario = kept["scenario"]
    world.next_group = kept["next_group"]
    world.last_ids = _by_number(kept["last_ids"])


def _by_number(mapping: Mapping[str, Any]) -> dict[int, Any]:
    return {int(key): value for key, value in mapping.items()}


def _dump_room(room: Room) -> Json:
    plain = {name: getattr(room, name) for name in _ROOM_PLAIN}
    return plain | {
        "members": room.members,
        "topics": room.topics,
        "unread": room.unread,
        "messages": [asdict(kept) for kept in room.messages.values()],
    }


def _load_room(raw: Json) -> Room:
    room = Room(**{name: raw[name] for name in _ROOM_PLAIN})
    room.members, room.topics = _by_number(raw["members"]), _by_number(raw["topics"])
    room.unread = _by_number(raw["unread"])
    room.messages = {kept.id: kept for kept in (Kept(**one) for one in raw["messages"])}
    for kept in room.messages.values():
        kept.message["chat"] = room.chat
    return room


def _dump_file(stored: StoredFile) -> Json:
    names = ("file_id", "kind", "path", "mime", "about")
    return {name: getattr(stored, name) for name in names} | {"data": base64.b64encode(stored.data).decode()}


def _dump_updates(world: World) -> Json:
    queue = world.updates
    return {
        "highest_id": queue.highest_id,
        "last_born": queue.last_born,
        "allowed": None if queue.allowed is None else sorted(queue.allowed),
        "pending": [
            {"update": one.update, "kind": one.kind, "chat_id": one.chat_id, "born": one.born} for one in queue
        ],
    }


def _load_updates(world: World, raw: Json) -> None:
    queue = world.updates
    queue.highest_id, queue.last_born = raw["highest_id"], raw["last_born"]
    queue.allow(raw["allowed"] or ())
    for one in raw["pending"]:
        queue.put(Pending(**one))
