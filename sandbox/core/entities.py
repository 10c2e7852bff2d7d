"""Texts with entities: lengths and offsets count UTF-16 units, as in every Bot API object."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.core.errors import ApiError, Json, bad_request
from sandbox.core.html import parse_html
from sandbox.core.params import Params

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

_FOUND = (  # what it is, signs of which there must be one, how it looks
    (
        "url",
        (".", ":"),
        re.compile(r"(?:https?://|www\.)[^\s<>\"，。！？；）】》]+[^\s<>\"，。！？；）】》.,!?;:)]", re.I),
    ),
    ("email", ("@",), re.compile(r"(?<![\w.+-])[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    ("bot_command", ("/",), re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", ("@",), re.compile(r"(?<![\w@])@[A-Za-z0-9_]{4,32}(?!\w)")),
    ("hashtag", ("#",), re.compile(r"(?<![\w#])#(?!\d+(?!\w))\w{1,256}")),
)
_TYPES = frozenset(
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic",
        "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link",
        "text_mention", "custom_emoji", "date_time",
    }
)  # fmt: skip
_FOUND_BY_SERVER = frozenset(
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
    }
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def utf16_len(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """What the server does to any text: no carriage returns, control characters become spaces."""
    return _CONTROL.sub(" ", text.replace("\r", ""))


def find_entities(text: str, taken: list[Json] | None = None) -> list[Json]:
    """Commands, mentions, links, addresses and hashtags that Telegram marks by itself, outside of `taken`."""
    spans = list(_spans(taken or []))
    found: list[Json] = []
    for kind, signs, pattern in _FOUND:
        if not any(sign in text for sign in signs):  # most texts have none, and the patterns are dear
            continue
        for match in pattern.finditer(text):
            start = utf16_len(text[: match.start()])
            end = start + utf16_len(match.group())
            if any(start < other_end and other_start < end for other_start, other_end in spans):
                continue
            spans.append((start, end))
            found.append({"type": kind, "offset": start, "length": end - start})
    return sorted(found, key=_order)


def formatted(params: Params, name: str, entities_name: str) -> tuple[str, list[Json]]:
    """The text of a call after its parse_mode or entities: (trimmed text, entities in order)."""
    text = clean(params.text(name))
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, given = parse_html(text)
    elif mode in {"markdown", "markdownv2"}:
        raise bad_request("Markdown is not in the sandbox; use HTML, entities or plain text")
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        given = _checked(text, params.json(entities_name, "entities"))
    text, given = _trim(text, given)
    return text, sorted(given + find_entities(text, given), key=_order)


def message_text(params: Params) -> tuple[str, list[Json]]:
    """The text of a message, 1 to 4096 units after parsing."""
    text, entities = formatted(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def caption(params: Params) -> Json:
    """The caption part of a message, at most 1024 units after parsing; {} when there is none."""
    text, entities = formatted(params, "caption", "caption_entities")
    if utf16_len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text_fields(text, entities, "caption", "caption_entities")


def text_fields(text: str, entities: list[Json], name: str = "text", entities_name: str = "entities") -> Json:
    """Text and entities as message fields, leaving out what is empty."""
    fields: Json = {name: text} if text else {}
    if entities:
        fields[entities_name] = entities
    return fields


def _order(entity: Json) -> tuple[int, int]:
    return int(entity["offset"]), -int(entity["length"])


def _spans(entities: list[Json]) -> Iterator[tuple[int, int]]:
    # A link inside bold words is still a link; inside code it is not.
    for entity in entities:
        if entity["type"] in {"code", "pre", "text_link", "text_mention", "custom_emoji"} | _FOUND_BY_SERVER:
            yield entity["offset"], entity["offset"] + entity["length"]


def _checked(text: str, raw: Any) -> list[Json]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise bad_request("expected an Array of MessageEntity")
    total = utf16_len(text)
    return [entity for item in raw if (entity := _check_one(item, total)) and entity["length"] > 0]


def _check_one(item: Any, total: int) -> Json | None:
    if not isinstance(item, dict):
        raise _unreadable("expected an Object")
    try:
        kind, offset, length = str(item["type"]), int(item["offset"]), int(item["length"])
    except (KeyError, TypeError, ValueError, OverflowError):
        raise _unreadable("type, offset and length are required") from None
    if kind not in _TYPES:
        raise _unreadable("unsupported type specified")
    if kind in _FOUND_BY_SERVER:
        return None
    if offset < 0 or length < 0 or offset + length > total:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {total}"
        )
    return item | {"offset": offset, "length": length}


def _unreadable(why: str) -> ApiError:
    return bad_request(f"can't parse MessageEntity: {why}")


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    lead = len(text) - len(text.lstrip())
    stripped = text.strip()
    total = utf16_len(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, total)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return stripped, kept
