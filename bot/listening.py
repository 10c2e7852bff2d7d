"""Builds the listening side: aiogram's bot, the reader of sentences, the map, the conversations."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.settings import Settings
from bot.topic_tables import topics_of
from cases.model import Cause
from cases.ports import Clock, Glance, Run
from cases.registry import Registry
from handlers.feed import Listener, Unreadable
from handlers.kit import Kit
from nlp.place import Locator, Map
from nlp.reader import Reader
from nlp.split import Splitter
from nlp.topics import Topics


class Ears:
    """`hear` is what the pump calls. Building takes a second: dictionaries and polygons are read."""

    unreadable = (Unreadable,)

    def __init__(self, settings: Settings, glance: Glance, registry: Registry, clock: Clock, username: str) -> None:
        self._settings = settings
        topics = topics_of(settings) or Topics()
        reader, splitter = Reader(Locator(registry), topics), Splitter(topics=topics)
        self._kit = Kit(glance, reader, splitter, Map(registry), clock, username)
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
