"""First words that are half of a matter: an address alone, a point alone, a village alone, a complaint about people."""

import pytest

from cases import messages as say
from cases.model import DraftState
from cases.reading import Option, PlaceKind, PlaceReading
from tests.cases.conftest import Desk

SECOND, THIRD = Option("410871062209002", "大寨村2组"), Option("410871062209003", "大寨村3组")
BETWEEN = PlaceReading(PlaceKind.ASK, "", (SECOND.code, THIRD.code), (SECOND, THIRD))
"""A point near two grids."""


@pytest.mark.parametrize(
    ("text", "place"),
    [("阳光里6号楼", "阳光里小区6号楼"), ("文昌街道大寨村2组", "大寨村2组"), ("我家在大寨村2组附近", "大寨村2组")],
)
def test_an_address_alone_is_asked_about_and_never_filed(desk: Desk, text: str, place: str) -> None:
    desk.say(text)
    asked = desk.last()
    assert isinstance(asked, say.AskWhat)
    assert asked.place == place
    desk.wait(hours=3)
    assert not desk.cases()


def test_what_happened_there_finds_the_place_that_was_said_before(desk: Desk) -> None:
    desk.say("阳光里6号楼")
    desk.say("谢谢")
    desk.wait(minutes=20)
    desk.say("路灯坏了")
    case = desk.case()
    assert (case.place, case.matter, case.place_pending) == ("阳光里小区6号楼", "路灯不亮", False)


@pytest.mark.parametrize("text", ["大寨村2组没水", "大寨村2组的事谁管", "大寨村2组狗叫", "大寨村2组老李家又占道了"])
def test_words_beside_the_address_are_a_matter(desk: Desk, text: str) -> None:
    desk.say(text)
    assert not [asked for asked in desk.told(say.AskWhat) if asked.place]


@pytest.fixture
def waiting(desk: Desk) -> Desk:
    """A case was filed without its place."""
    desk.say("路灯坏了")
    desk.wait(minutes=11)
    assert desk.case().place_pending
    return desk


def test_a_point_between_grids_is_the_place_of_the_case_that_waits_for_it(waiting: Desk) -> None:
    waiting.say(lon=113.0, lat=35.2, place=BETWEEN)
    asked = waiting.last()
    assert isinstance(asked, say.AskChoice)
    waiting.say("1")
    (case,) = waiting.cases()
    assert (case.grid, case.place_pending) == (SECOND.code, False)


def test_a_point_that_no_map_knows_stands_on_the_case(waiting: Desk) -> None:
    waiting.say(lon=113.0, lat=35.2)
    (case,) = waiting.cases()
    assert (case.lon, case.lat) == (113.0, 35.2)


def test_a_photo_and_then_a_point_are_one_case(desk: Desk) -> None:
    desk.say(photos=1)
    desk.wait(minutes=11)
    desk.say(lon=113.0, lat=35.2, place=BETWEEN)
    desk.say("2")
    (case,) = desk.cases()
    assert case.grid == THIRD.code


def test_a_village_is_half_of_the_place_of_the_case_that_waits(waiting: Desk) -> None:
    waiting.say("大寨村")
    asked = waiting.last()
    assert isinstance(asked, say.AskPlace)
    assert (asked.within, asked.number) == ("大寨村", waiting.case().number)
    waiting.say("二组")
    (case,) = waiting.cases()
    assert case.grid == SECOND.code


def test_another_matter_with_its_place_is_a_case_of_its_own(waiting: Desk) -> None:
    waiting.say("大寨村2组井盖没了")
    assert len(waiting.cases()) == 2


def test_who_complains_about_people_is_not_pressed_for_the_group(desk: Desk) -> None:
    desk.say("大寨村支书贪污低保钱")
    case = desk.case()
    assert (case.conflict, case.place, case.place_pending) == (True, "大寨村", False)


def test_of_a_broken_thing_the_group_is_asked_all_the_same(desk: Desk) -> None:
    desk.say("大寨村路灯坏了，支书不管")
    draft = desk.store.glance.meet(desk.resident()).draft
    assert draft is not None
    assert draft.state is DraftState.PLACE


def test_the_first_question_repeats_what_was_said(desk: Desk) -> None:
    desk.say("垃圾桶满了三天没人清")
    assert desk.told(say.AskPlace)[0].words == "垃圾桶满了三天没人清"
    desk.say("大寨村")
    assert [asked.words for asked in desk.told(say.AskPlace)][1:] == [""]


def test_anger_with_a_matter_in_it_is_heard_and_no_insult_repeated(desk: Desk) -> None:
    desk.say("你们都是一群饭桶!!!垃圾没人管")
    asked = desk.told(say.AskPlace)[0]
    assert (asked.angry, asked.words) == (True, "")
