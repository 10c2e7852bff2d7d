"""The pages on a narrow screen, in a real Chromium: whatever is on them, nothing runs out of sight."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cases.ports import DeadLetter, ParkedUpdate
from console.shown import HERE, shown
from console.undone import undone
from tests.browser import browser, shoot
from tests.console.test_pages import LETTER, NINE, UPDATE

__all__ = ["browser"]  # a fixture, used by name

pytestmark = pytest.mark.browser

LONG = "Bad Request: " + "verylongword" * 12


def wear(html: str) -> str:
    """The page with its style sheet inside, as no server is there to ask for it."""
    style = Path(HERE, "static/console.css").read_text("utf-8")
    return re.sub(r'<link rel="stylesheet"[^>]*>', lambda _: f"<style>{style}</style>", html)


@pytest.mark.parametrize("width", [390, 320, 1440])
def test_every_letter_and_its_reason_fit_the_screen(browser: Browser, width: int) -> None:
    letters: list[DeadLetter] = [LETTER, replace(LETTER, row=9_000_000, post="韩愈路社区工作站", why=LONG)]
    updates: list[ParkedUpdate] = [UPDATE, replace(UPDATE, lane="-1001234567890", why="AttributeError")]
    facts = undone(letters, updates, NINE, dead=200, parked=2)
    page = browser.new_page(viewport={"width": width, "height": 844})
    answer = shown("dead-letters.html", None, at=NINE, page=facts)
    page.set_content(wear(bytes(answer.body).decode()))
    shoot(page, f"dead-letters-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for item in page.locator("li, .advice, nav a").all():
        box = item.bounding_box()
        assert box
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
    page.close()
