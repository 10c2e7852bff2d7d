"""Voices and pictures become words beside the case, where an engine is configured: after the case is filed, one file at a time,
and what cannot be heard holds nobody up."""

import asyncio
import logging
import time
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
"""Of an engine, which most likely fails again."""
MOST_FETCHES = 12
"""Over some six hours: a messenger comes back."""
FIRST_REST_SECONDS = 10.0
"""Twice as long after every failure."""
Engine = Callable[[bytes], Awaitable[str]]


class NotYet(Exception):
    """Another attempt may bring more, unless there were `most` already."""

    def __init__(self, most: int) -> None:
        self.most = most


@dataclass(frozen=True, slots=True)
class Tried:
    """In vain, so often; not again before `rests_until`, in the machine's seconds."""

    times: int
    rests_until: float


@dataclass(frozen=True, slots=True)
class Desk:
    """What the work is done for."""

    unread: StoredUnread
    run: Run
    minds: Minds
    clock: Clock


class Stenographer:
    """One per desk: only the leading process writes. A death in between costs the work of one file."""

    def __init__(
        self,
        engines: Mapping[Happening, Engine],
        api: BotApi,
        desk: Desk,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engines, self._api, self._desk, self._monotonic = engines, api, desk, monotonic
        self._tried: dict[tuple[CaseId, Happening, int], Tried] = {}

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
        now, since = self._monotonic(), self._desk.clock.now() - LATELY
        done = 0
        for what in self._engines:
            resting = frozenset(
                case for (case, kind, _), tried in self._tried.items() if kind is what and tried.rests_until > now
            )
            some = len(self._tried) + 1  # one of them at least was not tried yet, where there is any such
            found = await asyncio.to_thread(self._desk.unread.waiting, what, since, some, resting)
            if found:
                done += await self._write(min(found, key=self._times))
        return done

    def _times(self, one: Unread) -> int:
        tried = self._tried.get(_key(one))
        return tried.times if tried else 0

    async def _write(self, one: Unread) -> bool:
        try:
            words = await self._words_if_ever(one)
            await self._desk.run(note_read, await asyncio.to_thread(self._noted, one, words))
        except NotYet:
            self._let_rest(one)
            return False
        except Exception:
            self._let_rest(one)  # whatever it is, the others are not to wait for it
            raise
        self._tried.pop(_key(one), None)
        return True

    def _let_rest(self, one: Unread) -> None:
        times = self._times(one) + 1
        rest = FIRST_REST_SECONDS * 2 ** min(times - 1, MOST_FETCHES)
        self._tried[_key(one)] = Tried(times, self._monotonic() + rest)

    async def _words_if_ever(self, one: Unread) -> str:
        """ "" where nothing will come of it. Raises NotYet where another attempt is due."""
        try:
            return await self._words_of(one)
        except NotYet as error:
            if self._times(one) + 1 < error.most:
                raise
            log.warning("%s: a file is given up after %d attempts", one.what, error.most)
            return ""

    async def _words_of(self, one: Unread) -> str:
        """As `_words_if_ever`, whatever was tried before."""
        from bot.shapes import is_harmless  # Pillow: not before there is a picture

        try:
            data = await self._api.fetch(one.file, LARGEST_BYTES[one.what])
        except TooLarge:
            return ""
        except (ApiError, httpx.HTTPError, ValueError) as error:
            log.info("%s: a file could not be fetched: %s", one.what, where(error))
            if isinstance(error, ApiError) and error.code not in LATER_CODES:
                return ""
            raise NotYet(MOST_FETCHES) from None
        if one.what is Happening.PICTURE_READ and not await asyncio.to_thread(is_harmless, data):
            return ""  # an engine would unpack what it is given, whatever it unpacks to
        try:
            return await self._engines[one.what](data)
        except EngineFailed as error:
            log.warning("%s: the engine %s", one.what, error)
            raise NotYet(MOST_TRIES) from None

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


def _key(one: Unread) -> tuple[CaseId, Happening, int]:
    return one.case, one.what, one.nth


def engines_of(settings: Settings) -> dict[Happening, Engine]:
    """Those that are configured."""
    found: dict[Happening, Engine] = {}
    if voice := transcriber_of(settings):
        found[Happening.VOICE_HEARD] = voice.hear
    if picture := picture_reader_of(settings):
        found[Happening.PICTURE_READ] = picture.read
    return found
