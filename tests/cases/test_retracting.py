"""撤回这段: a resident takes back what was just added, or the passage with a number; the case goes on without it."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import Action, RetractWords
from cases.errors import NoSuchCase, TooLateToRetract
from cases.model import CaseId, Happening
from cases.retracting import WINDOW, retract_words
from storage.engine import open_engine
from storage.keys import Keys
from storage.revealing import filled
from tests.cases.conftest import LAMP, Desk
from tests.storage.conftest import KEYS

OWNER = "Z0102"


@pytest.fixture
def keys() -> Keys:
    """Numbers are kept sealed."""
    return KEYS


@pytest.fixture
def lamp(desk: Desk) -> Desk:
    """Nothing is filed yet."""
    return desk


def retract(desk: Desk, *, by: str = "居民甲", case: str = "") -> None:
    desk.run(retract_words, RetractWords(desk.resident(by), desk.clock.at, desk.cause(), CaseId(case)))
    desk.deliver()


def add(desk: Desk, text: str) -> None:
    desk.say(text, reply_to=desk.shown_at("居民甲"))


def notes(desk: Desk) -> list[str]:
    with desk.store.unit_of_work() as uow:
        return [line.note for line in uow.history(desk.case().id)]


def kept(desk: Desk, url: str) -> list[str]:
    """As a desk would be shown that may know who reported."""
    with open_engine(url).connect() as db:
        shown = filled(db, say.Revealed(desk.case().id, desk.case().number), KEYS)
    assert isinstance(shown, say.Revealed)
    return list(shown.numbers)


def test_what_was_just_added_goes_from_the_card_the_case_and_the_history(lamp: Desk) -> None:
    lamp.say(LAMP)
    add(lamp, "我怀疑是隔壁小卖部弄坏的")
    assert "小卖部" in lamp.case().text
    retract(lamp)
    assert lamp.case().text == LAMP
    assert not any("小卖部" in note for note in notes(lamp))
    assert lamp.cards(OWNER)[-1].said == LAMP
    assert lamp.cards(OWNER)[-1].retracted
    assert [
        message.staff for who, message in lamp.heard if isinstance(message, say.WordsRetracted) and who == OWNER
    ] == [True]
    with lamp.store.unit_of_work() as uow:
        assert uow.history(lamp.case().id)[-1].what is Happening.RETRACTED


def test_the_card_says_so_until_it_changes_again(lamp: Desk) -> None:
    lamp.say(LAMP)
    add(lamp, "在路东边")
    retract(lamp)
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    assert not lamp.cards(OWNER)[-1].retracted


@pytest.mark.parametrize("what", ["worked on", "long ago", "taken back before", "nothing added"])
def test_later_it_stays(lamp: Desk, what: str) -> None:
    lamp.say(LAMP)
    if what != "nothing added":
        add(lamp, "在路东边")
    if what == "worked on":
        lamp.work(OWNER, Action.ACCEPT, lamp.case())
    elif what == "long ago":
        lamp.clock.at += WINDOW + timedelta(seconds=1)
    elif what == "taken back before":
        retract(lamp)
    before = lamp.case()
    with pytest.raises(TooLateToRetract):
        retract(lamp)
    assert lamp.case() == before


def test_the_passage_with_a_number_goes_and_the_number_with_it_also_hours_later(lamp: Desk, url: str) -> None:
    lamp.say(f"{LAMP}，我电话13812345678，晚上看不见路")
    assert lamp.case().text == f"{LAMP}，我电话138****，晚上看不见路"
    assert kept(lamp, url) == ["13812345678"]
    lamp.clock.at += timedelta(hours=5)
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    retract(lamp)
    assert lamp.case().text == f"{LAMP}，晚上看不见路"
    assert kept(lamp, url) == []
    assert not any("138" in note for note in notes(lamp))


def test_nobody_takes_back_the_words_of_somebody_else(lamp: Desk) -> None:
    lamp.say(LAMP)
    add(lamp, "在路东边")
    with pytest.raises(NoSuchCase):
        retract(lamp, by="居民乙", case=lamp.case().id)


# --- before anything is filed ---


def test_a_number_is_taken_out_of_what_is_still_being_asked_about(desk: Desk) -> None:
    desk.say("路灯坏了，我电话13812345678")
    retract(desk)
    assert desk.last() == say.WordsRetracted("", asked=True)
    desk.say("大寨村2组")
    assert "138" not in desk.case().text
    assert desk.case().place == "大寨村2组"


def test_without_a_number_all_of_it_is_taken_back_and_nothing_is_filed(desk: Desk) -> None:
    desk.say("路灯坏了")
    retract(desk)
    desk.wait(minutes=20)
    assert desk.last() == say.WordsRetracted("")
    assert not desk.cases()


def test_what_is_filed_is_left_alone_meanwhile(lamp: Desk) -> None:
    lamp.say(LAMP)
    before = lamp.case().text
    lamp.say("井盖坏了")
    retract(lamp)
    assert lamp.case().text == before
    assert lamp.store.glance.meet(lamp.resident()).draft is None
