"""How urgent a message is. A danger word raises an alarm; denial, time, supposition and idiom take it back."""

import re
from dataclasses import dataclass, replace
from itertools import combinations

from cases.reading import Danger, Evidence, Severity
from nlp.finder import NEAR, Finder, Found
from nlp.groups import expand
from nlp.tables import rows_of
from nlp.words import boundaries

CERTAIN = 9
"""Weight from which a danger word makes a message 特急."""
TOGETHER = 8
"""Weight from which two rows that name the danger in different words do so together."""
POSSIBLE = 4
"""Weight from which it is worth the question 现在还有吗?"""
URGENT = 5
AGREED = 2
"""Rows that must call a message 紧急: of unseen messages that one row alone called so, three in four were not. In a letter
one is enough: what else it holds is weighed by `letters_learnt.csv`."""
SHORT = 3
"""Words up to this length must stand on jieba's word boundaries: 重伤 is no part of 严重伤害."""
LETTER = 120
"""A message longer than this is a letter: people in danger do not write letters."""
WIDE = 20
"""Characters between the words of a row in a message: whoever is in danger tells it in scraps, all of them about the same."""
LOOSE = 3
"""What a row loses whose words stand further apart than `NEAR`: it may be asked about, it raises nothing alone."""
OPENING = 90
"""Characters of a letter in which it says what it is about; what comes later is told in passing."""
AHEAD = 16
"""Characters before a danger in which 要是 or 怕 makes it a mere thought."""
FIGURE = 6
"""Characters before a danger in which 气得 or 等得 makes it a way of speaking."""
AFTER = 8
"""Characters after a danger in which 往哪跑 does so."""
_STOP = re.compile("[,。!?;,.!?;\n]")

UNBROKEN = 100
"""Characters without a mark that are cut together at most: nobody writes longer, and a flood stays cheap."""
_MARK = re.compile(r"[^\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]")
"""What jieba never puts into a word."""
_BREAK = re.compile("[,。!?;、,.!?; \n]")
_PLACE = "巷街庙祠庄"
"""A danger word before one of these is the name of a place."""
_MEANT = frozenset({Danger.SELF_HARM, Danger.VIOLENCE, Danger.MISSING})
"""Dangers that are meant even where money is spoken of: a threat is made over money."""
_HURT = frozenset({Danger.MEDICAL, Danger.COLLAPSE, Danger.TRAPPED, Danger.ELECTRIC})
"""Dangers that are over when the hurt are in hospital."""
_LOOMING = frozenset({Danger.COLLAPSE})
"""Dangers that lie about for days before anybody is hurt."""
_FLAME = re.compile("[火着燃烧炸爆]")
_SPARK = re.compile("[火烟带麻滋嗞炸]|过电|漏电")
BRANCH = 6
"""Characters before a broken wire in which a branch is what broke."""
_UNREAL = ("假设", "玩笑", "戏", "办证")
"""What 不是演习 or 没跟你开玩笑 takes back."""
_ELSEWHERE = (("价钱", 6), ("办证", 6), ("求知", 7))
CLAUSE = 40
"""Characters looked at on either side of a danger for the end of its clause."""
IDIOM = "无"


@dataclass(frozen=True, slots=True)
class Alarm:
    severity: Severity = Severity.NORMAL
    doubtful: bool = False
    danger: Danger | None = None
    evidence: tuple[Evidence, ...] = ()
    lasting: bool = False
    """The message says how long it has been going on: that is no question, however it is put."""
    over: bool = False
    """What may be a danger is said to have gone."""
    pressing: int = 0
    """Rows that call the message 紧急, be they enough or not."""


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

    def within(self, kind: str, span: tuple[int, int]) -> bool:
        return any(span[0] <= start and end <= span[1] for start, end in self.spans.get(kind, ()))

    def before(self, kind: str, position: int, reach: int) -> bool:
        return any(position - reach <= end <= position for _, end in self.spans.get(kind, ()))

    def after(self, kind: str, position: int, reach: int) -> bool:
        return any(position <= start <= position + reach for start, _ in self.spans.get(kind, ()))

    def covering(self, kind: str, position: int) -> bool:
        return any(start <= position < end for start, end in self.spans.get(kind, ()))


class Alarms:
    def __init__(self) -> None:
        self._dangers: Finder[_Danger] = Finder(
            (
                (expand(row["word"]), _Danger(row["level"], row["danger"], int(row["weight"])))
                for row in rows_of("severity")
            ),
            hides=lambda danger: danger.level == IDIOM,
        )
        self._cues: Finder[str] = Finder((row["word"], row["kind"]) for row in rows_of("cues"))

    def read(self, text: str) -> Alarm:
        found = self._dangers.find(text, NEAR if len(text) > LETTER else WIDE)
        if not found:
            return Alarm()
        idioms = [one for one in found if one.row.level == IDIOM]
        alarms = [one for one in found if one.row.level != IDIOM and not _within(one, idioms)]
        if not alarms:
            return Alarm()
        cues = self._read_cues(text)
        alarms = [one for one in alarms if not _is_short(one) or _stands_alone(one, text)]
        return _weigh([(one, _weight(one, cues, text)) for one in alarms], cues, long=len(text) > LETTER)

    def _read_cues(self, text: str) -> _Cues:
        spans: dict[str, list[tuple[int, int]]] = {}
        for cue in self._cues.find(text):
            spans.setdefault(cue.row, []).append((cue.start, cue.end))
        claims = spans.get("声称", ())
        done = [span for span in spans.get("已处理", ()) if not any(_inside(span, claim) for claim in claims)]
        _keep(spans, "已处理", done)
        _keep(spans, "现在", [now for now in spans.get("现在", ()) if not any(_inside(now, one) for one in done)])
        if "当真" in spans:
            for kind in _UNREAL:
                spans.pop(kind, None)
        return _Cues(spans)


def _keep(spans: dict[str, list[tuple[int, int]]], kind: str, kept: list[tuple[int, int]]) -> None:
    """Only these: 现在 in 现在好了 does not say that it goes on."""
    if kept:
        spans[kind] = kept
    else:
        spans.pop(kind, None)


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _is_short(found: Found[_Danger]) -> bool:
    return found.end - found.start <= SHORT and " " not in found.word


def _stands_alone(found: Found[_Danger], text: str) -> bool:
    """Whether jieba cuts the text where the word begins and ends. It cuts between marks, so the words between two do."""
    start = found.start - len(_MARK.split(text[max(0, found.start - UNBROKEN) : found.start])[-1])
    stop = _MARK.search(text, found.end, found.end + UNBROKEN)
    edges = boundaries(text[start : stop.start() if stop else found.end + UNBROKEN])
    return found.start - start in edges and found.end - start in edges


def _within(found: Found[_Danger], idioms: list[Found[_Danger]]) -> bool:
    return any(one.start <= found.start and found.end <= one.end for one in idioms)


def _weight(found: Found[_Danger], cues: _Cues, text: str) -> int:
    """The row's weight after everything the message says against it."""
    if _denied(found, cues, text) or _is_name(found, text):
        return 0
    critical, here = found.row.level == Severity.CRITICAL, _clause(text, found)
    weight = found.row.weight - _passed(found, cues, here)
    if critical and _scattered(found):
        weight -= LOOSE
    if cues.within("假设", (found.start - AHEAD, found.end)):
        weight -= 7 if critical else 4
    if cues.within("担忧", (found.start - AHEAD, found.end)):
        weight -= 3
    if cues.has("已处理"):
        weight -= 4 if cues.has("现在") else 9
    if cues.has("消失"):
        weight -= 4
    if critical:
        weight -= _unlikely(found, cues, here) + _told_late(found, cues)
    if len(text) > LETTER:
        weight -= 5 if critical else 5 * (found.start > OPENING)
    return weight


def _scattered(found: Found[_Danger]) -> bool:
    words = found.word.split(" ")
    return found.end - found.start - sum(map(len, words)) > NEAR * (len(words) - 1)


def _unlikely(found: Found[_Danger], cues: _Cues, here: tuple[int, int]) -> int:
    """What a message about prices, papers or common knowledge takes from a danger that it names."""
    doubt = 10 if cues.has("玩笑") or cues.has("戏") else 0
    if cues.before("夸张", found.start, FIGURE):
        doubt += 4 if found.row.danger in _MEANT else 10
    if cues.before("险些", found.start, 6):
        doubt += 7
    if found.row.danger in _MEANT:
        return doubt
    for kind, less in _ELSEWHERE:
        if cues.has(kind):
            doubt += less
    return doubt + 4 * cues.within("常年", here)


def _told_late(found: Found[_Danger], cues: _Cues) -> int:
    """What 往哪跑, a bill of the hospital or a chimney takes: the danger is feared, over, or a nuisance of every day."""
    less = 5 * cues.after("后话", found.end, AFTER)
    if found.row.danger in _HURT and cues.has("送医"):
        less += 4
    if found.row.danger == Danger.FIRE and cues.has("排烟") and not _FLAME.search(found.word):
        less += 5
    if found.row.danger == Danger.ELECTRIC and cues.within("树", (found.start - BRANCH, found.end)):
        less += 0 if _SPARK.search(found.word) else 3
    return less


def _passed(found: Found[_Danger], cues: _Cues, here: tuple[int, int]) -> int:
    """What the past takes: all in a clause that tells of it, nothing where another clause says that it goes on."""
    critical = found.row.level == Severity.CRITICAL
    now = cues.has("现在")
    if cues.within("已过", here) and not cues.within("现在", here):
        return (4 if now else 8) if critical else 5
    if cues.has("已过") and not now:
        return 8 if critical else 3
    if cues.has("昨天") and not now and not cues.has("消失"):
        return 3 if critical else 0
    return 0


def _clause(text: str, found: Found[_Danger]) -> tuple[int, int]:
    """Where the clause begins and ends that the danger is told in."""
    floor, ceiling = max(0, found.start - CLAUSE), found.end + CLAUSE
    before = _BREAK.split(text[floor : found.start])[-1]
    stop = _BREAK.search(text, found.end, ceiling)
    return found.start - len(before), stop.start() if stop else min(ceiling, len(text))


def _is_name(found: Found[_Danger], text: str) -> bool:
    """失火巷 is where somebody eats noodles."""
    return " " not in found.word and found.end < len(text) and text[found.end] in _PLACE


def _denied(found: Found[_Danger], cues: _Cues, text: str) -> bool:
    """没有煤气味 is denied; 没人管,煤气味很大 is not: the denial must touch the danger, in the same clause."""
    starts = [found.start]
    for word in found.word.split(" ")[1:]:
        starts.append(text.find(word, starts[-1] + 1, found.end))
    for start, end in cues.spans.get("否定", ()):
        if cues.covering("非否定", start):
            continue
        if end in starts[1:]:
            return True
        if not found.start - 2 <= end <= found.start:
            continue
        if _STOP.search(text, end, found.start) is None and " " not in text[end : found.start]:
            return True
    return False


def _weigh(alarms: list[tuple[Found[_Danger], int]], cues: _Cues, *, long: bool) -> Alarm:
    best = max(alarms, key=lambda one: (one[0].row.level == Severity.CRITICAL, one[1]), default=None)
    if best is None:
        return Alarm()
    told: dict[str, Evidence] = {}  # one word may stand in several families
    for one, weight in sorted(alarms, key=lambda each: -each[1]):
        if weight > 0:
            told.setdefault(one.word, Evidence(one.word, one.row.level, weight))
    evidence = tuple(told.values())[:4]
    pressing = sum(one.row.level == Severity.URGENT and weight >= URGENT for one, weight in alarms)
    urgent = pressing >= (1 if long else AGREED)
    lasting = urgent and cues.has("历时") and not cues.has("消失")
    found, weight = best
    if found.row.level == Severity.CRITICAL and weight >= POSSIBLE:
        danger = Danger(found.row.danger)
        if _certain(found, weight, pressing > 0, cues) or _agree(alarms, pressing > 0):
            return Alarm(Severity.CRITICAL, False, danger, evidence, pressing=pressing)
        over = cues.has("消失") and not cues.has("现在")
        if danger is Danger.MANHOLE and pressing and weight >= found.row.weight - LOOSE and not _is_past(cues):
            return Alarm(Severity.URGENT, False, danger, evidence, lasting, pressing=pressing)
        severity = Severity.URGENT if pressing and not over else Severity.NORMAL
        return Alarm(severity, True, danger, evidence, lasting, over, pressing)
    severity = Severity.URGENT if urgent else Severity.NORMAL
    return Alarm(severity, False, None, evidence, lasting, pressing=pressing)


def _is_past(cues: _Cues) -> bool:
    return any(map(cues.has, ("昨天", "已过", "消失", "已处理")))


def _certain(found: Found[_Danger], weight: int, urgent: bool, cues: _Cues) -> bool:
    """Whether one row is enough. Of words picked from a text the surest are, or those that a text places in the present."""
    if weight < CERTAIN:
        return False
    return " " not in found.word or (not urgent and (weight > CERTAIN or cues.has("现在")))


def _agree(alarms: list[tuple[Found[_Danger], int]], urgent: bool) -> bool:
    """Whether two rows bear each other out. Of what may yet fall, in a message that is plainly 紧急, the same word is one witness."""
    sure = [one for one, weight in alarms if one.row.level == Severity.CRITICAL and weight >= TOGETHER]
    pairs = [(one, other) for one, other in combinations(sure, 2) if one.row is not other.row]
    if urgent and all(one.row.danger in _LOOMING for one in sure):
        return any(_differ(one, other) for one, other in pairs)
    return bool(pairs)


def _differ(one: Found[_Danger], other: Found[_Danger]) -> bool:
    return not any(a in b or b in a for a in one.word.split(" ") for b in other.word.split(" "))


def calmed(alarm: Alarm) -> Alarm:
    """The alarm of somebody who only asks, thanks or suggests: never 特急 or 紧急 at once, but a possible 特急 is asked about."""
    return replace(alarm, severity=Severity.NORMAL, doubtful=alarm.doubtful or alarm.severity is Severity.CRITICAL)
