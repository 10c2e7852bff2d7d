"""A worker with many late cases is not rung for each of them: so many reminders a day, then one word, and the list."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cases import messages as say
from cases.commands import ShowDigest, Supervise
from cases.supervision import show_digest, supervise_case
from tests.cases.conftest import LAMP, MONDAY, Desk

OWNER, COVER, STATION = "Z0102", "J0228", "410871062209"
LIMIT = 3


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Five ordinary cases filed on a Monday at nine, all due on Wednesday at nine."""
    desk.store._rules = replace(desk.store._rules, rings_a_day=LIMIT)
    for n in range(5):
        desk.say(f"{LAMP}，第{n}盏", by=f"居民{n}")
    desk.forget()
    return desk


def words(desk: Desk, who: str = OWNER) -> list[say.EnoughReminders]:
    return [one for one in desk.heard_by(who) if isinstance(one, say.EnoughReminders)]


def go_to(desk: Desk, at: datetime) -> None:
    desk.clock.at = at
    desk.sweep()


def test_beyond_the_limit_one_word_a_day_stands_for_all(busy: Desk) -> None:
    go_to(busy, MONDAY + timedelta(days=1, hours=22, minutes=30))  # eight tenths of the limit, after the night
    assert busy.pushed(OWNER) == ["warn"] * LIMIT
    assert words(busy) == [say.EnoughReminders(LIMIT)]
    go_to(busy, MONDAY + timedelta(days=2, minutes=1))  # the same day, and the limit is past
    assert len(busy.pushed(OWNER)) == LIMIT
    assert len(words(busy)) == 1
    assert busy.pushed(COVER) == ["due"] * LIMIT


def test_new_cases_count_too(busy: Desk) -> None:
    wednesday = MONDAY + timedelta(days=1, hours=22)
    busy.clock.at = wednesday
    for n in range(LIMIT):
        busy.say(f"{LAMP}，新的第{n}盏", by=f"新居民{n}")
    assert len(busy.cards(OWNER)) == LIMIT
    go_to(busy, wednesday + timedelta(minutes=30))
    assert busy.pushed(OWNER) == []
    assert words(busy) == [say.EnoughReminders(LIMIT)]


def test_what_waits_for_the_morning_counts_on_the_day_on_which_it_is_heard(busy: Desk) -> None:
    tuesday_night = MONDAY + timedelta(days=1, hours=13)
    busy.clock.at = tuesday_night
    for n in range(LIMIT):
        busy.say(f"{LAMP}，夜里第{n}盏", by=f"夜居民{n}")
    go_to(busy, MONDAY + timedelta(days=1, hours=22, minutes=30))
    assert len(busy.cards(OWNER)) == LIMIT
    assert busy.pushed(OWNER) == []


def test_what_somebody_does_is_always_passed_on(busy: Desk) -> None:
    go_to(busy, MONDAY + timedelta(days=2, minutes=1))
    before = len(busy.pushed(OWNER))
    station = busy.holder(STATION)
    busy.run(supervise_case, Supervise(station, busy.clock.at, busy.cause(), busy.case().id))
    busy.deliver()
    assert busy.pushed(OWNER)[before:] == ["supervised"]


def test_a_pressing_case_is_never_too_much(busy: Desk) -> None:
    go_to(busy, MONDAY + timedelta(days=2, minutes=1))
    before = len(busy.pushed(COVER))
    busy.say("文昌街道大寨村2组水管爆了，水漫到路上", by="居民急")
    go_to(busy, busy.clock.at + timedelta(minutes=6))
    assert busy.pushed(COVER)[before:] == ["cover"]


def test_the_desks_hear_of_every_late_case(busy: Desk) -> None:
    go_to(busy, MONDAY + timedelta(days=3, minutes=1))
    assert len(busy.pushed(STATION)) == 5


def test_a_station_cannot_tell_from_its_counts_that_it_was_complained_about(desk: Desk) -> None:
    desk.say("举报文昌街道大寨村2组网格员收了钱不修路灯")
    assert desk.case().conflict
    desk.clock.at += timedelta(hours=1)
    filed = {}
    for post in (STATION, desk.org.parent(STATION)):
        desk.run(show_digest, ShowDigest(desk.holder(post), desk.clock.at, desk.cause()))
        desk.deliver()
        page = desk.last(post)
        assert isinstance(page, say.Digest)
        filed[post] = page.filed
    assert list(filed.values()) == [0, 1]
