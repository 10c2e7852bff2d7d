"""撤销: a worker's step can be taken back for ten seconds, and the resident never heard of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases import messages as say
from cases.aftercare import urge_case
from cases.commands import Action, Command, RetractWords, ShowCase, Target, UrgeCase, Verdict
from cases.errors import Expired, NotYours, TooLateToUndo
from cases.fieldwork import show_case
from cases.longterm_commands import UndoStep
from cases.machine_reading import NoteRead, note_read
from cases.model import NOBODY, Actor, Case, CaseId, ChatRef, Happening, Status
from cases.retaining import erase_own_data
from cases.retracting import retract_words
from cases.rules import Rules
from cases.undoing import undo_step
from tests.cases.conftest import Desk

OWNER = "Z0102"
STATION = "410871062209"


@pytest.fixture
def house(house: Rules) -> Rules:
    """Steps can be taken back for ten seconds."""
    return replace(house, undo_window=timedelta(seconds=10))


@pytest.fixture
def lamp(lamp: Desk) -> Desk:
    lamp.forget()
    return lamp


def undo(desk: Desk, case: Case | None = None, *, by: str = OWNER) -> None:
    about = case.id if case else CaseId("")
    desk.run(undo_step, UndoStep(desk.holder(by), desk.clock.at, desk.cause(), about))
    desk.deliver()


def without_version(case: Case) -> Case:
    return replace(case, version=0)


def test_taken_back_in_time_everything_is_as_it_was_and_the_resident_heard_nothing(lamp: Desk) -> None:
    before = lamp.case()
    lamp.work(OWNER, Action.ACCEPT, before)
    assert lamp.cards(OWNER)[-1].undo
    lamp.later(seconds=8)
    undo(lamp, before)
    lamp.later(seconds=60)
    assert without_version(lamp.case()) == without_version(before)
    assert lamp.heard_by("居民甲") == []
    assert (lamp.cards(OWNER)[-1].status, lamp.cards(OWNER)[-1].undo) == ("filed", False)
    with lamp.store.unit_of_work() as uow:
        assert [line.what for line in uow.history(before.id)][-2:] == [Happening.ACCEPTED, Happening.UNDONE]


def test_after_ten_seconds_the_button_is_gone_the_resident_knows_and_it_is_too_late(lamp: Desk) -> None:
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    assert lamp.heard_by("居民甲") == []
    lamp.later(seconds=13)
    assert [step.step for step in lamp.steps()] == ["accepted"]
    assert not lamp.cards(OWNER)[-1].undo
    with pytest.raises(TooLateToUndo):
        undo(lamp, lamp.case())


def test_done_by_mistake_is_not_done(lamp: Desk) -> None:
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    lamp.later(seconds=20)
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "换了灯头")
    undo(lamp, lamp.case())
    lamp.later(seconds=20)
    case = lamp.case()
    assert (case.status, case.proof_note, case.resolved_at) == (Status.ACCEPTED, "", None)
    assert not [m for m in lamp.heard_by("居民甲") if isinstance(m, say.AskVerdict)]
    with lamp.store.unit_of_work() as uow:
        counted = uow.counts_under(STATION, lamp.clock.at - timedelta(hours=1), lamp.clock.at)
    assert (counted.filed, counted.resolved) == (1, 0)


def test_what_was_done_twice_and_taken_back_once_counts_once_for_the_day_and_for_the_week(lamp: Desk) -> None:
    case = lamp.case()
    lamp.work(OWNER, Action.RESOLVE, case, "灯泡换好了")
    undo(lamp, case)
    lamp.work(OWNER, Action.RESOLVE, case, "灯泡换好了")
    since, until = lamp.clock.at - timedelta(hours=1), lamp.clock.at + timedelta(hours=1)
    with lamp.store.unit_of_work() as uow:
        assert uow.counts_under(STATION, since, until).resolved == 1
        assert uow.counts_each([STATION], since, until)[STATION].resolved == 1


def test_what_was_taken_back_still_counts_for_nothing_once_its_resident_is_forgotten(lamp: Desk) -> None:
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "灯泡换好了")
    undo(lamp, lamp.case())
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "灯泡换好了")
    lamp.judge(Verdict.FIXED)
    lamp.run(erase_own_data, Command(lamp.resident(), lamp.clock.at, lamp.cause()))
    since, until = lamp.clock.at - timedelta(hours=1), lamp.clock.at + timedelta(hours=1)
    with lamp.store.unit_of_work() as uow:
        assert uow.counts_under(STATION, since, until).resolved == 1
        assert uow.counts_each([STATION], since, until)[STATION].resolved == 1


def test_only_the_last_step_and_only_once(lamp: Desk) -> None:
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    lamp.later(seconds=4)
    lamp.work(OWNER, Action.ARRIVE, lamp.case())
    undo(lamp, lamp.case())
    assert lamp.case().status is Status.ACCEPTED
    with pytest.raises(TooLateToUndo):
        undo(lamp, lamp.case())
    lamp.later(seconds=10)
    assert [step.step for step in lamp.steps()] == ["accepted"]


def test_typed_it_means_the_last_step_made_here(lamp: Desk) -> None:
    with pytest.raises(Expired):
        undo(lamp)
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "换了灯头")
    undo(lamp)
    assert lamp.case().status is Status.FILED


def test_nobody_else_takes_it_back(lamp: Desk) -> None:
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    with pytest.raises(NotYours):
        undo(lamp, lamp.case(), by=STATION)


def test_what_the_resident_adds_meanwhile_stays(lamp: Desk) -> None:
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    lamp.say("在大门口")
    undo(lamp, lamp.case())
    assert "在大门口" in lamp.case().text


def test_what_a_machine_makes_out_meanwhile_stands_in_nobodys_way(lamp: Desk) -> None:
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    by = Actor(ChatRef(""), NOBODY)
    told = NoteRead(by, lamp.clock.at, lamp.cause(), lamp.case().id, Happening.VOICE_HEARD, 0, "语音：快一点")
    lamp.run(note_read, told)
    undo(lamp, lamp.case())
    assert lamp.case().status is Status.FILED
    lamp.say("在大门口")
    lamp.run(note_read, replace(told, nth=1, cause=lamp.cause()))
    lamp.run(retract_words, RetractWords(lamp.resident(), lamp.clock.at, lamp.cause(), lamp.case().id))
    assert "在大门口" not in lamp.case().text


def test_a_case_that_moved_on_is_not_turned_back(lamp: Desk) -> None:
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "换了灯头")
    lamp.judge(Verdict.FIXED)
    with pytest.raises(TooLateToUndo):
        undo(lamp, lamp.case())


def test_an_emergency_hears_at_once_that_somebody_comes(lamp: Desk) -> None:
    lamp.say("文昌街道大寨村2组有煤气味，头晕")
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    assert any(isinstance(m, say.StepTaken) for m in lamp.heard_by("居民甲"))
    assert not lamp.cards(OWNER)[-1].undo


def test_the_resident_never_reads_of_it_either(lamp: Desk) -> None:
    case = lamp.case()
    lamp.work(OWNER, Action.ACCEPT, case)
    lamp.later(seconds=30)
    lamp.work(OWNER, Action.RESOLVE, case, "换了灯泡")
    undo(lamp, case)
    seen = []
    for reader in (lamp.resident(), lamp.holder(OWNER)):
        lamp.run(show_case, ShowCase(reader, lamp.clock.at, lamp.cause(), Target(case=case.id)))
        lamp.deliver()
        view = lamp.heard[-1][1]
        assert isinstance(view, say.CaseView)
        seen.append([what for _, what, _, _ in view.history])
    filed, accepted, resolved, undone = (
        one.value for one in (Happening.FILED, Happening.ACCEPTED, Happening.RESOLVED, Happening.UNRESOLVED)
    )
    assert seen == [[filed, accepted], [filed, accepted, resolved, undone]]


NIGHT = timedelta(hours=14)
"""From nine in the morning to eleven at night: what can wait is said at seven."""


def urged_at_night(desk: Desk) -> Case:
    desk.clock.at += NIGHT
    case = desk.case()
    desk.run(urge_case, UrgeCase(desk.resident(), desk.clock.at, desk.cause(), case.id))
    return case


def test_a_push_that_waits_for_the_morning_comes_though_a_step_was_made_and_taken_back(lamp: Desk) -> None:
    case = urged_at_night(lamp)
    lamp.work(OWNER, Action.ACCEPT, case)
    undo(lamp, case)
    lamp.later(seconds=9 * 3600)
    assert (lamp.pushed(OWNER), lamp.pushed(STATION)) == (["urged"], ["urged"])


def test_a_step_that_stands_still_withdraws_it(lamp: Desk) -> None:
    case = urged_at_night(lamp)
    lamp.work(OWNER, Action.ACCEPT, case)
    lamp.later(seconds=4)
    lamp.work(OWNER, Action.ARRIVE, case)
    undo(lamp, case)  # only the arrival
    lamp.later(seconds=9 * 3600)
    assert (lamp.pushed(OWNER), lamp.pushed(STATION)) == ([], [])


def test_a_question_that_waits_for_the_morning_is_asked_though_the_case_was_done_by_mistake(lamp: Desk) -> None:
    lamp.clock.at += NIGHT
    lamp.tell(OWNER, "问居民 哪根杆子", number=lamp.case().number)
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "换了灯头")
    undo(lamp, lamp.case())
    lamp.later(seconds=9 * 3600)
    assert [m.question for m in lamp.heard_by("居民甲") if isinstance(m, say.QuestionRelayed)] == ["哪根杆子"]


ACCUSATION = "举报这个网格员收了钱不修"
CENTRE = "410871062000"


def test_a_step_cannot_bring_a_complaint_back_to_whoever_it_accuses_meanwhile(lamp: Desk) -> None:
    case = lamp.case()
    lamp.work(OWNER, Action.ACCEPT, case)
    lamp.say(ACCUSATION, reply_to=lamp.shown_at("居民甲"))
    assert (lamp.case().holder, lamp.case().conflict) == (CENTRE, True)
    lamp.forget()
    with pytest.raises(TooLateToUndo):
        undo(lamp, case)
    assert lamp.case().holder == CENTRE
    assert not lamp.heard_by(OWNER)
    assert Happening.REASSIGNED in [line.what for line in lamp.history(case)]


def test_nor_does_whoever_took_it_from_the_accused_hand_it_back_to_them(lamp: Desk) -> None:
    lamp.wait(days=14)  # the centre sees it by now
    case = lamp.case()
    lamp.work(CENTRE, Action.ACCEPT, case)
    lamp.say(ACCUSATION, reply_to=lamp.shown_at("居民甲"))
    with pytest.raises(TooLateToUndo):
        undo(lamp, case, by=CENTRE)
    assert lamp.case().holder == CENTRE
