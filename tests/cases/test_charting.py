"""The chart of a desk: what came and was closed each day, what is late where; after the morning page of those above stations."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases import messages as say
from cases.charting import chart_of
from cases.model import PostCode
from cases.rules import Rules
from tests.cases.conftest import LAMP, Desk, rules
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
