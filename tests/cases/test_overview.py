"""What supervisors read beside the open cases: late but excused, silent grids, what was pushed; and the week upward."""

from datetime import datetime, timedelta

from cases import messages as say
from cases.aftercare import give_verdict
from cases.commands import Action, GiveVerdict, Target, Verdict
from cases.longterm_commands import WriteMilestone
from cases.milestones import write_milestone
from cases.model import PostCode
from cases.weekly import send_weekly, week_of
from tests.cases.conftest import LAMP, MONDAY, ZONE, Desk

OWNER = "Z0102"
STATION = "410871062209"
LITTER = "文昌街道大寨村2组垃圾没人清"


def centre_of(desk: Desk) -> str:
    return desk.org.parent(STATION)


def weekly(desk: Desk, at: datetime) -> None:
    desk.clock.at = at
    desk.look(send_weekly)
    desk.deliver()


def weeks_of(desk: Desk, post: str) -> list[say.Weekly]:
    return [message for message in desk.heard_by(post) if isinstance(message, say.Weekly)]


def test_what_waits_for_the_resident_is_late_in_fact_and_excused(desk: Desk) -> None:
    desk.say(LITTER)
    desk.tell(OWNER, "问居民 哪一堆", number=desk.case().number)
    desk.clock.at = MONDAY + timedelta(hours=20)
    found = desk.page(STATION)
    assert found.exempt == (say.Exempt(desk.case().number, "waiting"),)
    assert found.overdue == ()


def test_what_is_only_late_has_no_excuse(desk: Desk) -> None:
    desk.say(LITTER)
    desk.clock.at = MONDAY + timedelta(days=2)
    found = desk.page(STATION)
    assert (len(found.overdue), found.exempt) == (1, ())


def test_what_is_not_late_needs_no_excuse(desk: Desk) -> None:
    desk.say(LITTER)
    desk.tell(OWNER, "问居民 哪一堆", number=desk.case().number)
    assert desk.page(STATION).exempt == ()


def test_a_long_matter_that_waited_once_is_not_excused_for_ever(desk: Desk) -> None:
    desk.say("我二十多年没回来，村里把我户口地都没了，我要补偿")
    desk.say("文昌街道大寨村2组，2003年走的，有老户口本")
    desk.tell(OWNER, "问居民 户口本还在吗", number=desk.case().number)
    desk.clock.at += timedelta(hours=1)
    desk.say("还在")
    for _ in range(2):
        desk.clock.at += timedelta(days=10)
        news = WriteMilestone(
            desk.holder(OWNER), desk.clock.at, desk.cause(), Target(case=desk.case().id), words="底册调到了"
        )
        desk.run(write_milestone, news)
    assert (desk.case().long_term, desk.case().waited) == (True, 60)
    found = desk.page(STATION)
    assert (found.overdue, found.exempt) == ((), ())


def test_a_second_try_has_one_working_day_before_it_needs_an_excuse(desk: Desk) -> None:
    desk.say(LAMP)
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯泡")
    desk.judge(Verdict.NOT_FIXED, "还是不亮")
    desk.tell(OWNER, "问居民 哪一盏", number=desk.case().number)
    desk.clock.at += timedelta(hours=23)
    assert desk.page(STATION).exempt == ()
    desk.clock.at += timedelta(hours=2)
    assert desk.page(STATION).exempt == (say.Exempt(desk.case().number, "waiting"),)


def test_a_young_desk_names_no_silent_grids(desk: Desk) -> None:
    desk.say(LAMP)
    desk.clock.at = MONDAY + timedelta(days=29)
    assert desk.page(STATION).silent_grids == ()


def test_grids_of_which_nothing_is_heard_for_a_month_are_named(desk: Desk) -> None:
    desk.say(LAMP)
    desk.clock.at = MONDAY + timedelta(days=31)
    everyone = desk.page(STATION).silent_grids
    assert desk.org.unit_label(desk.case().grid) in everyone
    desk.work(OWNER, Action.ACCEPT, desk.case())
    still = desk.page(STATION).silent_grids
    assert set(everyone) - set(still) == {desk.org.unit_label(desk.case().grid)}


def test_pushes_to_workers_are_counted_and_those_of_the_night_apart(desk: Desk) -> None:
    desk.say(LAMP)
    desk.clock.at = MONDAY.replace(hour=23)
    desk.say("文昌街道大寨村2组井盖没了，有人掉下去了", by="居民乙")
    desk.clock.at += timedelta(minutes=1)
    found = desk.page(STATION).burden
    assert found is not None
    assert 0 < found.nights == found.pushes - 1
    desk.clock.at = MONDAY + timedelta(days=3)
    assert desk.page(STATION).burden is None


def test_what_waits_for_the_morning_is_no_push_of_the_night(desk: Desk) -> None:
    desk.clock.at = MONDAY.replace(hour=23)
    desk.say(LAMP)
    desk.clock.at = MONDAY + timedelta(days=1)
    desk.deliver()
    desk.clock.at += timedelta(minutes=1)
    found = desk.page(STATION).burden
    assert found is not None
    assert (found.pushes, found.nights, found.who) == (1, 0, desk.org.label(OWNER))


def test_the_week_goes_up_once_on_monday(desk: Desk) -> None:
    desk.say(LAMP)
    desk.say(LITTER, by="居民乙")
    desk.work(OWNER, Action.RESOLVE, desk.case(1), "换了灯泡")
    first = desk.case(1)
    desk.run(give_verdict, GiveVerdict(desk.resident(), desk.clock.at, desk.cause(), first.id, Verdict.FIXED))
    monday = MONDAY + timedelta(days=7)
    weekly(desk, monday.replace(hour=8, minute=59))
    assert not weeks_of(desk, centre_of(desk))
    weekly(desk, monday)
    weekly(desk, monday + timedelta(hours=1))
    weekly(desk, monday + timedelta(days=1))
    (found,) = weeks_of(desk, centre_of(desk))
    busy = [unit for unit in found.units if not unit.is_idle]
    assert [(one.unit, one.filed, one.resolved, one.confirmed, one.late) for one in busy] == [
        (desk.org.unit_label(STATION), 2, 1, 1, 1)
    ]
    assert (found.filed_before, found.topics[0].before) == (0, 0)
    (above,) = weeks_of(desk, desk.org.top)
    assert [unit.unit for unit in above.units if not unit.is_idle] == [desk.org.unit_label(centre_of(desk))]
    assert not weeks_of(desk, STATION)


def test_the_week_excuses_what_waits_for_a_department_that_does_not_answer(desk: Desk) -> None:
    desk.say(LITTER)
    desk.tell(OWNER, "叫环卫来清运两车垃圾")
    desk.wait(hours=2)
    weekly(desk, MONDAY + timedelta(days=7))
    (found,) = weeks_of(desk, centre_of(desk))
    (busy,) = [unit for unit in found.units if not unit.is_idle]
    assert (busy.late, busy.exempt, busy.unanswered) == (1, 0, 1)


def test_after_a_holiday_the_week_goes_up_on_the_first_working_day(desk: Desk) -> None:
    holiday = datetime(2026, 10, 5, 9, tzinfo=ZONE)  # a Monday of the National Day holiday
    weekly(desk, holiday)
    assert not weeks_of(desk, desk.org.top)
    weekly(desk, datetime(2026, 10, 8, 9, tzinfo=ZONE))
    (found,) = weeks_of(desk, desk.org.top)
    assert found.since.date().isoformat() == "2026-09-28"


def test_the_week_before_is_what_it_is_compared_with(desk: Desk) -> None:
    desk.say(LAMP)
    desk.clock.at = MONDAY + timedelta(days=8)
    desk.say(LAMP, by="居民乙")
    desk.say(LITTER, by="居民丙")
    at = MONDAY + timedelta(days=14)
    with desk.store.unit_of_work() as uow:
        found = week_of(uow, PostCode(desk.org.top), at.replace(hour=0), at)
    assert (sum(unit.filed for unit in found.units), found.filed_before) == (2, 1)
    (topic,) = found.topics
    assert (topic.filed, topic.before) == (2, 1)


def test_a_complaint_about_the_village_is_counted_for_the_centre_above(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组的网格员乱收费，态度恶劣")
    assert desk.case().conflict
    at = MONDAY + timedelta(days=7)
    with desk.store.unit_of_work() as uow:
        found = week_of(uow, PostCode(centre_of(desk)), at.replace(hour=0), at)
    assert sum(unit.filed for unit in found.units) == 1
