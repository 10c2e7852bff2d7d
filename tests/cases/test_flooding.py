"""The same again and again is told once and rests; an emergency passes at once; a ban is a desk's, with an end and an appeal."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from cases import messages as say
from cases.errors import AlreadyDone, NotYours, StopNeedsReason
from cases.flooding import release_chat, stop_chat
from cases.model import CaseId, PostCode
from cases.patience_commands import ReleaseChat, StopChat
from tests.cases.conftest import LAMP, Desk

AD = "办证贷款加微信 abc123 秒批"
ANGRY = "你们都是一群饭桶!!!垃圾没人管"


def flood(desk: Desk, text: str = AD, times: int = 6) -> None:
    for _ in range(times):
        desk.say(text)


def centre_of(desk: Desk) -> PostCode:
    return desk.org.desks(desk.case().unit)[1]


def stop(desk: Desk, by: str, days: int = 7, why: str = "反复发广告") -> None:
    case = desk.case()
    desk.run(stop_chat, StopChat(desk.holder(by), desk.clock.at, desk.cause(), CaseId(case.number), days, why))
    desk.deliver()


def release(desk: Desk, by: str) -> None:
    desk.run(release_chat, ReleaseChat(desk.holder(by), desk.clock.at, desk.cause(), desk.case().id))
    desk.deliver()


def paused(desk: Desk) -> list[say.Paused]:
    return [message for message in desk.heard_by("居民甲") if isinstance(message, say.Paused)]


def test_the_sixth_of_the_same_is_told_once_and_then_nothing_is_filed(desk: Desk) -> None:
    flood(desk, times=5)
    assert not paused(desk)
    flood(desk, times=5)
    assert [(one.times, one.until) for one in paused(desk)] == [(6, desk.clock.at + timedelta(minutes=10))]
    desk.say(LAMP)
    assert not desk.cases()


def test_after_ten_minutes_it_is_heard_again(desk: Desk) -> None:
    flood(desk)
    desk.wait(minutes=10, seconds=1)
    desk.say(LAMP)
    assert desk.case().text == LAMP


@pytest.mark.parametrize("text", ["屋里一股煤气味 头晕", "文昌街道大寨村2组井盖没了"])
def test_an_emergency_passes_at_once(desk: Desk, text: str) -> None:
    flood(desk)
    desk.say(text)
    assert desk.case().text == text


def test_a_bare_call_for_help_gets_a_person_once(desk: Desk) -> None:
    flood(desk)
    desk.say("急", urgent=True)
    assert isinstance(desk.last(), say.Receipt)
    desk.say("急", urgent=True)
    assert isinstance(desk.last(), say.Progress)
    assert len(desk.cases()) == 1


def test_what_is_said_slowly_or_in_other_words_is_no_flood(desk: Desk) -> None:
    for _ in range(8):
        desk.say(AD)
        desk.wait(minutes=3)
    for turn in range(8):
        desk.say(f"{AD} 第{turn}次")
    assert not paused(desk)


def test_short_answers_are_said_as_often_as_one_likes(desk: Desk) -> None:
    flood(desk, "在吗", 9)
    assert not paused(desk)


def test_anger_is_no_reason(desk: Desk) -> None:
    desk.say(ANGRY)
    desk.say(f"{ANGRY}快来")
    assert not paused(desk)
    desk.say("文昌街道大寨村2组")
    assert len(desk.cases()) == 1


def test_the_same_complaint_twice_is_one_case(desk: Desk) -> None:
    flood(desk, LAMP, 3)
    assert len(desk.cases()) == 1
    assert isinstance(desk.last(), say.Progress)


def test_a_number_hidden_in_it_makes_it_no_other_complaint(desk: Desk) -> None:
    flood(desk, f"{LAMP} 打我电话13800001111", 3)
    assert len(desk.cases()) == 1
    assert isinstance(desk.last(), say.Progress)


def test_others_are_heard_meanwhile(desk: Desk) -> None:
    flood(desk)
    desk.say(LAMP, by="居民乙")
    assert desk.case().reporter == "tg:居民乙"


def test_an_ordinary_message_costs_one_statement(desk: Desk) -> None:
    seen: list[str] = []

    def note(_db: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "patience" in statement:
            seen.append(statement)

    event.listen(desk.store._engine, "before_cursor_execute", note)
    desk.say(LAMP)
    assert len(seen) == 1


# --- a desk's decision ---


def test_a_centre_stops_a_chat_with_an_end_and_a_reason_and_the_person_hears_both(desk: Desk) -> None:
    desk.say(LAMP)
    stop(desk, centre_of(desk))
    told = desk.last()
    assert isinstance(told, say.Stopped)
    assert (told.until, told.why) == (desk.clock.at + timedelta(days=7), "反复发广告")
    desk.forget()
    desk.say("路灯又坏了，大寨村3组")
    desk.say("路灯又坏了，大寨村4组")
    assert len(desk.cases()) == 1
    assert [type(message) for message in desk.heard_by("居民甲")] == [say.Stopped]
    desk.say("屋里一股煤气味 头晕")
    assert len(desk.cases()) == 2


def test_whoever_is_in_an_emergency_is_heard_on_though_stopped(desk: Desk) -> None:
    desk.say(LAMP)
    stop(desk, centre_of(desk))
    desk.say("屋里一股煤气味 头晕")
    desk.say("出来了，文昌街道大寨村2组")
    assert "大寨村" in desk.case().place
    assert not desk.case().place_pending


def test_it_ends_by_itself(desk: Desk) -> None:
    desk.say(LAMP)
    stop(desk, centre_of(desk), days=1)
    desk.wait(days=1, minutes=1)
    desk.say("文昌街道大寨村3组垃圾没人清")
    assert len(desk.cases()) == 2


@pytest.mark.parametrize(("days", "why"), [(0, "反复发广告"), (31, "反复发广告"), (7, "")])
def test_nobody_is_stopped_without_an_end_and_a_reason(desk: Desk, days: int, why: str) -> None:
    desk.say(LAMP)
    with pytest.raises(StopNeedsReason):
        stop(desk, centre_of(desk), days, why)


def test_neither_a_worker_nor_a_station_nor_another_street_may(desk: Desk) -> None:
    desk.say(LAMP)
    case = desk.case()
    other = next(street for street in desk.org.units_below(desk.org.top) if street not in desk.org.path(case.unit))
    for post in (case.holder, desk.org.desks(case.unit)[0], other):
        with pytest.raises(NotYours):
            stop(desk, post)


def test_an_appeal_goes_to_the_desk_above_which_may_end_it(desk: Desk) -> None:
    desk.say(LAMP)
    stop(desk, centre_of(desk))
    desk.say("申请复核，我没有发广告", appeal="我没有发广告")
    taken = desk.last()
    assert isinstance(taken, say.AppealTaken)
    assert taken.to == desk.org.label(desk.org.top)
    (appeal,) = [message for message in desk.heard_by(desk.org.top) if isinstance(message, say.StopAppealed)]
    assert "我没有发广告" in appeal.words
    release(desk, desk.org.top)
    assert desk.last() == say.Released()
    desk.say("文昌街道大寨村3组垃圾没人清")
    assert len(desk.cases()) == 2
    with pytest.raises(AlreadyDone):
        release(desk, desk.org.top)
