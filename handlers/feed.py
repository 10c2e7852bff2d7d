"""Raw updates in, use cases run. The door through which the process hands us what the inbox holds."""

import json
import re
from typing import Any

from aiogram import Bot
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from cases.model import Cause
from cases.ports import Run
from handlers.build import build_dispatcher
from handlers.kit import Kit
from handlers.toasts import Toasts

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL as JSON escapes it, as against the six characters a person may type."""


class Unreadable(Exception):
    """An update that cannot be parsed. The message tells where it failed and never what was in it."""


class Listener:
    """Handles one update at a time per call; the caller keeps the order within a chat."""

    def __init__(self, kit: Kit, bot: Bot) -> None:
        self._clock = kit.clock
        self._bot = bot
        self._toasts = Toasts()
        self._dispatcher = build_dispatcher(kit, self._toasts)

    async def hear(self, raw: dict[str, Any], run: Run, cause: Cause) -> None:
        """Returns when the update's work is committed. Raises Unreadable, or whatever `run` raised that is no
        refusal. An update nobody is interested in runs nothing."""
        update = _parse(raw, self._bot)
        if update is not None:
            await self._dispatcher.feed_update(self._bot, update, run=run, cause=cause, at=self._clock.now())

    async def close(self) -> None:
        """Waits for the last toasts. The bot's session belongs to the caller."""
        await self._toasts.drain()


def _parse(raw: dict[str, Any], bot: Bot) -> Update | None:
    """None for a kind of update newer than the library, which would log its whole body as a warning."""
    if not _is_storable(raw):
        raise Unreadable("characters that no database takes")
    try:
        update = Update.model_validate(raw, context={"bot": bot})
        return update if update.event_type else None
    except UpdateTypeLookupError:
        return None
    except ValidationError as error:
        kinds = sorted({fault["type"] for fault in error.errors(include_input=False, include_context=False)})
        faults = f"{error.error_count()} faults: {', '.join(kinds)}"
    # Raised out here, so that the parser's error with the body in it is not even kept as a context.
    raise Unreadable(faults)


def _is_storable(raw: dict[str, Any]) -> bool:
    """Half a surrogate pair cannot be written as UTF-8, nor a NUL to PostgreSQL; Telegram itself sends neither."""
    text = json.dumps(raw, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return _NUL.search(text) is None
