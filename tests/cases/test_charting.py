"""The chart of a desk: what came and was closed each day, what is late where; after the morning page of those above stations."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.settings import GivenSettings
from bot.words import words_for
from cases import messages as say
from cases.charting import chart_of
from cases.commands import Look
from cases.model import PostCode
from cases.rules import Rules
from cases.weekly import send_weekly
from tests.cases.conftest import LAMP, MONDAY, Desk, rules
from tests.cases.test_rating import closed

STATION, CENTRE, DISTRICT = "410871062209", "410871062000", "410871000000"


@pytest.fixture
def house() -> Rules:
    return replace(rules(), digest_chart=True)


def chart(desk: Desk, post: str) -> say.Chart:
    with desk.store.unit_of_work() as uow:
        return chart_of(uow, PostCode(post), desk.clock.at)


def test_each_day_has_what_came_and_what_was_closed(desk: Desk) -> None:
    desk.say(LAMP)
    desk.wait(days=1)
    closed(desk, "文昌街道大寨村2组垃圾没人清", by="居民丙")
    found = chart(desk, CENTRE)
    assert found.since == desk.clock.at.replace(hour=0) - timedelta(days=13)
    assert found.filed == (0,) * 12 + (1, 1)
    assert found.closed == (0,) * 13 + (1,)
    assert found.late == ()


def test_what_is_late_stands_under_the_unit_below_the_desk(desk: Desk) -> None:
    desk.say(LAMP)
    desk.wait(days=9)
    late = {post: chart(desk, post).late for post in (STATION, CENTRE, DISTRICT)}
    assert late[CENTRE] == (("大寨村", 1),)
    assert late[DISTRICT] == (("文昌街道", 1),)
    assert late[STATION] == ((desk.org.unit_label(desk.case().unit), 1),)


def test_a_complaint_about_its_people_is_in_no_chart_of_a_station(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组网格员不干活，路灯坏了找他也不管")
    desk.wait(days=30)
    assert desk.case().is_late(desk.clock.at)
    assert chart(desk, STATION).late == ()
    assert sum(chart(desk, STATION).filed) == 0
    assert chart(desk, CENTRE).late == (("大寨村", 1),)


def test_centres_and_the_district_get_it_once_after_their_morning_page_and_stations_do_not(desk: Desk) -> None:
    desk.say(LAMP)
    desk.wait(days=1)
    desk.sweep()
    for post in (CENTRE, DISTRICT):
        kinds = [type(message) for message in desk.heard_by(post) if isinstance(message, say.Digest | say.Chart)]
        assert kinds == [say.Digest, say.Chart], post
    quiet = next(unit for unit in desk.org.units_below(DISTRICT) if unit != CENTRE)
    assert desk.told(say.Digest, quiet)
    assert not desk.told(say.Chart, quiet)
    assert desk.told(say.Digest, STATION)
    assert not desk.told(say.Chart, STATION)


def test_on_monday_one_picture_follows_the_weekly_page_of_those_who_lead(desk: Desk) -> None:
    desk.clock.at = MONDAY
    desk.say(LAMP)
    desk.say("文昌街道大寨村2组网格员不干活，路灯坏了找他也不管", by="居民乙")
    next_monday = (MONDAY + timedelta(days=7)).replace(hour=9, minute=0)
    for at in (next_monday, next_monday + timedelta(hours=1), next_monday + timedelta(days=1)):
        desk.clock.at = at
        desk.look(send_weekly)
        desk.deliver()
    village = say.Spot(STATION, "大寨村", 2)
    for post, late in ((CENTRE, "大寨村"), (DISTRICT, "文昌街道")):
        [chart] = desk.told(say.Chart, post)
        assert chart.since == next_monday.replace(hour=0) - timedelta(days=14)
        assert sum(chart.filed) == 2
        assert (chart.area, chart.hot) == (post, (village,))
        assert [unit for unit, _ in chart.late] == [late]
        assert "近 30 天收得最多：大寨村 2" in words_for(GivenSettings()).render(chart, at).text
    quiet = next(unit for unit in desk.org.units_below(DISTRICT) if unit != CENTRE)
    assert desk.told(say.Weekly, quiet)
    assert not desk.told(say.Chart, quiet)
    assert not desk.told(say.Chart, STATION)


def test_without_the_setting_the_week_comes_in_words_alone(desk: Desk) -> None:
    uow = desk.store.unit_of_work()
    uow.rules = replace(uow.rules, digest_chart=False)
    desk.clock.at = MONDAY
    desk.say(LAMP)
    next_monday = (MONDAY + timedelta(days=7)).replace(hour=9, minute=0)
    send_weekly(uow, Look(next_monday))
    desk.clock.at = next_monday
    desk.deliver()
    assert desk.told(say.Weekly, CENTRE)
    assert not desk.told(say.Chart, CENTRE)
