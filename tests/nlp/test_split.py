"""Who tells of two things wants both seen to; who tells of one at length wants it left whole."""

import pytest

from nlp.split import Splitter


@pytest.fixture(scope="module")
def splitter() -> Splitter:
    return Splitter()


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("路灯坏了，还有井盖也没了", ("路灯坏了", "井盖也没了")),
        (
            "停水两天了没人吭声，另外小区东门那个快递柜也坏了开不开",
            ("停水两天了没人吭声", "小区东门那个快递柜也坏了开不开"),
        ),
        ("楼道里堆满杂物，顺便问下低保咋申请", ("楼道里堆满杂物", "低保咋申请")),
        ("两件事 一是水停一天半了 二是低保咋申请", ("水停一天半了", "低保咋申请")),
        ("1、路灯不亮 2、垃圾桶满了没人收", ("路灯不亮", "垃圾桶满了没人收")),
        ("路灯坏了还有井盖也没了", ("路灯坏了", "井盖也没了")),
        ("１、路灯不亮，晚上黑２、垃圾桶满了没人收！", ("路灯不亮，晚上黑", "垃圾桶满了没人收！")),
        ("路燈壞了，還有井蓋沒了", ("路灯坏了", "井盖没了")),
        ("红绿灯坏了，再一个公厕太脏，还有绿化带被种菜", ("红绿灯坏了", "公厕太脏", "绿化带被种菜")),
    ],
)
def test_two_matters_of_different_kinds_are_told_apart(splitter: Splitter, text: str, matters: tuple[str, ...]) -> None:
    assert splitter.split(text) == matters


@pytest.mark.parametrize(
    "text",
    [
        "路灯坏了",
        "路灯坏了，还有那边的路灯也不亮",
        "还有人管吗 路灯坏了半个月",
        "路灯坏了，还有就是谢谢你们",
        "3号楼2、4单元路灯不亮",
        "路灯坏了 黑得很 还有没有人管",
        "",
        "还有",
        "还有" * 50,
        "敲门也不应 门口还有股怪味",
        "垃圾没人清，第二天路灯也坏了",
        "路灯不亮，还有很多井盖没了",
    ],
)
def test_one_matter_stays_whole(splitter: Splitter, text: str) -> None:
    assert splitter.split(text) == (text,)


def test_a_letter_is_never_split(splitter: Splitter) -> None:
    letter = "路灯坏了，还有井盖也没了。" + "请领导关注。" * 20
    assert len(splitter.split(letter)) == 1
