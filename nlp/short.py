"""What several plain words of a short message say together, where no row that a clerk wrote says it by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cases.reading import Danger, Evidence, Intent, Severity
from nlp.alarms import Alarm
from nlp.conflict import PERSON, Blame
from nlp.intents import TALK, Seen
from nlp.learnt import Heard, Learnt
from nlp.tables import Row, rows_of

CONFLICT = "回避"
BY_RULE = "规则"
"""Holds where `conflict.csv` shows a conflict by itself: nothing is asked then, but what the other words are worth was learnt beside it."""
LIKELY = -100
"""Logarithm of odds, in hundredths, from which a message is held to be about whoever would handle it: a little more than one in four.
Wrongly kept from them it is handled one rung up; wrongly given to them it is in the wrong hands."""
SURELY = 50
"""From which it is held to be so although the writer seems to ask or to praise."""
IN_DANGER, PRESSING = str(Severity.CRITICAL), str(Severity.URGENT)
PERHAPS = -220
"""From which somebody may be in danger: one in ten. It costs the question whether they are."""
BORNE_OUT = 0
"""From which a danger that the tables would ask about is raised at once: likelier than not. Of four sets by other hands it raised no
harmless message more."""
SOON, SURELY_SOON = -40, 120
"""From which a message that one row calls 紧急 is so: two in five. And one that no row calls so: three in four, as 昨天 and 今天 are
in many that are not."""
OTHERWISE, ONLY_TALK = 30, 80
"""By how much the words must speak for another intent than `intents.csv` did: a third more likely, and more than twice as likely that
somebody is only talking, for whom nothing is filed."""
DOUBTFUL, BROKEN, ONE_ROW, SEVERAL_ROWS = "可疑", "毛病", "一处紧急", "几处紧急"
"""Rules: the danger words leave a doubt; something is broken; so many rows call it 紧急."""
IN_ALL, LONG, ASKING, MARKED = "合计", "长短", "问句尾", "问号"
"""Rules of what is wanted: the weight of all words for one intent, and how the message is shaped."""
FULL, PLENTY = 15, 30
"""Weight that counts as one sign, and beyond which more proves nothing new."""
LENGTH = 50
"""Characters that count as one."""


def signs(alarm: Alarm, intent: Intent, *, fault: bool) -> dict[str, int]:
    """What the other tables say that bears on a danger."""
    return {str(alarm.severity): 1, DOUBTFUL: int(alarm.doubtful), BROKEN: int(fault), str(intent): 1}


def signs_of_intent(text: str, totals: Mapping[Intent, int], by_rule: Intent, seen: Seen) -> dict[str, float]:
    """What they say that bears on what is wanted. `by_rule`: what `intents.csv` took the message for."""
    amounts = {f"{intent}{IN_ALL}": min(weight, PLENTY) / FULL for intent, weight in totals.items() if weight > 0}
    end = text.rstrip("。.! ")[-1:]
    return amounts | {
        str(by_rule): 1.0,
        str(seen.alarm.severity): 1.0,
        DOUBTFUL: float(seen.alarm.doubtful),
        BROKEN: float(bool(seen.fault)),
        CONFLICT: float(seen.conflict),
        seen.topic: 0.5,
        LONG: min(len(text) / LENGTH, 2.0),
        ASKING: float(end in "?吗呢不没嘞么"),
        MARKED: float("?" in text),
    }


def rows_pressing(alarm: Alarm) -> dict[str, int]:
    """What they say besides of how soon somebody must come."""
    return {ONE_ROW: int(alarm.pressing == 1), SEVERAL_ROWS: int(alarm.pressing > 1)}


class Shorts:
    """By `short_learnt.csv`, or by `learnt` in its place: without rows nothing is added to what is written by hand."""

    def __init__(self, learnt: Iterable[Row] | None = None) -> None:
        self._learnt = Learnt(rows_of("short_learnt") if learnt is None else learnt)
        self._wanted = [one for one in Intent if self._learnt.knows(one)]

    def heard(self, text: str) -> Heard:
        """The learnt words of a message, by what they speak for: looked for once, whatever is asked of them."""
        return self._learnt.heard({"text": text})

    def conflict(self, heard: Heard, blame: Blame, *, blameless: bool) -> tuple[str, ...]:
        """The words by which a message shows a conflict; none when there is none. `blameless`: whoever writes so seems to ask or to
        praise."""
        if not self._learnt:
            return ()
        total, why = self._learnt.total(CONFLICT, heard, blame.amounts)
        if total < (SURELY if blameless else LIKELY):
            return ()
        return tuple(one.word for one in why) or blame.told.get(PERSON, ())

    def intent(
        self, heard: Heard, by_rule: Intent, amounts: Mapping[str, float], alarm: Alarm
    ) -> tuple[Intent, tuple[Evidence, ...]]:
        """The intent of a message that `intents.csv` took for `by_rule`, and the words that spoke for it where it is another. Nobody who
        may be in danger is only talking."""
        possible = [one for one in self._wanted if alarm.danger is None or one not in TALK]
        if by_rule not in possible:
            return by_rule, ()
        scores = {one: self._learnt.total(one, heard, amounts) for one in possible}
        best = max(scores, key=lambda one: scores[one][0])
        total, why = scores[best]
        if best in TALK and not why:
            return by_rule, ()  # a name alone is an answer
        more = ONLY_TALK if best in TALK else OTHERWISE
        return (best, why) if total >= scores[by_rule][0] + more else (by_rule, ())

    def danger(self, heard: Heard, alarm: Alarm, intent: Intent, *, fault: bool, calm: bool) -> Alarm:
        """The alarm, with the question whether there is danger now where the words make it worth asking; and raised where the tables would
        ask, the words bear them out and who writes is not `calm`."""
        if alarm.over or alarm.severity is Severity.CRITICAL or not self._learnt:
            return alarm
        total, why = self._learnt.total(IN_DANGER, heard, signs(alarm, intent, fault=fault))
        if alarm.doubtful:
            raised = total >= BORNE_OUT and not calm
            return replace(alarm, severity=Severity.CRITICAL, doubtful=False) if raised else alarm
        if total < PERHAPS or not why:
            return alarm
        return replace(alarm, doubtful=True, danger=alarm.danger or Danger.OTHER, evidence=(*alarm.evidence, *why))

    def pressing(self, heard: Heard, alarm: Alarm, intent: Intent, *, fault: bool) -> Alarm:
        """The alarm, 紧急 where the words show that somebody must come today."""
        if alarm.doubtful or alarm.over or alarm.severity is not Severity.NORMAL or not self._learnt:
            return alarm
        seen = {**signs(alarm, intent, fault=fault), **rows_pressing(alarm)}
        total, why = self._learnt.total(PRESSING, heard, seen)
        if total < (SOON if alarm.pressing else SURELY_SOON) or not why:
            return alarm
        return replace(alarm, severity=Severity.URGENT, evidence=(*alarm.evidence, *why))
