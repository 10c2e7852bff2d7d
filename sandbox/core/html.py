"""parse_mode=HTML: a text with tags in, plain text with entities out, or the refusal Telegram would give.

Positions in refusals count UTF-8 bytes of the text as sent; entities count UTF-16 units of the text as shown.
"""

import re
from dataclasses import dataclass, field

from sandbox.core.errors import ApiError, Json, bad_request

_SIMPLE = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "u": "underline", "ins": "underline",
    "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?")
_UNQUOTED = re.compile(r"[A-Za-z0-9.\-]*")
_URL = re.compile(r"(?:https?://|tg://|ton://|mailto:|tel:)\S+|[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", re.I)
_MENTION = re.compile(r"tg://user\?id=(\d+)")


@dataclass(slots=True)
class _Open:
    name: str
    at: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    source: str
    place: int = 0
    shown: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def byte(self, place: int) -> int:
        return len(self.source[:place].encode("utf-8", "surrogatepass"))

    def show(self, piece: str) -> None:
        self.shown.append(piece)
        self.units += len(piece) + sum(character > "\uffff" for character in piece)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and its entities by offset, longest first; raises ApiError 400 with Telegram's wording."""
    reader = _Reader(source)
    while reader.place < len(source):
        if source[reader.place] != "<":
            _plain(reader)
        elif source.startswith("</", reader.place):
            _end_tag(reader)
        else:
            _start_tag(reader)
    if reader.stack:
        raise _wrong(f'Can\'t find end tag corresponding to start tag "{reader.stack[-1].name}"')
    return "".join(reader.shown), _tidy(reader.entities)


def decode(text: str) -> str:
    """Replace the four named references and the numeric ones; any other & stays as it is."""
    return _REFERENCE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1], 16) if match[1] else int(match[2])
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return match.group()
    return chr(code)


def _wrong(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")


def _plain(reader: _Reader) -> None:
    end = reader.source.find("<", reader.place)
    end = len(reader.source) if end < 0 else end
    reader.show(decode(reader.source[reader.place : end]))
    reader.place = end


def _start_tag(reader: _Reader) -> None:
    source, begin = reader.source, reader.place
    at = reader.byte(begin)
    end = begin + 1
    while end < len(source) and not source[end].isspace() and source[end] != ">":
        end += 1
    if end == len(source):
        raise _wrong(f"Unclosed start tag at byte offset {at}")
    name = source[begin + 1 : end].lower()
    if name not in _SIMPLE:
        raise _wrong(f'Unsupported start tag "{name}" at byte offset {at}')
    reader.place = end
    attributes = _attributes(reader, name, at)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    reader.stack.append(_Open(name, reader.units, attributes))


def _attributes(reader: _Reader, tag: str, at: int) -> dict[str, str]:
    source = reader.source
    found: dict[str, str] = {}
    while True:
        _skip_space(reader)
        if reader.place >= len(source):
            raise _wrong(f"Unclosed start tag at byte offset {at}")
        if source[reader.place] == ">":
            reader.place += 1
            return found
        name, value = _attribute(reader, tag, at)
        found.setdefault(name, value)


def _attribute(reader: _Reader, tag: str, at: int) -> tuple[str, str]:
    source, begin = reader.source, reader.place
    while reader.place < len(source) and not (source[reader.place].isspace() or source[reader.place] in "=>"):
        reader.place += 1
    name = source[begin : reader.place].lower()
    if not name:
        raise _wrong(f'Empty attribute name in the tag "{tag}" at byte offset {at}')
    _skip_space(reader)
    if reader.place < len(source) and source[reader.place] != "=":
        return name, ""
    reader.place += 1
    _skip_space(reader)
    if reader.place >= len(source):
        raise _wrong(f"Unclosed start tag at byte offset {at}")
    return name, _value(reader, at)


def _value(reader: _Reader, at: int) -> str:
    source, quote = reader.source, reader.source[reader.place]
    if quote not in "'\"":
        match = _UNQUOTED.match(source, reader.place)
        token = match.group() if match else ""
        if not token:
            raise _wrong(f"Unexpected end of name token at byte offset {reader.byte(reader.place)}")
        reader.place += len(token)
        return token
    end = source.find(quote, reader.place + 1)
    if end < 0:
        raise _wrong(f"Unclosed start tag at byte offset {at}")
    value = decode(source[reader.place + 1 : end])
    reader.place = end + 1
    return value


def _skip_space(reader: _Reader) -> None:
    while reader.place < len(reader.source) and reader.source[reader.place].isspace():
        reader.place += 1


def _end_tag(reader: _Reader) -> None:
    begin = reader.place
    at = reader.byte(begin)
    if not reader.stack:
        raise _wrong(f"Unexpected end tag at byte offset {at}")
    end = reader.source.find(">", begin)
    if end < 0:
        raise _wrong(f"Unclosed end tag at byte offset {at}")
    name = reader.source[begin + 2 : end].strip().lower()
    opened = reader.stack.pop()
    # "</>" closes whatever is open.
    if name and name != opened.name:
        raise _wrong(f'Unmatched end tag at byte offset {at}, expected "</{opened.name}>", found "</{name}>"')
    reader.place = end + 1
    _close(reader, opened)


def _close(reader: _Reader, opened: _Open) -> None:
    length = reader.units - opened.at
    if length <= 0:
        return
    entity = {"type": _SIMPLE[opened.name], "offset": opened.at, "length": length}
    extra = _details(reader, opened)
    if extra is not None:
        reader.entities.append(entity | extra)


def _details(reader: _Reader, opened: _Open) -> Json | None:
    """What the tag adds to its entity; None when it makes none, as a link to nowhere."""
    match opened.name:
        case "a":
            return _link(reader, opened)
        case "code" if reader.stack and reader.stack[-1].name == "pre":
            language = opened.attributes.get("class", "")
            return {"language": language.removeprefix("language-")} if language.startswith("language-") else {}
        case "blockquote" if "expandable" in opened.attributes:
            return {"type": "expandable_blockquote"}
        case "tg-emoji":
            return {"custom_emoji_id": opened.attributes.get("emoji-id", "")}
        case "tg-time":
            return _moment(opened.attributes)
        case _:
            return {}


def _moment(attributes: dict[str, str]) -> Json | None:
    unix, style = attributes.get("unix", ""), attributes.get("format", "")
    if not unix.isdigit():
        return None
    return {"unix_time": int(unix)} | ({"date_time_format": style} if style else {})


def _link(reader: _Reader, opened: _Open) -> Json | None:
    url = opened.attributes.get("href") or _shown_since(reader, opened.at)
    if not _URL.fullmatch(url):
        return None
    if mention := _MENTION.fullmatch(url):
        return {"type": "text_mention", "user": {"id": int(mention[1])}}
    return {"url": url if ":" in url else f"http://{url}/"}


def _shown_since(reader: _Reader, units: int) -> str:
    shown = "".join(reader.shown).encode("utf-16-le", "surrogatepass")
    return shown[units * 2 :].decode("utf-16-le", "surrogatepass")


def _tidy(entities: list[Json]) -> list[Json]:
    """Sort, join <pre><code>, and drop what stands inside code, as nothing may."""
    ordered = sorted(enumerate(entities), key=lambda pair: (pair[1]["offset"], -pair[1]["length"], -pair[0]))
    kept: list[Json] = []
    closed_until = -1
    for _, entity in ordered:
        if entity["offset"] < closed_until:
            if entity["type"] == "code" and "language" in entity and kept[-1]["type"] == "pre":
                kept[-1] |= {"language": entity["language"]}
            continue
        if entity["type"] in {"code", "pre"}:
            closed_until = entity["offset"] + entity["length"]
        kept.append({key: value for key, value in entity.items() if key != "language"})
    return _merge(kept)


def _merge(entities: list[Json]) -> list[Json]:
    """One bold inside another is one bold."""
    kept: list[Json] = []
    for entity in entities:
        end = entity["offset"] + entity["length"]
        covered = any(o["type"] == entity["type"] and end <= o["offset"] + o["length"] for o in kept)
        if not covered:
            kept.append(entity)
    return kept
