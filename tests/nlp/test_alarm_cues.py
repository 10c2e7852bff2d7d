"""What takes an alarm back, and what leads to the question when no danger is named."""

import pytest

from cases.reading import Intent, Severity
from nlp.alarms import Alarms
from nlp.intents import Intents


@pytest.fixture(scope="module")
def alarms() -> Alarms:
    return Alarms()


@pytest.mark.parametrize("text", ["电梯说修好了 今早又停了", "不是说修好了吗 暖气还是冰凉", "才修好两天 又停水了"])
def test_a_claim_of_repair_takes_nothing_back(alarms: Alarms, text: str) -> None:
    assert alarms.read(text).severity is Severity.URGENT


@pytest.mark.parametrize("text", ["单元门焊死了 着火咋跑", "安全出口锁着 真着火了往哪跑"])
def test_a_fire_that_is_only_feared_is_no_alarm(alarms: Alarms, text: str) -> None:
    assert alarms.read(text).severity is Severity.URGENT


def test_a_branch_on_a_wire_is_asked_about_and_a_spark_is_an_alarm(alarms: Alarms) -> None:
    leaning, sparking = alarms.read("树枝刮断了压在电线上"), alarms.read("树枝压在电线上 一直冒火花")
    assert (leaning.severity, leaning.doubtful) == (Severity.URGENT, True)
    assert sparking.severity is Severity.CRITICAL


@pytest.mark.parametrize("text", ["等得我要断气了 开个窗口吧", "堵得我心梗都犯了", "我追的剧里男主被人砍了一刀"])
def test_a_way_of_speaking_and_a_story_are_no_danger(alarms: Alarms, text: str) -> None:
    reading = alarms.read(text)
    assert (reading.severity, reading.doubtful) == (Severity.NORMAL, False)


@pytest.mark.parametrize(
    "text", ["别当是演习 三楼真着火了", "不是演练 实验室真漏气了", "要是再不来人墙就砸下来了 已经掉了三块砖"]
)
def test_who_says_that_it_is_no_drill_is_believed(alarms: Alarms, text: str) -> None:
    reading = alarms.read(text)
    assert reading.doubtful or reading.severity is Severity.CRITICAL


def test_well_now_is_no_sign_that_it_goes_on(alarms: Alarms) -> None:
    assert not alarms.read("掉进坑里的狗现在好了").doubtful


def test_words_far_apart_are_asked_about_and_words_close_by_raise_the_alarm(alarms: Alarms) -> None:
    far = alarms.read("俺叔半夜里一个人去村东头那眼井 这都晌午了 掉")
    assert far.doubtful
    assert alarms.read("俺叔刚掉进枯井里了").severity is Severity.CRITICAL


def test_what_lies_about_for_days_needs_two_witnesses(alarms: Alarms) -> None:
    railing = alarms.read("阳台栏杆一推就晃 晃悠得厉害")
    assert (railing.severity, railing.doubtful) == (Severity.URGENT, True)


def test_what_lasts_is_said_to_last(alarms: Alarms) -> None:
    assert alarms.read("停水两天了").lasting
    assert not alarms.read("停水通知贴在哪").lasting


@pytest.mark.parametrize("text", ["今天天气真好", "公积金怎么提取", "垃圾三天没人收", "去年的事 都过去了"])
def test_an_ordinary_message_does_not_sound_like_danger(alarms: Alarms, text: str) -> None:
    assert not alarms.read(text).doubtful


@pytest.mark.parametrize("text", ["材料交街道还是交社区", "往老家转还是往这边转", "补贴八十还是九十"])
def test_a_question_that_names_both_answers_is_a_question(text: str) -> None:
    totals, _ = Intents().scores(text)
    assert totals.get(Intent.QUESTION, 0) > 0


def test_a_face_alone_is_small_talk() -> None:
    totals, _ = Intents().scores("👀")
    assert max(totals, key=totals.__getitem__) is Intent.SMALL_TALK
