"""What a long letter wants and whether it is urgent, by its title and opening. The weights were learnt from letters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cases.reading import Evidence, Intent, Severity
from nlp.alarms import LETTER, Alarm
from nlp.learnt import Heard, Learnt
from nlp.tables import rows_of

TITLE_AT_MOST = 60
"""Characters within which a letter's title must end; else its first `TITLE_ELSE` stand for one."""
TITLE_ELSE = 40
OPENING = 200
"""Characters after the title in which a letter says what it is about."""
LEARNT = (Intent.COMPLAINT, Intent.QUESTION, Intent.SUGGESTION, Intent.ACCUSATION)
"""The intents that letters give enough examples of; the other seven are left to the words of `intents.csv`."""
ENOUGH = 30
"""Weight of the words of one intent beyond which more prove nothing new."""
_END = re.compile("[。!?;\n]")


@dataclass(frozen=True, slots=True)
class Letter:
    title: str
    opening: str


def letter_of(text: str) -> Letter | None:
    """The text as a letter; None when it is short enough to be chat."""
    if len(text) <= LETTER:
        return None
    end = _END.search(text, 1, TITLE_AT_MOST)
    cut = end.start() if end else TITLE_ELSE
    return Letter(text[:cut], text[cut : cut + OPENING])


class Letters:
    """By `letters_learnt.csv`."""

    def __init__(self) -> None:
        self._learnt = Learnt(rows_of("letters_learnt"))

    def heard(self, letter: Letter) -> Heard:
        """The learnt words of a letter, by what they speak for."""
        return self._learnt.heard({"title": letter.title, "opening": letter.opening})

    def weigh(self, heard: Heard, whole: Alarm, title: Alarm) -> Alarm:
        """The alarm of a letter, from its words and from what danger words raised in all of it and in its title."""
        total, why = self._learnt.total(Severity.URGENT, heard, {**_raised("全文", whole), **_raised("标题", title)})
        critical = whole.severity is Severity.CRITICAL
        if total <= 0:
            return replace(whole, severity=Severity.NORMAL, doubtful=whole.doubtful or critical, evidence=())
        severity = Severity.CRITICAL if critical else Severity.URGENT
        return replace(whole, severity=severity, evidence=(*whole.evidence, *why))

    def intent(
        self, heard: Heard, by_rule: Intent, totals: Mapping[Intent, int]
    ) -> tuple[Intent, tuple[Evidence, ...]]:
        """The intent of a letter that `intents.csv` took for `by_rule` by these totals, and the words that spoke for it."""
        if by_rule not in LEARNT:
            return by_rule, ()
        amounts = {str(by_rule): 1.0}
        amounts |= {f"{intent}合计": min(totals.get(intent, 0), ENOUGH) / ENOUGH for intent in LEARNT}
        scores = {intent: self._learnt.total(intent, heard, amounts) for intent in LEARNT[1:]}
        best = max(scores, key=lambda intent: scores[intent][0])
        return (best, scores[best][1]) if scores[best][0] > 0 else (Intent.COMPLAINT, ())


def _raised(where: str, alarm: Alarm) -> dict[str, float]:
    return {where: float(alarm.severity is not Severity.NORMAL), f"{where}可疑": float(alarm.doubtful)}
