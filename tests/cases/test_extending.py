"""延期: asked for in time, with a reason the resident reads, decided one rung up, at most twice."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import Action, AskExtension, DecideExtension, ShowMoves, Target
from cases.errors import AlreadyDone, Expired, LimitPassed, NoMoreTime, NotYours
from cases.extending import FULL, ask_extension, decide_extension, show_moves
from cases.model import Happening
from tests.cases.conftest import Desk

OWNER = "Z0102"
STATION = "410871062209"
WHY = "等配件"


def ask(desk: Desk, length: str = "", why: str = "", *, by: str = OWNER) -> None:
    target = Target(case=desk.case().id)
    desk.run(ask_extension, AskExtension(desk.holder(by), desk.clock.at, desk.cause(), target, length, why))
    desk.deliver()


def decide(desk: Desk, *, grants: bool, by: str = STATION) -> None:
    desk.run(decide_extension, DecideExtension(desk.holder(by), desk.clock.at, desk.cause(), desk.case().id, grants))
    desk.deliver()


def test_first_the_reason_then_how_long_then_it_goes_to_the_station(lamp: Desk) -> None:
    due_at = lamp.case().due_at
    ask(lamp)
    assert isinstance(lamp.last(OWNER), say.AskExtensionReason)
    lamp.tell(OWNER, WHY)
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskExtensionLength)
    assert asked.why == WHY
    lengths = dict(asked.lengths)
    ask(lamp, "1")
    told = lamp.last(STATION)
    assert isinstance(told, say.ExtensionAsked)
    assert (told.why, told.asked_due_at, told.times) == (WHY, lengths["1"], 1)
    assert (lamp.case().due_at, lamp.case().asked_due_at) == (due_at, lengths["1"])
    assert not [m for m in lamp.heard_by("居民甲") if isinstance(m, say.LimitMoved)]


def test_granted_the_resident_hears_the_new_hour_and_why(lamp: Desk) -> None:
    ask(lamp, "1", WHY)
    later = lamp.case().asked_due_at
    decide(lamp, grants=True)
    case = lamp.case()
    assert (case.due_at, case.extended, case.asked_due_at) == (later, 1, None)
    told = lamp.last()
    assert isinstance(told, say.LimitMoved)
    assert (told.due_at, told.why, told.who) == (later, WHY, lamp.org.label(STATION))
    with lamp.store.unit_of_work() as uow:
        assert [line.what for line in uow.history(case.id)][-2:] == [Happening.EXTENSION_ASKED, Happening.EXTENDED]


def test_the_reminders_follow_the_new_limit(lamp: Desk) -> None:
    first = lamp.case().due_at
    ask(lamp, FULL, WHY)
    decide(lamp, grants=True)
    lamp.forget()
    while lamp.clock.at < first:
        lamp.wait(hours=2)
    assert not [m for m in lamp.heard_by(OWNER) if isinstance(m, say.Reminder) and m.step == "due"]
    while lamp.clock.at < lamp.case().due_at:
        lamp.wait(hours=2)
    assert [m for m in lamp.heard_by(OWNER) if isinstance(m, say.Reminder) and m.step == "due"]


def test_refused_everything_stays_as_promised(lamp: Desk) -> None:
    due_at = lamp.case().due_at
    ask(lamp, "1", WHY)
    decide(lamp, grants=False)
    assert (lamp.case().due_at, lamp.case().asked_due_at) == (due_at, None)
    told = lamp.last(OWNER)
    assert isinstance(told, say.Done)
    assert told.what == "extension_refused"
    assert not [m for m in lamp.heard_by("居民甲") if isinstance(m, say.LimitMoved)]


def test_never_more_at_once_than_the_first_limit_and_at_most_twice(lamp: Desk) -> None:
    first = lamp.case()
    ask(lamp, "", WHY)
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskExtensionLength)
    assert max(due for _, due in asked.lengths) == dict(asked.lengths)[FULL]
    assert dict(asked.lengths)[FULL] - first.due_at <= timedelta(days=4)
    for _ in range(2):
        ask(lamp, "1", WHY)
        decide(lamp, grants=True)
    with pytest.raises(NoMoreTime):
        ask(lamp, "1", WHY)


def test_after_the_limit_it_is_too_late_to_ask(lamp: Desk) -> None:
    lamp.clock.at = lamp.case().due_at + timedelta(minutes=1)
    with pytest.raises(LimitPassed):
        ask(lamp, "1", WHY)


def test_only_the_holder_asks_and_only_a_desk_over_them_decides(lamp: Desk) -> None:
    with pytest.raises(NotYours):
        ask(lamp, "1", WHY, by=STATION)
    with pytest.raises(Expired):
        decide(lamp, grants=True)
    ask(lamp, "1", WHY)
    with pytest.raises(NotYours):
        decide(lamp, grants=True, by=OWNER)
    with pytest.raises(AlreadyDone):
        ask(lamp, "1", WHY)
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "修好了")
    with pytest.raises(Expired):
        decide(lamp, grants=True)


def test_asked_at_the_last_minute_and_granted_after_the_limit_it_still_counts(lamp: Desk) -> None:
    lamp.clock.at = lamp.case().due_at - timedelta(minutes=1)
    ask(lamp, "1", WHY)
    later = lamp.case().asked_due_at
    lamp.clock.at += timedelta(minutes=30)
    decide(lamp, grants=True)
    assert lamp.case().due_at == later
    assert not lamp.case().is_late(lamp.clock.at)


def test_more_shows_what_is_rarer_to_whoever_may_work_on_it(lamp: Desk) -> None:
    case = lamp.case()
    lamp.run(show_moves, ShowMoves(lamp.holder(OWNER), lamp.clock.at, lamp.cause(), case.id))
    lamp.deliver()
    assert isinstance(lamp.last(OWNER), say.Moves)
    with pytest.raises(NotYours):
        lamp.run(show_moves, ShowMoves(lamp.resident(), lamp.clock.at, lamp.cause(), case.id))


def test_the_stations_digest_holds_the_request_and_what_stands_still_beside_what_is_late(lamp: Desk) -> None:
    ask(lamp, "1", WHY)
    lamp.wait(days=1)
    page = next(m for m in lamp.heard_by(STATION) if isinstance(m, say.Digest))
    assert [(line.number, line.asks) for line in page.to_decide] == [(lamp.case().number, "extension")]
    centre = lamp.org.desks(lamp.case().unit)[1]
    above = next(m for m in lamp.heard_by(centre) if isinstance(m, say.Digest))
    assert above.to_decide == ()
    assert (page.waiting, page.suspended) == (0, 0)
