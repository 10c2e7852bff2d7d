"""How urgent a message is. A danger word raises an alarm; denial, time, supposition and idiom take it back."""

import re
from dataclasses import dataclass

from cases.reading import Danger, Evidence, Severity
from nlp.finder import Finder, Found
from nlp.tables import rows_of
from nlp.words import boundaries

CERTAIN = 8
"""Weight from which a danger word makes a message 特急."""
POSSIBLE = 4
"""Weight from which it is worth the question 现在还有吗?"""
URGENT = 5
SHORT = 3
"""Words up to this length must stand on jieba's word boundaries: 重伤 is no part of 严重伤害."""
LETTER = 120
"""A message longer than this is a letter: people in danger do not write letters."""
OPENING = 90
"""Characters of a letter in which it says what it is about; what comes later is told in passing."""
_STOP = re.compile("[,。!?;,.!?;\n]")

IDIOM = "无"


@dataclass(frozen=True, slots=True)
class Alarm:
    severity: Severity = Severity.NORMAL
    doubtful: bool = False
    danger: Danger | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Danger:
    level: str
    danger: str
    weight: int


@dataclass(frozen=True, slots=True)
class _Cues:
    """What the message says about time and truth, each a list of the places where it says so."""

    spans: dict[str, list[tuple[int, int]]]

    def has(self, kind: str) -> bool:
        return kind in self.spans

    def before(self, kind: str, position: int, reach: int) -> bool:
        return any(position - reach <= end <= position for _, end in self.spans.get(kind, ()))

    def covering(self, kind: str, position: int) -> bool:
        return any(start <= position < end for start, end in self.spans.get(kind, ()))


class Alarms:
    def __init__(self) -> None:
        self._dangers: Finder[_Danger] = Finder(
            ((row["word"], _Danger(row["level"], row["danger"], int(row["weight"]))) for row in rows_of("severity")),
            hides=lambda danger: danger.level == IDIOM,
        )
        self._cues: Finder[str] = Finder((row["word"], row["kind"]) for row in rows_of("cues"))

    def read(self, text: str) -> Alarm:
        found = self._dangers.find(text)
        if not found:
            return Alarm()
        idioms = [one for one in found if one.row.level == IDIOM]
        alarms = [one for one in found if one.row.level != IDIOM and not _within(one, idioms)]
        if not alarms:
            return Alarm()
        cues = self._read_cues(text)
        edges = boundaries(text) if any(_is_short(one) for one in alarms) else frozenset()
        alarms = [one for one in alarms if not _is_short(one) or {one.start, one.end} <= edges]
        return _weigh([(one, _weight(one, cues, text)) for one in alarms], cues)

    def _read_cues(self, text: str) -> _Cues:
        spans: dict[str, list[tuple[int, int]]] = {}
        for cue in self._cues.find(text):
            spans.setdefault(cue.row, []).append((cue.start, cue.end))
        return _Cues(spans)


def _is_short(found: Found[_Danger]) -> bool:
    return found.end - found.start <= SHORT and " " not in found.word


def _within(found: Found[_Danger], idioms: list[Found[_Danger]]) -> bool:
    return any(one.start <= found.start and found.end <= one.end for one in idioms)


def _weight(found: Found[_Danger], cues: _Cues, text: str) -> int:
    """The row's weight after everything the message says against it."""
    if _denied(found, cues, text):
        return 0
    critical = found.row.level == Severity.CRITICAL
    weight = found.row.weight
    now = cues.has("现在")
    if cues.before("假设", found.start, 14):
        weight -= 7 if critical else 4
    if cues.before("担忧", found.start, 14):
        weight -= 3
    if critical and cues.before("险些", found.start, 6):
        weight -= 7
    for kind, doubt in (("价钱", 6), ("办证", 6), ("玩笑", 10)):
        if critical and cues.has(kind):
            weight -= doubt
    if cues.has("已处理"):
        weight -= 4 if now else 9
    if cues.has("消失"):
        weight -= 4
    if cues.has("已过") and not now:
        weight -= 8 if critical else 3
    elif cues.has("昨天") and not now and not cues.has("消失"):
        weight -= 3 if critical else 0
    if len(text) > LETTER:
        weight -= 5 if critical else 5 * (found.start > OPENING)
    return weight


def _denied(found: Found[_Danger], cues: _Cues, text: str) -> bool:
    """没有煤气味 is denied; 没人管,煤气味很大 is not: the denial must touch the danger, in the same clause."""
    for start, end in cues.spans.get("否定", ()):
        if not found.start - 2 <= end <= found.start or cues.covering("非否定", start):
            continue
        if _STOP.search(text, end, found.start) is None and " " not in text[end : found.start]:
            return True
    return False


def _weigh(alarms: list[tuple[Found[_Danger], int]], cues: _Cues) -> Alarm:
    best = max(alarms, key=lambda one: (one[0].row.level == Severity.CRITICAL, one[1]), default=None)
    if best is None:
        return Alarm()
    evidence = tuple(
        Evidence(one.word, one.row.level, weight)
        for one, weight in sorted(alarms, key=lambda each: -each[1])[:4]
        if weight > 0
    )
    urgent = any(one.row.level == Severity.URGENT and weight >= URGENT for one, weight in alarms)
    found, weight = best
    if found.row.level == Severity.CRITICAL and weight >= POSSIBLE:
        danger = Danger(found.row.danger)
        if weight >= CERTAIN:
            return Alarm(Severity.CRITICAL, False, danger, evidence)
        return Alarm(Severity.URGENT if urgent and not cues.has("消失") else Severity.NORMAL, True, danger, evidence)
    return Alarm(Severity.URGENT if urgent else Severity.NORMAL, False, None, evidence)
