"""Two matters told in one message: 路灯坏了，还有井盖也没了. Each half must be a matter of its own, and of another kind."""

import re

from nlp.alarms import LETTER
from nlp.clean import clean
from nlp.matters import Matters
from nlp.spelling import Spelling
from nlp.topics import Topics

MOST = 4
"""Matters that one message is split into; who lists more is asked to send them one by one."""
SHORTEST = 3
"""Characters that a matter needs at least."""
_NEXT = re.compile(
    r"[,。!?;,.\s]*(?:还有(?:一件事|一个事|个事|就是|呢)?|另外|再一个|再就是|再有|顺便(?:问下|问一下|说下|说一下|反映)?|顺带|"
    r"同时反映|同时还|第二(?:个|件)?[,、是]|其次|二是|三是|四是|(?<![\d一-十])[2-4二三四][、.)](?!\d))[,、:\s]*"
)
_FIRST = re.compile(
    r"^(?:[^,。;]{0,8}?(?:两|俩|二|三|几)(?:件|个)(?:事|问题)[,:、\s]*)?(?:一是|第一(?:个|件)?[,、是]?|[1一][、.)])?\s*"
)
Kind = tuple[str, str]


class Splitter:
    """Loads the tables once; `split` changes nothing and may be called from any thread."""

    def __init__(self, matters: Matters | None = None, topics: Topics | None = None) -> None:
        self._matters = matters or Matters()
        self._topics = topics or Topics()
        self._spelling = Spelling()

    def split(self, text: str) -> tuple[str, ...]:
        """The matters of a message in its own (cleaned) words; the whole as one where it tells of one only.

        A message longer than `nlp.alarms.LETTER` characters is a letter and is never split.
        """
        text = clean(text)
        if len(text) > LETTER:
            return (text,)
        parts = [part.strip(" ,。;、") for part in _NEXT.split(_FIRST.sub("", text, count=1))]
        parts = [part for part in parts if part]
        if not 2 <= len(parts) <= MOST or any(len(part) < SHORTEST for part in parts):
            return (text,)
        kinds = [self._kind(part) for part in parts]
        return tuple(parts) if all(kinds) and len(set(kinds)) == len(kinds) else (text,)

    def _kind(self, part: str) -> Kind | None:
        """What a part is about: a thing and its fault, else a topic; None where it is no matter of its own."""
        right = self._spelling.put_right(part)
        matter = self._matters.read(right)
        if matter.fault:
            return matter.object, matter.fault
        topic = self._topics.read(right)
        return (topic.topic, topic.topic2) if topic.topic2 else None
