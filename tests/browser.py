"""Chromium for tests: finds it, starts it quietly, and uses the phones page as a person would.

`Sandbox` is the real server as a process of its own, and the bot that talks to it. A test module takes the fixtures by
name, `from tests.browser import browser, context, page`, and marks itself `pytestmark = pytest.mark.browser`. Such a
module holds only sync tests: Playwright's sync API keeps a loop of its own.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
    "--disable-component-update",
    "--use-fake-device-for-media-stream",  # a microphone that hums
    "--use-fake-ui-for-media-stream",
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


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One context for a module, so that scripts are read from its cache."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", reduced_motion="no-preference"
    )
    context.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)  # other tests run beside, and a page may have to wait for its turn
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """The tab, 1440 × 900, as if just opened; a script error on it fails the test."""
    page = context.pages[0] if context.pages else context.new_page()
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(str(error))

    page.on("pageerror", note)
    yield page
    page.remove_listener("pageerror", note)
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.set_viewport_size({"width": 1440, "height": 900})
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


class Sandbox:
    """`python -m sandbox` on a free port; `control` is the people's side, `bot` and `heard` the bot's."""

    token = "7000000001:test-token-of-the-page"

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._command = [sys.executable, "-m", "sandbox", "--port", str(port), "--token", self.token]
        self._http = httpx.Client(base_url=self.url, timeout=20)
        self._offset = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, cwd=ARTEFACTS.parent)
        until = time.monotonic() + 20
        while True:
            try:
                self._http.get("/api/clock")
                return self
            except httpx.TransportError:
                if time.monotonic() > until or self._process.poll() is not None:
                    self._process.kill()
                    raise
                time.sleep(0.05)

    def __exit__(self, *_: object) -> None:
        self._http.close()
        self._process.terminate()
        self._process.wait(timeout=10)

    def get(self, path: str) -> Any:
        """GET below /api."""
        return self._http.get(f"/api/{path}").raise_for_status().json()

    def control(self, path: str, body: Any = None) -> Any:
        """POST below /api."""
        return self._http.post(f"/api/{path}", json={} if body is None else body).raise_for_status().json()

    def messages(self, chat: int, person: int) -> list[Any]:
        """What the phones show in a chat."""
        return list(self.get(f"chats/{chat}/messages?person={person}"))

    def bot(self, method: str, **arguments: Any) -> Any:
        """One call of the Bot API; its result."""
        answer = self._http.post(f"/bot{self.token}/{method}", json=arguments).json()
        assert answer["ok"], answer
        return answer["result"]

    def heard(self, kind: str) -> Any:
        """The next update of this kind; others are passed over."""
        until = time.monotonic() + 8
        while time.monotonic() < until:
            for update in self.bot("getUpdates", offset=self._offset, timeout=3, limit=1):
                self._offset = update["update_id"] + 1
                if kind in update:
                    return update[kind]
        raise AssertionError(f"the bot heard no {kind}")


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
