"""Words are words: no messenger and no page takes what somebody wrote for markup, a link, a mention or a command."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.open311 import answers
from console.shown import PAGES
from tests.delivery.conftest import base_url, desk, http, office, swap
from tests.delivery.office import Office
from texts.saying import Saying

__all__ = ["base_url", "desk", "http", "office", "swap"]  # fixtures, used by name
EVIL = (
    "<a href='tg://user?id=1'>点这里</a>",
    "[点这里](https://evil.example) *粗* _斜_ `码` ||藏||",
    "</b><script>alert(1)</script><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#60; {{7*7}} {% raw %} ${7*7} %s {0}",
    "<![CDATA[x]]> ]]> <!ENTITY a SYSTEM 'file:///etc/passwd'> &a;",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
)
FORMATTED = {
    "bold",
    "italic",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "spoiler",
    "underline",
    "strikethrough",
    "blockquote",
}


async def test_what_a_person_wrote_arrives_as_it_was_written(office: Office) -> None:
    for words in EVIL:
        await office.say(Saying(f"居民：{words}"))
    seen = office.seen()
    assert [message["text"] for message in seen] == [f"居民：{words}" for words in EVIL]
    assert [one for message in seen for one in message.get("entities", ()) if one["type"] in FORMATTED] == []
    assert all(message["link_preview_options"]["is_disabled"] for message in seen)  # nobody is asked what a link shows


def test_nobody_ever_asks_for_markup() -> None:
    """In no call of ours: a text that nobody parses cannot be broken."""
    root = Path(__file__).parents[2]
    sources = [
        path for room in ("delivery", "handlers", "bot", "texts", "scheduler") for path in (root / room).rglob("*.py")
    ]
    found = [path.name for path in sources if re.search(r"\bparse_mode\b|\bParseMode\b", path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("words", EVIL)
def test_a_page_shows_them_and_does_nothing_with_them(words: str) -> None:
    page = PAGES.from_string('<p title="{{ words }}">{{ words }}</p>').render(words=words)
    assert not re.search(r"<(?!/?p\b)", page)
    assert page.count('"') == 2
    assert PAGES.autoescape is True


@given(st.text(max_size=200) | st.sampled_from(EVIL))
def test_an_answer_in_xml_is_read_as_it_was_meant(words: str) -> None:
    body = answers.answer([{"description": words}], "xml", "service_requests", "request").body
    told = ET.fromstring(bytes(body)).findtext("request/description") or ""
    assert told == answers._plain(words).replace("\r\n", "\n").replace("\r", "\n")
