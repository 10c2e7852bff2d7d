"""督办 is answered by a time of its own: who hears of it, what counts as an answer, and what comes of none."""

from cases import messages as say
from cases.commands import Action, Supervise
from cases.limits import answer_by
from cases.model import Case
from cases.supervision import supervise_case
from tests.cases.conftest import Desk

OWNER = "Z0102"
STATION, CENTRE = "410871062209", "410871062000"
UNSURE = "厂家说灯具周三才到货"


def press(desk: Desk, *, by: str = CENTRE) -> Case:
    desk.run(supervise_case, Supervise(desk.holder(by), desk.clock.at, desk.cause(), desk.case().id))
    desk.deliver()
    return desk.case()


def test_everybody_concerned_reads_by_when_the_answer_is_owed(lamp: Desk) -> None:
    case = press(lamp)
    until = answer_by(case, lamp.store.rules)
    assert until is not None
    assert lamp.pushes(OWNER)[-1].answer_by == until
    assert lamp.cards(OWNER)[-1].answer_by == until
    (told,) = lamp.told(say.StepTaken)
    assert (told.step, told.until) == ("supervised", until)


def test_pressed_again_the_same_day_it_rings_nobody_and_says_so(lamp: Desk) -> None:
    until = answer_by(press(lamp), lamp.store.rules)
    lamp.clock.at = lamp.clock.at.replace(hour=15)
    rung = len(lamp.pushes(OWNER))
    case = press(lamp, by=STATION)
    told = lamp.last(STATION)
    assert isinstance(told, say.Done)
    assert (told.what, told.who, told.due_at) == ("supervised_before", lamp.org.label(CENTRE), until)
    assert len(lamp.pushes(OWNER)) == rung
    assert answer_by(case, lamp.store.rules) == until


def test_pressed_on_another_day_it_rings_again(lamp: Desk) -> None:
    press(lamp)
    lamp.wait(days=1)
    rung = lamp.pushed(OWNER).count("supervised")
    press(lamp)
    assert lamp.pushed(OWNER).count("supervised") == rung + 1


def test_without_an_answer_the_desk_that_pressed_hears_of_it_once(lamp: Desk) -> None:
    press(lamp)
    lamp.wait(days=1)
    lamp.wait(hours=1)
    assert lamp.pushed(CENTRE).count("unanswered") == 1
    assert "unanswered" not in lamp.pushed(STATION)


def test_a_step_is_an_answer(lamp: Desk) -> None:
    press(lamp)
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    lamp.wait(days=1)
    assert "unanswered" not in lamp.pushed(CENTRE)


def test_a_sentence_in_reply_is_an_answer_and_goes_to_the_desk(lamp: Desk) -> None:
    press(lamp)
    lamp.tell(OWNER, UNSURE, reply_to=lamp.shown_at(OWNER))
    told = lamp.last(CENTRE)
    assert isinstance(told, say.AssistWord)
    assert (told.said, told.answers) == (UNSURE, True)
    lamp.wait(days=1)
    assert "unanswered" not in lamp.pushed(CENTRE)


def test_a_sentence_that_nobody_waits_for_is_asked_about_as_ever(lamp: Desk) -> None:
    lamp.tell(OWNER, UNSURE, reply_to=lamp.shown_at(OWNER))
    assert isinstance(lamp.last(OWNER), say.StaffHelp)
