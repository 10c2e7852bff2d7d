"""Learns which plain words of a short message show what is wanted, a danger, that somebody must come today, or that it is about
whoever would handle it: weights in a table, never a text.

Logistic regression over the words, with what the tables written by hand found as further evidence. Needs scikit-learn, which a desk does
not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ahocorasick_rs import AhoCorasick

from nlp.alarms import Alarm
from nlp.clean import clean
from nlp.learning.labelled import Line
from nlp.learnt import RULE, START
from nlp.reader import Reader
from nlp.short import BY_RULE, CONFLICT, IN_DANGER, PRESSING, Shorts, rows_pressing, signs, signs_of_intent
from nlp.tables import Row
from nlp.words import runs

COLUMNS = ("word", "speaks_for", "part", "weight", "note")
SHORTEST, LONGEST, PARTS = 2, 8, 2
"""A word of the table has so many characters, and is up to so many neighbouring words of the text. One character says nothing to a
clerk."""


@dataclass(frozen=True, slots=True)
class _Lesson:
    share: float
    """What a word counts beside a rule, before it is weighed: the words are many, and each is worth less trust."""
    least: int = 5
    """Hundredths: weights below this move nothing, fill pages and memory."""


WANTED = "意图"
FEWEST_WANTED = 3
"""Of so many intents there must be enough messages; one of which there are too few is left to `intents.csv`."""
LESSONS = {
    CONFLICT: _Lesson(0.35),
    IN_DANGER: _Lesson(0.5),
    PRESSING: _Lesson(0.8),
    WANTED: _Lesson(0.5, least=10),
}
SEEN = 5
"""In so many messages a word must be."""
EXACT = 1e-6
"""How near to the best the weights are brought: by scikit-learn's own 1e-4 some would differ by a quarter on another machine."""
LEAST_LABELLED = 20
"""Messages of either kind: from fewer nothing can be learnt."""


@dataclass(frozen=True, slots=True)
class Example:
    """A short message as the words written by hand see it. `amounts` of the rules that hold; `answer`: whether what is to be learnt
    holds, or which of several does."""

    body: str
    amounts: Mapping[str, float]
    answer: bool | str


def examples_of(lines: Iterable[Line]) -> dict[str, list[Example]]:
    """The short messages that are labelled, by what is to be learnt from them."""
    reader = Reader(shorts=Shorts(learnt=()))
    found: dict[str, list[Example]] = {name: [] for name in LESSONS}
    for line in lines:
        look = reader.look(clean(line["text"]))
        if look.letter:
            continue
        body, read = look.whole, reader.judge(look)
        if "conflict" in line:
            amounts = {**look.blame.amounts, BY_RULE: int(read.conflict)}
            found[CONFLICT].append(Example(body, amounts, bool(line["conflict"])))
        if line.get("severity"):
            alarm = Alarm(read.severity, read.doubtful, pressing=look.alarm.pressing)
            told = signs(alarm, read.intent, fault=bool(read.fault))
            found[IN_DANGER].append(Example(body, told, line["severity"] == IN_DANGER))
            found[PRESSING].append(Example(body, {**told, **rows_pressing(alarm)}, line["severity"] == PRESSING))
        if line.get("intent"):
            amounts_wanted = signs_of_intent(body, look.totals, look.by_rule, look.seen)
            found[WANTED].append(Example(body, amounts_wanted, line["intent"]))
    return {name: examples for name, examples in found.items() if examples}


def learn_short(examples: Mapping[str, Sequence[Example]], day: date | None = None) -> list[Row]:
    """Rows of `short_learnt.csv`, the same for the same examples. Raises ValueError with too few of any kind."""
    rows = [row for name, some in examples.items() for row in _learn(name, some, day)]
    if not rows:
        raise ValueError(0)
    return rows


def _learn(name: str, examples: Sequence[Example], day: date | None) -> Iterator[Row]:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    kinds = Counter(one.answer for one in examples)
    known = {kind for kind, count in kinds.items() if count >= LEAST_LABELLED}
    if name == WANTED and len(known) < FEWEST_WANTED:
        return
    if len(known) < 2:
        raise ValueError(min(kinds.values()))
    examples, lesson = [one for one in examples if one.answer in known], LESSONS[name]
    words, rules = _words(examples), sorted({rule for one in examples for rule in one.amounts})
    at = {rule: index for index, rule in enumerate(rules)}
    automaton = AhoCorasick(words)
    values, columns, ends, held = list[float](), list[int](), [0], Counter[int]()
    for one in examples:
        said = {index for index, _, _ in automaton.find_matches_as_indexes(one.body, overlapping=True)}
        held.update(said)
        columns += [at[rule] for rule in one.amounts] + [len(rules) + index for index in sorted(said)]
        values += [*one.amounts.values(), *[lesson.share] * len(said)]
        ends.append(len(columns))
    table = csr_matrix((values, columns, ends), shape=(len(examples), len(rules) + len(words)))
    model = LogisticRegression(max_iter=5000, tol=EXACT).fit(table, [one.answer for one in examples])
    stamp = f"{day.isoformat()} " if day else ""
    speaks_for = model.classes_ if name == WANTED else (name,)
    for one, start, weights in zip(speaks_for, model.intercept_, model.coef_, strict=True):
        fixed = {START: start, **{rule: weights[at[rule]] for rule in rules}}
        yield from (_row(rule, one, RULE, weight, f"{stamp}n={len(examples)}") for rule, weight in fixed.items())
        learnt = [
            _row(word, one, "text", weights[len(rules) + index] * lesson.share, f"{stamp}n={held[index]}")
            for index, word in enumerate(words)
        ]
        told = (row for row in learnt if abs(int(row["weight"])) >= lesson.least)
        yield from sorted(told, key=lambda row: (-int(row["weight"]), row["word"]))


def _words(examples: Sequence[Example]) -> list[str]:
    counts = Counter(word for one in examples for word in set(runs(one.body, PARTS, LONGEST)) if len(word) >= SHORTEST)
    return sorted(word for word, count in counts.items() if count >= SEEN)


def _row(word: str, speaks_for: str, part: str, weight: Any, note: str) -> Row:
    hundredths = str(round(float(weight) * 100))
    return {"word": word, "speaks_for": str(speaks_for), "part": part, "weight": hundredths, "note": note}
