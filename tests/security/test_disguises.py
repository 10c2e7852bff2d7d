"""Nothing hides in what people write: not from the reader, which must hear 举报 and 煤气 however they are spelt, and not from
whoever reads it on a phone or on a page."""

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.shown import PAGES
from tests.cases.conftest import LAMP, Listening
from tests.console.conftest import CENTRE, STATION, Office
from texts.quoting import clean as quoted_clean
from texts.quoting import in_plain_sight

HIDDEN = re.compile(
    "[\u00ad\u200b-\u200c\u200e-\u200f\u202a-\u202e\u2060-\u2064\u2066\u2067\ufeff\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U000e0fff]"
)
"""U+200D joins the parts of an emoji, U+2068 and U+2069 fence in what runs from right to left."""
BETWEEN = (
    "\u200b",
    "\u2060",
    "\u00ad",
    "\ufe0f",
    "\U000e0061",
    "\ufeff",
    "\u034f",
    "\u0336",
    "\ue001",
    "\u180e",
    "\u2066\u2069",
)
TRADITIONAL = {"举报": "舉報", "网格员": "網格員", "收钱": "收錢", "煤气": "煤氣", "头晕": "頭暈"}
ACCUSATIONS = ("我要举报网格员收钱不办事", "举报网格员吃拿卡要", "实名举报网格员收钱")
DANGERS = ("屋里一股煤气味头晕", "煤气泄漏了", "家里煤气味很大")
TRIES = 500
RECALL = 0.99


def disguised(text: str, dice: random.Random) -> str:
    """As somebody would write it who wants to be read by people and by no machine, or whose keyboard does so."""
    match dice.randrange(5):
        case 0:
            return dice.choice(BETWEEN).join(text)
        case 1:
            return "".join(char + dice.choice(["", *BETWEEN]) for char in text)
        case 2:
            for plain, traditional in TRADITIONAL.items():
                text = text.replace(plain, traditional)
            return text
        case 3:
            return f"\u202e{text[::-1]}\u202c"
        case _:
            return " ".join(text)


@pytest.mark.parametrize(("texts", "heard"), [(ACCUSATIONS, "conflict"), (DANGERS, "danger")])
def test_what_matters_is_heard_in_every_disguise(listening: Listening, texts: tuple[str, ...], heard: str) -> None:
    reader, dice = listening[0], random.Random(7)
    assert all(getattr(reader.read(text), heard) for text in texts)
    missed = [
        text
        for text in (disguised(dice.choice(texts), dice) for _ in range(TRIES))
        if not getattr(reader.read(text), heard)
    ]
    assert len(missed) <= TRIES * (1 - RECALL), [text.encode("unicode_escape") for text in missed[:5]]


@given(st.text(max_size=60))
def test_what_is_shown_can_be_seen(text: str) -> None:
    for shown in (in_plain_sight(text), quoted_clean(text)):
        assert not HIDDEN.search(shown)
        assert not [char for char in shown if unicodedata.category(char) in {"Cs", "Co"}]
        assert not any(unicodedata.bidirectional(char) in {"R", "AL"} for char in shown) or shown.startswith("\u2068")


@pytest.mark.parametrize("text", [LAMP, "第一行\n第二行", "👨\u200d👩\u200d👧 在等", "a & b <c>", "１２号"])
def test_what_is_plain_stays_as_it_was(text: str) -> None:
    assert in_plain_sight(text) == text


async def test_words_on_a_page_do_not_turn_around_what_stands_beside_them(office: Office) -> None:
    office.desk.say(f"{LAMP}\u202e来快修来\u202c\u200b\u2066，三天了", by="陈\u202e某")
    for post, path in ((STATION, "/cases/0302-001"), (CENTRE, "/today")):
        page = (await (await office.sign_in(post)).get(path)).text
        assert "0302-001" in page, path
        assert not HIDDEN.search(page), path


def test_every_page_goes_through_the_same_sieve() -> None:
    """No template may say that its words are safe as they are."""
    assert PAGES.finalize is not None
    assert PAGES.loader is not None
    for name in PAGES.loader.list_templates():
        source = PAGES.loader.get_source(PAGES, name)[0]
        assert not re.search(r"\|\s*(safe|e|escape|forceescape|tojson)\b|Markup|autoescape", source), name
