"""The whole road on one page: three phones in a real Chromium, the real sandbox, and the real bot process behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from bot.district import FIRST_RESIDENT, HERO_WORDS, District
from storage.registry_files.demo import demo_registry
from tests.browser import Phone, browser, context, open_phones, page, shoot
from tests.databases import Prepared
from tests.live import Bot, Sandbox, live_bot

__all__ = ["browser", "context", "page"]  # fixtures, used by name

# what phones show does not depend on the engine
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("engine", ["sqlite"], indirect=True)]

BEGINS = "2026-03-02T09:00:00+08:00"
NEIGHBOUR = FIRST_RESIDENT + 1
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
HOSTILE = f'{HERO_WORDS} <b>急</b><img src=x onerror="document.title=1"> </script>&lt; *粗* _斜_ [点我](tg://user?id=1)'
ROLES = ("居民", "网格员", "督办")


@dataclass
class Desk:
    """The demo district with the bot at work. The worker's phone begins with somebody else and follows."""

    sandbox: Sandbox
    bot: Bot
    district: District

    def begin(self) -> None:
        scenario = self.district.scenario(f"http://{self.bot.listen}/today")
        workers = self.district.workers.values()
        elsewhere = next(worker for worker in workers if worker != self.district.hero_worker)
        scenario["phones"][1] |= {"person": elsewhere, "chat": elsewhere}
        scenario["phones"][2]["follow"] = False
        self.sandbox.post("scenario", scenario)

    def say(self, person: int, text: str) -> None:
        self.sandbox.post(f"chats/{person}/send", {"person": person, "text": text})
        self.bot.settle()

    def later(self, **span: float) -> None:
        seconds = span.get("days", 0) * 86_400 + span.get("minutes", 0) * 60
        self.sandbox.post("clock", {"advance_seconds": seconds})
        self.bot.settle()


@pytest.fixture(scope="module")
def people() -> District:
    return District(demo_registry())


@pytest.fixture
def desk(sandbox: Sandbox, district: Prepared, people: District, tmp_path: Path) -> Iterator[Desk]:
    sandbox.post("reset")
    sandbox.post("clock", {"now": BEGINS, "frozen": True, "speed": 1})
    with live_bot(sandbox, district, tmp_path) as bot:
        desk = Desk(sandbox, bot, people)
        desk.begin()
        yield desk


Phones = tuple[Phone, Phone, Phone]


@pytest.fixture
def phones(page: Page, desk: Desk) -> Phones:
    open_phones(page, desk.sandbox.url)
    resident, worker, supervisor = (Phone(page, role) for role in ROLES)
    return resident, worker, supervisor


def owner_is(phone: Phone, name: str) -> None:
    expect(phone.root.locator(".owner")).to_contain_text(name)


def send_sample(phone: Phone, label: str, words: str) -> None:
    phone.input.fill(words)
    phone.root.get_by_label("附件").click()
    phone.root.get_by_label(f"样片：{label}").click()


def overflow(page: Page) -> Any:
    """How many pixels the page, or a chat on it, is wider than its place."""
    return page.evaluate(
        """() => Math.max(document.documentElement.scrollWidth - innerWidth,
        ...[...document.querySelectorAll('.log')].filter(log => log.clientWidth).map(log => log.scrollWidth - log.clientWidth))"""
    )


def still(page: Page) -> None:
    """Brings whatever fades, glows or slides in to its end; what spins for ever has none."""
    page.evaluate("document.getAnimations().forEach(one => { try { one.finish() } catch { one.cancel() } })")


def keep(page: Page, name: str) -> None:
    """Pictures at both widths; at the narrow one every phone in turn, and nothing sticks out sideways."""
    page.set_viewport_size(WIDE)
    still(page)
    shoot(page, f"{name}-1440")
    page.set_viewport_size(NARROW)
    for role in ROLES:
        page.get_by_role("tab", name=role).click()
        expect(page.locator(f'.phone[data-role="{role}"]')).to_be_visible()
        assert overflow(page) <= 0, f"{role} is wider than the screen"
        still(page)
        shoot(page, f"{name}-390-{role}")
    page.set_viewport_size(WIDE)


def test_a_broken_lamp_goes_from_one_sentence_to_closed_on_both_phones(page: Page, phones: Phones) -> None:
    resident, worker, _ = phones
    resident.say(HERO_WORDS)
    expect(resident.bubble("收到，已登记")).to_contain_text("0302-001")
    owner_is(worker, "专职网格员102")  # the phone went to whoever got the card
    expect(worker.bubble("0302-001")).to_contain_text("待接单")

    worker.press("接单")
    expect(worker.bubble("✅ 接单")).to_contain_text("已接单")
    expect(resident.bubble("负责：专职网格员102，今天 09:00 已接单")).to_be_visible()

    worker.press("办结")
    expect(worker.bubble("请回复这条消息")).to_be_visible()
    send_sample(worker, "办结", "换了灯泡")
    asked = resident.bubble("您看是吗")
    expect(asked).to_contain_text("换了灯泡")
    expect(asked.locator("img")).to_be_visible()
    keep(page, "whole-road-asked")

    resident.press("1 好了")
    expect(resident.bubble("画句号了")).to_contain_text("0302-001")
    expect(worker.bubble("居民已认可")).to_contain_text("☑️ 办结")
    expect(worker.log.locator(".inline-button")).to_have_count(0)
    keep(page, "whole-road-closed")


def test_a_supervisor_reads_of_an_overdue_case_in_the_digest_and_presses_on(
    page: Page, phones: Phones, desk: Desk
) -> None:
    _, worker, supervisor = phones
    desk.say(NEIGHBOUR, HERO_WORDS)
    desk.later(days=3)
    digest = supervisor.bubble("文昌街道服务中心 日报")
    expect(digest).to_contain_text("超时 1")
    expect(digest).to_contain_text("0302-001")

    supervisor.press("1 督办")
    worker.choose("专职网格员102")
    expect(worker.bubble("上级督办")).to_be_visible()
    expect(worker.bubble("上级已督办")).to_be_visible()  # on the card itself
    keep(page, "digest")


def test_words_that_look_like_code_are_only_words_on_the_card(page: Page, phones: Phones) -> None:
    resident, worker, _ = phones
    resident.say(HOSTILE)
    owner_is(worker, "专职网格员102")
    card = worker.bubble("0302-001")
    expect(card).to_contain_text("<b>急</b>")
    expect(card).to_contain_text('<img src=x onerror="document.title=1">')
    expect(card).to_contain_text("&lt; *粗* _斜_ [点我](tg://user?id=1)")
    assert card.locator(".bubble b, .bubble img, .bubble script, .bubble a, .bubble i, .bubble em").count() == 0
    assert page.title() != "1"
    keep(page, "hostile")


def test_the_picture_for_the_readme_is_a_story_half_told(page: Page, phones: Phones, desk: Desk) -> None:
    resident, worker, supervisor = phones
    take_picture(page, phones, desk)
    expect(resident.bubble("收到，已登记")).to_be_in_viewport()
    expect(worker.bubble("✅ 接单")).to_be_in_viewport()
    expect(supervisor.bubble("文昌街道服务中心 日报")).to_be_in_viewport()


def take_picture(page: Page, phones: Phones, desk: Desk) -> None:
    """Writes artefacts/phones.png; docs/phones.png is a copy of it."""
    resident, worker, _ = phones
    page.set_viewport_size({"width": 1440, "height": 980})
    desk.say(NEIGHBOUR, "大寨村2组路口垃圾桶满了，三天没人倒")
    desk.later(days=1, minutes=5)
    send_sample(resident, "路灯", HERO_WORDS)
    expect(resident.bubble("收到，已登记")).to_be_visible()
    owner_is(worker, "专职网格员102")
    expect(worker.bubble("0303-001 的附件")).to_be_visible()
    worker.press("接单")
    expect(resident.bubble("已接单")).to_be_visible()
    desk.sandbox.post("clock", {"frozen": False})
    page.mouse.move(5, 5)
    expect(page.locator(".banner, .toast")).to_have_count(0, timeout=10_000)
    still(page)
    shoot(page, "phones")
