"""The console in a real Chromium, the bot process behind it: the way in through the chat, every page for every role on a phone and
on a wide screen, and a supervisor's step with the keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.district import FIRST_RESIDENT, HERO_WORDS, District
from storage.registry_files.demo import demo_registry
from tests.browser import browser, shoot
from tests.databases import Prepared
from tests.live import Bot, Sandbox, live_bot

__all__ = ["browser"]  # a fixture, used by name

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("engine", ["sqlite"], indirect=True)]

BEGINS = "2026-03-02T09:00:00+08:00"
WIDTHS = {1440: 900, 390: 844}
UNCLEAR = "文昌街道大寨村2组那个东西一直那样"
DOTS = re.compile(r"http://\S+/enter/\S+")


@pytest.fixture
def bot(sandbox: Sandbox, district: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    sandbox.post("reset")
    sandbox.post("clock", {"now": BEGINS, "frozen": True, "speed": 1})
    with live_bot(sandbox, district, tmp_path_factory.mktemp("console"), MINHU_CONSOLE="on") as bot:
        yield bot


@pytest.fixture(scope="module")
def people() -> District:
    return District(demo_registry())


def roles(people: District) -> dict[str, int]:
    """Who serves the place of the story, from the worker up to the district."""
    station = people.hero.village
    centre = people.registry.area[station].parent
    district = people.registry.district.code
    desks = {"站": station, "中心": centre, "区": district}
    return {"网格员": people.hero_worker} | {role: people.desks[code] for role, code in desks.items()}


def say(bot: Bot, person: int, text: str) -> None:
    bot.sandbox.post(f"chats/{person}/send", {"person": person, "text": text})
    bot.settle()


def come_in(bot: Bot, browser: Browser, person: int, width: int) -> Page:
    """As a person does: a word to the bot, its link, its button."""
    say(bot, person, "控制台")
    told = [one.get("text", "") for one in bot.sandbox.get(f"chats/{person}/messages", person=person)]
    link = next(found[0] for text in reversed(told) if (found := DOTS.search(text)))
    page = browser.new_page(viewport={"width": width, "height": WIDTHS[width]})
    page.goto(link)
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("heading", name="今日")).to_be_visible()
    return page


def looks_right(page: Page, name: str) -> None:
    shoot(page, name)
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} runs out of the screen"
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in {"serious", "critical"}]
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_every_role_fits_and_can_be_read(
    bot: Bot, browser: Browser, people: District, width: int
) -> None:
    bot.sandbox.post(f"chats/{FIRST_RESIDENT}/send", {"person": FIRST_RESIDENT, "text": HERO_WORDS, "sample": "lamp"})
    bot.settle()
    for role, person in roles(people).items():
        page = come_in(bot, browser, person, width)
        links = page.get_by_role("navigation").get_by_role("link").all()
        for path, name in [(link.get_attribute("href"), link.inner_text()) for link in links]:
            page.goto(f"http://{bot.listen}{path}")
            expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")
            looks_right(page, f"console-{role}-{name}-{width}")
        page.goto(f"http://{bot.listen}/today")
        page.get_by_role("link", name="0302-001").click()
        expect(page.get_by_role("heading", name="经过")).to_be_visible()
        photo = page.get_by_role("img", name="居民的照片 1")
        photo.scroll_into_view_if_needed()
        expect(photo).to_have_js_property("naturalWidth", 800)
        looks_right(page, f"console-{role}-case-{width}")
        page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_an_unclear_case_is_sorted_with_one_key_and_the_words_for_it_are_looked_over(
    bot: Bot, browser: Browser, people: District, width: int
) -> None:
    say(bot, FIRST_RESIDENT, UNCLEAR)
    bot.sandbox.post("clock", {"advance_seconds": 700})
    bot.settle()
    page = come_in(bot, browser, roles(people)["区"], width)
    page.goto(f"http://{bot.listen}/today?only=triage")
    looks_right(page, f"console-triage-{width}")
    button = page.locator(".cases button").first
    topic = button.inner_text()
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("这里现在没有事")).to_be_visible()
    page.goto(f"http://{bot.listen}/cases/0302-001")
    expect(page.get_by_text(topic).first).to_be_visible()
    page.goto(f"http://{bot.listen}/lexicon")
    page.get_by_role("button", name="看建议").press("Enter")
    expect(page.get_by_text("没有要改的")).to_be_visible()
    looks_right(page, f"console-lexicon-review-{width}")
    with page.expect_download() as taken:
        page.goto(f"http://{bot.listen}/hotspots")
        page.get_by_role("link", name="下载热点图").press("Enter")
    assert taken.value.suggested_filename.endswith(".png")
    page.close()


def test_a_supervisor_presses_for_an_answer_with_the_keyboard_and_the_list_moves_by_itself(
    bot: Bot, browser: Browser, people: District
) -> None:
    desk = roles(people)["区"]
    page = come_in(bot, browser, desk, 1440)
    say(bot, FIRST_RESIDENT, HERO_WORDS)
    expect(page.get_by_role("link", name="0302-001")).to_be_visible(timeout=20_000)  # nobody reloaded it
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="督办")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("督办", exact=True).first).to_be_visible()
    bot.settle()
    worker = bot.sandbox.get(f"chats/{people.hero_worker}/messages", person=people.hero_worker)
    assert any("督办" in one["text"] for one in worker)
    page.close()
