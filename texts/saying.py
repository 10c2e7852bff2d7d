"""What is said, before any messenger: plain text, buttons, files. Whatever goes in, it fits and can be sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from cases.messages import File
from cases.taps import Tap, Verb

MAX_TEXT = 4096
"""UTF-16 units of one text (Bot API, sendMessage)."""
MAX_LABEL = 24
SEND_LOCATION = "发送位置"
NO_PLACE = "不方便说"
RESEND_MARK = "（系统恢复后重发，如已收到请忽略）"


class Button(NamedTuple):
    label: str
    tap: Tap


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing said to one chat. A messenger that lacks buttons or keyboards may leave them out: `text` is enough."""

    text: str
    buttons: tuple[Row, ...] = ()
    ask_location: bool = False
    """Offer 〔发送位置〕 where the messenger can share one."""
    replies: tuple[str, ...] = ()
    """Short answers offered beside 〔发送位置〕; pressing one types it."""
    placeholder: str = ""
    """Alone, it asks for a reply to this very message; with a keyboard it is the hint in the entry field."""
    remove_keyboard: bool = False
    files: tuple[File, ...] = ()
    picture: bytes = b""
    """A drawn one, above the text; a messenger that cannot show it leaves it out."""
    lon: float | None = None
    lat: float | None = None


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


def fit(text: str, limit: int = MAX_TEXT) -> str:
    """`text`, cut with … where it is longer than `limit` UTF-16 units. Never cuts a character in two."""
    if units(text) <= limit:
        return text
    kept, room = 0, limit - 1
    for char in text:
        room -= units(char)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def marked(saying: Saying) -> Saying:
    """The same, owning up that it may have come before."""
    mark = f"\n{RESEND_MARK}"
    return replace(saying, text=fit(saying.text, MAX_TEXT - units(mark)) + mark)


def button(label: str, verb: Verb, subject: str, value: str = "") -> Button | None:
    """None where the messenger could not carry it: the typed equal in the text must do."""
    tap = Tap(verb, subject, value)
    try:
        tap.encode()
    except ValueError:
        return None
    label = fit(label.strip(), MAX_LABEL)
    return Button(label, tap) if label else None


def row(*buttons: Button | None) -> Row:
    return tuple(b for b in buttons if b)


def rows(buttons: Iterable[Button | None], width: int = 2) -> tuple[Row, ...]:
    kept = row(*buttons)
    return tuple(kept[i : i + width] for i in range(0, len(kept), width))


def lines(*parts: str) -> str:
    """The parts that say something, each on its line."""
    return "\n".join(part for part in parts if part)
