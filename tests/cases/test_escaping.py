"""您出来了吗? Who is out, who is not, and who hears of it."""

import pytest

from cases import messages as say
from cases.commands import WhetherOut
from cases.escaping import answer_whether_out
from cases.reading import Severity
from tests.cases.conftest import Desk

GAS = "屋里一股煤气味 头晕"


def test_half_a_minute_without_an_answer_they_are_asked_whether_they_are_out(desk: Desk) -> None:
    desk.say(GAS)
    desk.wait(seconds=20)
    assert not desk.told(say.AskOut)
    desk.wait(seconds=15)
    assert isinstance(desk.last(), say.AskOut)


def test_also_where_the_place_was_said_at_once(desk: Desk) -> None:
    desk.say(f"文昌街道大寨村2组{GAS}")
    desk.wait(seconds=31)
    assert desk.told(say.AskOut)


@pytest.mark.parametrize("words", ["出来了", "没人了，都出来了", "已在外面", "出来了 文昌街道大寨村2组", "1"])
def test_whoever_has_said_that_they_are_out_is_not_asked(desk: Desk, words: str) -> None:
    desk.say(GAS)
    desk.say(words)
    desk.wait(seconds=40)
    assert not desk.told(say.AskOut)
    assert "inside" not in desk.pushed(desk.case().holder)
    assert desk.case().severity is Severity.CRITICAL


def test_out_is_answered_and_the_place_is_asked_once_more(desk: Desk) -> None:
    desk.say(GAS)
    desk.say("出来了")
    heard = desk.last()
    assert isinstance(heard, say.HeardOut)
    assert (heard.out, heard.placed) == (True, False)
    assert "出来了" in [line.note for line in desk.history()]
    desk.say("文昌街道大寨村2组")
    assert not desk.case().place_pending


@pytest.mark.parametrize("words", ["还有人在里面", "俺爹还在屋里没出来", "2", "还有人在里面 文昌街道大寨村2组"])
def test_who_is_still_inside_rings_the_duty_desk_at_once(desk: Desk, words: str) -> None:
    desk.say(GAS)
    holder = desk.case().holder
    desk.say(words)
    assert "inside" in desk.pushed(holder)
    assert any(words in line.note for line in desk.history())


def test_a_button_says_the_same(desk: Desk) -> None:
    desk.say(GAS)
    case = desk.case()
    desk.run(answer_whether_out, WhetherOut(desk.resident(), desk.clock.at, desk.cause(), case.id, out=False))
    desk.deliver()
    assert "inside" in desk.pushed(case.holder)
    assert [line.note for line in desk.history()][-1] == "inside"


def test_who_left_the_house_for_a_smell_takes_it_for_a_danger(desk: Desk) -> None:
    desk.say("昨天有煤气味,今天没了")
    desk.say("出来了，还是有味")
    assert desk.case().severity is Severity.CRITICAL
