"""Nobody in danger writes a letter: what is urgent in one stands in its title, and most of what sounds urgent is not."""

import time

import pytest

from cases.reading import Intent, Severity
from nlp.alarms import LETTER
from nlp.letters import letter_of
from nlp.reader import Reader

_BODY = "尊敬的领导，您好！我们是这个小区的业主，多次向物业和有关部门反映，一直没有得到答复，给大家的生活带来很大的不便，恳请领导关心一下，谢谢！"
_FILL = "此事我们已经说过多次，希望早日有个说法，也盼望领导在百忙之中抽空过问，全体业主在此谢过。"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def _letter(title: str) -> str:
    return f"{title}。{_BODY}{_FILL}"


def test_a_letter_begins_with_its_title() -> None:
    letter = letter_of(_letter("小区电梯频繁故障"))
    assert letter is not None
    assert letter.title == "小区电梯频繁故障"
    assert letter.opening.startswith("。尊敬的领导")
    assert letter_of("电梯坏了") is None
    assert letter_of("啊" * (LETTER + 1)) is not None


@pytest.mark.parametrize("title", ["小区连续停水五天居民没水喝", "小区电梯频繁下坠困人无人维修"])
def test_a_letter_whose_title_names_the_danger_is_urgent(reader: Reader, title: str) -> None:
    assert reader.read(_letter(title)).severity is Severity.URGENT


@pytest.mark.parametrize("title", ["小区物业费收费标准太高", "请求解决学校周边停车难的问题", "拖欠农民工工资一年未发"])
def test_a_letter_of_complaint_is_not_urgent_for_its_tone(reader: Reader, title: str) -> None:
    assert reader.read(_letter(title)).severity is Severity.NORMAL


def test_a_polite_letter_is_still_a_complaint(reader: Reader) -> None:
    assert reader.read(_letter("小区物业不作为垃圾遍地")).intent is Intent.COMPLAINT
    wish = (
        "关于增设公交线路的建议。尊敬的领导：我有几点建议，一是建议开通夜班车，二是建议增加站点，三是建议延长运营时间，"
        "方便市民出行，让城市更美好。希望能够采纳。为了城市更好的发展，提出以上看法，供领导参考，如有不当之处请谅解。再次感谢领导。"
    )
    assert reader.read(wish).intent is Intent.SUGGESTION


def test_the_learnt_words_that_decided_are_shown(reader: Reader) -> None:
    shown = {one.argues_for for one in reader.read(_letter("小区连续停水五天居民没水喝")).evidence}
    assert "紧急" in shown


def test_reading_letters_stays_quick(reader: Reader) -> None:
    letter = _letter("小区连续停水五天居民没水喝")
    began = time.process_time()
    for _ in range(200):
        reader.read(letter)
    assert time.process_time() - began < 2.0
