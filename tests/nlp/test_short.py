"""What plain words of a short message say together: that somebody may be in danger, or must come today, and who must not hear of it."""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cases.reading import Intent, Severity
from nlp.learning.evaluation import of_readings
from nlp.learning.short import LESSONS, WANTED, Example, examples_of, learn_short
from nlp.reader import Reader
from nlp.short import CONFLICT, Shorts
from nlp.tables import Row, rows_of

MESSAGES = Path(__file__).with_name("messages")
"""Written for the project: `short.jsonl` to learn from; by other hands, without sight of the tables or of those, `unseen.jsonl`,
`unseen_hard.jsonl` (danger told calmly, harmless things in alarming words) and `unseen_chat.jsonl` (of every kind, as often as people
write so)."""
NEAR = 1
"""Hundredths by which a weight may differ on another machine."""


@cache
def lines(name: str) -> Sequence[dict[str, Any]]:
    return [json.loads(line) for line in (MESSAGES / name).read_text("utf-8").splitlines()]


@cache
def reader() -> Reader:
    return Reader()


@cache
def figures() -> dict[str, Any]:
    return of_readings(lines("unseen.jsonl"), reader())


def weights(rows: Iterable[Row]) -> dict[tuple[str, ...], int]:
    return {(row["word"], row["speaks_for"], row["part"]): int(row["weight"]) for row in rows}


def test_the_shipped_table_is_what_the_messages_teach() -> None:
    taught = weights(learn_short(examples_of(lines("short.jsonl"))))
    shipped = weights(rows_of("short_learnt"))
    both = taught.keys() & shipped.keys()
    assert not {key for key in both if abs(taught[key] - shipped[key]) > NEAR}
    alone = {**taught, **shipped}.items() - {(key, shipped[key]) for key in both}
    least = max(lesson.least for lesson in LESSONS.values())
    assert not {key for key, weight in alone if abs(weight) > least + NEAR}, "just below the least on one machine"


def test_of_unseen_messages_few_conflicts_are_missed_and_few_are_invented() -> None:
    conflict = figures()["conflict"]
    assert conflict["recall"] >= 0.93
    assert conflict["precision"] >= 0.8
    by_hand = of_readings(lines("unseen.jsonl"), Reader(shorts=Shorts(learnt=())))["conflict"]
    assert conflict["recall"] > by_hand["recall"]


def test_of_unseen_messages_hardly_a_danger_is_missed_and_few_are_asked_for_nothing() -> None:
    severity = figures()["severity"]
    by_hand = of_readings(lines("unseen.jsonl"), Reader(shorts=Shorts(learnt=())))["severity"]
    assert severity["critical caught"] >= 0.95
    assert severity["critical caught"] > by_hand["critical caught"]
    assert severity["normal asked about"] <= 0.05


def test_of_unseen_messages_more_that_cannot_wait_are_found_and_no_more_are_invented() -> None:
    severity = figures()["severity"]
    by_hand = of_readings(lines("unseen.jsonl"), Reader(shorts=Shorts(learnt=())))["severity"]
    assert severity["accuracy"] >= by_hand["accuracy"] + 0.015
    urgent = next(one for one in severity["classes"] if one["name"] == "紧急")
    assert urgent["precision"] >= 0.85


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("厂里四个月没发工资 后天就放假 老板的车都开走了", Severity.URGENT),
        ("装修队老板把俺们的工钱花光了 房东今黑就撵俺们走", Severity.URGENT),
        ("工钱结清了 谢谢", Severity.NORMAL),
        ("文昌街道大寨村2组路灯坏了三天没人管", Severity.NORMAL),
        ("村里垃圾箱满了 一个星期了没人来清", Severity.NORMAL),
        ("问下房东撵人前要提前几天说", Severity.NORMAL),
    ],
)
def test_plain_words_together_may_say_that_somebody_must_come_today(said: str, severity: Severity) -> None:
    reading = reader().read(said)
    assert reading.severity is severity
    assert severity is Severity.NORMAL or [one for one in reading.evidence if one.argues_for == "紧急"]


def test_of_unseen_messages_most_are_read_rightly() -> None:
    assert figures()["topic"]["accuracy"] >= 0.84
    assert figures()["intent"]["accuracy"] >= 0.84
    assert figures()["severity"]["accuracy"] >= 0.9
    assert figures()["severity"]["normal raised outright"] <= 0.03


def test_of_unseen_messages_more_are_understood_for_what_they_want_than_by_the_rows_alone() -> None:
    by_hand = of_readings(lines("unseen_chat.jsonl"), Reader(shorts=Shorts(learnt=())))
    found = of_readings(lines("unseen_chat.jsonl"), reader())
    assert found["intent"]["accuracy"] >= max(0.85, by_hand["intent"]["accuracy"] + 0.01)
    assert found["severity"]["accuracy"] >= max(0.88, by_hand["severity"]["accuracy"] + 0.01)
    assert found["severity"]["critical caught"] >= 0.95
    assert found["severity"]["normal raised outright"] <= 0.01
    assert found["topic"]["accuracy"] >= 0.82
    assert found["topic"]["top 3"] >= 0.95
    assert found["conflict"]["recall"] >= 0.95


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("刚看完那个消防员的电视剧 火场那集给我看哭了", Intent.SMALL_TALK),
        ("路灯坏了三天没人修", Intent.COMPLAINT),
        ("农资站卖给俺嘞玉米种 出嘞稀不楞登 一亩地缺一半 咋弄啊", Intent.COMPLAINT),
        ("家里紧巴 娃考上大学了 政府有啥助学的没", Intent.QUESTION),
    ],
)
def test_plain_words_together_may_say_what_is_wanted(said: str, wants: Intent) -> None:
    assert reader().read(said).intent is wants


@pytest.mark.parametrize("said", ["网格员小王", "大队的小王", "三组组长"])
def test_a_name_alone_is_an_answer_and_no_talk(said: str) -> None:
    assert reader().read(said).intent is not Intent.SMALL_TALK


def test_nobody_who_may_be_in_danger_is_taken_to_be_only_talking() -> None:
    reading = reader().read("陪我唠两句吧 药我都咽下去了")
    assert reading.intent not in (Intent.SMALL_TALK, Intent.SPAM, Intent.ABUSE)
    assert reading.doubtful or reading.severity is Severity.CRITICAL


def test_what_the_rows_would_only_ask_about_is_raised_where_the_words_bear_it_out() -> None:
    rows, raised = Reader(shorts=Shorts(learnt=())), list[str]()
    for name in ("unseen.jsonl", "unseen_hard.jsonl", "unseen_chat.jsonl"):
        asked = (one for one in lines(name) if rows.read(one["text"]).doubtful)
        raised += [one["severity"] for one in asked if reader().read(one["text"]).severity is Severity.CRITICAL]
    assert len(raised) >= 10
    assert raised.count(Severity.CRITICAL) > 0.8 * len(raised)
    assert Severity.NORMAL not in raised


@pytest.mark.parametrize("said", ["举报黑作坊 半夜做豆腐", "建议路口装个减速带 老人过路有数"])
def test_whoever_names_what_they_want_is_believed(said: str) -> None:
    assert str(reader().read(said).intent) == said[:2]


def test_of_messages_made_to_be_hard_most_are_read_rightly_too() -> None:
    found = of_readings(lines("unseen_hard.jsonl"), reader())
    assert found["severity"]["accuracy"] >= 0.83
    assert found["severity"]["critical caught"] >= 0.95
    assert found["severity"]["normal raised outright"] <= 0.03
    assert found["topic"]["accuracy"] >= 0.74
    assert found["topic"]["top 3"] >= 0.92
    assert found["conflict"]["recall"] >= 0.85


@pytest.mark.parametrize(
    "said",
    [
        "网格员你好，大寨村2组路灯坏了好几天没人修",
        "反映个问题：小张村5组垃圾没人清运，村里没人管",
        "书记您好，村口自来水停了两天",
        "投诉：阳光里6号楼楼道灯不亮，麻烦派人看看",
        "入党申请书是交给村支书还是交到街道",
    ],
)
def test_whoever_greets_or_only_tells_of_a_thing_accuses_nobody(said: str) -> None:
    assert not reader().read(said).conflict


@pytest.mark.parametrize(
    "said",
    [
        "村里的人自己写的名单，他家兄弟都在上头，俺家没人通知",
        "报上去的是他家的名，俺的就没给报",
    ],
)
def test_plain_words_together_may_accuse(said: str) -> None:
    reading = reader().read(said)
    assert reading.conflict
    assert [one for one in reading.evidence if one.argues_for == "回避"], "a clerk sees why"


def test_an_intent_of_which_there_are_too_few_is_left_to_the_rows() -> None:
    said = {"诉求": "路灯坏了", "咨询": "路灯几点亮", "闲聊": "今天真冷"}
    enough = [Example(text, {}, answer=intent) for intent, text in said.items() for _ in range(20)]
    rows = learn_short({WANTED: [*enough, Example("呸", {}, answer="辱骂")]})
    assert {row["speaks_for"] for row in rows} == set(said)
    with pytest.raises(ValueError, match="0"):
        learn_short({WANTED: enough[:40]})


def test_from_too_few_nothing_is_learnt() -> None:
    with pytest.raises(ValueError, match="3"):
        learn_short(
            {CONFLICT: [Example("村主任收了钱", {}, answer=True)] * 3 + [Example("路灯坏了", {}, answer=False)] * 50}
        )
