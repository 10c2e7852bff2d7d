"""What the writer wants: help, an answer, news of an old matter, or only to talk."""

import re
from dataclasses import dataclass

from cases.reading import UNSURE, Evidence, Intent, Severity
from nlp.alarms import LETTER, Alarm
from nlp.finder import Finder
from nlp.groups import expand
from nlp.tables import rows_of

COMPLAINT_FIRST = 5
"""The weight that 诉求 starts with: most messages ask for something to be done."""
LETTER_FIRST = 6
"""Added in a long letter, where a 请问 or a 谢谢 is mere politeness."""
SURELY = 14
"""An advertisement this plain is one, whatever dangers it sells help against."""
MARGIN = 6
"""By how much a question, a suggestion or news must outweigh a complaint that names a danger: it is then asked about."""
TALK = frozenset({Intent.SMALL_TALK, Intent.SPAM, Intent.ABUSE})
"""Whoever writes so wants nothing done."""
_CALM = (Intent.QUESTION, Intent.SUGGESTION, Intent.PRAISE, Intent.PROGRESS)
_IN_DANGER = (Intent.COMPLAINT, Intent.ACCUSATION, Intent.DISSATISFIED, Intent.URGE)
"""What people in danger may want; earlier wins a tie."""
RARELY = 8
"""Taken in a letter from what people say in one line: a complaint of three pages ends with thanks and urges too."""
_SHORT_ONLY = frozenset(Intent) - {Intent.COMPLAINT, Intent.QUESTION, Intent.SUGGESTION, Intent.ACCUSATION}
MOST = 3
"""Words counted for one intent: the fourth 吗 of a message proves nothing new."""


class Intents:
    def __init__(self) -> None:
        self._finder: Finder[tuple[Intent, int]] = Finder(
            (expand(row["word"]), (Intent(row["intent"]), int(row["weight"]))) for row in rows_of("intents")
        )

    def scores(self, text: str) -> tuple[dict[Intent, int], dict[Intent, list[Evidence]]]:
        words: dict[Intent, dict[str, int]] = {}
        for found in self._finder.find(text):
            intent, weight = found.row
            words.setdefault(intent, {})[found.word] = weight
        for asks, weight in ((_CHOICE.search(text), 8), (_EITHER.search(text), 6)):
            if asks:
                words.setdefault(Intent.QUESTION, {})[asks.group()] = weight
        if text and not _SAYS.search(text):
            words.setdefault(Intent.SMALL_TALK, {})[text[:MOST]] = COMPLAINT_FIRST + 1
        totals = {Intent.COMPLAINT: COMPLAINT_FIRST + (LETTER_FIRST if len(text) > LETTER else 0)}
        evidence: dict[Intent, list[Evidence]] = {}
        for intent, found_words in words.items():
            heaviest = sorted(found_words.items(), key=lambda item: -item[1])[:MOST]
            totals[intent] = totals.get(intent, 0) + sum(weight for _, weight in heaviest)
            evidence[intent] = [Evidence(word, intent, weight) for word, weight in heaviest]
        if Intent.SPAM in totals and _SUFFERS.search(text):
            totals[Intent.SPAM] -= SELLS_NOTHING
        if len(text) > LETTER:
            for intent in totals.keys() & _SHORT_ONLY:
                totals[intent] -= RARELY
        return totals, evidence


_CHOICE = re.compile("(?<!爱)([^动时巴\\W])[不没]\\1")
"""报不报, 免不免: a question put as a choice."""
_EITHER = re.compile(r"([往在按去找归跟随由先])[^\W还]{1,8}还是\1|(\w)还是\w{1,3}\2")
"""往社区转还是往市场转, 八十还是九十: a question that names both answers."""
_SAYS = re.compile(r"\w")
"""A message without a letter or a digit shows a face and says nothing."""
_SUFFERS = re.compile(
    "[俺恁]|不给|不退|没给|没人|吵|骗|拉黑|投诉|举报|不管|咋办|不认|没解释|不成|[贵少多]了|说好|结果|后来|其实|没网"
    "|能不能|用不用|[我他她]中了|[我他她]把|让[我先买交他]|[我他她]说|自己说|第二天|报警就|突然|没吃|昨天|昨晚|上回"
)
"""Who sells does not speak so: 刷单先返我五十，后来垫进去一万 is no offer."""
SELLS_NOTHING = 9
ACCUSED = 9
"""Added where an official is blamed: whoever tells of it reports them, unless they plainly want something else."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the other questions answered: an intent is judged in their light."""

    topic: str
    fault: str
    alarm: Alarm
    conflict: bool
    property_manager: bool
    """The conflict is with 物业: a complaint, not yet an accusation."""


def decide(totals: dict[Intent, int], seen: Seen) -> Intent:
    """The heaviest intent, unless what was seen forbids it: nobody in danger is making small talk."""
    weights = dict(totals)
    if seen.alarm.severity is Severity.CRITICAL and weights.get(Intent.SPAM, 0) < SURELY:
        weights[Intent.COMPLAINT] += 4
        calm = max(_CALM, key=lambda intent: weights.get(intent, 0))
        if weights.get(calm, 0) >= weights[Intent.COMPLAINT] + MARGIN:
            return calm
        return max(_IN_DANGER, key=lambda intent: weights.get(intent, 0))
    if seen.alarm.severity is Severity.URGENT:
        weights[Intent.COMPLAINT] += 6 if seen.alarm.lasting else 3
    if seen.fault:
        weights[Intent.COMPLAINT] += 2
    if seen.conflict:
        chosen = Intent.COMPLAINT if seen.property_manager else Intent.ACCUSATION
        weights[chosen] = weights.get(chosen, 0) + (6 if seen.property_manager else ACCUSED)
    if seen.topic != UNSURE or seen.fault:
        for intent in (Intent.ABUSE, Intent.SMALL_TALK):
            weights[intent] = weights.get(intent, 0) - 8
    return max(weights, key=weights.__getitem__)
