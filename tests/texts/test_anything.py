"""Whatever the desk wants to say can be said: it fits, it can be sent, and it promises nothing vague."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.model import Ground, Happening, Source, Status
from cases.reading import Severity
from cases.taps import decode
from tests.texts.anything import ERRORS, KINDS, NOW, ZONE, anything
from texts import words
from texts.saying import MAX_TEXT, RESEND_MARK, Saying, marked, units
from texts.zh import Zh

ZH = Zh(ZONE, gas_hotline="0310-7654321")
VAGUE = ("尽快", "工作时", "工作日", "很抱歉", "已解决", "输入错误", "不属于")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_message_can_be_said(kind: type[Any], data: st.DataObject) -> None:
    saying = ZH.render(data.draw(anything(kind)), NOW)
    assert_sendable(saying)
    assert_sendable(marked(saying))
    assert marked(saying).text.endswith(RESEND_MARK)


def assert_sendable(saying: Saying) -> None:
    assert saying.text.strip()
    assert units(saying.text) <= MAX_TEXT
    saying.text.encode()  # no half characters
    assert not re.search("[\u202a-\u202e\u2066\u2067\u200b\u00ad\U000e0000-\U000e007f]", saying.text)
    buttons = [button for row in saying.buttons for button in row]
    assert all(saying.buttons)
    assert len(buttons) <= 100
    for button in buttons:
        assert button.label.strip()
        assert len(button.tap.encode().encode()) <= 64
        assert decode(button.tap.encode()) == button.tap


def test_no_fixed_words_are_vague() -> None:
    """Over all that texts/ says by itself, whatever the facts."""
    import inspect

    from texts import aftercare, cards, digest, lists, refusals, resident, safety, small_talk, staff, whistles

    for module in (aftercare, cards, digest, lists, refusals, resident, safety, small_talk, staff, whistles):
        source = inspect.getsource(module)
        assert not [word for word in VAGUE if word in source], module.__name__


def test_refusals_know_every_error() -> None:
    from cases.errors import CaseError
    from cases.messages import Refusal
    from texts.refusals import UNKNOWN

    for error in CaseError.__subclasses__():
        assert ZH.render(Refusal(error.__name__, "1123-018", ("x",)), NOW).text != UNKNOWN


def test_no_refusal_speaks_english_whatever_its_facts() -> None:
    """Every value of the domain that stands in one may come; of Latin letters only commands are said."""
    from cases.messages import Refusal
    from cases.pauses import SUSPENDED
    from cases.reading import Complexity
    from texts.refusals import UNLIKE

    facts = ((), *((fact,) for fact in (*map(str, Status), SUSPENDED, *map(str, Complexity), *UNLIKE)))
    for error in ERRORS:
        for one in facts:
            said = ZH.render(Refusal(error.__name__, "1123-018", one), NOW).text
            assert not re.search(r"(?<![/a-z])[A-Za-z_]{2,}", said), (error.__name__, one, said)


@pytest.mark.parametrize(
    ("values", "word"),
    [
        (Status, words.status),
        (Happening, words.happening),
        (Ground, words.ground),
        (Source, words.source),
        (Severity, words.severity),
    ],
)
def test_every_value_has_its_word(values: type[StrEnum], word: Callable[[str], str]) -> None:
    assert not [value for value in values if re.search("[A-Za-z_]", word(value.value))]


def test_menus_and_toasts_keep_the_limits_of_telegram() -> None:
    from cases.taps import Verb
    from texts.menu import REFUSED, RESIDENT, STAFF, STALE, toast

    assert all(re.fullmatch("[a-z0-9_]{1,32}", e.command) and 1 <= len(e.description) <= 256 for e in RESIDENT + STAFF)
    assert all(len(words) <= 200 for words in (REFUSED, STALE, *(toast(verb) for verb in Verb)))
