"""What residents say once their case is filed: about it, more of it, or something else altogether."""

import pytest

from cases import messages as say
from cases.commands import Action, ChooseMeant, Verdict
from cases.conversation import choose_meant
from cases.errors import Expired
from cases.model import CaseId, Status
from tests.cases.conftest import Desk, M

BIN = "阳光里6号楼东边垃圾桶满了没人倒"


def heard(desk: Desk, kind: type[M]) -> M:
    found = desk.last()
    assert isinstance(found, kind)
    return found


def choose(desk: Desk, number: str, *, by: str = "居民甲", draft: str = "") -> None:
    who = desk.resident(by)
    offered = draft or next(one.draft for one in reversed(desk.told(say.Added, by)) if one.draft)
    desk.run(choose_meant, ChooseMeant(who, desk.clock.at, desk.cause(), CaseId(offered), number))
    desk.deliver()


# --- when do you come ---


@pytest.mark.parametrize("text", ["多长时间能修好", "啥时候能来", "路灯什么时候修"])
def test_who_asks_when_hears_what_was_promised(lamp: Desk, text: str) -> None:
    before = lamp.case().text
    lamp.say(text)
    answer = lamp.last()
    assert isinstance(answer, say.Progress)
    assert answer.cases[0].contact_due_at == lamp.case().contact_due_at
    assert lamp.case().text == before
    assert len(lamp.cases()) == 1


def test_once_it_is_taken_the_first_call_is_no_promise_any_more(lamp: Desk) -> None:
    lamp.work(lamp.case().holder, Action.ACCEPT, lamp.case())
    lamp.say("啥时候能来")
    assert heard(lamp, say.Progress).cases[0].contact_due_at is None


def test_when_is_no_verdict(lamp: Desk) -> None:
    lamp.work(lamp.case().holder, Action.RESOLVE, lamp.case(), "换了灯泡")
    lamp.say("多长时间能修好")
    assert lamp.case().status is Status.RESOLVED


# --- the place put right ---


@pytest.mark.parametrize("text", ["我说错了，是5组", "不是2组，是5组", "是5组，不是2组"])
def test_a_place_is_put_right_in_plain_words(lamp: Desk, text: str) -> None:
    lamp.say(text)
    assert lamp.case().place.startswith("大寨村5组")
    assert len(lamp.cases()) == 1
    assert heard(lamp, say.Added).what == "place"


def test_of_several_cases_it_is_asked_which(lamp: Desk) -> None:
    lamp.say(BIN)
    lamp.say("我说错了，是5号楼")
    asked = lamp.last()
    assert isinstance(asked, say.AskWhich)
    assert [choice.value for choice in asked.choices] == [lamp.case().number, lamp.case(1).number]
    lamp.say("1")
    assert "5号楼" in lamp.case().place
    assert len(lamp.cases()) == 2


def test_what_is_wrong_elsewhere_is_no_correction(lamp: Desk) -> None:
    lamp.say("不是2组的路灯，是5组的井盖没了")
    assert lamp.case().place == "大寨村2组"
    assert isinstance(lamp.last(), say.AskPlace)


def test_a_corrected_place_that_is_a_village_is_asked_for_its_group(lamp: Desk) -> None:
    lamp.say("说错了，是南张村")
    assert isinstance(lamp.last(), say.AskPlace | say.AskChoice)
    lamp.say("3组")
    assert lamp.case().place.startswith("南张村3组")
    assert len(lamp.cases()) == 1


# --- more words ---


@pytest.mark.parametrize(
    "text",
    ["晚上黑得很，老人都不敢出门", "已经坏了一个星期了", "孩子上学都看不见路", "以前反映过，没人管", "这都第三次了"],
)
def test_more_words_stand_on_the_card_and_ring_nobody(lamp: Desk, text: str) -> None:
    holder = lamp.case().holder
    rang = len(lamp.pushes(holder))
    lamp.wait(minutes=40)
    lamp.say(text)
    assert text in lamp.case().text
    assert len(lamp.cases()) == 1
    assert text in lamp.cards(holder)[-1].said
    assert len(lamp.pushes(holder)) == rang
    assert (heard(lamp, say.Added).what, bool(heard(lamp, say.Added).draft)) == ("aside", True)


@pytest.mark.parametrize("way", ["pressed", "typed"])
def test_words_of_another_matter_are_taken_out_again_and_heard_by_themselves(lamp: Desk, way: str) -> None:
    first = lamp.case().text
    lamp.say("晚上黑得很，老人都不敢出门")
    if way == "pressed":
        choose(lamp, "")
    else:
        lamp.say("是另一件事")
    assert lamp.case().text == first
    assert not lamp.told(say.WordsRetracted, lamp.case().holder)
    assert isinstance(lamp.last(), say.AskPlace)
    lamp.say("大寨村3组")
    assert len(lamp.cases()) == 2


def test_words_may_be_of_the_other_case(lamp: Desk) -> None:
    lamp.say(BIN)
    lamp.say("已经三天了")
    assert heard(lamp, say.Added).others == (lamp.case(1).number,)
    assert "三天" in lamp.case().text
    lamp.say(lamp.case(1).number)
    assert "三天" not in lamp.case().text
    assert "三天" in lamp.case(1).text


def test_an_effect_goes_to_the_case_that_has_it(lamp: Desk) -> None:
    lamp.say(BIN)
    lamp.say("晚上黑得很，老人都不敢出门")
    assert "黑得很" in lamp.case(1).text


def test_a_number_that_was_not_offered_moves_nothing(lamp: Desk) -> None:
    lamp.say("已经三天了")
    with pytest.raises(Expired):
        choose(lamp, "0101-001")
    assert "三天" in lamp.case().text


@pytest.mark.parametrize(
    "text",
    [
        "老师打孩子",
        "低保没批下来",
        "井盖也没了",
        "垃圾也没人倒",
        "停电了",
        "工资没发",
        "饭店油烟大",
        "狗叫得很凶",
        "臭得很，苍蝇到处飞",
        "还有一件事",
        "小区物业不作为",
    ],
)
def test_a_matter_of_its_own_is_never_swallowed(lamp: Desk, text: str) -> None:
    lamp.say(text)
    assert text not in lamp.case(len(lamp.cases()) - 1).text
    assert lamp.store.glance.meet(lamp.resident()).draft is not None or len(lamp.cases()) == 2


def test_an_emergency_is_never_swallowed(lamp: Desk) -> None:
    lamp.say("电线掉下来了，有人触电了")
    assert len(lamp.cases()) == 2


def test_after_some_hours_words_begin_something_new(lamp: Desk) -> None:
    lamp.wait(hours=3)
    lamp.say("晚上黑得很，老人都不敢出门")
    assert "黑得很" not in lamp.case().text


# --- not needed any more ---


@pytest.mark.parametrize("text", ["算了不报了", "不用来了", "不用来了，灯自己亮了"])
def test_who_gives_it_up_is_asked_first(lamp: Desk, text: str) -> None:
    lamp.say(text)
    asked = lamp.last()
    assert isinstance(asked, say.AskWithdraw)
    assert [choice.value for choice in asked.choices] == [lamp.case().id]
    assert lamp.case().status is Status.FILED
    assert len(lamp.cases()) == 1


@pytest.mark.parametrize("text", ["已经好了", "灯自己亮了", "灯亮了"])
def test_what_came_right_by_itself_stands_on_the_card_and_may_be_taken_back(lamp: Desk, text: str) -> None:
    lamp.say(text)
    asked = heard(lamp, say.AskWithdraw)
    assert (asked.mended, asked.taken) == (True, False)
    assert text in lamp.cards(lamp.case().holder)[-1].said
    assert len(lamp.cases()) == 1


def test_whoever_is_at_it_may_have_put_it_right(lamp: Desk) -> None:
    lamp.work(lamp.case().holder, Action.ACCEPT, lamp.case())
    lamp.say("灯亮了")
    assert heard(lamp, say.AskWithdraw).taken
    lamp.work(lamp.case().holder, Action.RESOLVE, lamp.case(), "换了灯泡")
    lamp.judge(Verdict.FIXED)
    assert lamp.case().status is Status.CONFIRMED


def test_of_several_it_is_asked_which_one_is_given_up(lamp: Desk) -> None:
    lamp.say(BIN)
    lamp.say("不用来了")
    assert len(heard(lamp, say.AskWithdraw).choices) == 2
    lamp.say("第2个不用来了")
    assert [choice.value for choice in heard(lamp, say.AskWithdraw).choices] == [lamp.case(1).id]


def test_the_thing_that_is_named_decides(lamp: Desk) -> None:
    lamp.say(BIN)
    lamp.say("路灯不用修了")
    assert [choice.value for choice in heard(lamp, say.AskWithdraw).choices] == [lamp.case(1).id]


def test_who_has_no_case_has_none_to_give_up(desk: Desk) -> None:
    desk.say("不用来了")
    assert desk.last() == say.Understood("nothing_open")
    assert not desk.cases()


# --- numbers ---


def test_a_strangers_number_is_as_unknown_as_one_that_nobody_has(lamp: Desk) -> None:
    lamp.say(BIN, by="居民乙")
    theirs = lamp.case().number
    lamp.say(f"{theirs}怎么样了")
    foreign = heard(lamp, say.Progress)
    lamp.say("0302-999怎么样了")
    nobodys = heard(lamp, say.Progress)
    assert (foreign.unknown, nobodys.unknown) == (theirs, "0302-999")
    assert foreign.cases == nobodys.cases
    assert [line.number for line in foreign.cases] == [lamp.case(1).number]


@pytest.mark.parametrize("text", ["催一下0302-999", "0302-999还没好", "0302-999 好了", "0302-999"])
def test_nothing_is_done_to_a_number_that_is_not_theirs(lamp: Desk, text: str) -> None:
    lamp.say(text)
    assert heard(lamp, say.Progress).unknown == "0302-999"
    assert lamp.case().urged == 0
    assert len(lamp.cases()) == 1


def test_a_number_of_ones_own_is_told_alone(lamp: Desk) -> None:
    first = lamp.case().number
    lamp.say(BIN)
    lamp.say(f"{first}怎么样了")
    assert [line.number for line in heard(lamp, say.Progress).cases] == [first]


def test_the_second_of_the_list_is_told_or_hurried(lamp: Desk) -> None:
    lamp.say(BIN)
    first = lamp.case(1)
    lamp.say("第二个")
    assert [line.number for line in heard(lamp, say.Progress).cases] == [first.number]
    lamp.say("催一下第2件")
    assert heard(lamp, say.Urged).number == first.number
    assert lamp.case(1).urged == 1


# --- whoever is above ---


@pytest.mark.parametrize("text", ["请上级看", "请街道看", "我要找你们领导"])
def test_who_wants_it_looked_at_above_urges_it(lamp: Desk, text: str) -> None:
    lamp.say(text)
    assert isinstance(lamp.last(), say.Urged)
    assert lamp.case().urged == 1
    assert len(lamp.cases()) == 1


def test_an_answer_to_the_holder_is_no_remark(lamp: Desk) -> None:
    holder = lamp.case().holder
    lamp.tell(holder, "问居民 还用来吗")
    lamp.say("不用来了")
    assert lamp.case().answer == "不用来了"
