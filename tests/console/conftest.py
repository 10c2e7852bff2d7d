"""The console over the desk of the use cases' tests: a real store, the real pages, people who sign in through the chat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.hands import hands_for
from bot.pages import console_desk
from bot.runner import Runner
from bot.settings import GivenSettings
from bot.upkeep import upkeep_of
from cases import messages as say
from cases.model import Event
from cases.signing_commands import AskLink
from cases.signing_in import ask_link
from console.app import Views, console_app
from console.desk import ConsoleDesk
from console.health import Health
from storage.tables import deed
from tests.cases.conftest import Desk, desk, district, house, keys, listening, registry, url
from tests.console import browser

__all__ = ["desk", "district", "house", "keys", "listening", "registry", "url"]  # fixtures, used by name

OWNER, STATION, CENTRE, DISTRICT = "Z0102", "410871062209", "410871062000", "410871000000"
"""Of 大寨村2组, and the desks over it."""


@dataclass
class Office:
    """A desk with its console."""

    desk: Desk
    app: Any
    console: ConsoleDesk
    files: dict[str, bytes]
    """What the messenger has, by handle."""
    count: int = 0

    def stranger(self) -> httpx.AsyncClient:
        return browser(self.app)

    def link(self, post: str, *, group: bool = False) -> str:
        """As the chat of the post is told it: the path alone."""
        self.count += 1
        by = replace(self.desk.holder(post), group=group)
        self.desk.run(ask_link, AskLink(by, self.desk.clock.at, self.desk.cause(), f"code{self.count}"))
        self.desk.deliver()
        told = [message for message in self.desk.heard_by(post) if isinstance(message, say.ConsoleLink)]
        return told[-1].url.removeprefix("http://localhost")

    async def sign_in(self, post: str) -> httpx.AsyncClient:
        client = self.stranger()
        answer = await client.post(self.link(post))
        assert answer.status_code == 200, answer.text
        return client

    def history(self, number: int = 0) -> Sequence[Event]:
        with self.desk.store.unit_of_work() as uow:
            return uow.history(self.desk.case(number).id)

    def deeds(self) -> list[str]:
        """What the audit log will hold besides the histories, oldest first."""
        with self.desk.store._engine.begin() as db:
            return list(db.execute(select(deed.c.what).order_by(deed.c.id)).scalars())

    async def act(self, client: httpx.AsyncClient, page_at: str, *, to: str = "", **form: str) -> httpx.Response:
        """Presses a button of the page: with the token that its forms carry."""
        page = (await client.get(page_at)).text
        return await client.post(to or page_at, data={"token": token_in(page), **form})


def token_in(page: str) -> str:
    return page.partition('name="token" value="')[2].partition('"')[0]


def office_of(desk: Desk, own_topics: str = "") -> tuple[Office, Runner]:
    async def health() -> Health:
        return Health("ok", desk.clock.at, 1, 2, 3, 4, desk.clock.at, "system")

    files: dict[str, bytes] = {}

    async def fetch(file: str) -> bytes | None:
        return files.get(file)

    runner = Runner(desk.store, hands_for(desk.store))
    settings = GivenSettings(knowledge="demo", own_topics=own_topics)
    upkeep = upkeep_of(settings, desk.store, desk.clock, desk.reader.read, lambda: "minhu_bot")
    shown = console_desk(desk.store, runner, desk.clock, upkeep, fetch, hosts=["localhost"], secure=False)
    return Office(desk, console_app(Views(health, shown)), shown, files), runner


@pytest.fixture
def office(desk: Desk) -> Iterator[Office]:
    office, runner = office_of(desk)
    yield office
    runner.close()
