"""The little word that ends a button's spinner: the one thing said directly, because it may be lost without harm."""

import asyncio
import logging

from aiogram.types import CallbackQuery

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10


class Toasts:
    """Answers taps beside the work: a slow or dead network must not hold up the next update of the chat."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[None]] = set()

    def answer(self, query: CallbackQuery, text: str = "") -> None:
        """To be called when the tap's transaction is over, one way or the other."""
        task = asyncio.create_task(_answer(query, text))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def drain(self) -> None:
        """Waits for the answers under way, at most PATIENCE_SECONDS."""
        await asyncio.gather(*self._under_way)


async def _answer(query: CallbackQuery, text: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await query.answer(text or None)
    except Exception as error:  # whatever it was, the work itself is committed
        log.info("a toast was lost: %s", type(error).__name__)
