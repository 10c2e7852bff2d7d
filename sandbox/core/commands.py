"""The command menu: kept by scope and language, found for each phone in the documented order."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.core.errors import Json, bad_request
from sandbox.core.params import whole_number
from sandbox.core.people import Profile
from sandbox.core.rooms import Room

MOST = 100
DESCRIPTION_LIMIT = 256
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_PLAIN = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_OF_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})


def read_commands(raw: Any) -> list[Json]:
    """The commands of a call, checked."""
    if not isinstance(raw, list):
        raise bad_request("expected an Array of BotCommand")
    if len(raw) > MOST:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(item) for item in raw]


def _command(item: Any) -> Json:
    if not isinstance(item, dict) or not {"command", "description"} <= item.keys():
        raise bad_request("can't parse BotCommand: command and description are required")
    name, description = str(item["command"]).removeprefix("/"), str(item["description"]).strip()
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def scope_key(scope: Any, language: str, rooms: dict[int, Room]) -> str:
    """One key for a scope in a language; refuses scopes that are none."""
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    scope = {"type": "default"} if scope is None else scope
    kind = str(scope.get("type")) if isinstance(scope, dict) else ""
    if kind in _PLAIN:
        return _key(kind, language)
    if kind not in _OF_CHAT:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat_id = int(scope["chat_id"]) if re.fullmatch(r"-?\d+", str(scope.get("chat_id"))) else 0
    if chat_id not in rooms:
        raise bad_request("chat not found")
    if kind == "chat_member":
        return _key(f"chat_member:{chat_id}:{whole_number(scope.get('user_id'))}", language)
    return _key(f"{kind}:{chat_id}", language)


def resolve(bot: Profile, room: Room, person: int, language: str = "zh") -> list[Json]:
    """What this person's menu shows in this chat: the narrowest scope that has commands wins."""
    for scope in _order(room, person):
        for key in (_key(scope, language), _key(scope, "")):
            if bot.commands.get(key):
                return bot.commands[key]
    return []


def _key(scope: str, language: str) -> str:
    return f"{scope}|{language}"


def _order(room: Room, person: int) -> Iterator[str]:
    if room.private:
        yield from (f"chat:{room.id}", "all_private_chats", "default")
        return
    admin = room.members.get(person) in {"creator", "administrator"}
    yield f"chat_member:{room.id}:{person}"
    if admin:
        yield f"chat_administrators:{room.id}"
    yield f"chat:{room.id}"
    if admin:
        yield "all_chat_administrators"
    yield from ("all_group_chats", "default")
