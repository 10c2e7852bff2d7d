"""通知: asked for by residents, previewed by desks, counted as it is read; before a deadline somebody calls the rest."""

from datetime import date, timedelta

import pytest

from cases import messages as say
from cases.announcing import announce, know_announcement, press_unread, send_announcement, subscribe, unsubscribe
from cases.announcing_commands import Announce, KnowAnnouncement, SendAnnouncement, Subscribe, Unsubscribe
from cases.errors import Expired, NotYours, OnlyDesks
from cases.model import CaseId
from tests.cases.conftest import LAMP, MONDAY, Desk

OWNER = "Z0102"
STATION = "410871062209"
DEADLINE = date(2026, 3, 10)


def join(desk: Desk, who: str, place: str = "文昌街道大寨村") -> None:
    unit = desk.reader.read(place).place.code
    desk.run(subscribe, Subscribe(desk.resident(who), desk.clock.at, desk.cause(), unit))
    desk.deliver()


def draft(
    desk: Desk, words: str = "本村 明天停水", *, by: str = STATION, deadline: date | None = None
) -> say.Announcement:
    desk.run(announce, Announce(desk.holder(by), desk.clock.at, desk.cause(), words, deadline))
    desk.deliver()
    found = desk.last(by)
    assert isinstance(found, say.Announcement)
    return found


def send(desk: Desk, *, sends: bool = True, by: str = STATION) -> None:
    desk.run(send_announcement, SendAnnouncement(desk.holder(by), desk.clock.at, desk.cause(), sends))
    desk.deliver()


def know(desk: Desk, who: str) -> None:
    desk.run(know_announcement, KnowAnnouncement(desk.resident(who), desk.clock.at, desk.cause()))
    desk.deliver()


def pages(desk: Desk, who: str) -> list[say.Announcement]:
    return [message for message in desk.heard_by(who) if isinstance(message, say.Announcement)]


def counts(desk: Desk, by: str = STATION) -> list[tuple[int, int]]:
    return [(one.sent, one.known) for one in desk.heard_by(by) if isinstance(one, say.Announced)]


def press(desk: Desk) -> None:
    desk.look(press_unread)
    desk.deliver()


def test_only_subscribers_of_the_place_get_it_and_only_once_the_desk_has_seen_it(desk: Desk) -> None:
    join(desk, "居民甲")
    join(desk, "居民乙", "文昌街道大寨村2组")
    join(desk, "居民丙", "宁郭镇南张村")
    assert (draft(desk).chats, draft(desk).preview) == (2, True)
    assert not pages(desk, "居民甲")
    send(desk)
    assert [len(pages(desk, who)) for who in ("居民甲", "居民乙", "居民丙")] == [1, 1, 0]
    assert counts(desk) == [(2, 0)]


def test_a_grid_is_told_without_the_rest_of_the_village(desk: Desk) -> None:
    join(desk, "居民甲")
    join(desk, "居民乙", "文昌街道大寨村2组")
    grid = desk.org.unit_label(desk.reader.read("文昌街道大寨村2组").place.code)
    assert draft(desk, f"{grid} 明天停水").chats == 1


def test_what_was_read_is_counted_once_and_the_message_says_so(desk: Desk) -> None:
    join(desk, "居民甲")
    join(desk, "居民乙")
    draft(desk)
    send(desk)
    know(desk, "居民甲")
    know(desk, "居民甲")
    assert counts(desk)[-1] == (2, 1)
    assert pages(desk, "居民甲")[-1].known
    with pytest.raises(Expired):
        know(desk, "居民丙")


def test_the_words_stay_as_they_were_typed(desk: Desk) -> None:
    assert draft(desk, "本村，明天停水，请存水").words == "明天停水，请存水"


def test_what_was_dropped_is_never_sent(desk: Desk) -> None:
    join(desk, "居民甲")
    draft(desk)
    send(desk, sends=False)
    with pytest.raises(Expired):
        send(desk)
    assert not pages(desk, "居民甲")


def test_it_is_sent_once_and_not_at_night(desk: Desk) -> None:
    join(desk, "居民甲")
    desk.clock.at = MONDAY.replace(hour=22)
    draft(desk)
    send(desk)
    with pytest.raises(Expired):
        send(desk)
    assert not pages(desk, "居民甲")
    desk.clock.at = MONDAY + timedelta(days=1)
    desk.deliver()
    assert len(pages(desk, "居民甲")) == 1


def test_a_worker_announces_nothing_and_a_desk_only_its_own_area(desk: Desk) -> None:
    with pytest.raises(OnlyDesks):
        draft(desk, by=OWNER)
    desk.run(announce, Announce(desk.holder(STATION), desk.clock.at, desk.cause(), "宁郭镇 明天停水"))
    desk.deliver()
    assert desk.last(STATION) == say.AskAnnouncement("宁郭镇")
    assert draft(desk, "大寨村 明天停水", by=desk.org.parent(STATION)).unit == "大寨村"


def test_whoever_has_ended_it_gets_nothing_more(desk: Desk) -> None:
    join(desk, "居民甲")
    desk.run(unsubscribe, Unsubscribe(desk.resident(), desk.clock.at, desk.cause()))
    desk.deliver()
    assert desk.last() == say.Subscribed(())
    assert draft(desk).chats == 0


def test_the_place_of_the_last_case_is_offered_and_never_taken_silently(desk: Desk) -> None:
    desk.say(LAMP)
    desk.run(subscribe, Subscribe(desk.resident(), desk.clock.at, desk.cause()))
    desk.deliver()
    offered = desk.last()
    assert isinstance(offered, say.OfferSubscription)
    assert offered.unit == "大寨村"
    assert draft(desk).chats == 0
    tapped = Subscribe(desk.resident(), desk.clock.at, desk.cause(), case=CaseId(offered.case))
    desk.run(subscribe, tapped)
    desk.deliver()
    assert desk.last() == say.Subscribed(("大寨村",))
    with pytest.raises(NotYours):
        desk.run(subscribe, Subscribe(desk.resident("居民乙"), desk.clock.at, desk.cause(), case=CaseId(offered.case)))


def test_before_the_deadline_the_rest_are_given_to_whoever_knows_them_once(desk: Desk) -> None:
    join(desk, "居民甲", "文昌街道大寨村2组")
    join(desk, "居民乙", "文昌街道大寨村2组")
    join(desk, "居民丙")
    draft(desk, deadline=DEADLINE)
    send(desk)
    know(desk, "居民甲")
    desk.clock.at = MONDAY + timedelta(days=4)
    press(desk)
    assert not [one for one in desk.heard_by(OWNER) if isinstance(one, say.CallList)]
    desk.clock.at = MONDAY + timedelta(days=6)
    press(desk)
    press(desk)
    (listed,) = [one for one in desk.heard_by(OWNER) if isinstance(one, say.CallList)]
    assert [name for name, _ in listed.people] == ["居民乙"]
    (of_village,) = [one for one in desk.heard_by(STATION) if isinstance(one, say.CallList)]
    assert [name for name, _ in of_village.people] == ["居民丙"]


def test_a_near_deadline_leaves_half_of_the_time_for_reading_it(desk: Desk) -> None:
    join(desk, "居民甲", "文昌街道大寨村2组")
    draft(desk, deadline=MONDAY.date() + timedelta(days=1))
    send(desk)
    press(desk)
    assert not [one for one in desk.heard_by(OWNER) if isinstance(one, say.CallList)]
    desk.clock.at += timedelta(hours=24)
    press(desk)
    assert [one for one in desk.heard_by(OWNER) if isinstance(one, say.CallList)]


def test_whoever_has_to_call_many_hears_of_all_of_them(desk: Desk) -> None:
    for nth in range(45):
        join(desk, f"居民{nth}", "文昌街道大寨村2组")
    draft(desk, deadline=DEADLINE)
    send(desk)
    desk.clock.at = MONDAY + timedelta(days=6)
    press(desk)
    (listed,) = [one for one in desk.heard_by(OWNER) if isinstance(one, say.CallList)]
    assert len(listed.people) == 45


def test_where_all_have_read_it_nobody_is_asked_to_call(desk: Desk) -> None:
    join(desk, "居民甲", "文昌街道大寨村2组")
    draft(desk, deadline=DEADLINE)
    send(desk)
    know(desk, "居民甲")
    desk.clock.at = MONDAY + timedelta(days=6)
    press(desk)
    assert not [one for one in desk.heard_by(OWNER) if isinstance(one, say.CallList)]
