"""转人工, and a telephone number that is left."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import Action
from cases.model import Attachment, Media, Status
from cases.reading import TO_SPEAK, Severity
from tests.cases.conftest import Desk


@pytest.mark.parametrize("text", ["转人工", "找人工", "我要跟人说", "有没有真人"])
def test_whoever_has_the_case_hears_that_its_resident_wants_to_speak(lamp: Desk, text: str) -> None:
    lamp.say(text)
    answer = lamp.last()
    assert isinstance(answer, say.PersonCalled)
    assert (answer.number, answer.contact_at) == (lamp.case().number, lamp.case().contact_due_at)
    assert lamp.pushed(lamp.case().holder) == ["person"]
    assert len(lamp.cases()) == 1


def test_the_same_wish_rings_once(lamp: Desk) -> None:
    lamp.say("转人工")
    lamp.clock.at += timedelta(minutes=20)
    lamp.say("转人工")
    assert lamp.pushed(lamp.case().holder) == ["person"]
    assert len(lamp.told(say.PersonCalled)) == 2


def test_no_first_call_is_promised_once_it_is_taken(lamp: Desk) -> None:
    lamp.work(lamp.case().holder, Action.ACCEPT, lamp.case())
    lamp.say("转人工")
    answer = lamp.last()
    assert isinstance(answer, say.PersonCalled)
    assert answer.contact_at is None


def test_what_is_being_asked_about_is_filed_as_it_is(desk: Desk) -> None:
    desk.say("路灯坏了")
    desk.say("转人工")
    assert "路灯" in desk.case().matter
    assert desk.case().place_pending
    assert "转人工" in desk.case().text


def test_who_has_told_of_nothing_is_called_by_a_duty_desk(desk: Desk) -> None:
    desk.say("我要找人工客服")
    receipt = desk.last()
    assert isinstance(receipt, say.Receipt)
    assert receipt.matter == TO_SPEAK
    assert receipt.contact_at > desk.clock.at
    assert desk.org.is_desk(desk.case().holder)


def test_an_emergency_keeps_its_rank(desk: Desk) -> None:
    desk.say("大寨村2组昨天有煤气味，今天没了")
    desk.say("转人工")
    assert desk.case().severity is Severity.URGENT


@pytest.mark.parametrize("text", ["人工湖里有死鱼", "快递客服不接电话"])
def test_a_matter_is_no_wish(desk: Desk, text: str) -> None:
    desk.say(text)
    assert not isinstance(desk.last(), say.Receipt) or desk.case().matter != TO_SPEAK


def test_an_answer_to_the_holder_goes_to_the_holder(lamp: Desk) -> None:
    lamp.tell(lamp.case().holder, "问居民 您在家吗")
    lamp.say("我要跟人说")
    assert lamp.case().answer == "我要跟人说"


def test_a_voice_is_listened_to(desk: Desk) -> None:
    desk.say(got="voice", attachments=(Attachment(Media.VOICE, "voice1"),))
    desk.say("转人工")
    assert desk.case().status is Status.FILED
    assert "转人工" not in desk.case().text


# --- a contact ---


def test_ones_own_number_is_hidden_and_answered(lamp: Desk) -> None:
    before = lamp.case().text
    lamp.say("13812345678", got="contact")
    assert lamp.last() == say.Understood("contact")
    assert lamp.case().text == before
    assert len(lamp.cases()) == 1


def test_a_question_that_is_open_stays_open(desk: Desk) -> None:
    desk.say("路灯坏了")
    desk.say("13812345678", got="contact")
    desk.say("大寨村2组")
    assert desk.case().place == "大寨村2组"
    assert "138" not in desk.case().text


def test_where_a_life_may_hang_on_it_the_number_stands_on_the_card(desk: Desk) -> None:
    desk.say("大寨村2组屋里一股煤气味，头晕")
    desk.say("13812345678", got="contact")
    assert "13812345678" in desk.case().text


def test_somebody_elses_is_not_kept(lamp: Desk) -> None:
    lamp.say("", got="contact")
    assert lamp.last() == say.Understood("contact_other")
