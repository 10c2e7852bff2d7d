"""From half past nine to seven nobody is rung for what can wait, and no ordinary limit runs out (conversations 5.1)."""

from datetime import datetime, timedelta

import pytest

from cases import messages as say
from cases.clocks import Quiet
from cases.commands import Action
from cases.model import Status
from tests.cases.conftest import MONDAY, ZONE, Desk

EVENING = MONDAY.replace(hour=21, minute=45)
MORNING = datetime(2026, 3, 3, 7, 0, 1, tzinfo=ZONE)


def at_night(desk: Desk) -> Desk:
    desk.clock.at = EVENING
    desk.forget()
    return desk


def test_what_a_worker_does_at_night_rings_no_resident_before_morning(lamp: Desk) -> None:
    desk = at_night(lamp)
    case = desk.case()
    desk.work(case.holder, Action.ACCEPT, case)
    desk.work(case.holder, Action.RESOLVE, case, "换了灯泡")
    desk.wait(minutes=10)
    assert not desk.heard_by("居民甲")
    desk.clock.at = MORNING
    desk.sweep()
    assert desk.told(say.AskVerdict)


def test_who_says_at_night_that_it_is_good_is_not_asked_in_the_morning(lamp: Desk) -> None:
    desk = at_night(lamp)
    case = desk.case()
    desk.work(case.holder, Action.RESOLVE, case, "换了灯泡")
    desk.say("好了")
    assert desk.case().status is Status.CONFIRMED
    assert desk.heard_by("居民甲")
    desk.forget()
    desk.clock.at = MORNING
    desk.sweep()
    assert not desk.told(say.AskVerdict)
    assert not desk.told(say.StepTaken)


def test_what_is_urgent_is_told_at_night(desk: Desk) -> None:
    desk.clock.at = EVENING
    desk.say("文昌街道大寨村2组井盖没了")
    case = desk.case()
    desk.work(case.holder, Action.ACCEPT, case)
    desk.wait(seconds=1)
    assert desk.told(say.StepTaken)


def test_an_ordinary_limit_of_two_hours_is_not_due_at_night(desk: Desk) -> None:
    desk.clock.at = MONDAY.replace(hour=22, minute=40)
    desk.say("文昌街道大寨村2组歌厅太吵")
    assert desk.case().due_at == datetime(2026, 3, 3, 9, tzinfo=ZONE)
    assert desk.case().contact_due_at <= desk.case().due_at


@pytest.mark.parametrize(
    ("begins", "hours", "ends"),
    [
        ((2, 10, 0), 2, (2, 12, 0)),
        ((2, 20, 30), 2, (3, 8, 0)),
        ((2, 22, 40), 2, (3, 9, 0)),
        ((3, 3, 0), 2, (3, 9, 0)),
        ((2, 10, 0), 24, (3, 10, 0)),
    ],
)
def test_hours_that_do_not_run_out_at_night(
    begins: tuple[int, int, int], hours: int, ends: tuple[int, int, int]
) -> None:
    start, end = (datetime(2026, 3, *moment, tzinfo=ZONE) for moment in (begins, ends))
    assert Quiet(ZONE).add(start, timedelta(hours=hours)) == end
