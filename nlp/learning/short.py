"""Learns which plain words of a short message show a danger, that somebody must come today, or that it is about whoever would handle
it: weights in a table, never a text.

Logistic regression over the words, with what the tables written by hand found as further evidence. Needs scikit-learn, which a desk does
not."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ahocorasick_rs import AhoCorasick

from nlp.alarms import LETTER, Alarm, Alarms
from nlp.conflict import Conflicts
from nlp.learning.labelled import Line
from nlp.learnt import RULE, START
from nlp.reader import Reader
from nlp.short import BY_RULE, CONFLICT, IN_DANGER, PRESSING, Shorts, rows_pressing, signs
from nlp.tables import Row
from nlp.words import runs

COLUMNS = ("word", "speaks_for", "part", "weight", "note")
SHORTEST, LONGEST, PARTS = 2, 8, 2
"""A word of the table has so many characters, and is up to so many neighbouring words of the text. One character says nothing to a
clerk."""
SEEN = 3
"""In so many messages at least."""
SHARE = {CONFLICT: 0.35, IN_DANGER: 0.5, PRESSING: 0.8}
"""What a word counts beside a rule, before it is weighed: the words are many, and each is worth less trust."""
LEAST = 5
"""Hundredths: weights below this move nothing, fill pages and memory."""
LEAST_LABELLED = 20
"""Messages of either kind: from fewer nothing can be learnt."""


@dataclass(frozen=True, slots=True)
class Example:
    """A short message as the words written by hand see it. `amounts` of the rules that hold."""

    body: str
    amounts: Mapping[str, int]
    holds: bool


def examples_of(lines: Iterable[Line]) -> dict[str, list[Example]]:
    """The short messages that are labelled, by what is to be learnt from them."""
    reader, conflicts, alarms = Reader(shorts=Shorts(learnt=())), Conflicts(), Alarms()
    found: dict[str, list[Example]] = {CONFLICT: [], IN_DANGER: [], PRESSING: []}
    for line in lines:
        body = reader.body_of(line["text"])
        if len(body) > LETTER:
            continue
        read = reader.read(line["text"])
        if "conflict" in line:
            amounts = {**conflicts.read(body).amounts, BY_RULE: int(read.conflict)}
            found[CONFLICT].append(Example(body, amounts, bool(line["conflict"])))
        if line.get("severity"):
            alarm = Alarm(read.severity, read.doubtful, pressing=alarms.read(body).pressing)
            told = signs(alarm, read.intent, fault=bool(read.fault))
            found[IN_DANGER].append(Example(body, told, line["severity"] == IN_DANGER))
            found[PRESSING].append(Example(body, {**told, **rows_pressing(alarm)}, line["severity"] == PRESSING))
    return {speaks_for: examples for speaks_for, examples in found.items() if examples}


def learn_short(examples: Mapping[str, Sequence[Example]], day: date | None = None) -> list[Row]:
    """Rows of `short_learnt.csv`, the same for the same examples. Raises ValueError with too few of either kind."""
    return [row for speaks_for, some in examples.items() for row in _learn(speaks_for, some, day)]


def _learn(speaks_for: str, examples: Sequence[Example], day: date | None) -> list[Row]:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    holds = sum(one.holds for one in examples)
    if min(holds, len(examples) - holds) < LEAST_LABELLED:
        raise ValueError(holds)
    words, rules = _words(examples), sorted({rule for one in examples for rule in one.amounts})
    at = {rule: index for index, rule in enumerate(rules)}
    automaton = AhoCorasick(words)
    values, columns, ends, held = list[float](), list[int](), [0], Counter[int]()
    for one in examples:
        said = {index for index, _, _ in automaton.find_matches_as_indexes(one.body, overlapping=True)}
        held.update(said)
        columns += [at[rule] for rule in one.amounts] + [len(rules) + index for index in sorted(said)]
        values += [*one.amounts.values(), *[SHARE[speaks_for]] * len(said)]
        ends.append(len(columns))
    table = csr_matrix((values, columns, ends), shape=(len(examples), len(rules) + len(words)))
    model = LogisticRegression(max_iter=1000).fit(table, [one.holds for one in examples])
    weights = model.coef_[0]
    stamp = f"{day.isoformat()} " if day else ""
    fixed = {START: model.intercept_[0], **{rule: weights[at[rule]] for rule in rules}}
    rows = [_row(name, speaks_for, RULE, weight, f"{stamp}n={len(examples)}") for name, weight in fixed.items()]
    learnt = [
        _row(word, speaks_for, "text", weights[len(rules) + index] * SHARE[speaks_for], f"{stamp}n={held[index]}")
        for index, word in enumerate(words)
    ]
    told = (row for row in learnt if abs(int(row["weight"])) >= LEAST)
    return rows + sorted(told, key=lambda row: (-int(row["weight"]), row["word"]))


def _words(examples: Sequence[Example]) -> list[str]:
    seen = Counter(word for one in examples for word in set(runs(one.body, PARTS, LONGEST)) if len(word) >= SHORTEST)
    return sorted(word for word, count in seen.items() if count >= SEEN)


def _row(word: str, speaks_for: str, part: str, weight: Any, note: str) -> Row:
    hundredths = str(round(float(weight) * 100))
    return {"word": word, "speaks_for": speaks_for, "part": part, "weight": hundredths, "note": note}
