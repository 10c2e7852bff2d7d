"""Two matters in one message: one conversation, a case for each, and nobody hears what they must not."""

import pytest

from cases import messages as say
from cases.commands import AnswerDanger, ChoosePlace, Hear, Said
from cases.conversation import answer_danger, choose_place, hear
from cases.model import CaseId
from cases.reading import Severity
from tests.cases.conftest import Desk

OWNER = "Z0102"
VILLAGE = "410871062209"
BOTH = "文昌街道大寨村2组路灯坏了，还有井盖也没了"


def receipts(desk: Desk) -> list[say.Receipt]:
    return [message for message in desk.heard_by("居民甲") if isinstance(message, say.Receipt)]


def test_each_becomes_a_case_with_its_own_number_receipt_card_and_limits(desk: Desk) -> None:
    desk.say(BOTH)
    lamp, cover = sorted(desk.cases(), key=lambda case: case.number)
    assert (lamp.matter, lamp.text, lamp.severity) == ("路灯不亮", "文昌街道大寨村2组路灯坏了", Severity.NORMAL)
    assert (cover.matter, cover.text, cover.severity) == ("井盖缺失", "井盖也没了", Severity.URGENT)
    assert lamp.grid == cover.grid == VILLAGE + "002"
    assert cover.due_at < lamp.due_at
    assert [receipt.number for receipt in receipts(desk)] == [lamp.number, cover.number]
    assert {card.number for card in desk.cards(OWNER)} == {lamp.number, cover.number}


def test_hearing_it_twice_files_nothing_twice(desk: Desk) -> None:
    desk.say(BOTH, message=7)
    desk.say(BOTH, message=7)
    assert len(desk.cases()) == len(receipts(desk)) == 2


def test_a_group_of_its_own_is_looked_for_in_the_village_that_was_named(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组路灯坏了，还有3组井盖也没了")
    assert {case.matter: case.grid for case in desk.cases()} == {
        "路灯不亮": VILLAGE + "002",
        "井盖缺失": VILLAGE + "003",
    }


@pytest.mark.parametrize(
    "second", ["，大寨村2组井盖没了", "。还有大寨村2组路灯也坏了", "，黑得很，大寨村2组路灯也坏了"]
)
def test_what_is_broken_in_two_places_is_two_cases(desk: Desk, second: str) -> None:
    desk.say(f"大寨村3组路灯坏了{second}")
    assert {case.grid for case in desk.cases()} == {VILLAGE + "002", VILLAGE + "003"}


@pytest.mark.parametrize("text", ["大寨村3组路灯坏了，大寨村2组的人看不见", "大寨村2组和3组路灯坏了"])
def test_one_broken_thing_and_two_places_is_a_question(desk: Desk, text: str) -> None:
    desk.say(text)
    assert isinstance(desk.last(), say.AskChoice)


def test_of_two_lamps_an_edit_changes_the_one_it_names(desk: Desk) -> None:
    number = desk.say("大寨村3组路灯坏了，大寨村2组路灯坏了")
    desk.say("大寨村3组路灯坏了三天了，大寨村2组路灯坏了", message=number, edited=True)
    texts = {case.grid: case.text for case in desk.cases()}
    assert texts == {VILLAGE + "003": "大寨村3组路灯坏了三天了", VILLAGE + "002": "大寨村2组路灯坏了"}


def test_one_question_for_the_place_serves_both(desk: Desk) -> None:
    desk.say("路灯坏了，还有井盖也没了", photos=1)
    asked = desk.last()
    assert isinstance(asked, say.AskPlace)
    assert (asked.matter, asked.also) == ("路灯不亮", ("井盖缺失",))
    assert not desk.cases()
    desk.say("文昌街道大寨村2组")
    assert {case.matter: case.text for case in desk.cases()} == {
        "路灯不亮": "路灯坏了\n文昌街道大寨村2组",
        "井盖缺失": "井盖也没了\n文昌街道大寨村2组",
    }
    assert {case.grid for case in desk.cases()} == {VILLAGE + "002"}
    assert [len(case.attachments) for case in desk.cases()] == [1, 1]


def test_a_tapped_place_serves_both(desk: Desk) -> None:
    desk.say("平陵村2组路灯坏了，还有井盖也没了")
    asked = desk.last()
    assert isinstance(asked, say.AskChoice)
    place = asked.choices[0].value
    desk.run(choose_place, ChoosePlace(desk.resident(), desk.clock.at, desk.cause(), CaseId(asked.draft), place))
    assert len(desk.cases()) == 2
    assert len({case.grid for case in desk.cases()}) == 1
    assert not any(case.place_pending for case in desk.cases())


def test_two_places_that_are_not_clear_are_asked_for_one_after_the_other(desk: Desk) -> None:
    desk.say("文昌街道大寨村路灯坏了，还有李万街道南张村井盖没了")
    desk.say("2组")
    asked = desk.last()
    assert isinstance(asked, say.AskPlace | say.AskChoice)
    assert asked.matter == "井盖缺失"
    assert not getattr(asked, "again", False)
    desk.say("3组")
    assert {case.matter: case.place for case in desk.cases()} == {"路灯不亮": "大寨村2组", "井盖缺失": "南张村3组"}


def test_silence_files_both(desk: Desk) -> None:
    desk.say("路灯坏了，还有井盖也没了")
    desk.wait(minutes=11)
    assert [case.place_pending for case in desk.cases()] == [True, True]
    assert all(receipt.timed_out for receipt in receipts(desk))
    desk.say("文昌街道大寨村2组")
    assert {case.grid for case in desk.cases()} == {VILLAGE + "002"}


def test_another_matter_begun_meanwhile_files_both(desk: Desk) -> None:
    desk.say("路灯坏了，还有井盖也没了")
    desk.say("李万街道南张村3组垃圾桶满了没人清")
    assert sorted(case.fault for case in desk.cases()) == ["不亮", "满溢", "缺失"]


def test_the_answer_that_names_one_of_them_again_is_no_third_matter(desk: Desk) -> None:
    desk.say("路灯坏了，还有井盖也没了")
    desk.say("文昌街道大寨村2组井盖没了")
    assert sorted(case.fault for case in desk.cases()) == ["不亮", "缺失"]
    assert {case.grid for case in desk.cases()} == {VILLAGE + "002"}


def test_an_answer_may_bring_a_second_matter(desk: Desk) -> None:
    desk.say("路灯坏了")
    desk.say("文昌街道大寨村2组路灯坏了，还有井盖没了")
    assert {case.matter: case.text for case in desk.cases()} == {
        "路灯不亮": "路灯坏了\n文昌街道大寨村2组路灯坏了",
        "井盖缺失": "井盖没了",
    }


def test_an_emergency_goes_first_and_both_are_filed_before_any_question(desk: Desk) -> None:
    desk.say("路灯坏了，还有屋里一股煤气味，头晕")
    alarm, lamp = sorted(desk.cases(), key=lambda case: case.number)
    assert (alarm.severity, "." in alarm.id) == (Severity.CRITICAL, False)
    assert lamp.matter == "路灯不亮"
    assert [receipt.number for receipt in receipts(desk)] == [lamp.number]  # the alarm's question is its receipt
    desk.say("文昌街道大寨村2组")
    assert {case.grid for case in desk.cases()} == {VILLAGE + "002"}


def test_a_possible_emergency_is_asked_about_and_then_both_are_filed(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组路灯坏了，还有昨天有煤气味今天没了")
    asked = desk.last()
    assert isinstance(asked, say.AskDanger)
    command = AnswerDanger(desk.resident(), desk.clock.at, desk.cause(), CaseId(asked.draft), still=True)
    desk.run(answer_danger, command)
    assert {case.matter: case.severity for case in desk.cases()} == {
        "燃气泄漏": Severity.CRITICAL,
        "路灯不亮": Severity.NORMAL,
    }


@pytest.mark.parametrize(
    "text",
    ["文昌街道大寨村2组路灯坏了，还有举报村干部贪了钱", "文昌街道大寨村2组网格员打人，还有路灯坏了"],
)
def test_whoever_one_half_accuses_receives_neither(desk: Desk, text: str) -> None:
    desk.say(text)
    assert [case.conflict for case in desk.cases()] == [True, True]
    desk.wait(minutes=30)
    desk.wait(days=3)
    accused = {OWNER, "J0228", "L0035", VILLAGE}
    assert not [who for who, message in desk.heard if who in accused and not isinstance(message, say.Digest)]


def test_what_is_asked_about_an_old_case_is_answered_and_the_new_matter_filed(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组路灯坏了")
    desk.forget()
    desk.say("我那个路灯咋样了，还有文昌街道大寨村3组井盖也没了")
    assert sorted(case.matter for case in desk.cases()) == ["井盖缺失", "路灯不亮"]
    assert [type(message) for message in desk.heard_by("居民甲")] == [say.Progress, say.Receipt]


# --- corrected, continued ---


def test_an_edit_corrects_the_case_it_is_about_and_files_nothing(desk: Desk) -> None:
    number = desk.say(BOTH)
    desk.forget()
    desk.say("文昌街道大寨村2组路灯坏了，还有井盖也没了，是圆的那个", message=number, edited=True)
    assert {case.matter: case.text for case in desk.cases()} == {
        "路灯不亮": "文昌街道大寨村2组路灯坏了",
        "井盖缺失": "井盖也没了，是圆的那个",
    }
    assert len([m for m in desk.heard_by("居民甲") if isinstance(m, say.Added)]) == 1


def test_a_matter_added_by_an_edit_is_not_lost(desk: Desk) -> None:
    number = desk.say(BOTH)
    desk.say(BOTH + "，另外垃圾桶满了没人清", message=number, edited=True)
    assert len(desk.cases()) == 2
    assert any("垃圾桶满了没人清" in case.text for case in desk.cases())


def test_an_edit_while_the_place_is_asked_counts(desk: Desk) -> None:
    number = desk.say("路灯坏了，还有井盖也没了")
    desk.say(BOTH, message=number, edited=True)
    assert {case.matter: case.text for case in desk.cases()} == {
        "路灯不亮": "文昌街道大寨村2组路灯坏了",
        "井盖缺失": "井盖也没了",
    }


def test_later_pictures_of_the_album_reach_both(desk: Desk) -> None:
    desk.say(BOTH, photos=1, album="a1")
    desk.say(photos=1, album="a1")
    assert [len(case.attachments) for case in desk.cases()] == [2, 2]


def test_the_words_under_a_second_picture_may_tell_of_two(desk: Desk) -> None:
    desk.say(photos=1, album="a1")
    desk.say(BOTH, photos=1, album="a1")
    assert [len(case.attachments) for case in desk.cases()] == [2, 2]


def test_a_message_that_names_no_place_anywhere_takes_the_point(desk: Desk) -> None:
    number = desk.say("路灯坏了，还有井盖也没了")
    place = desk.reader.read("文昌街道大寨村2组").place
    said = Said(number + 1, got="location", place=place, lon=113.2, lat=35.2)
    desk.run(hear, Hear(desk.resident(), desk.clock.at, desk.cause(), said))
    assert [(case.grid, case.lon) for case in desk.cases()] == [(VILLAGE + "002", 113.2)] * 2
