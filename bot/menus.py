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
        await _set(api, scope, entries)


async def set_staff_menu(api: BotApi, chat: ChatRef) -> None:
    """For a private chat that has just bound a post."""
    await _set(api, {"type": "chat", "chat_id": int(chat.removeprefix("tg:"))}, STAFF)


async def _set(api: BotApi, scope: dict[str, Any], entries: Iterable[Entry]) -> None:
    commands = [{"command": entry.command, "description": entry.description} for entry in entries]
    try:
        await api.call("setMyCommands", commands=commands, scope=scope)
    except (ApiError, httpx.HTTPError, ValueError) as error:
        log.warning("a command menu was not set: %s", error if isinstance(error, ApiError) else type(error).__name__)
