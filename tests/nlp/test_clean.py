"""Disguised words are read as people see them, whatever was hidden between the characters."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.clean import READ_AT_MOST, clean


@pytest.mark.parametrize(
    "text",
    [
        "煤\u200b气\u2060味",
        "煤\u00ad气\ufe0f味",
        "煤\U000e0061气\U000e007f味",
        "煤\ue000气\U000f0001味",
        "\u202e味气煤\u202c",
        "煤\u0336气\u0336味\u0336",
        "煤 气 味",
        "煤氣味",
        "\ufeff煤气味\u3000",
        "煤\u2066气\u2069味",
    ],
)
def test_a_disguised_word_is_read(text: str) -> None:
    assert clean(text) == "煤气味"


def test_full_width_and_compatibility_forms_become_plain() -> None:
    assert clean("１２号　ＡＢＣ，⽔管①") == "12号 ABC,水管1"


def test_chinese_numerals_are_left_alone() -> None:
    assert clean("三号院二十多户") == "三号院二十多户"


def test_traditional_characters_are_made_simple() -> None:
    assert clean("電梯壞了，裡面有人") == "电梯坏了,里面有人"


def test_dialect_and_emoji_stay() -> None:
    assert clean("🔥🔥 堵嘞很") == "🔥🔥 堵嘞很"


def test_control_characters_become_blanks_and_surrogates_go() -> None:
    assert clean("路灯\x00不\x1b亮\n\n\t三天\ud800了") == "路灯 不 亮 三天了"


def test_every_format_character_of_unicode_is_removed() -> None:
    hidden = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cf", "Cs", "Co")]
    assert [char for char in hidden if clean(f"煤{char}气") not in ("煤气", "煤 气")] == []


@pytest.mark.parametrize("piece", ["煤\u200b", "\u0300\u0316", "\u05b0\u0591", "\ufdfa", "一 ", "\u202e气", "電"])
def test_a_megabyte_is_cleaned_in_a_blink(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    assert len(clean(text)) <= 18 * READ_AT_MOST
    assert time.process_time() - began < 2.0


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_is_too_strange_and_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once or "\u202e" in text
