"""Voices and pictures become words beside the case, where an engine is configured: after the case is filed, one file at a time,
and what cannot be heard holds nobody up."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import httpx

from bot.bot_api import ApiError, BotApi, TooLarge
from bot.engines import picture_reader_of, transcriber_of
from bot.leading import until
from bot.listening import Minds
from bot.logging import where
from bot.pictures import LATER_CODES
from bot.settings import Settings
from cases.machine_reading import NoteRead, note_read
from cases.model import NOBODY, Actor, CaseId, Cause, ChatRef, Happening
from cases.ports import Clock, EngineFailed, Run
from storage.pages.unread import StoredUnread, Unread
from texts.words import machine_read

log = logging.getLogger(__name__)
LARGEST_BYTES = {Happening.VOICE_HEARD: 20 * 1024 * 1024, Happening.PICTURE_READ: 10 * 1024 * 1024}
"""A bot may fetch 20 MB; a photo has at most 10."""
LATELY = timedelta(days=1)
"""An older voice was listened to by a person long ago."""
IDLE_SECONDS = 5.0
MOST_TRIES = 3
Engine = Callable[[bytes], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the work is done for."""

    unread: StoredUnread
    run: Run
    minds: Minds
    clock: Clock


class Stenographer:
    """One per desk: only the leading process writes. A death in between costs the work of one file."""

    def __init__(self, engines: Mapping[Happening, Engine], api: BotApi, desk: Desk) -> None:
        self._engines, self._api, self._desk = engines, api, desk
        self._tries: dict[tuple[CaseId, Happening, int], int] = {}

    async def run(self, over: asyncio.Event) -> None:
        """Until `over` is set; at once where no engine is configured, as far as anybody can tell."""
        if not self._engines:
            await over.wait()
            return
        await until(over, self._work())

    async def _work(self) -> None:
        while True:
            try:
                found = await self.write()
            except Exception as error:  # the database is away, say: nothing else ends for that
                log.warning("voices and pictures are not read: %s", where(error))
                found = 0
            if not found:
                await asyncio.sleep(IDLE_SECONDS)

    async def write(self) -> int:
        """The next file of each kind; returns how many were done with, for better or worse."""
        since = self._desk.clock.now() - LATELY
        done = 0
        for what in self._engines:
            hopeless = frozenset(case for case, kind, _ in self._tries if kind is what)
            # those that failed lately come after the others
            next_ones = await asyncio.to_thread(self._desk.unread.waiting, what, since, 1, hopeless)
            next_ones = next_ones or await asyncio.to_thread(self._desk.unread.waiting, what, since, 1, frozenset())
            for one in next_ones:
                done += await self._write(one)
        return done

    async def _write(self, one: Unread) -> bool:
        key = (one.case, one.what, one.nth)
        words = await self._words_of(one)
        if words is None:
            self._tries[key] = self._tries.get(key, 0) + 1
            return False
        self._tries.pop(key, None)
        await self._desk.run(note_read, await asyncio.to_thread(self._noted, one, words))
        return True

    async def _words_of(self, one: Unread) -> str | None:
        """ "" where nothing will come of it; None where another attempt may bring more."""
        try:
            data = await self._api.fetch(one.file, LARGEST_BYTES[one.what])
        except TooLarge:
            return ""
        except (ApiError, httpx.HTTPError, ValueError) as error:
            log.info("%s: a file could not be fetched: %s", one.what, where(error))
            return "" if isinstance(error, ApiError) and error.code not in LATER_CODES else None
        try:
            return await self._engines[one.what](data)
        except EngineFailed as error:
            last = self._tries.get((one.case, one.what, one.nth), 0) + 1 >= MOST_TRIES
            log.warning("%s: the engine %s%s", one.what, error, "; this file is given up" if last else "")
            return "" if last else None

    def _noted(self, one: Unread, words: str) -> NoteRead:
        by, at = Actor(ChatRef(""), NOBODY), self._desk.clock.now()
        cause = Cause(f"{one.what.value}/{one.case}/{one.nth}")
        if not words:
            return NoteRead(by, at, cause, one.case, one.what, one.nth)
        mind = self._desk.minds.get()
        reading = mind.reader.read(words, within=mind.places.around(one.unit))
        return NoteRead(
            by, at, cause, one.case, one.what, one.nth, machine_read(one.what, words), reading, reading.place
        )


def engines_of(settings: Settings) -> dict[Happening, Engine]:
    """Those that are configured."""
    found: dict[Happening, Engine] = {}
    if voice := transcriber_of(settings):
        found[Happening.VOICE_HEARD] = voice.hear
    if picture := picture_reader_of(settings):
        found[Happening.PICTURE_READ] = picture.read
    return found
