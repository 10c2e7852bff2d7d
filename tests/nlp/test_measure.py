"""Floors that reading must not fall below, on messages that stay outside the project."""

import json
import random
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jieba
import pytest

from cases.reading import Reading, Severity
from nlp.learning.evaluation import of_topics
from nlp.learning.labelled import Example, read_labelled
from nlp.learning.weights import as_rows, learn
from nlp.reader import Reader
from nlp.topics import Topics

DATA = Path(__file__).parents[3] / "shared" / "data" / "complaints"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data/complaints beside the repository"),
]

Pairs = list[tuple[dict[str, Any], Reading]]


@cache
def _chat() -> Pairs:
    """The half of chat.jsonl that the tables were not tuned on."""
    rows = _lines("chat.jsonl")
    ids = sorted(row["id"] for row in rows)
    random.Random(20250).shuffle(ids)
    tuned_on = set(ids[:120])
    return _read([row for row in rows if row["id"] not in tuned_on])


@cache
def _letters() -> Pairs:
    rows = _lines("severity.jsonl")
    random.Random(7).shuffle(rows)
    return _read(rows[181:])


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@cache
def _reader() -> Reader:
    return Reader()


def _read(rows: list[dict[str, Any]]) -> Pairs:
    return [(row, _reader().read(row["text"])) for row in rows]


def _share(pairs: Pairs, right: Callable[[dict[str, Any], Reading], bool]) -> float:
    return sum(right(row, reading) for row, reading in pairs) / len(pairs)


def test_chat_topics_are_mostly_right() -> None:
    pairs = [(row, reading) for row, reading in _chat() if row["topic"]]
    assert _share(pairs, lambda row, reading: reading.topic == row["topic"]) >= 0.84
    assert _share(pairs, lambda row, reading: row["topic"] in reading.top3) >= 0.94


def test_chat_intents_are_mostly_right() -> None:
    assert _share(_chat(), lambda row, reading: reading.intent == row["intent"]) >= 0.87


def test_no_danger_in_chat_is_missed_and_few_ordinary_messages_are_raised() -> None:
    critical = [(row, reading) for row, reading in _chat() if row["severity"] == "特急"]
    normal = [(row, reading) for row, reading in _chat() if row["severity"] == "一般"]
    assert _share(critical, lambda _, reading: _raised(reading)) >= 0.94
    assert _share(normal, lambda _, reading: reading.severity is Severity.CRITICAL) <= 0.03
    assert _share(normal, lambda _, reading: reading.doubtful) <= 0.04
    assert _share(_chat(), lambda row, reading: reading.severity == row["severity"]) >= 0.91


def _raised(reading: Reading) -> bool:
    return reading.severity is Severity.CRITICAL or reading.doubtful


def test_conflicts_of_interest_are_found() -> None:
    named = [(row, reading) for row, reading in _chat() if row["conflict"]]
    found = [(row, reading) for row, reading in _chat() if reading.conflict]
    assert _share(named, lambda _, reading: reading.conflict) >= 0.85
    assert _share(found, lambda row, _: row["conflict"]) >= 0.85


def test_letters_are_weighed_rightly() -> None:
    assert _share(_letters(), lambda row, reading: reading.severity == row["severity"]) >= 0.84
    assert _share(_letters(), lambda row, reading: reading.intent == row["intent"]) >= 0.78


def _examples() -> list[Example]:
    rows = list(read_labelled(DATA / "labelled.csv").examples)
    random.Random(3).shuffle(rows)
    return rows


def test_what_is_learnt_from_half_the_letters_reads_others_and_their_titles() -> None:
    rows = _examples()
    unseen, seen = rows[:1_136], rows[1_136:3_976]
    learnt = learn(seen, words=2_000)
    assert len({one.word for one in learnt}) <= 2_000
    figures = of_topics(unseen, Topics(learnt=as_rows(learnt), by_hand=()))
    assert figures["messages"]["macro-F1"] >= 0.885
    assert figures["titles alone"]["macro-F1"] >= 0.82
    assert figures["titles alone"]["top 3"] >= 0.94
    assert figures["messages"]["calibration error"] <= 0.08


def test_reading_a_letter_costs_no_more_than_three_of_jiebas_cuts() -> None:
    texts = [one.body[:400] for one in _examples()[:200]]
    jieba.initialize()
    ratio = _seconds(lambda text: jieba.lcut(text), texts) / _seconds(lambda text: _reader().read(text), texts)
    assert ratio >= 0.3


def _seconds(act: Callable[[str], object], texts: list[str]) -> float:
    """The best of four rounds: the first loads dictionaries, and a busy machine slows any."""
    return min(_round(act, texts) for _ in range(4))


def _round(act: Callable[[str], object], texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        act(text)
    return time.process_time() - began
