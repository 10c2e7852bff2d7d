"""挂账: put off by a desk over the holder, for a reason the resident reads and hears of again every fourteen days."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import Action, AskSuspension, DecideSuspension, ResumeCase, Target, WithdrawCase
from cases.errors import AlreadyDone, Expired, NoMoreSuspensions, NotYours, WrongStatus
from cases.model import Happening, Obstacle, Status
from cases.reading import Severity
from cases.suspending import ask_suspension, decide_suspension, resume_case
from cases.withdrawing import withdraw_case
from tests.cases.conftest import Desk

OWNER = "Z0102"
STATION = "410871062209"
ACCOUNT = "要等产权单位确认"


def ask(desk: Desk, obstacle: Obstacle | None = Obstacle.OWNERSHIP, *, by: str = OWNER) -> None:
    target = Target(case=desk.case().id)
    desk.run(ask_suspension, AskSuspension(desk.holder(by), desk.clock.at, desk.cause(), target, obstacle))
    desk.deliver()


def decide(desk: Desk, days: int, *, by: str = STATION) -> None:
    desk.run(decide_suspension, DecideSuspension(desk.holder(by), desk.clock.at, desk.cause(), desk.case().id, days))
    desk.deliver()


def suspended(desk: Desk, days: int = 30) -> None:
    ask(desk)
    desk.tell(OWNER, ACCOUNT)
    decide(desk, days)


def test_first_the_obstacle_then_a_sentence_for_the_resident_then_the_station_decides(lamp: Desk) -> None:
    ask(lamp, None)
    assert isinstance(lamp.last(OWNER), say.AskObstacle)
    ask(lamp)
    assert isinstance(lamp.last(OWNER), say.AskAccount)
    lamp.tell(OWNER, ACCOUNT)
    asked = lamp.last(STATION)
    assert isinstance(asked, say.SuspensionAsked)
    assert (asked.obstacle, asked.account) == ("ownership", ACCOUNT)
    assert lamp.case().paused_at is None
    assert not lamp.told(say.Suspended)


def test_granted_the_clocks_stand_still_and_the_resident_hears_why_and_when_again(lamp: Desk) -> None:
    suspended(lamp)
    case = lamp.case()
    assert case.suspended
    assert case.paused_at == lamp.clock.at
    (word,) = lamp.told(say.Suspended)
    assert isinstance(word, say.Suspended)
    assert (word.account, word.again) == (ACCOUNT, False)
    assert word.next_at == lamp.clock.at + timedelta(days=14)
    assert word.review_at == case.paused_until == lamp.clock.at + timedelta(days=30)


def test_nobody_is_reminded_but_the_resident_every_fourteen_days_and_it_comes_back_by_itself(lamp: Desk) -> None:
    due_at, begun = lamp.case().due_at, lamp.clock.at
    suspended(lamp)
    lamp.forget()
    while lamp.clock.at < begun + timedelta(days=29):
        lamp.wait(hours=12)
    words = lamp.told(say.Suspended)
    assert [m.again for m in words if isinstance(m, say.Suspended)] == [True, True]
    assert not [m for m in lamp.heard_by(OWNER) if isinstance(m, say.Reminder)]
    assert not lamp.case().is_late(lamp.clock.at)
    lamp.wait(days=2)
    running = lamp.case()
    assert (running.suspended, running.paused_at, running.obstacle) == (False, None, None)
    assert running.due_at > due_at + timedelta(days=29)
    assert lamp.told(say.Resumed)
    assert lamp.told(say.Resumed, OWNER)
    while lamp.clock.at < running.due_at:
        lamp.wait(hours=6)
    assert [m for m in lamp.heard_by(OWNER) if isinstance(m, say.Reminder)]


def test_refused_everything_stays_as_promised(lamp: Desk) -> None:
    due_at = lamp.case().due_at
    ask(lamp)
    lamp.tell(OWNER, ACCOUNT)
    decide(lamp, 0)
    kept = lamp.case()
    assert (kept.due_at, kept.suspended, kept.obstacle) == (due_at, False, None)
    assert not lamp.told(say.Suspended)


def test_once_only_and_only_by_those_it_is_for(lamp: Desk) -> None:
    with pytest.raises(NotYours):
        ask(lamp, by=STATION)
    with pytest.raises(Expired):
        decide(lamp, 30)
    ask(lamp)
    lamp.tell(OWNER, ACCOUNT)
    with pytest.raises(AlreadyDone):
        ask(lamp)
    with pytest.raises(NotYours):
        decide(lamp, 30, by=OWNER)
    decide(lamp, 14)
    with pytest.raises(WrongStatus):
        ask(lamp)
    lamp.wait(days=15)
    with pytest.raises(NoMoreSuspensions):
        ask(lamp)


def test_it_is_taken_up_again_as_soon_as_it_can_be(lamp: Desk) -> None:
    suspended(lamp, 180)
    lamp.clock.at += timedelta(days=3)
    lamp.run(resume_case, ResumeCase(lamp.holder(OWNER), lamp.clock.at, lamp.cause(), lamp.case().id))
    lamp.deliver()
    assert not lamp.case().suspended
    assert lamp.told(say.Resumed)
    with lamp.store.unit_of_work() as uow:
        assert Happening.RESUMED in [line.what for line in uow.history(lamp.case().id)]


def test_done_after_all_ends_the_suspension(lamp: Desk) -> None:
    suspended(lamp)
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "产权单位来人修好了")
    assert (lamp.case().status, lamp.case().suspended) == (Status.RESOLVED, False)


def test_what_the_resident_says_meanwhile_is_no_answer_and_wakes_nothing(lamp: Desk) -> None:
    suspended(lamp)
    lamp.clock.at += timedelta(minutes=5)
    lamp.say("在大门口")
    assert lamp.case().suspended
    assert "在大门口" in lamp.case().text


def test_the_digest_counts_it_apart_from_what_is_late(lamp: Desk) -> None:
    suspended(lamp)
    lamp.wait(days=7)
    page = [m for m in lamp.heard_by(STATION) if isinstance(m, say.Digest)][-1]
    assert (page.suspended, page.overdue, page.to_decide) == (1, (), ())


def test_taken_back_nothing_of_a_suspension_is_left(lamp: Desk) -> None:
    suspended(lamp)
    lamp.run(withdraw_case, WithdrawCase(lamp.resident(), lamp.clock.at, lamp.cause(), lamp.case().id))
    lamp.deliver()
    gone = lamp.case()
    assert (gone.status, gone.suspended, gone.obstacle) == (Status.WITHDRAWN, False, None)


def test_an_edit_that_makes_it_an_emergency_ends_the_suspension(lamp: Desk) -> None:
    lamp.clock.at += timedelta(minutes=1)
    suspended(lamp)
    lamp.say("文昌街道大寨村2组路灯杆漏电，有人被电倒了", edited=True, message=1)
    urgent = lamp.case(len(lamp.cases()) - 1)
    assert urgent.severity is Severity.CRITICAL
    assert (urgent.suspended, urgent.paused_at) == (False, None)
