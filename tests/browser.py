"""Chromium for tests: finds it, starts it quietly, and uses the phones page as a person would.

A test module takes the fixtures by name: `from tests.browser import browser, page` (with `# noqa: F401`), and marks itself
`pytestmark = pytest.mark.browser`. Such a module holds only sync tests: Playwright's sync API keeps a loop of its own.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
    "--disable-component-update",
]
ARTEFACTS = Path(__file__).parent.parent / "artefacts"


def find_chromium() -> str | None:
    """Path of a Chromium on this machine, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def require_chromium() -> str:
    """Path of a Chromium; skips the test without one, but fails in CI, where it must not be missing unnoticed."""
    path = find_chromium()
    if path:
        return path
    if os.environ.get("CI") == "true":
        pytest.fail("no Chromium found: CI must have one (apt-get install chromium)")
    pytest.skip("no Chromium found: install chromium to run the tests of the phones page")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module. Not for the session: its loop would be in the way of async tests elsewhere."""
    path = require_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page, 1440 × 900; a script error on it fails the test, and its last sight is kept in artefacts/."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", reduced_motion="no-preference")
    context.set_default_timeout(8_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    shoot(page, str(request.node.name))
    context.close()
    assert not errors, errors


def shoot(page: Page, name: str) -> None:
    """Keep what the page looks like now."""
    ARTEFACTS.mkdir(exist_ok=True)
    plain = re.sub(r"[^\w-]+", "-", name)
    page.screenshot(path=ARTEFACTS / f"{plain}.png")


def open_phones(page: Page, url: str) -> None:
    """Open the phones page and wait until it can be used."""
    page.goto(url)
    expect(page.locator("body[data-ready=yes]")).to_be_attached()


class Phone:
    """One phone on the page, by role."""

    def __init__(self, page: Page, role: str) -> None:
        self.page = page
        self.root = page.locator(f'.phone[data-role="{role}"]')
        self.log = self.root.locator(".log")
        self.input = self.root.get_by_label("写消息")

    def say(self, text: str) -> None:
        """Write and send with Enter."""
        self.input.fill(text)
        self.input.press("Enter")

    def bubble(self, text: str) -> Locator:
        """The newest message containing `text`."""
        return self.log.locator(".line", has_text=text).last

    def button(self, label: str) -> Locator:
        """The newest inline button whose label starts so."""
        return self.log.locator(".inline-button", has_text=re.compile(rf"^\s*{re.escape(label)}")).last

    def press(self, label: str) -> None:
        """Press the newest inline button whose label starts so."""
        self.button(label).click()

    def key(self, label: str) -> Locator:
        """A button of the reply keyboard."""
        return self.root.locator(".reply-key", has_text=label)

    def start(self) -> None:
        """Press START in a chat that never began."""
        self.root.locator(".start-button").click()

    def choose(self, name: str) -> None:
        """Give the phone to somebody else."""
        self.root.locator(".owner").click()
        search = self.root.get_by_label("搜索人物")
        search.fill(name)
        expect(self.root.locator(".person-row.active", has_text=name)).to_be_visible()
        search.press("Enter")
        expect(self.root.locator(".owner")).to_contain_text(name)

    def open_chat(self, title: str) -> None:
        """Leave the open chat and enter another."""
        self.root.get_by_label("返回聊天列表").click()
        self.root.locator(".chat-row", has_text=title).click()
