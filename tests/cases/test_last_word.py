"""What the resident said last of finished work counts: before the question has come, and after the answer to it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import Action, Verdict
from cases.errors import WrongStatus
from cases.model import Happening, Status
from cases.rules import Rules
from tests.cases.conftest import Desk

BIN = "阳光里6号楼东边垃圾桶满了没人倒"


@pytest.fixture
def house(house: Rules) -> Rules:
    """Steps can be taken back for ten seconds, and the question waits as long."""
    return replace(house, undo_window=timedelta(seconds=10))


@pytest.fixture
def done(lamp: Desk) -> Desk:
    lamp.wait(minutes=20)
    lamp.work(lamp.case().holder, Action.RESOLVE, lamp.case(), "换了灯头")
    return lamp


def asked(desk: Desk) -> int:
    return len(desk.told(say.AskVerdict))


@pytest.mark.parametrize("text", ["没好", "没好 灯还是黑的", "好了"])
def test_whoever_speaks_before_the_question_has_come_is_not_asked_any_more(done: Desk, text: str) -> None:
    done.later(seconds=5)
    done.say(text)
    done.later(minutes=5)
    assert asked(done) == 0


def test_not_good_after_good_opens_it_again(done: Desk) -> None:
    done.later(seconds=20)
    done.say("1")
    assert done.case().status is Status.CONFIRMED
    done.say("没好")
    assert isinstance(done.last(), say.AskLacking)
    done.say("灯还是黑的")
    assert (done.case().status, done.case().lacking) == (Status.FILED, "灯还是黑的")
    assert asked(done) == 1
    assert len(done.cases()) == 1


def test_and_by_itself_where_nothing_more_is_said(done: Desk) -> None:
    done.later(seconds=20)
    done.say("1")
    done.say("没好")
    done.wait(minutes=11)
    assert done.case().status is Status.FILED


def test_the_button_that_is_still_there_counts_as_well(done: Desk) -> None:
    done.later(seconds=20)
    done.say("1")
    done.judge(Verdict.NOT_FIXED, "灯还是黑的")
    assert done.case().status is Status.FILED
    assert done.history()[-1].what is Happening.DISPUTED


def test_good_twice_is_good_once(done: Desk) -> None:
    done.later(seconds=20)
    done.say("1")
    with pytest.raises(WrongStatus):
        done.judge(Verdict.FIXED)


def test_just_after_good_it_is_meant_though_another_is_in_hand(done: Desk) -> None:
    done.say(BIN)
    done.later(seconds=20)
    done.say("1")
    done.say("又不亮了")
    assert done.case(1).status is Status.FILED
    assert done.case(1).reopened == 1


def test_the_next_day_the_one_in_hand_is_meant(done: Desk) -> None:
    done.later(seconds=20)
    done.say("1")
    done.later(days=1)
    done.say(BIN)
    done.say("还没好")
    assert done.case(1).status is Status.CONFIRMED
    assert done.case().urged == 1


def test_another_thing_or_another_place_is_another_case(done: Desk) -> None:
    done.later(seconds=20)
    done.say("1")
    done.say("垃圾桶又满了")
    done.say("阳光里6号楼")
    assert done.case(1).status is Status.CONFIRMED
    assert len(done.cases()) == 2


def test_after_a_week_it_is_something_new(done: Desk) -> None:
    done.later(seconds=20)
    done.say("1")
    done.later(days=8)
    with pytest.raises(WrongStatus):
        done.judge(Verdict.NOT_FIXED)
