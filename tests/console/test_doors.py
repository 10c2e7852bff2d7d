"""What stands before every page: who may open which, where a form comes from, how long it may be, what is drawn once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from cases.model import PostCode
from console.app import Views, console_app
from console.bounds import LARGEST_FORM
from console.nav import PAGES
from tests.console import browser
from tests.console.conftest import CENTRE, DISTRICT, OWNER, STATION, Office


@pytest.mark.parametrize("post", [OWNER, STATION, CENTRE, DISTRICT])
async def test_the_way_is_shown_to_just_the_pages_that_open(office: Office, post: str) -> None:
    client = await office.sign_in(post)
    shown = (await client.get("/today")).text
    for path, _, _ in PAGES:
        assert ((await client.get(path)).status_code == 200) is (f'<a href="{path}"' in shown), path


async def test_another_site_cannot_sign_a_browser_in(office: Office) -> None:
    link = office.link(STATION)
    answer = await office.stranger().post(link, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "大寨村工作站" not in answer.text
    own = await office.stranger().post(link, headers={"Origin": "http://localhost"})
    assert "大寨村工作站" in own.text  # the link was not used up


async def test_a_form_that_goes_on_and_on_is_read_no_further_and_politely_refused(office: Office) -> None:
    district = await office.sign_in(DISTRICT)
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 100 * LARGEST_FORM:
            read += 1000
            yield b"x" * 1000

    for path in ("/lexicon", "/registry/import/save"):
        read = 0
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await district.post(path, content=body(), headers=kind)
        assert answer.status_code == 413, path
        assert "什么也没有写入" in answer.text
        assert answer.headers["content-security-policy"]
        assert read <= LARGEST_FORM + 1000


async def test_pages_are_kept_apart_by_their_cookie(office: Office) -> None:
    station = await office.sign_in(STATION)
    for path in ("/today", "/chart.png", "/sign-in"):
        assert "Cookie" in (await station.get(path)).headers["vary"], path


async def test_of_those_who_ask_for_a_picture_at_once_one_draws(office: Office) -> None:
    drawn: list[PostCode] = []

    async def chart(post: PostCode) -> bytes:
        drawn.append(post)
        await asyncio.sleep(0.01)
        return b"picture"

    console = replace(office.console, rules=replace(office.console.rules, chart=chart))

    async def health() -> object:
        raise AssertionError

    app = console_app(Views(health, console))  # type: ignore[arg-type]
    client = browser(app)
    client.cookies = (await office.sign_in(STATION)).cookies
    answers = await asyncio.gather(*(client.get("/chart.png") for _ in range(8)))
    assert {answer.content for answer in answers} == {b"picture"}
    assert drawn == [STATION]
