"""Raw updates in, use cases run. The door through which the process hands us what the inbox holds."""

import asyncio
import json
import re
from typing import Any

from aiogram import Bot
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Message, Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from cases.model import Actor, Cause
from cases.ports import Run
from handlers.actor import actor_of
from handlers.build import build_dispatcher
from handlers.kit import Kit
from handlers.labels import Labels
from handlers.toasts import Toasts

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL as JSON escapes it, as against the six characters a person may type."""
_RICH = "rich_message"


class Unreadable(Exception):
    """An update that cannot be parsed. The message tells where it failed and never what was in it."""


class Listener:
    """Handles one update at a time per call; the caller keeps the order within a chat."""

    def __init__(self, kit: Kit, bot: Bot) -> None:
        self._clock, self._kit = kit.clock, kit
        self._bot = bot
        self._labels = Labels(kit)
        self._toasts = Toasts()
        self._dispatcher = build_dispatcher(kit, self._toasts)

    async def hear(self, raw: dict[str, Any], run: Run, cause: Cause) -> None:
        """Returns when the update's work is committed. Raises Unreadable, or whatever `run` raised that is no
        refusal. An update nobody is interested in runs nothing."""
        update = _parse(raw, self._bot)
        if update is None:
            return
        event = update.message or update.edited_message or update.callback_query
        by = actor_of(event) if event else None
        given: dict[str, Any] = {"run": run, "cause": cause, "at": self._clock.now(), "by": by}
        if by is not None:
            given |= await self._meet(by, update.message)
            press = self._labels.press(update.message, given["met"].said) if update.message else None
            if press is not None:
                pressed = Update(update_id=update.update_id, callback_query=press)
                if await self._dispatcher.feed_update(self._bot, pressed, **given) is not UNHANDLED:
                    return
        await self._dispatcher.feed_update(self._bot, update, **given)

    async def _meet(self, by: Actor, message: Message | None) -> dict[str, Any]:
        """`met`, and `raw_state`: aiogram's view of the open draft, by which its state filters work."""
        below = self._labels.below(message, by, self._bot.id) if message else None
        # In a thread: a database that hangs must not hang the whole process with it.
        met = await asyncio.to_thread(self._kit.meet, by, below)
        return {"met": met, "raw_state": met.draft.state.value if met.draft and by.person else None}

    async def close(self) -> None:
        """Waits for the last toasts. The bot's session belongs to the caller."""
        await self._toasts.drain()


def _parse(raw: dict[str, Any], bot: Bot) -> Update | None:
    """None for a kind of update newer than the library, which would log its whole body as a warning."""
    text = json.dumps(raw, ensure_ascii=False)
    if not _is_storable(text):
        raise Unreadable("characters that no database takes")
    try:
        plain = _without_riches(raw) if f'"{_RICH}"' in text else raw
        update = Update.model_validate(plain, context={"bot": bot})
        return update if update.event_type else None
    except UpdateTypeLookupError:
        return None
    except ValidationError as error:
        faults = f"{error.error_count()} faults"  # each told apart, they may take more memory than there is
    # Raised out here, so that the parser's error with the body in it is not even kept as a context.
    raise Unreadable(faults)


def _is_storable(text: str) -> bool:
    """Half a surrogate pair cannot be written as UTF-8, nor a NUL to PostgreSQL; Telegram itself sends neither."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return _NUL.search(text) is None


def _without_riches(thing: Any) -> Any:
    """What is in a rich message is not read here, and the library tries every kind of text for every level of it: five
    levels take it ten seconds, in which nobody is heard."""
    if isinstance(thing, list):
        return [_without_riches(part) for part in thing]
    if isinstance(thing, dict):
        return {name: {"blocks": []} if name == _RICH else _without_riches(part) for name, part in thing.items()}
    return thing
