"""Button data that fits Telegram and trusts nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.taps import MAX_BYTES, Tap, Verb, decode


@pytest.mark.parametrize("verb", list(Verb))
def test_every_button_comes_back_as_it_was_sent(verb: Verb) -> None:
    tap = Tap(verb, "tg:-1001234567890#1234567", "410871062209002")
    assert decode(tap.encode()) == tap


def test_a_tap_longer_than_telegram_allows_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Tap(Verb.PLACE, "x" * MAX_BYTES).encode()


def test_a_value_holding_the_separator_is_refused() -> None:
    with pytest.raises(ValueError):
        Tap(Verb.PLACE, "a|b").encode()


@given(st.text(max_size=80))
def test_foreign_data_is_no_tap(data: str) -> None:
    tap = decode(data)
    assert tap is None or tap.encode() == data or len(data.encode()) > MAX_BYTES
