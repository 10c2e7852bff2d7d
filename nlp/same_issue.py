"""Same issue: which of the recent cases of a neighbourhood a new one most likely repeats, and by which words.

Two tellings are compared by `nlp.same.likeness`. How alike is enough was not read off any set of known issues but off what
chance does: in 4,241 dated letters of one city, each of the 2,151 that name one masked district was compared with the
nearest earlier letter that names another. These are surely two matters, unless one text was sent twice; yet one in ten
finds a stranger as alike as 0.34, one in twenty 0.38, three in a hundred 0.40, two 0.43, one 0.47
(`nlp.same.measure.strangers`). ENOUGH takes the three. Read by eye, of 60 joins drawn from the whole stream about
40 are right; from 0.52 up six in seven are, and below it most of the wrong ones share a place and not the matter.

In a desk the place is known, so it is taken out of the words: what is left must speak of one matter. Object, fault and topic
add to the words or take from them. Two places that surely differ are one matter only for what spreads, as a power cut does
(`lexicon/spreading.csv`). Of 157 chat messages laid into one grid with 30 others about other things, six find one alike.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import cos, hypot, radians

from cases.likely import Likely, Told
from cases.reading import UNSURE
from nlp.clean import clean
from nlp.same.likeness import Commonness, Telling, in_common, likeness
from nlp.same.words import names, shared_runs
from nlp.tables import rows_of

ENOUGH = 0.4
"""Of letters whose places are not known: three strangers in a hundred are as alike by chance."""
READ_AT_MOST = 200
"""Characters of a case that are compared; the first sentence says what it is about, and a long letter repeats itself."""
HEADLINE = 40
"""Characters that stand for the title a chat message does not have."""
SAME_FAULT, SAME_OBJECT, OTHER_MATTER, OTHER_TOPIC = 0.25, 0.1, -0.25, -0.1
"""What is known of the matter beside its words."""
SAME_PLACE = 0.1
LIKELY = SAME_FAULT + SAME_PLACE + 0.01
"""Of cases. One fault at one place is almost enough, and needs a word that says so: 噪声扰民 is the drill and the dance."""
NEAR_METRES, FAR_METRES = 50, 300
"""One class within 50 m is one issue, as a first default (facts on clocks and duplicates)."""
PUBLIC_TOPICS = frozenset({"城乡建设", "环境保护", "交通运输", "农村农业"})
"""Of what anybody may see in the street, as against somebody's allowance, wages or illness."""
_METRES_PER_DEGREE = 111_195
_NUMBER = re.compile(r"(\d+)(?:[-~至到](\d+))?号?(楼|栋|幢|组|队|单元)")
_AREAS = ("街道", "镇", "乡", "村", "社区", "小区", "花园", "家园")
_LIKE = {"栋": "楼", "幢": "楼", "队": "组"}


class SameIssues:
    """A cases.likely.FindsSame. May be called from any thread; the last few hundred cases are remembered as read."""

    def __init__(self) -> None:
        self._common = Commonness()
        self._spreading = {row["word"]: row["kind"] for row in rows_of("spreading")}
        self._telling = lru_cache(maxsize=512)(self._told)
        self._spreads = lru_cache(maxsize=2048)(self._kinds)

    def __call__(self, new: Told, recent: Sequence[Told]) -> Likely | None:
        """The likeliest, the earlier of two that are equally likely."""
        telling = self._telling(new.text, new.place)
        scores = [(round(score, 3), case) for case in recent if (score := self._compared(new, telling, case)) >= LIKELY]
        if not scores:
            return None
        score, case = max(scores, key=lambda one: (one[0], -one[1].opened_at.timestamp()))
        words = in_common(telling, self._telling(case.text, case.place))
        return Likely(case, score, _evidence(new, case, words))

    def _compared(self, new: Told, telling: Telling, old: Told) -> float:
        """0 for what is surely another matter."""
        if is_elsewhere(new, old) and not self._spreads(_words_of(new)) & self._spreads(_words_of(old)):
            return 0.0
        known = matter_of(new, old) + SAME_PLACE * is_there(new, old)
        alike = likeness(telling, self._telling(old.text, old.place), LIKELY - known)
        return alike + known

    def _told(self, text: str, place: str) -> Telling:
        """Without the words of the place, which both are known to share."""
        text = clean(text)[:READ_AT_MOST]
        areas = (name for name in names(text) if name.endswith(_AREAS))
        for word in (*shared_runs(text, clean(place)), *areas):
            text = text.replace(word, " ")
        text = _NUMBER.sub(" ", text)
        return self._common.telling(text[:HEADLINE], text[HEADLINE:])

    def _kinds(self, text: str) -> frozenset[str]:
        return frozenset(kind for word, kind in self._spreading.items() if word in text)


def _words_of(case: Told) -> str:
    return f"{case.text[:READ_AT_MOST]} {case.object}{case.fault}"


def _evidence(new: Told, old: Told, words: tuple[str, ...]) -> tuple[str, ...]:
    matter = (new.matter,) if new.matter == old.matter else ()
    return tuple(dict.fromkeys((*matter, *words)))


def matter_of(new: Told, old: Told) -> float:
    """What object, fault and topic say for one matter, or against it."""
    if new.object and old.object and new.fault and old.fault:
        same = (new.object == old.object) + (new.fault == old.fault)
        return (OTHER_MATTER, SAME_OBJECT, SAME_FAULT)[same]
    if (new.object and new.object == old.object) or (new.fault and new.fault == old.fault):
        return SAME_OBJECT
    sure = UNSURE not in (new.topic, old.topic)
    return OTHER_TOPIC if sure and new.topic not in old.top3 and old.topic not in new.top3 else 0.0


# --- where ---


def is_there(new: Told, old: Told) -> bool:
    """Both in one grid, or within 50 m."""
    metres = metres_between(new, old)
    return metres <= NEAR_METRES if metres is not None else bool(new.grid) and new.grid == old.grid


def is_elsewhere(new: Told, old: Told) -> bool:
    """Surely another place: far off, in another grid, or at another building or 组 of the same."""
    metres = metres_between(new, old)
    if metres is not None:
        return metres > FAR_METRES
    if new.grid and old.grid and new.grid != old.grid:
        return True
    mine, theirs = _numbers(new.place), _numbers(old.place)
    return any(mine[kind].isdisjoint(theirs[kind]) for kind in mine.keys() & theirs.keys())


def metres_between(new: Told, old: Told) -> float | None:
    """None where one has no point."""
    if new.lon is None or new.lat is None or old.lon is None or old.lat is None:
        return None
    east = (new.lon - old.lon) * cos(radians(new.lat))
    return hypot(east, new.lat - old.lat) * _METRES_PER_DEGREE


@lru_cache(maxsize=2048)
def _numbers(place: str) -> Mapping[str, frozenset[int]]:
    """楼 -> {6}, 组 -> {1, 2, 3}: the numbers that a place names."""
    return {_LIKE.get(kind, kind): _span(first, last) for first, last, kind in _NUMBER.findall(clean(place))}


def _span(first: str, last: str) -> frozenset[int]:
    low, high = int(first[:4]), int((last or first)[:4])
    return frozenset(range(low, min(high, low + 99) + 1))
