"""Reminders until the case is really closed, and the desks that watch."""

from datetime import datetime, timedelta

import pytest

from cases import messages as say
from cases.commands import Action, OfferReassign, Reassign, ReportDead, SetTopic, Supervise, TakeLeave
from cases.errors import NoSuchCase, NoSuchPost
from cases.leave import take_leave
from cases.messages import Card, Reminder
from cases.model import CITIZEN, ChatRef, Happening, PostCode, Status
from cases.supervision import offer_reassign, reassign_case, supervise_case, triage_case
from cases.sweeps import report_undeliverable
from tests.cases.conftest import LAMP, ZONE, Desk
from texts.zh import Zh

OWNER = "Z0102"
COVER = "J0228"
LEADER = "L0035"
STATION = "410871062209"
CENTRE = "410871062000"
DISTRICT = "410871000000"


@pytest.fixture
def lamp(desk: Desk) -> Desk:
    desk.say(LAMP)
    return desk


def test_the_ladder_climbs_from_the_worker_to_the_district(lamp: Desk) -> None:
    for _ in range(12 * 24):
        lamp.wait(hours=2)
    assert lamp.pushed(OWNER) == ["warn", "due"]
    assert lamp.pushed(COVER) == ["due"]
    assert lamp.pushed(STATION) == ["station"]
    assert lamp.pushed(CENTRE) == ["centre"]
    assert lamp.pushed(DISTRICT)[0] == "district"


def test_a_desk_that_sees_a_case_for_the_first_time_is_rung_once_by_its_card(lamp: Desk) -> None:
    while not lamp.pushed(STATION):
        lamp.wait(hours=2)
    (card,) = lamp.told(Card, STATION)
    assert not lamp.told(Reminder, STATION)
    assert (card.pushed, card.role) == ("station", "supervisor")
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    assert [(card.pushed, card.status) for card in lamp.cards(STATION)] == [("station", "filed"), ("", "accepted")]


def test_a_desk_that_has_the_card_is_rung_by_a_reminder(lamp: Desk) -> None:
    lamp.wait(days=30)
    lamp.forget()
    lamp.wait(days=10)
    assert [type(one) for one in lamp.pushes(DISTRICT)] == [Reminder]


def test_the_district_is_pushed_again_every_five_working_days_until_it_is_closed(lamp: Desk) -> None:
    lamp.wait(days=30)
    first = len(lamp.pushed(DISTRICT))
    lamp.wait(days=10)  # over a week, because 清明 lies in it
    lamp.wait(days=10)
    assert len(lamp.pushed(DISTRICT)) == first + 2
    assert lamp.case().look_at is not None


def test_a_step_of_the_worker_so_late_that_the_district_was_pushed_ends_no_reminding(lamp: Desk) -> None:
    lamp.wait(days=30)
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    lamp.work(OWNER, Action.ARRIVE, lamp.case())
    pushed = len(lamp.pushed(DISTRICT))
    lamp.wait(days=10)
    assert len(lamp.pushed(DISTRICT)) == pushed + 1
    desk = lamp.holder(STATION)
    lamp.run(reassign_case, Reassign(desk, lamp.clock.at, lamp.cause(), lamp.case().id, PostCode("Z0103")))
    lamp.wait(days=10)
    assert len(lamp.pushed(DISTRICT)) == pushed + 2


def test_whoever_gets_an_urgent_case_later_has_the_same_patience_to_touch_it(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组井盖没了")
    desk.wait(minutes=20)
    centre = desk.holder(CENTRE)
    desk.run(reassign_case, Reassign(centre, desk.clock.at, desk.cause(), desk.case().id, PostCode("Z0103")))
    desk.forget()
    desk.wait(minutes=6)
    assert "cover" in [m.step for _, m in desk.heard if isinstance(m, Reminder)]


def test_a_case_is_handed_only_to_somebody_who_answers_and_belongs_there(lamp: Desk) -> None:
    centre = lamp.holder(CENTRE)
    for foreign in ("L0001", "Z0016", "nobody"):
        with pytest.raises(NoSuchPost):
            lamp.run(reassign_case, Reassign(centre, lamp.clock.at, lamp.cause(), lamp.case().id, PostCode(foreign)))


def test_a_sweep_that_comes_late_takes_only_the_last_step(lamp: Desk) -> None:
    lamp.wait(days=30)
    assert lamp.pushed(OWNER) == []
    assert lamp.pushed(DISTRICT) == ["district"]


def test_sweeping_again_says_nothing_new(lamp: Desk) -> None:
    lamp.clock.at = lamp.case().due_at + timedelta(minutes=1)
    lamp.sweep()
    heard = len(lamp.heard)
    lamp.sweep()
    lamp.sweep()
    assert len(lamp.heard) == heard


def test_nothing_is_said_once_it_is_closed(lamp: Desk) -> None:
    lamp.tell(OWNER, "办结 换了灯泡")
    lamp.say("好了")
    lamp.forget()
    lamp.wait(days=30)
    assert lamp.pushed(OWNER) == []
    assert not lamp.heard_by("居民甲")


def test_ordinary_reminders_keep_the_quiet_hours(lamp: Desk) -> None:
    for _ in range(12 * 16):
        heard = len(lamp.heard)
        lamp.wait(hours=2)
        fresh = [m for _, m in lamp.heard[heard:] if isinstance(m, Reminder)]
        local = lamp.clock.at.astimezone(ZONE)
        assert not fresh or 7 <= local.hour < 22, local


def test_an_ordinary_card_waits_for_the_morning_and_the_receipt_does_not(desk: Desk) -> None:
    desk.clock.at = datetime(2026, 3, 2, 23, tzinfo=ZONE)
    desk.say(LAMP)
    assert isinstance(desk.last(), say.Receipt)
    assert not desk.cards(OWNER)
    desk.wait(hours=8, minutes=1)
    assert desk.cards(OWNER)


def test_an_urgent_card_nobody_touches_for_five_minutes_goes_to_the_cover(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组井盖没了")
    desk.wait(minutes=6)
    assert desk.pushed(COVER) == ["cover"]
    desk.work(COVER, Action.ACCEPT, desk.case())
    assert desk.case().holder == COVER
    assert desk.cards(OWNER)[-1].mine is False


def test_an_emergency_nobody_touches_goes_on_after_one_minute_and_to_the_centre_after_two(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组屋里一股煤气味 头晕")
    desk.wait(seconds=61)
    assert desk.pushed(COVER) == ["cover"]
    desk.wait(seconds=60)
    assert "alarm" in desk.pushed(CENTRE)


def test_an_emergency_somebody_took_is_left_in_peace(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组屋里一股煤气味 头晕")
    desk.work(OWNER, Action.ACCEPT, desk.case())
    desk.forget()
    desk.wait(minutes=5)
    assert not [m for _, m in desk.heard if isinstance(m, Reminder)]


def test_a_grid_whose_workers_answer_nowhere_falls_to_its_station_with_an_alarm(desk: Desk) -> None:
    with desk.store._engine.begin() as db:  # a district where this grid's people never bound a chat
        db.exec_driver_sql("DELETE FROM binding WHERE post IN ('Z0102', 'J0228', 'L0035')")
    desk.say(LAMP)
    assert desk.case().holder == STATION
    assert "no_owner" in desk.pushed(STATION)


def test_every_desk_gets_one_digest_on_a_working_morning(lamp: Desk) -> None:
    lamp.clock.at = datetime(2026, 3, 3, 8, 29, tzinfo=ZONE)
    lamp.sweep()
    assert not [m for m in lamp.heard_by(CENTRE) if isinstance(m, say.Digest)]
    for minute in (30, 31, 59):
        lamp.clock.at = datetime(2026, 3, 3, 8, minute, tzinfo=ZONE)
        lamp.sweep()
    digests = [m for m in lamp.heard_by(CENTRE) if isinstance(m, say.Digest)]
    assert len(digests) == 1
    assert digests[0].filed == 1
    assert digests[0].open_total == 1


def test_mondays_digest_counts_since_fridays(lamp: Desk) -> None:
    lamp.clock.at = datetime(2026, 3, 6, 15, tzinfo=ZONE)  # a Friday
    lamp.say("文昌街道大寨村2组垃圾没人清", by="居民乙")
    lamp.clock.at = datetime(2026, 3, 7, 10, tzinfo=ZONE)
    lamp.say("文昌街道大寨村2组下水道堵了", by="居民丙")
    lamp.clock.at = datetime(2026, 3, 9, 8, 31, tzinfo=ZONE)
    lamp.sweep()
    page = [m for m in lamp.heard_by(CENTRE) if isinstance(m, say.Digest)][-1]
    assert (page.since, page.filed) == (datetime(2026, 3, 6, 8, 30, tzinfo=ZONE), 2)


def test_no_digest_on_a_day_off(lamp: Desk) -> None:
    lamp.clock.at = datetime(2026, 3, 8, 9, tzinfo=ZONE)  # a Sunday
    lamp.sweep()
    assert not [m for _, m in lamp.heard if isinstance(m, say.Digest)]


def test_nobody_on_leave_is_offered_as_who_could_take_it(lamp: Desk) -> None:
    away = lamp.holder(COVER)
    lamp.run(take_leave, TakeLeave(away, lamp.clock.at, lamp.cause(), lamp.clock.at.date(), 1))
    lamp.run(offer_reassign, OfferReassign(lamp.holder(STATION), lamp.clock.at, lamp.cause(), lamp.case().id))
    lamp.deliver()
    asked = lamp.last(STATION)
    assert isinstance(asked, say.AskReassign)
    assert COVER not in {choice.value for choice in asked.choices}
    command = Reassign(lamp.holder(STATION), lamp.clock.at, lamp.cause(), lamp.case().id, post=PostCode(COVER))
    with pytest.raises(NoSuchPost):
        lamp.run(reassign_case, command)


def test_a_case_that_is_late_is_not_said_to_keep_its_limit(lamp: Desk) -> None:
    lamp.clock.at = lamp.case().due_at + timedelta(days=1)
    command = Reassign(lamp.holder(STATION), lamp.clock.at, lamp.cause(), lamp.case().id, post=PostCode(COVER))
    lamp.run(reassign_case, command)
    lamp.deliver()
    step = lamp.last()
    assert isinstance(step, say.StepTaken)
    assert step.late
    assert "时限不变" not in Zh(ZONE, gas_hotline="").render(step, lamp.clock.at).text


def test_whoever_was_replaced_does_not_stand_in_for_who_has_it_now(lamp: Desk) -> None:
    command = Reassign(lamp.holder(STATION), lamp.clock.at, lamp.cause(), lamp.case().id, post=PostCode(COVER))
    lamp.run(reassign_case, command)
    lamp.deliver()
    lamp.forget()
    for _ in range(12 * 6):
        lamp.wait(hours=2)
    assert not lamp.pushed(OWNER)
    assert [card.role for card in lamp.cards(OWNER) if card.role == "cover"] == []


def test_a_desk_presses_the_worker_and_the_resident_hears_it(lamp: Desk) -> None:
    centre = lamp.holder(CENTRE)
    lamp.run(supervise_case, Supervise(centre, lamp.clock.at, lamp.cause(), lamp.case().id))
    lamp.deliver()
    assert lamp.pushed(OWNER) == ["supervised"]
    assert lamp.cards(OWNER)[-1].supervised
    step = lamp.last()
    assert isinstance(step, say.StepTaken)
    assert step.step == "supervised"


def test_a_desk_hands_the_case_to_the_least_burdened_and_the_clock_runs_on(lamp: Desk) -> None:
    centre, due = lamp.holder(CENTRE), lamp.case().due_at
    lamp.run(offer_reassign, OfferReassign(centre, lamp.clock.at, lamp.cause(), lamp.case().id))
    lamp.deliver()
    offer = lamp.last(CENTRE)
    assert isinstance(offer, say.AskReassign)
    post = PostCode(offer.choices[0].value)
    lamp.run(reassign_case, Reassign(centre, lamp.clock.at, lamp.cause(), lamp.case().id, post))
    lamp.deliver()
    assert (lamp.case().holder, lamp.case().due_at) == (post, due)
    assert lamp.cards(post)


def test_a_foreign_desk_can_do_nothing(lamp: Desk) -> None:
    foreign = lamp.holder("410871060000")
    with pytest.raises(NoSuchCase):
        lamp.run(supervise_case, Supervise(foreign, lamp.clock.at, lamp.cause(), lamp.case().id))


def test_a_station_sorts_an_unclear_case_with_one_tap(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组那个东西一直那样")
    desk.wait(minutes=11)
    case = desk.case()
    assert case.triage
    station = desk.holder(case.holder)
    desk.run(triage_case, SetTopic(station, desk.clock.at, desk.cause(), case.id, "城乡建设"))
    desk.deliver()
    assert desk.case().holder == OWNER
    assert desk.case().topic == "城乡建设"
    assert desk.cards(OWNER)


def test_a_worker_nobody_can_reach_is_replaced_and_the_history_says_why(lamp: Desk) -> None:
    case = lamp.case()
    lamp.run(report_undeliverable, ReportDead(case.id, PostCode(OWNER), "blocked", lamp.clock.at, lamp.cause()))
    lamp.deliver()
    assert lamp.cards(COVER)
    assert lamp.case().status is Status.FILED
    assert ChatRef(f"tg:{COVER}") in {ChatRef(f"tg:{who}") for who, _ in lamp.heard}


def test_a_worker_who_accepted_and_can_no_longer_be_reached_is_replaced_too(lamp: Desk) -> None:
    lamp.tell(OWNER, "接单")
    lamp.forget()
    case = lamp.case()
    lamp.run(report_undeliverable, ReportDead(case.id, PostCode(OWNER), "blocked", lamp.clock.at, lamp.cause()))
    lamp.deliver()
    assert lamp.cards(COVER)
    assert lamp.pushed(COVER) == ["cover"]
    lamp.work(COVER, Action.RESOLVE, lamp.case(), "换了灯泡")
    assert lamp.case().status is Status.RESOLVED


def test_that_the_resident_cannot_be_reached_is_told_once_in_the_history(lamp: Desk) -> None:
    case = lamp.case()
    for _ in range(2):
        lamp.run(report_undeliverable, ReportDead(case.id, None, "blocked", lamp.clock.at, lamp.cause()))
    with lamp.store.unit_of_work() as uow:
        told = [line for line in uow.history(case.id) if line.what is Happening.UNDELIVERABLE]
    assert [line.actor for line in told] == [CITIZEN]
    assert not lamp.cards(COVER)


def test_when_the_cover_cannot_be_reached_either_the_next_in_line_is(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组井盖没了")
    case = desk.case()
    for dead in (OWNER, COVER):
        desk.run(report_undeliverable, ReportDead(case.id, PostCode(dead), "blocked", desk.clock.at, desk.cause()))
        desk.deliver()
    assert desk.pushed(LEADER) == ["cover"]


def test_a_card_held_back_at_night_is_not_sent_by_a_later_picture(desk: Desk) -> None:
    desk.clock.at = datetime(2026, 3, 2, 23, tzinfo=ZONE)
    desk.say(LAMP)
    desk.clock.at += timedelta(minutes=5)
    desk.say(photos=1)
    assert not desk.cards(OWNER)


def test_silence_never_closes_a_case_before_its_reminder(lamp: Desk) -> None:
    lamp.tell(OWNER, "办结 换了灯泡")
    lamp.wait(days=6)
    assert lamp.case().status is Status.RESOLVED
    assert isinstance(lamp.last(), say.AskVerdict)
    lamp.wait(hours=23)
    assert lamp.case().status is Status.RESOLVED
    lamp.wait(days=1)
    assert lamp.case().status is Status.SILENT
