"""What everybody is told at once, like the morning's reports, does not turn a phone that follows; a single card does."""

import pytest
from playwright.sync_api import Page, expect

from bot.district import FIRST_DESK
from tests.browser import Phone, Sandbox, browser, context, open_phones, page

__all__ = ["browser", "context", "page"]  # fixtures, used by name

pytestmark = pytest.mark.browser

DESKS = [{"id": FIRST_DESK + n, "name": f"值班岗{n}", "role": "督办", "started": True} for n in range(9)]
SCENARIO = {"phones": [{"role": "督办", "person": FIRST_DESK, "chat": FIRST_DESK, "follow": True}]}
PRESS_ON = {"inline_keyboard": [[{"text": "督办", "callback_data": "x"}]]}


def test_a_wave_of_reports_leaves_the_phone_alone_and_a_card_afterwards_turns_it(page: Page) -> None:
    with Sandbox() as sandbox:
        sandbox.control("people", DESKS)
        sandbox.control("scenario", SCENARIO)
        open_phones(page, sandbox.url)
        owner = Phone(page, "督办").root.locator(".owner")
        for desk in DESKS[1:]:
            sandbox.bot("sendMessage", chat_id=desk["id"], text="日报", reply_markup=PRESS_ON)
        expect(owner).to_contain_text("8")  # unread, on the badge
        page.wait_for_timeout(1_000)
        expect(owner).to_contain_text("值班岗0")
        sandbox.bot("sendMessage", chat_id=FIRST_DESK + 5, text="超时", reply_markup=PRESS_ON)
        expect(owner).to_contain_text("值班岗5")
