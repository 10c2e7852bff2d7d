"""What a long letter wants and whether it is urgent, by its title and opening. The weights were learnt from letters."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import nlargest

from ahocorasick_rs import AhoCorasick, Implementation

from cases.reading import Evidence, Intent, Severity
from nlp.alarms import LETTER, Alarm
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
SHOWN = 3
"""Learnt words shown as evidence."""
Heard = Mapping[str, list[tuple[int, str]]]
"""What a letter's words speak for: each word after its weight, once for the title and once for the opening."""
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
    """`letters_learnt.csv`: a word, what it speaks for, and where. Weights are hundredths of the logarithm of odds."""

    def __init__(self) -> None:
        self._fixed: dict[tuple[str, str], int] = {}
        words: dict[str, dict[str, dict[str, int]]] = {"title": {}, "opening": {}}
        for row in rows_of("letters_learnt"):
            if row["part"] == "rule":
                self._fixed[row["speaks_for"], row["word"]] = int(row["weight"])
            else:
                words[row["part"]].setdefault(row["word"], {})[row["speaks_for"]] = int(row["weight"])
        self._title, self._opening = _Words(words["title"]), _Words(words["opening"])

    def heard(self, letter: Letter) -> Heard:
        """The learnt words of a letter, by what they speak for."""
        heard: dict[str, list[tuple[int, str]]] = {}
        for part, words in ((letter.title, self._title), (letter.opening, self._opening)):
            for word, weights in words.said(part):
                for speaks_for, weight in weights:
                    heard.setdefault(speaks_for, []).append((weight, word))
        return heard

    def weigh(self, heard: Heard, whole: Alarm, title: Alarm) -> Alarm:
        """The alarm of a letter, from its words and from what danger words raised in all of it and in its title."""
        total, why = self._total(Severity.URGENT, heard, {**_raised("全文", whole), **_raised("标题", title)})
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
        scores = {intent: self._total(intent, heard, amounts) for intent in LEARNT[1:]}
        best = max(scores, key=lambda intent: scores[intent][0])
        return (best, scores[best][1]) if scores[best][0] > 0 else (Intent.COMPLAINT, ())

    def _total(self, speaks_for: str, heard: Heard, amounts: Mapping[str, float]) -> tuple[float, tuple[Evidence, ...]]:
        said = heard.get(speaks_for, [])
        fixed = sum(self._fixed.get((speaks_for, rule), 0) * amount for rule, amount in amounts.items())
        total = sum(weight for weight, _ in said) + fixed + self._fixed.get((speaks_for, "起点"), 0)
        return total, tuple(Evidence(word, speaks_for, weight) for weight, word in nlargest(SHOWN, said) if weight > 0)


def _raised(where: str, alarm: Alarm) -> dict[str, float]:
    return {where: float(alarm.severity is not Severity.NORMAL), f"{where}可疑": float(alarm.doubtful)}


class _Words:
    def __init__(self, weights: dict[str, dict[str, int]]) -> None:
        self._words = [(word, tuple(said.items())) for word, said in sorted(weights.items())]
        self._automaton = AhoCorasick([word for word, _ in self._words], implementation=Implementation.ContiguousNFA)

    def said(self, text: str) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
        """Each word of the text, once, with what it speaks for and its weights."""
        for index in {index for index, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}:
            yield self._words[index]
