"""Looks at the pictures that were sent as proof: fetches each, works out its shape and tells the desk. Afterwards, never before
a step: what cannot be fetched holds nobody up."""

import asyncio
import logging

import httpx

from bot.bot_api import ApiError, BotApi, TooLarge
from bot.logging import where
from bot.runner import Runner
from cases.model import Cause
from cases.picture_commands import NotePicture, Sight
from cases.picturing import note_picture
from cases.ports import Clock
from delivery.waking import WakingLoop
from storage.pictures import StoredPictures, Unseen

log = logging.getLogger(__name__)
LARGEST_BYTES = 10 * 1024 * 1024
"""What Telegram allows a photo; a bot may fetch files of twice that."""
AT_ONCE = 8
LATER_CODES = frozenset({429, *range(500, 600)})


class Darkroom(WakingLoop):
    """One per desk: only the leading process looks. What it was at when it died is still to be looked at."""

    idle_seconds = 20.0  # one that could not be fetched before may wait so long
    pause_seconds = 0.2

    def __init__(self, pictures: StoredPictures, runner: Runner, api: BotApi, clock: Clock) -> None:
        super().__init__()
        self._pictures, self._runner, self._api, self._clock = pictures, runner, api, clock

    async def turn(self) -> int:
        try:
            return await self.look()
        except Exception as error:  # the database is away, say: nothing else ends for that
            log.warning("pictures are not looked at: %s", where(error))
            return 0

    async def look(self) -> int:
        """At a handful of what is due; returns how many of them were dealt with."""
        found = await asyncio.to_thread(self._pictures.waiting, self._clock.now(), AT_ONCE)
        return sum([await self._dealt_with(one) for one in found])

    async def _dealt_with(self, one: Unseen) -> bool:
        """One that cannot be noted must not stand in the way of the others."""
        sight, shape = await self._see(one)
        command = NotePicture(one.id, sight, self._clock.now(), Cause(f"picture/{one.id}/{one.tries}"), shape)
        try:
            await self._runner(note_picture, command)
        except Exception as error:
            log.warning("a picture cannot be noted: %s", where(error))
            return False
        return True

    async def _see(self, one: Unseen) -> tuple[Sight, str]:
        from bot.shapes import NoShape, shape_of  # Pillow: not before there is a picture

        try:
            data = await self._api.fetch(one.file, LARGEST_BYTES)
            return Sight.SEEN, await asyncio.to_thread(shape_of, data)
        except (NoShape, TooLarge):
            return Sight.NEVER, ""
        except ApiError as error:
            return (Sight.LATER if error.code in LATER_CODES else Sight.NEVER), ""
        except (httpx.HTTPError, ValueError) as error:
            log.info("a picture could not be fetched: %s", where(error))
            return Sight.LATER, ""
