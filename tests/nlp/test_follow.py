"""What a line is of a case there is, and what only looks like it."""

import pytest

from cases.commands import Follow
from nlp.effects import effects_in
from nlp.plain.follow import follow_in, nth_in, put_right_in


@pytest.mark.parametrize(
    "text",
    [
        "多长时间能修好",
        "啥时候能来",
        "什么时候来修啊？",
        "师傅几点到",
        "路灯什么时候能修好",
        "今天能修好吗",
        "多久",
        "请问大概多久能办完",
        "到底来不来人",
    ],
)
def test_when_is_asked_of_the_case_there_is(text: str) -> None:
    assert follow_in(text) is Follow.ASKS_WHEN


@pytest.mark.parametrize("text", ["低保什么时候发", "什么时候开门", "几点上班", "多久能拿到房产证", "还没好", "好了没"])
def test_when_is_asked_of_something_else(text: str) -> None:
    assert follow_in(text) is Follow.NONE


@pytest.mark.parametrize(
    "text",
    [
        "算了不报了",
        "不用来了",
        "不用修了谢谢",
        "算了吧",
        "那就别来了",
        "取消吧",
        "我不投诉了",
        "不用麻烦你们了",
        "不用来了，灯自己亮了",
        "第二个不用管了",
    ],
)
def test_the_case_is_given_up(text: str) -> None:
    assert follow_in(text) is Follow.GIVES_UP


@pytest.mark.parametrize(
    "text",
    [
        "老板说不用来了",
        "不用来了？",
        "怎么不修了",
        "物业不管了",
        "工人不来了",
        "不用交钱了吧",
        "路灯不用电了",
        "没人管了",
        "大寨村2组不用修了，3组的井盖没了",
    ],
)
def test_that_gives_up_nothing(text: str) -> None:
    assert follow_in(text) is Follow.NONE


@pytest.mark.parametrize(
    "text", ["转人工", "找人工", "人工服务", "我要跟人说", "有没有真人", "我要找人工客服", "给我打个电话", "转人工听"]
)
def test_somebody_wants_to_speak_to_a_person(text: str) -> None:
    assert follow_in(text) is Follow.PERSON


@pytest.mark.parametrize("text", ["人工湖里有死鱼", "客服态度差", "人工费没给", "快递客服不接电话", "我要举报"])
def test_that_asks_for_nobody(text: str) -> None:
    assert follow_in(text) is Follow.NONE


@pytest.mark.parametrize("text", ["请上级看", "请街道看", "请区里看看", "我要找你们领导", "找领导", "让上面处理"])
def test_whoever_is_above_shall_look(text: str) -> None:
    assert follow_in(text) is Follow.ABOVE


@pytest.mark.parametrize("text", ["领导贪污", "街道没人扫", "领导不管", "找领导送礼了"])
def test_that_is_said_about_those_above(text: str) -> None:
    assert follow_in(text) is Follow.NONE


@pytest.mark.parametrize("text", ["还有一件事", "我还有个事", "另外还有个问题", "再反映一个"])
def test_another_matter_is_announced(text: str) -> None:
    assert follow_in(text) is Follow.ANOTHER


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("不是3组，是9组", "9组"),
        ("不是3组是9组", "9组"),
        ("是9组不是3组", "9组"),
        ("9组，不是3组", "9组"),
        ("我说错了，是9组", "9组"),
        ("说错了 9组", "9组"),
        ("地址写错了，应该是阳光里6号楼", "阳光里6号楼"),
        ("地点不对，在南张村", "南张村"),
    ],
)
def test_a_place_is_put_right(text: str, place: str) -> None:
    assert put_right_in(text) == place


@pytest.mark.parametrize("text", ["路灯坏了", "是9组", "我不是村干部", "这不是一回事", "说错了"])
def test_nothing_is_put_right(text: str) -> None:
    assert put_right_in(text) == ""


@pytest.mark.parametrize(
    ("text", "nth"), [("第二个", 2), ("第2件", 2), ("第一个怎么样了", 1), ("催一下第三件", 3), ("撤回第二个", 2)]
)
def test_one_of_a_list_is_meant(text: str, nth: int) -> None:
    assert nth_in(text) == nth


@pytest.mark.parametrize("text", ["第二个路灯坏了", "3个井盖没了", "第2网格", "二楼漏水", "两个人打架"])
def test_no_list_is_meant(text: str) -> None:
    assert nth_in(text) == 0


def test_an_effect_is_told_of_the_things_that_have_it() -> None:
    assert "路灯" in effects_in("晚上黑得很，老人都不敢出门")
    assert "垃圾站(箱)" in effects_in("臭得很，苍蝇到处飞")
    assert "路灯" not in effects_in("臭得很，苍蝇到处飞")
    assert not effects_in("老师打孩子")
