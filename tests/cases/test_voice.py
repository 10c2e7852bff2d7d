"""A voice nobody could put into words is a case all the same, within three minutes, with its sound kept for whoever listens."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.model import Attachment, Media
from cases.reading import VOICE_ONLY, Severity
from handlers.resident.words import says_pressing
from tests.cases.conftest import Desk
from texts.words import for_kin

VOICE = (Attachment(Media.VOICE, "voice1"),)


def speak(desk: Desk, by: str = "居民甲") -> None:
    desk.say(by=by, got="voice", attachments=VOICE)


def test_words_are_asked_for_and_after_three_minutes_a_person_listens(desk: Desk) -> None:
    speak(desk)
    asked = desk.last()
    assert isinstance(asked, say.AskWhat)
    assert asked.until == desk.clock.at + timedelta(minutes=3)
    desk.wait(minutes=2)
    assert not desk.cases()
    desk.wait(minutes=1)
    case = desk.case()
    assert (case.matter, case.triage, case.attachments) == (VOICE_ONLY, True, VOICE)
    assert isinstance(desk.last(), say.Receipt)
    assert any(isinstance(m, say.Files) for m in desk.heard_by(case.holder))


def test_whoever_types_it_has_an_ordinary_case_with_the_voice_in_it(desk: Desk) -> None:
    speak(desk)
    desk.say("文昌街道大寨村2组路灯坏了")
    assert (desk.case().matter, desk.case().attachments) == ("路灯不亮", VOICE)


def test_whoever_goes_on_speaking_is_not_asked_twice(desk: Desk) -> None:
    speak(desk)
    speak(desk)
    assert len(desk.case().attachments) == 2
    assert len(desk.cases()) == 1


def test_urgent_goes_to_a_person_at_once(desk: Desk) -> None:
    speak(desk)
    desk.say("很急", pressing=True)
    case = desk.case()
    assert (case.matter, case.severity) == (VOICE_ONLY, Severity.URGENT)


@pytest.mark.parametrize("words", ["急", "很急", "特别急！", "着急得很"])
def test_that_it_is_urgent_is_heard(words: str) -> None:
    assert says_pressing(words)


@pytest.mark.parametrize("words", ["不急", "急诊室没人", "急死我了路灯坏了", ""])
def test_nothing_else_is_taken_for_it(words: str) -> None:
    assert not says_pressing(words)


@pytest.mark.parametrize("words", ["替我妈报个事", "帮俺奶奶反映一下", "我爸不会用手机，我替他报", "替我家老人说一声"])
def test_whoever_speaks_for_their_own_family_is_noted(words: str) -> None:
    assert for_kin(words)


@pytest.mark.parametrize("words", ["我妈摔倒了", "帮我修路灯", "替我修一下", "邻居家老人摔了"])
def test_and_nobody_else(words: str) -> None:
    assert not for_kin(words)
