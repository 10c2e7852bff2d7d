"""Open pages are told that something has happened: all of them by one question, and nothing between page and stream is missed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request

from console.live import PAUSE_SECONDS, Newest, changes
from tests.cases.conftest import LAMP
from tests.console.conftest import STATION, Office


class Events:
    """Says what happened last, and counts how often it was asked."""

    def __init__(self) -> None:
        self.number, self.asked, self.clock = 7, 0, 0.0

    async def newest(self) -> int:
        self.asked += 1
        await asyncio.sleep(0)
        return self.number

    def now(self) -> float:
        return self.clock


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> Events:
    events = Events()

    async def pause(seconds: float) -> None:
        events.clock += seconds

    async def stays(_: Request) -> bool:
        return False

    monkeypatch.setattr("console.live.asyncio.sleep", pause)
    monkeypatch.setattr(Request, "is_disconnected", stays)
    return events


def stream(events: Events, query: str = "", last: str = "") -> AsyncIterator[str]:
    headers = [(b"last-event-id", last.encode())] if last else []
    asked = Request({"type": "http", "query_string": query.encode(), "headers": headers})
    return changes(Newest(events.newest, events.now), asked)


async def test_however_many_look_the_database_is_asked_once_in_a_pause(events: Events) -> None:
    newest = Newest(events.newest, events.now)
    assert set(await asyncio.gather(*(newest.number() for _ in range(50)))) == {7}
    assert events.asked == 1
    events.clock += PAUSE_SECONDS
    await newest.number()
    assert events.asked == 2


@pytest.mark.parametrize(("query", "last"), [("since=6", ""), ("since=3", "6"), ("", "6")])
async def test_what_happened_since_the_page_or_the_last_word_is_told_at_once(
    events: Events, query: str, last: str
) -> None:
    told = stream(events, query, last)
    assert "id: 6" in await anext(told)
    assert "event: changed\ndata: 7" in await anext(told)
    assert await anext(told) == ": \n\n"


@pytest.mark.parametrize("query", ["", "since=soon", "since=" + "9" * 5000, "since=7"])
async def test_nothing_is_told_of_what_the_page_shows_already(events: Events, query: str) -> None:
    told = stream(events, query)
    assert "id: 7" in await anext(told)
    assert await anext(told) == ": \n\n"
    events.number = 8
    assert "data: 8" in await anext(told)


async def test_a_page_says_up_to_where_it_has_seen(office: Office) -> None:
    office.desk.say(LAMP)
    page = (await (await office.sign_in(STATION)).get("/today")).text
    assert f'data-live="{office.desk.store.pages.work.newest()}"' in page
