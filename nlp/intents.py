"""What the writer wants: help, an answer, news of an old matter, or only to talk."""

from dataclasses import dataclass

from cases.reading import UNSURE, Evidence, Intent, Severity
from nlp.alarms import LETTER, Alarm
from nlp.finder import Finder
from nlp.tables import rows_of

COMPLAINT_FIRST = 5
"""The weight that 诉求 starts with: most messages ask for something to be done."""
LETTER_FIRST = 6
"""Added in a long letter, where a 请问 or a 谢谢 is mere politeness."""
MOST = 3
"""Words counted for one intent: the fourth 吗 of a message proves nothing new."""


class Intents:
    def __init__(self) -> None:
        self._finder: Finder[tuple[Intent, int]] = Finder(
            (row["word"], (Intent(row["intent"]), int(row["weight"]))) for row in rows_of("intents")
        )

    def scores(self, text: str) -> tuple[dict[Intent, int], dict[Intent, list[Evidence]]]:
        words: dict[Intent, dict[str, int]] = {}
        for found in self._finder.find(text):
            intent, weight = found.row
            words.setdefault(intent, {})[found.word] = weight
        totals = {Intent.COMPLAINT: COMPLAINT_FIRST + (LETTER_FIRST if len(text) > LETTER else 0)}
        evidence: dict[Intent, list[Evidence]] = {}
        for intent, found_words in words.items():
            heaviest = sorted(found_words.items(), key=lambda item: -item[1])[:MOST]
            totals[intent] = totals.get(intent, 0) + sum(weight for _, weight in heaviest)
            evidence[intent] = [Evidence(word, intent, weight) for word, weight in heaviest]
        return totals, evidence


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
    if seen.alarm.severity is Severity.CRITICAL:
        return _heavier(weights, Intent.ACCUSATION, Intent.COMPLAINT, by=8)
    if seen.alarm.severity is Severity.URGENT:
        weights[Intent.COMPLAINT] += 6
    if seen.fault:
        weights[Intent.COMPLAINT] += 2
    if seen.conflict:
        chosen = Intent.COMPLAINT if seen.property_manager else Intent.ACCUSATION
        weights[chosen] = weights.get(chosen, 0) + 6
    if seen.topic != UNSURE or seen.fault:
        for intent in (Intent.ABUSE, Intent.SMALL_TALK):
            weights[intent] = weights.get(intent, 0) - 8
    return max(weights, key=weights.__getitem__)


def _heavier(weights: dict[Intent, int], first: Intent, second: Intent, *, by: int) -> Intent:
    return first if weights.get(first, 0) >= weights.get(second, 0) + by else second
