"""Two matters told in one message: 路灯坏了，还有井盖也没了. Each half must be a matter of its own, and of another kind."""

import re
from collections.abc import Callable, Sequence

from cases.reading import Intent, Matter, PlaceKind, PlaceReading, Reading, Severity
from nlp.alarms import LETTER
from nlp.clean import clean
from nlp.intents import TALK
from nlp.matters import Matters
from nlp.spelling import Spelling
from nlp.topics import Topics

MOST = 4
"""Matters that one message is split into; who lists more is asked to send them one by one."""
SHORTEST = 3
"""Characters that a matter needs at least."""
_END = r"[,，。!！?？;；.．、\s]"
_NEXT = re.compile(
    # 门口还有股怪味 goes on with one matter: a new one begins behind a pause, or where a sentence has come to its end
    rf"(?:{_END}+|(?<=[了的吗呢]))(?:还有(?!效|很多|好多|等)(?:一件事|一个事|个事|就是|呢)?|另外|再一个|再就是|再有(?!效)|"
    r"顺便(?:问下|问一下|说下|说一下|反映)?|顺带|同时反映|同时还|第二(?:[个件][,，、是]?|[,，、是])|其次|二是|三是|四是)[,，、:：\s]*"
    rf"|{_END}*(?<![\d一-十])[2-4２-４二三四][、.．)）](?!\d)[,，、:：\s]*"
)
_PAUSE = re.compile(rf"{_NEXT.pattern}|[,，。!！?？;；\n]+")
MOST_PIECES = 8
"""Of a message that names several places, each read by itself; whoever lists more is asked where."""
_FIRST = re.compile(
    r"^(?:[^,，。;；]{0,8}?(?:两|俩|二|三|几)(?:件|个)(?:事|问题)[,，:：、\s]*)?(?:一是|第一(?:[个件][,，、是]?|[,，、是])|[1１一][、.．)）])?\s*"
)
_EDGES = " \t\n,，。;；、"
_NO_MATTER = TALK | {Intent.DISSATISFIED}
"""What is so meant is no matter of its own beside another."""
_ERRANDS = frozenset({Intent.PROGRESS, Intent.URGE, Intent.PRAISE})
"""About a matter that is known already."""
Kind = tuple[str, str]


class Splitter:
    """Loads the tables once; `split` and `matters` change nothing and may be called from any thread."""

    def __init__(self, matters: Matters | None = None, topics: Topics | None = None) -> None:
        self._matters = matters or Matters()
        self._topics = topics or Topics()
        self._spelling = Spelling()

    def split(self, text: str) -> tuple[str, ...]:
        """The matters of a message in its own words; the whole as one where it tells of one only.

        A message longer than `nlp.alarms.LETTER` characters is a letter and is never split.
        """
        text = text.strip()
        if len(text) > LETTER:
            return (text,)
        return self._parts(text) or self._parts(clean(text)) or (text,)

    def _parts(self, text: str) -> tuple[str, ...]:
        parts = [part.strip(_EDGES) for part in _NEXT.split(_FIRST.sub("", text, count=1))]
        parts = [part for part in parts if part]
        if not 2 <= len(parts) <= MOST or any(len(part) < SHORTEST for part in parts):
            return ()
        kinds = [self._kind(clean(part)) for part in parts]
        return tuple(parts) if all(kinds) and len(set(kinds)) == len(kinds) else ()

    def matters(self, text: str, whole: Reading, read: Callable[[str], Reading]) -> tuple[Matter, ...]:
        """The matters of a message of several, the most pressing first; () for a message of one, as nearly all are.

        `whole` is the message read whole: where a part names no place, its place is the part's. Only parts are `read`.
        """
        parts = self.split(text)
        if len(parts) < 2 and len(whole.place.options) > 1:
            parts = self._by_place(text, read)
        if len(parts) < 2:
            return ()
        readings = [read(part) for part in parts]
        if not _stand_alone(readings, whole):
            return ()
        told = [Matter(part, reading, _place(reading, whole)) for part, reading in zip(parts, readings, strict=True)]
        return tuple(sorted(told, key=lambda matter: _turn(matter.reading)))

    def _by_place(self, text: str, read: Callable[[str], Reading]) -> tuple[str, ...]:
        """大寨村3组路灯坏了，大寨村2组路灯也坏了: of one kind perhaps, but each broken in a grid of its own."""
        pieces = [piece for piece in _PAUSE.split(text) if piece.strip(_EDGES)]
        if len(text) > LETTER or not 2 <= len(pieces) <= MOST_PIECES:
            return ()
        parts: list[str] = []
        grids: list[str] = []
        for piece in pieces:
            grid = self._broken_in(piece, read)
            if parts and (not grid or grid == grids[-1]):
                parts[-1] = f"{parts[-1]}，{piece}"
            else:
                parts.append(piece.strip(_EDGES))
                grids.append(grid)
        return tuple(parts) if all(grids) and len(set(grids)) == len(grids) <= MOST else ()

    def _broken_in(self, piece: str, read: Callable[[str], Reading]) -> str:
        """The grid that a piece names along with something broken, else empty."""
        if not self._matters.read(self._spelling.put_right(clean(piece))).fault:
            return ""
        place = read(piece).place
        return place.code if place.kind is PlaceKind.GRID and not place.home else ""

    def _kind(self, part: str) -> Kind | None:
        """What a part is about: a thing and its fault, else a topic; None where it is no matter of its own."""
        right = self._spelling.put_right(part)
        matter = self._matters.read(right)
        if matter.fault:
            return matter.object, matter.fault
        topic = self._topics.read(right)
        return (topic.topic, topic.topic2) if topic.topic2 else None


def _stand_alone(readings: Sequence[Reading], whole: Reading) -> bool:
    """Nothing is lost by taking them apart: each is a matter, and no danger shows only in all of them together."""
    if any(reading.intent in _NO_MATTER or not reading.names_matter for reading in readings):
        return False
    if all(reading.intent in _ERRANDS for reading in readings):
        return False
    if min(map(_turn, readings)) > _turn(whole) and (whole.doubtful or whole.severity is Severity.CRITICAL):
        return False
    return len({_place(reading, whole).kind is PlaceKind.OUT for reading in readings}) == 1


def _place(reading: Reading, whole: Reading) -> PlaceReading:
    placeless = reading.place.kind is PlaceKind.NONE and reading.intent not in _ERRANDS
    return whole.place if placeless else reading.place


def _turn(reading: Reading) -> int:
    """特急 first, then what may be, then the rest as told; last what is asked about a matter known already."""
    if reading.severity is Severity.CRITICAL:
        return 0
    if reading.doubtful:
        return 1
    return 3 if reading.intent in _ERRANDS else 2
