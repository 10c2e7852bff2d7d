"""好了又坏了: four weeks after the end, things that break again are asked about once; silence counts nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import Action, Verdict
from cases.errors import Expired, NotYours
from cases.lasting import say_whether_it_lasts
from cases.longterm_commands import SayWhetherItLasts
from cases.model import Happening, Status
from cases.rules import Rules
from tests.cases.conftest import LAMP, Desk

OWNER = "Z0102"


@pytest.fixture
def house(house: Rules) -> Rules:
    return replace(house, facilities=frozenset({"路灯"}))


@pytest.fixture
def lit(desk: Desk) -> Desk:
    """A lamp that was repaired, and the resident agreed."""
    desk.say(LAMP)
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯头")
    desk.judge(Verdict.FIXED)
    desk.forget()
    return desk


def asked(desk: Desk) -> int:
    return sum(isinstance(m, say.AskLasting) for m in desk.heard_by("居民甲"))


def answer(desk: Desk, *, lasts: bool, by: str = "居民甲") -> None:
    command = SayWhetherItLasts(desk.resident(by), desk.clock.at, desk.cause(), desk.case().id, lasts)
    desk.run(say_whether_it_lasts, command)
    desk.deliver()


def test_once_after_four_weeks_and_silence_counts_nothing(lit: Desk) -> None:
    lit.wait(days=27)
    assert asked(lit) == 0
    for _ in range(8):
        lit.wait(days=7)
    assert asked(lit) == 1
    assert lit.case().status is Status.CONFIRMED


def test_not_at_night(desk: Desk) -> None:
    desk.clock.at = desk.clock.at.replace(hour=23)
    desk.say(LAMP)
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯头")
    desk.judge(Verdict.FIXED)
    desk.wait(days=28, minutes=1)
    assert asked(desk) == 0
    desk.wait(hours=8)
    assert asked(desk) == 1


def test_broken_again_it_is_open_again(lit: Desk) -> None:
    lit.wait(days=28, minutes=1)
    answer(lit, lasts=False)
    case = lit.case()
    assert (case.status, case.reopened, case.holder) == (Status.FILED, 1, OWNER)
    assert isinstance(lit.last(), say.Reopened)
    with pytest.raises(Expired):
        answer(lit, lasts=False)


def test_well_it_stays_closed_and_is_not_asked_again(lit: Desk) -> None:
    lit.wait(days=28, minutes=1)
    answer(lit, lasts=True)
    assert isinstance(lit.last(), say.Lasts)
    assert lit.case().status is Status.CONFIRMED
    with lit.store.unit_of_work() as uow:
        assert uow.history(lit.case().id)[-1].what is Happening.LASTS
    with pytest.raises(Expired):
        answer(lit, lasts=False)


def test_typed_the_answer_is_heard_too(lit: Desk) -> None:
    lit.wait(days=29)
    lit.say("还亮着", well=True)
    assert isinstance(lit.last(), say.Lasts)


def test_typed_that_it_broke_again_opens_the_case(lit: Desk) -> None:
    lit.wait(days=29)
    lit.say("又坏了")
    assert lit.case().status is Status.FILED
    assert len(lit.cases()) == 1


def test_a_button_opens_nothing_before_it_was_asked_nor_for_a_stranger(lit: Desk) -> None:
    with pytest.raises(Expired):
        answer(lit, lasts=False)
    lit.wait(days=29)
    with pytest.raises(NotYours):
        answer(lit, lasts=False, by="居民乙")


def test_rubbish_comes_back_by_itself_and_is_not_asked_about(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组小广告贴满墙")
    desk.work(OWNER, Action.RESOLVE, desk.case(), "清了")
    desk.judge(Verdict.FIXED)
    desk.clock.at += timedelta(days=29)
    desk.sweep()
    assert asked(desk) == 0
