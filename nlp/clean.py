"""Text as a reader should see it: disguises removed, one spelling for one character. People are shown the original."""

import re
import unicodedata
from functools import cache
from typing import Protocol

READ_AT_MOST = 8_000
"""Characters read of one message, after invisible ones are gone. The rest is kept for people, not for the machine."""

_INVISIBLE = re.compile(
    "["
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors and tags
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # marks that strike letters out
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # blanks that are letters to Unicode
    "\ud800-\udfff"  # lone surrogates: the matching libraries refuse them
    "]+"
)
_REVERSED = re.compile("\u202e([^\u202c\n]*)\u202c?")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_SPACED_OUT = re.compile(r"(?<![^ ])[\u4e00-\u9fff](?: [\u4e00-\u9fff](?![^ ])){2,}")
_HAN = re.compile("[\u3400-\u9fff]")
_RADICALS = str.maketrans(
    "⺠⻓⻋⻔⻢⻩⻝⻅⻉⻆⻘⻚⻛⻜⻥⻦⻨⻬⻰⻳⻄⻗⻁⺝⺒⺋⺁", "民长车门马黄食见贝角青页风飞鱼鸟麦齐龙龟西雨虎月巳卩厂"
)
_DIALECT = frozenset("嘞啰咗")  # simplified, though missing from GB 2312


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def clean(text: str) -> str:
    """The text to match words against, at most `READ_AT_MOST` characters (a little more after NFKC). Linear in its length."""
    text = text if _is_plain(text[:READ_AT_MOST]) else _undisguised(text)
    text = _BLANK.sub(" ", unicodedata.normalize("NFKC", text[:READ_AT_MOST])).strip()
    return _SPACED_OUT.sub(lambda span: span.group().replace(" ", ""), text) if " " in text else text


def _is_plain(text: str) -> bool:
    """GB 2312 holds simplified characters and nothing invisible: a text that fits it, as most do, needs no more care."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return "\u00a8" not in text  # becomes a blank and a combining mark


def _undisguised(text: str) -> str:
    if "\u202e" in text:
        text = _REVERSED.sub(lambda span: span.group(1)[::-1], text)
    text = _INVISIBLE.sub("", text)[:READ_AT_MOST]
    # A compatibility form may hide an invisible character or a mark.
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = text.translate(_RADICALS) if _has_radicals(text) else text
    return _converter().convert(text) if _looks_traditional(text) else text


def _has_radicals(text: str) -> bool:
    return not text.isascii() and re.search("[\u2e80-\u2eff]", text) is not None


def _looks_traditional(text: str) -> bool:
    return any(_missing_from_gb2312(char) for char in set(_HAN.findall(text)) - _DIALECT)


def _missing_from_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@cache
def _converter() -> _Converter:
    import opencc  # loads its dictionaries: only a message in traditional characters pays for it

    converter: _Converter = opencc.OpenCC("t2s")
    return converter
