"""What staff bring in for others: 录入 走访 …, 录入 12345 工单号GD20260301 …, 巡查 已处理 …"""

import re
from dataclasses import dataclass

from cases.model import Source

_SOURCES = {
    "入户走访": Source.VISIT,
    "走访": Source.VISIT,
    "入户": Source.VISIT,
    "网络巡查": Source.PATROL,
    "网上巡查": Source.PATROL,
    "巡查": Source.PATROL,
    "暗访": Source.COVERT,
    "来信": Source.LETTER,
    "来访": Source.CALLER,
    "12345热线": Source.HOTLINE,
    "12345转办": Source.HOTLINE,
    "12345": Source.HOTLINE,
    "其他": Source.OTHER,
    "其它": Source.OTHER,
}
_NARROW = {ord("！") + n: ord("!") + n for n in range(94) if chr(ord("!") + n).isalnum()}
"""Wide digits and letters, one for one, so that the words stay as they were typed."""
_BETWEEN = r"[\s,，:：。;；]*"
_ENTER = re.compile(rf"(?:/enter\b|录入){_BETWEEN}({'|'.join(_SOURCES)}|){_BETWEEN}(.*)", re.DOTALL | re.IGNORECASE)
_DONE = re.compile(rf"(?:已(?:经)?(?:处理|整改|清理|解决|办好)|(?:当场|现场)?处理好)了?{_BETWEEN}(.*)", re.DOTALL)
_PATROL = re.compile(rf"(?:网格)?巡查{_BETWEEN}(.*)", re.DOTALL)
_LABELLED = re.compile(rf"(?:工单编?号?|转办单号?|单号|编号){_BETWEEN}([A-Z]{{0,8}}\d[0-9A-Z-]{{3,29}})", re.IGNORECASE)
_BARE = re.compile(r"([A-Z]{1,8}\d[0-9A-Z-]{5,29}|\d{8,30})(?![0-9A-Z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Brought:
    """`words` is what is left to be read as a matter; without a source, none was named."""

    words: str
    source: Source | None
    outside: str = ""
    """The number of another office, in capitals."""
    done: bool = False


def read_entry(text: str) -> Brought | None:
    """None for whatever is not brought in for others."""
    said = text.translate(_NARROW).strip()
    if (patrol := _PATROL.fullmatch(said)) and (done := _DONE.fullmatch(patrol[1])):
        return Brought(done[1].strip(), Source.PATROL, done=True)
    found = _ENTER.fullmatch(said)
    if found is None:
        return None
    source = _SOURCES.get(found[1], Source.OTHER if found[2] else None)
    done = _DONE.fullmatch(found[2]) if source is Source.PATROL else None
    outside, words = _numbered(done[1] if done else found[2], source)
    return Brought(words, source, outside, done=done is not None)


def _numbered(words: str, source: Source | None) -> tuple[str, str]:
    number = _LABELLED.match(words) or (_BARE.match(words) if source is Source.HOTLINE else None)
    if number is None:
        return "", words.strip()
    return number[1].upper(), words[number.end() :].strip(" \t\n,，:：。;；")
