"""Praise reaches whom it is for and the desk above them, says nothing of whom it is from, and is counted apart."""

import pytest

from cases import messages as say
from cases.commands import Action, Verdict
from cases.model import PostCode
from cases.months import Month
from cases.ranking import ranking_of
from tests.cases.conftest import LAMP, Desk

WORDS = "表扬你们网格员，修得又快又好"


def heard(desk: Desk, who: str) -> list[say.Praised]:
    return [message for message in desk.heard_by(who) if isinstance(message, say.Praised)]


def closed_case(desk: Desk) -> str:
    desk.say(LAMP)
    case = desk.case()
    desk.work(case.holder, Action.ACCEPT, case)
    desk.work(case.holder, Action.RESOLVE, desk.case(), "换了灯泡")
    desk.judge(Verdict.FIXED)
    return case.holder


def test_after_a_case_it_goes_to_its_holder_and_the_station(desk: Desk) -> None:
    holder = closed_case(desk)
    number = desk.case().number
    desk.say(WORDS)
    (praised,) = heard(desk, holder)
    assert (praised.words, praised.number, praised.desk) == (WORDS, number, False)
    station = desk.org.desks(desk.case().unit)[0]
    assert [one.desk for one in heard(desk, station)] == [True]
    thanks = desk.last()
    assert isinstance(thanks, say.PraisePassedOn)
    assert thanks.to == (desk.org.label(holder), desk.org.label(station))
    assert "居民甲" not in repr(heard(desk, holder) + heard(desk, station))
    assert len(desk.cases()) == 1


def test_by_its_place_it_goes_to_the_grid(desk: Desk) -> None:
    desk.say("表扬文昌街道大寨村2组的网格员，路扫得干净")
    grid = desk.reader.read("文昌街道大寨村2组").place.code
    assert heard(desk, desk.org.staff(grid)[0])
    assert not desk.cases()


def test_without_either_the_place_is_asked_for(desk: Desk) -> None:
    desk.say(WORDS)
    assert desk.last() == say.AskPraised()
    desk.say("文昌街道大寨村2组")
    grid = desk.reader.read("文昌街道大寨村2组").place.code
    assert [one.words for one in heard(desk, desk.org.staff(grid)[0])] == [WORDS]
    assert not desk.cases()


@pytest.mark.parametrize("next_words", ["", "楼下垃圾桶满了没人清"])
def test_nobody_answering_leaves_it_to_the_district(desk: Desk, next_words: str) -> None:
    desk.say(WORDS)
    if next_words:
        desk.say(next_words)
        assert isinstance(desk.last(), say.AskPlace)
    else:
        desk.wait(minutes=11)
    assert [one.words for one in heard(desk, desk.org.top)] == [WORDS]


def test_at_night_it_waits_until_the_morning(desk: Desk) -> None:
    holder = closed_case(desk)
    desk.clock.at = desk.clock.at.replace(hour=23)
    desk.say(WORDS)
    assert not heard(desk, holder)
    desk.wait(hours=9)
    assert heard(desk, holder)


def test_it_is_counted_by_unit_beside_the_ranking_and_never_in_it(desk: Desk) -> None:
    closed_case(desk)
    desk.say(WORDS)
    desk.say("表扬文昌街道大寨村2组的网格员", by="居民乙")
    with desk.store.unit_of_work() as uow:
        page = ranking_of(uow, PostCode(desk.org.top), Month(2026, 3), desk.clock.at)
        before = ranking_of(uow, PostCode(desk.org.top), Month(2026, 2), desk.clock.at)
    assert [(one.unit, one.times) for one in page.praised] == [("文昌街道", 2)]
    assert before.praised == ()
    assert page.ranked == ()


@pytest.mark.parametrize("answer", ["表扬老张", "谢谢他", "谢谢网格员老张", "大队的小王", "网格员小王"])
def test_whom_it_is_for_goes_with_it_though_no_place_was_named(desk: Desk, answer: str) -> None:
    desk.say(WORDS)
    desk.say(answer)
    assert [one.words for one in heard(desk, desk.org.top)] == [f"{WORDS}\n{answer}"]
    assert isinstance(desk.last(), say.PraisePassedOn)
    assert not desk.cases()
    desk.wait(minutes=11)
    assert len(heard(desk, desk.org.top)) == 1


def test_beside_another_matter_it_is_passed_on_and_only_that_matter_is_asked_about(desk: Desk) -> None:
    desk.say("谢谢网格员老张，还有路灯坏了")
    assert [one.words for one in heard(desk, desk.org.top)] == ["谢谢网格员老张"]
    assert isinstance(desk.last(), say.AskPlace)
    desk.say("文昌街道大寨村2组")
    assert desk.case().matter == "路灯不亮"


@pytest.mark.parametrize("answer", ["文昌街道大寨村2组的小王", "大寨村2组网格员小王"])
def test_a_name_that_comes_with_the_place_goes_along(desk: Desk, answer: str) -> None:
    desk.say(WORDS)
    desk.say(answer)
    grid = desk.reader.read("文昌街道大寨村2组").place.code
    assert [one.words for one in heard(desk, desk.org.staff(grid)[0])] == [f"{WORDS}\n{answer}"]
    assert not desk.cases()


@pytest.mark.parametrize(
    "words", ["谢谢", "谢谢啊", "辛苦了", "麻烦你们了", "好的，谢谢！", "谢谢您了", "感谢", "多谢"]
)
def test_bare_thanks_praise_nobody(desk: Desk, words: str) -> None:
    holder = closed_case(desk)
    desk.say(words)
    assert desk.last() == say.Understood("thanks")
    desk.wait(minutes=11)
    assert not heard(desk, holder) + heard(desk, desk.org.top)
    assert len(desk.cases()) == 1


def test_bare_thanks_without_a_case_ask_nothing(desk: Desk) -> None:
    desk.say("谢谢")
    desk.say("还是没人来")
    desk.wait(minutes=11)
    assert not heard(desk, desk.org.top)


@pytest.mark.parametrize("words", ["好的", "知道了", "行", "嗯"])
def test_whoever_says_that_they_have_read_it_is_asked_nothing(desk: Desk, words: str) -> None:
    desk.say(LAMP)
    desk.say(words)
    assert desk.last() == say.Understood("noted")
    assert len(desk.cases()) == 1


@pytest.mark.parametrize("words", ["还是没人来", "还没修好", "灯还是不亮", "到哪一步了", "咋还没人管"])
def test_a_complaint_after_the_question_is_no_answer_to_it(desk: Desk, words: str) -> None:
    desk.say(LAMP)
    desk.say("表扬一下，服务很好")
    assert desk.last() == say.AskPraised()
    desk.say(words)
    assert not any(words in one.words for one in heard(desk, desk.org.top))
    assert not isinstance(desk.last(), say.PraisePassedOn)
