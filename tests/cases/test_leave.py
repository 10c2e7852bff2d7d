"""AB岗: leave in one line, who stands in, and the station where nobody does."""

from datetime import date, timedelta

import pytest

from cases import messages as say
from cases.commands import Action, AwayToo, EndLeave, TakeLeave
from cases.errors import Expired, NotStaff, NotYours
from cases.leave import away_too, begin_leaves, end_leave, take_leave
from cases.model import Happening, Status
from nlp.plain.leave import read_leave
from tests.cases.conftest import MONDAY, Desk

OWNER = "Z0102"
COVER = "J0228"
STATION = "410871062209"
TOMORROW = date(2026, 3, 3)


def leave(desk: Desk, first: date | None = TOMORROW, days: int = 1, *, by: str = OWNER) -> None:
    desk.run(take_leave, TakeLeave(desk.holder(by), desk.clock.at, desk.cause(), first, days))
    desk.deliver()


def sweep_leaves(desk: Desk) -> None:
    desk.look(begin_leaves)
    desk.deliver()


def tomorrow(desk: Desk, hour: int = 9) -> None:
    desk.clock.at = MONDAY.replace(hour=hour) + timedelta(days=1)
    sweep_leaves(desk)


def back(desk: Desk) -> None:
    desk.run(end_leave, EndLeave(desk.holder(OWNER), desk.clock.at, desk.cause()))
    desk.deliver()


def test_whoever_stands_in_hears_how_much_there_is(lamp: Desk) -> None:
    leave(lamp)
    taken = lamp.last(OWNER)
    assert isinstance(taken, say.LeaveTaken)
    assert lamp.org.label(COVER) in taken.covers
    assert (taken.begins.date(), taken.ends.date(), taken.open) == (TOMORROW, TOMORROW + timedelta(days=1), 1)
    asked = lamp.last(COVER)
    assert isinstance(asked, say.StandIn)
    assert (asked.who, asked.open, asked.due) == (lamp.org.label(OWNER), 1, 0)
    assert not lamp.cards(COVER)


def test_days_that_are_known_ring_nobody_again(lamp: Desk) -> None:
    leave(lamp, days=2)
    leave(lamp)
    taken = lamp.last(OWNER)
    assert isinstance(taken, say.LeaveTaken)
    assert lamp.org.label(COVER) in taken.covers
    assert len(lamp.told(say.StandIn, COVER)) == 1


def test_when_it_comes_the_cards_are_there_once_and_the_cover_can_work(lamp: Desk) -> None:
    leave(lamp)
    tomorrow(lamp)
    sweep_leaves(lamp)
    assert [card.role for card in lamp.cards(COVER)] == ["cover"]
    with lamp.store.unit_of_work() as uow:
        covered = [line for line in uow.history(lamp.case().id) if line.what is Happening.COVERED]
    assert [line.note for line in covered] == [lamp.org.label(COVER)]
    lamp.work(COVER, Action.RESOLVE, lamp.case(), "换了灯泡")
    assert lamp.case().status is Status.RESOLVED
    assert lamp.case().holder == COVER


def test_a_leave_begins_at_midnight_and_the_cards_come_in_the_morning(lamp: Desk) -> None:
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    leave(lamp)
    tomorrow(lamp, hour=2)
    assert lamp.history()[-1].what is Happening.COVERED
    assert not lamp.cards(COVER)
    lamp.clock.at = lamp.clock.at.replace(hour=7, minute=1)
    lamp.deliver()
    assert [card.role for card in lamp.cards(COVER)] == ["cover"]


def test_what_is_filed_meanwhile_goes_to_the_cover_at_once(lamp: Desk) -> None:
    leave(lamp)
    tomorrow(lamp)
    lamp.say("文昌街道大寨村2组垃圾没人清", by="居民乙")
    assert lamp.case().holder == COVER
    tomorrow_after = TOMORROW + timedelta(days=1)
    lamp.clock.at = MONDAY.replace(day=tomorrow_after.day)
    lamp.say("文昌街道大寨村2组井盖坏了", by="居民丙")
    assert lamp.case().holder == OWNER


def test_reminders_go_to_whoever_is_there(lamp: Desk) -> None:
    leave(lamp, days=3)
    tomorrow(lamp)
    lamp.forget()
    for _ in range(60):
        lamp.wait(hours=1)
    assert not [m for m in lamp.heard_by(OWNER) if isinstance(m, say.Reminder)]
    assert {m.step for m in lamp.heard_by(COVER) if isinstance(m, say.Reminder)} >= {"warn", "due"}


def test_the_cover_is_away_too_and_in_the_end_the_station_is_told(lamp: Desk) -> None:
    leave(lamp)
    stood_in = []
    while (asked := [m for m in lamp.heard_by(COVER) if isinstance(m, say.StandIn)]) and COVER not in stood_in:
        lamp.run(away_too, AwayToo(lamp.holder(COVER), lamp.clock.at, lamp.cause(), asked[-1].leave))
        lamp.deliver()
        stood_in.append(COVER)
    tomorrow(lamp)
    assert not lamp.cards(COVER)
    others = [post for post in lamp.org.staff(lamp.case().unit) if post not in {OWNER, COVER}]
    told = lamp.heard_by(STATION) + [m for post in others for m in lamp.heard_by(post)]
    assert any(isinstance(m, say.NobodyThere | say.StandIn) for m in told)


def test_nobody_left_in_the_grid_is_the_stations_to_know(lamp: Desk) -> None:
    unit = lamp.case().unit
    for post in reversed(lamp.org.staff(unit)):
        leave(lamp, by=post)
    told = [m for m in lamp.heard_by(STATION) if isinstance(m, say.NobodyThere)]
    assert lamp.org.unit_label(unit) in told[-1].grids
    tomorrow(lamp)
    lamp.say("文昌街道大寨村2组垃圾没人清", by="居民乙")
    assert lamp.case().holder == STATION


def test_back_early_everything_is_as_it_was(lamp: Desk) -> None:
    leave(lamp, days=5)
    tomorrow(lamp)
    back(lamp)
    assert isinstance(lamp.last(OWNER), say.LeaveEnded | say.Card)
    lamp.say("文昌街道大寨村2组垃圾没人清", by="居民乙")
    assert lamp.case().holder == OWNER
    assert not lamp.cards(COVER)[-1].mine or lamp.cards(COVER)[-1].status == "filed"
    lamp.forget()
    back(lamp)
    ended = lamp.last(OWNER)
    assert isinstance(ended, say.LeaveEnded)
    assert ended.posts == ()


def test_an_unclear_day_is_asked_for_and_a_past_or_endless_one_too(lamp: Desk) -> None:
    for first, days in ((None, 1), (date(2026, 3, 1), 1), (TOMORROW, 400)):
        leave(lamp, first, days)
        assert isinstance(lamp.last(OWNER), say.AskLeave)
    with lamp.store.unit_of_work() as uow:
        assert not uow.away(MONDAY + timedelta(days=1))


def test_only_workers_are_on_leave_and_only_who_stands_in_may_say_no(lamp: Desk) -> None:
    with pytest.raises(NotStaff):
        leave(lamp, by=STATION)
    leave(lamp)
    asked = lamp.last(COVER)
    assert isinstance(asked, say.StandIn)
    with pytest.raises(NotYours):
        lamp.run(away_too, AwayToo(lamp.holder("Z0016"), lamp.clock.at, lamp.cause(), asked.leave))
    with pytest.raises(Expired):
        lamp.run(away_too, AwayToo(lamp.holder(COVER), lamp.clock.at, lamp.cause(), "none"))


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("明天", date(2026, 3, 3), 1),
        ("明天 两天", date(2026, 3, 3), 2),
        ("周五", date(2026, 3, 6), 1),
        ("3月5号 三天", date(2026, 3, 5), 3),
        ("今天", date(2026, 3, 2), 1),
        ("后天一天", date(2026, 3, 4), 1),
        ("三天", date(2026, 3, 2), 3),
        ("", None, 1),
        ("有事", None, 1),
        ("下周一 一周", date(2026, 3, 9), 7),
    ],
)
def test_the_days_of_a_leave(text: str, first: date | None, days: int) -> None:
    assert read_leave(text, date(2026, 3, 2)) == (first, days)


@pytest.mark.parametrize("words", ["我也不在", "那天我也不在", "我明天也不在。"])
def test_whoever_was_to_stand_in_types_that_they_are_away_too(lamp: Desk, words: str) -> None:
    leave(lamp)
    lamp.forget()
    lamp.tell(COVER, words)
    assert isinstance(lamp.last(COVER), say.LeaveTaken)
    assert [message for _, message in lamp.heard if isinstance(message, say.NobodyThere | say.StandIn)]


@pytest.mark.parametrize("words", ["我也不在现场", "居民也不在家", "我也不在"])
def test_nobody_is_put_on_leave_by_what_only_sounds_like_it(lamp: Desk, words: str) -> None:
    """Where nobody was asked to stand in, the words are no answer."""
    if words != "我也不在":
        leave(lamp)
    lamp.tell(COVER, words)
    assert not lamp.told(say.LeaveTaken, COVER)
