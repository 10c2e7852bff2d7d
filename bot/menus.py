"""The command menus people see beside the entry field. Lost menus harm nobody: failures are logged and forgotten."""

import logging
from collections.abc import Iterable
from typing import Any

import httpx

from bot.bot_api import ApiError, BotApi
from cases.model import ChatRef
from texts.menu import RESIDENT, STAFF, Entry

log = logging.getLogger(__name__)
SCOPES: tuple[tuple[dict[str, Any], Iterable[Entry]], ...] = (
    ({"type": "default"}, RESIDENT),
    ({"type": "all_private_chats"}, RESIDENT),
    # only staff use the bot in groups
    ({"type": "all_group_chats"}, STAFF),
)


async def set_menus(api: BotApi) -> None:
    for scope, entries in SCOPES:
        await _set(api, _menu(scope, entries))


async def set_staff_menu(api: BotApi, chat: ChatRef) -> None:
    """For a private chat that has just bound a post."""
    await _set(api, staff_menu(int(chat.removeprefix("tg:"))))


def staff_menu(chat_id: int) -> dict[str, Any]:
    """What setMyCommands takes for the private chat of somebody who holds a post."""
    return _menu({"type": "chat", "chat_id": chat_id}, STAFF)


def _menu(scope: dict[str, Any], entries: Iterable[Entry]) -> dict[str, Any]:
    commands = [{"command": entry.command, "description": entry.description} for entry in entries]
    return {"commands": commands, "scope": scope}


async def _set(api: BotApi, menu: dict[str, Any]) -> None:
    try:
        await api.call("setMyCommands", **menu)
    except (ApiError, httpx.HTTPError, ValueError) as error:
        log.warning("a command menu was not set: %s", error if isinstance(error, ApiError) else type(error).__name__)
