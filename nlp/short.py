"""What several plain words of a short message say together, where no row that a clerk wrote says it by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cases.reading import Danger, Evidence, Intent, Severity
from nlp.alarms import Alarm
from nlp.conflict import PERSON, Blame
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
PERHAPS = -265
"""From which somebody may be in danger: one in fifteen. It costs the question whether they are."""
SOON, SURELY_SOON = -40, 120
"""From which a message that one row calls 紧急 is so: two in five. And one that no row calls so: three in four, as 昨天 and 今天 are
in many that are not."""
DOUBTFUL, BROKEN, ONE_ROW, SEVERAL_ROWS = "可疑", "毛病", "一处紧急", "几处紧急"
"""Rules: the danger words leave a doubt; something is broken; so many rows call it 紧急."""


def signs(alarm: Alarm, intent: Intent, *, fault: bool) -> dict[str, int]:
    """What the other tables say that bears on a danger."""
    return {str(alarm.severity): 1, DOUBTFUL: int(alarm.doubtful), BROKEN: int(fault), str(intent): 1}


def rows_pressing(alarm: Alarm) -> dict[str, int]:
    """What they say besides of how soon somebody must come."""
    return {ONE_ROW: int(alarm.pressing == 1), SEVERAL_ROWS: int(alarm.pressing > 1)}


class Shorts:
    """By `short_learnt.csv`, or by `learnt` in its place: without rows nothing is added to what is written by hand."""

    def __init__(self, learnt: Iterable[Row] | None = None) -> None:
        self._learnt = Learnt(rows_of("short_learnt") if learnt is None else learnt)

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

    def danger(self, heard: Heard, alarm: Alarm, intent: Intent, *, fault: bool) -> Alarm:
        """The alarm, with the question whether there is danger now where the words make it worth asking."""
        if alarm.doubtful or alarm.over or alarm.severity is Severity.CRITICAL:
            return alarm
        why = self._told(IN_DANGER, heard, signs(alarm, intent, fault=fault), PERHAPS)
        if not why:
            return alarm
        return replace(alarm, doubtful=True, danger=alarm.danger or Danger.OTHER, evidence=(*alarm.evidence, *why))

    def pressing(self, heard: Heard, alarm: Alarm, intent: Intent, *, fault: bool) -> Alarm:
        """The alarm, 紧急 where the words show that somebody must come today."""
        if alarm.doubtful or alarm.over or alarm.severity is not Severity.NORMAL:
            return alarm
        seen = {**signs(alarm, intent, fault=fault), **rows_pressing(alarm)}
        why = self._told(PRESSING, heard, seen, SOON if alarm.pressing else SURELY_SOON)
        return replace(alarm, severity=Severity.URGENT, evidence=(*alarm.evidence, *why)) if why else alarm

    def _told(self, speaks_for: str, heard: Heard, seen: Mapping[str, int], least: int) -> tuple[Evidence, ...]:
        """The words that speak most for it; none where all together are too little."""
        total, why = self._learnt.total(speaks_for, heard, seen)
        return why if self._learnt and total >= least else ()
