"""Builds the listening side: aiogram's bot, the reader of sentences, the map, the conversations."""

from collections.abc import Callable
from threading import Lock
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.keeping import for_good
from bot.settings import Settings
from bot.topic_tables import topics_of
from bot.words import words_for
from cases.model import Actor, Cause
from cases.ports import Below, Clock, Glance, Met, Run
from cases.reading import PlaceReading
from cases.registry import Registry
from handlers.feed import Listener, Unreadable
from handlers.kit import Kit, Reads
from nlp.place import Datum, Locator, Map, PointReading
from nlp.reader import Reader
from nlp.split import Splitter


class Places:
    """A Locator and a Map of the registry as it is now: an import or a learnt landmark needs no restart."""

    def __init__(self, glance: Glance) -> None:
        self._glance = glance
        self._building = Lock()
        self._build(glance.org().registry)

    def _build(self, registry: Registry) -> None:
        locator, chart = Locator(registry), Map(registry)
        self._locator, self._map, self._registry = locator, chart, registry

    def refresh(self) -> None:
        self.keep_up(self._glance.org().registry)

    def keep_up(self, registry: Registry) -> None:
        """Blocks for about a second when the registry has changed; whoever comes meanwhile waits for the same."""
        if registry is self._registry:
            return
        with self._building:
            if registry == self._registry:
                self._registry = registry  # read again, and the same
            else:
                self._build(registry)

    def locate(self, text: str, *, within: str = "", home: str = "") -> PlaceReading:
        return self._locator.locate(text, within=within, home=home)

    def around(self, code: str) -> str:
        return self._map.around(code)

    def at(self, lon: float, lat: float, accuracy_m: float | None, datum: Datum) -> PointReading:
        return self._map.at(lon, lat, accuracy_m, datum)


Timed = Callable[[Reads], Reads]
"""Puts a watch beside a reader."""


def untimed(reader: Reads) -> Reads:
    return reader


class Mind:
    """What understands words, built once for all who listen: it takes a second, dictionaries and polygons are read."""

    def __init__(self, settings: Settings, glance: Glance, timed: Timed) -> None:
        topics = topics_of(settings)
        self.places = Places(glance)
        self.reader, self.splitter = timed(Reader(self.places, topics)), Splitter(topics=topics)


class Minds:
    """The one Mind of a process, from the first time that it is needed. Blocks meanwhile."""

    def __init__(self, settings: Settings, glance: Glance, timed: Timed = untimed) -> None:
        self._settings, self._glance, self._timed = settings, glance, timed
        self._building = Lock()
        self._mind: Mind | None = None

    def get(self) -> Mind:
        with self._building:
            if self._mind is None:
                with for_good():
                    self._mind = Mind(self._settings, self._glance, self._timed)
            return self._mind

    def fresh(self) -> Mind:
        """The same with the registry as it is now."""
        mind = self.get()
        mind.places.refresh()
        return mind


class Ears:
    """`hear` is what the pump calls."""

    unreadable = (Unreadable,)

    def __init__(self, settings: Settings, glance: Glance, clock: Clock, username: str, minds: Minds) -> None:
        self._settings = settings
        mind = minds.get()

        def meet(actor: Actor, below: Below | None) -> Met:
            met = glance.meet(actor, below)
            mind.places.keep_up(met.org.registry)
            return met

        words = words_for(settings)
        self._kit = Kit(glance, mind.reader, mind.splitter, mind.places, clock, username, words, meet)
        self._bot: Bot | None = None
        self._listener: Listener | None = None

    async def hear(self, raw: dict[str, Any], run: Run, cause: Cause) -> None:
        if self._listener is None:
            self._listener = Listener(self._kit, self._connect())
        await self._listener.hear(raw, run, cause)

    async def close(self) -> None:
        if self._listener is not None:
            await self._listener.close()
        if self._bot is not None:
            await self._bot.session.close()

    def _connect(self) -> Bot:
        # aiohttp wants a running loop, which the thread that built us has not
        session = AiohttpSession(api=TelegramAPIServer.from_base(self._settings.bot_api_url))
        self._bot = Bot(self._settings.bot_token.get_secret_value(), session=session)
        return self._bot
