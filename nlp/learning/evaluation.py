"""Scores of the reader against labelled messages: what `minhu evaluate` prints, as plain values fit for JSON."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import Any

from cases.reading import UNSURE, Reading, Severity
from cases.registry import Registry
from nlp.clean import clean
from nlp.learning.figures import (
    Judged,
    abstention,
    accuracy,
    by_class,
    calibration,
    calibration_error,
    confusions,
    macro_f1,
    share,
)
from nlp.learning.labelled import Example, Line
from nlp.learning.places import Outcome, judge_places
from nlp.learning.weights import WORDS, Told, as_rows, learn, unheard
from nlp.reader import Reader
from nlp.topics import TopicReading, Topics

SEED = 4108
TOP = 3
Figures = dict[str, Any]
Read = tuple[str, TopicReading, Sequence[str]]
"""The true topic, what was read, and every topic in order of likelihood."""


def of_topics(examples: Sequence[Example], topics: Topics | None = None) -> Figures:
    """The tables as they are in use, on messages with their titles and on the titles alone."""
    table = topics or Topics()
    return _two_ways(
        list(_read(table, examples, title_only=False)), list(_read(table, _titled(examples), title_only=True))
    )


def across_folds(examples: Sequence[Example], folds: int, words: int = WORDS, told: Told = unheard) -> Figures:
    """Each message read by a table learnt from the other folds alone, with no word written by hand. Every fold has its
    share of each topic; the split is always the same for the same messages."""
    whole, titles, sizes = list[Read](), list[Read](), list[int]()
    for number, (known, unseen) in enumerate(_folds(examples, folds), start=1):
        learnt = learn(known, words=words)
        sizes.append(len({one.word for one in learnt}))
        table = Topics(learnt=as_rows(learnt), by_hand=())
        whole += _read(table, unseen, title_only=False)
        titles += _read(table, _titled(unseen), title_only=True)
        told(f"{number}/{folds}")
    return {"folds": folds, "words in a table": max(sizes), **_two_ways(whole, titles)}


def _two_ways(whole: Sequence[Read], titles: Sequence[Read]) -> Figures:
    return {"messages": _topic_figures(whole), "titles alone": _topic_figures(titles)}


def _titled(examples: Iterable[Example]) -> list[Example]:
    return [one for one in examples if one.title]


def _read(table: Topics, examples: Iterable[Example], *, title_only: bool) -> Iterator[Read]:
    for one in examples:
        title, body = clean(one.title), clean(one.body)
        said = (title, "") if title_only or not body else (body, title)
        yield one.topic, table.read(*said), table.ranking(*said)


def _topic_figures(read: Sequence[Read]) -> Figures:
    """The likeliest topic counts, also where the reader would rather call it 不确定; how often it would is told too."""
    judged = [(truth, ranking[0]) for truth, _, ranking in read]
    sure = [(reading.confidence, truth == ranking[0]) for truth, reading, ranking in read]
    bins = calibration(sure)
    return {
        **_class_figures(judged),
        "top 3": share(truth in ranking[:TOP] for truth, _, ranking in read),
        "unsure": share(reading.topic == UNSURE for _, reading, _ in read),
        "calibration": [asdict(one) for one in bins],
        "calibration error": calibration_error(bins),
        "kept": [asdict(one) for one in abstention(sure)],
    }


def _class_figures(judged: Judged) -> Figures:
    return {
        "count": len(judged),
        "accuracy": accuracy(judged),
        "macro-F1": macro_f1(judged),
        "classes": [asdict(one) for one in by_class(judged)],
        "confusions": [list(one) for one in confusions(judged)],
    }


def _folds(examples: Sequence[Example], folds: int) -> Iterator[tuple[list[Example], list[Example]]]:
    order = list(range(len(examples)))
    random.Random(SEED).shuffle(order)
    turn: Counter[str] = Counter()
    fold = [0] * len(examples)
    for index in order:
        fold[index] = turn[examples[index].topic] % folds
        turn[examples[index].topic] += 1
    for number in range(folds):
        yield (
            [one for one, own in zip(examples, fold, strict=True) if own != number],
            [one for one, own in zip(examples, fold, strict=True) if own == number],
        )


# --- whole readings ---


def of_readings(lines: Sequence[Line], reader: Reader) -> Figures:
    """Lines of `text` and whichever of severity, intent, topic, topic2, object, fault and conflict they are labelled
    with. A null topic is not judged; a null object or fault means that there is none."""
    read = [(line, reader.read(line["text"], title=line.get("title") or "")) for line in lines]
    figures: Figures = {"count": len(read)}
    if judged := _named(read, "intent", attrgetter("intent")):
        figures["intent"] = _class_figures(judged)
    if judged := _named(read, "severity", attrgetter("severity")):
        figures["severity"] = {**_class_figures(judged), **_alarm_figures(read)}
    if judged := _named(read, "topic", attrgetter("topic")):
        top3 = share(line["topic"] in reading.top3 for line, reading in read if line.get("topic"))
        figures["topic"] = {**_class_figures(judged), "top 3": top3}
    for name in ("topic2", "object", "fault"):
        if judged := _named(read, name, attrgetter(name)):
            figures[name] = {"count": len(judged), "accuracy": accuracy(judged)}
    if any("conflict" in line for line, _ in read):
        figures["conflict"] = _conflict_figures(read)
    return figures


Pairs = Sequence[tuple[Line, Reading]]


def _named(read: Pairs, name: str, of: Callable[[Reading], str]) -> list[tuple[str, str]]:
    return [(str(line[name]), str(of(reading))) for line, reading in read if line.get(name)]


def _alarm_figures(read: Pairs) -> Figures:
    """A doubtful 特急 is caught: the question 现在还有吗? is asked and the advice shown first."""
    labelled = [(line, reading) for line, reading in read if line.get("severity")]
    critical = [reading for line, reading in labelled if line["severity"] == Severity.CRITICAL]
    normal = [reading for line, reading in labelled if line["severity"] == Severity.NORMAL]
    return {
        "critical": len(critical),
        "critical caught": share(one.severity is Severity.CRITICAL or one.doubtful for one in critical),
        "normal raised outright": share(one.severity is Severity.CRITICAL for one in normal),
        "normal asked about": share(one.doubtful for one in normal),
    }


def _conflict_figures(read: Pairs) -> Figures:
    judged = [(bool(line.get("conflict")), reading.conflict) for line, reading in read]
    both = sum(truth and found for truth, found in judged)
    named, found = sum(truth for truth, _ in judged), sum(found for _, found in judged)
    return {"count": named, "recall": both / named if named else 0.0, "precision": both / found if found else 0.0}


# --- places ---


def of_places(lines: Sequence[Line], registry: Registry) -> Figures:
    """Raises BadFile."""
    outcomes = judge_places(registry, lines)
    found = Counter(outcome for _, outcome in outcomes)
    shares = {str(outcome): found[outcome] / len(outcomes) for outcome in Outcome}
    return {
        "count": len(outcomes),
        **shares,
        "wrong ones": [id for id, outcome in outcomes if outcome is Outcome.WRONG],
    }
