"""From a resident's first words to a filed case."""

from dataclasses import replace

import pytest

from cases import messages as say
from cases.aftercare import ask_new_place, ask_photo
from cases.commands import Action, AddPhoto, AnswerDanger, ChoosePlace, FixPlace, WithdrawCase
from cases.conversation import answer_danger, choose_place
from cases.dialogue import own_id
from cases.errors import Expired
from cases.model import DraftState, Status
from cases.reading import Danger, Severity
from cases.withdrawing import withdraw_case
from tests.cases.conftest import LAMP, Desk

OWNER = "Z0102"
"""专职 of 大寨村2组 in the demo district."""
VILLAGE = "410871062209"
GRID = "410871062209002"


def test_a_clear_complaint_is_filed_at_once_with_the_grid_that_owns_the_place(desk: Desk) -> None:
    desk.say(LAMP)
    case = desk.case()
    assert (case.grid, case.holder, case.status) == (GRID, OWNER, Status.FILED)
    assert case.number == "0302-001"
    receipt = desk.last()
    assert isinstance(receipt, say.Receipt)
    assert receipt.number == case.number
    assert "大寨村" in receipt.place
    assert receipt.due_at > receipt.contact_at > desk.clock.at


def test_the_card_goes_to_the_owning_worker_and_nowhere_else(desk: Desk) -> None:
    desk.say(LAMP)
    assert {chat for chat, message in desk.heard if isinstance(message, say.Card)} == {OWNER}
    assert desk.cards(OWNER)[0].reporter == "居民甲"


def test_hearing_the_same_message_twice_is_one_case_and_one_receipt(desk: Desk) -> None:
    desk.say(LAMP, message=7)
    desk.say(LAMP, message=7)
    assert len(desk.cases()) == 1
    assert len([m for m in desk.heard_by("居民甲") if isinstance(m, say.Receipt)]) == 1


def test_the_id_that_buttons_carry_tells_nobody_who_reported_it(desk: Desk) -> None:
    desk.say(LAMP, message=7)
    assert "居民甲" not in desk.case().id
    other_desk = replace(desk.store.unit_of_work().rules, id_key=b"another")
    assert own_id(desk.case().reporter, 7, desk.store.unit_of_work().rules) == desk.case().id
    assert own_id(desk.case().reporter, 7, other_desk) != desk.case().id


def test_one_question_is_asked_when_the_place_is_missing(desk: Desk) -> None:
    desk.say("楼下垃圾桶三天没人倒了 臭死了")
    assert isinstance(desk.last(), say.AskPlace)
    assert not desk.cases()
    desk.say("阳光里 6 号楼东边")
    assert desk.case().place.startswith("阳光里")
    assert desk.case().fault == "满溢"


def test_the_village_is_remembered_while_its_group_is_asked(desk: Desk) -> None:
    desk.say("文昌街道大寨村路灯坏了")
    assert isinstance(desk.last(), say.AskPlace | say.AskChoice)
    desk.say("2组")
    assert desk.case().grid == GRID


def test_after_two_questions_the_case_is_filed_anyway_with_its_place_pending(desk: Desk) -> None:
    desk.say("垃圾桶满了没人清")
    desk.say("就在我家门口")
    desk.say("就是门口啊")
    case = desk.case()
    assert case.place_pending
    assert case.triage


def test_no_answer_in_ten_minutes_files_the_case_and_says_so(desk: Desk) -> None:
    desk.say("路灯坏了好几天了")
    desk.wait(minutes=9)
    assert not desk.cases()
    desk.wait(minutes=2)
    receipt = desk.last()
    assert isinstance(receipt, say.Receipt)
    assert receipt.timed_out
    assert receipt.place_pending


def test_an_emergency_is_filed_before_any_question_and_the_duty_desks_know_at_once(desk: Desk) -> None:
    desk.say("屋里一股煤气味 头晕")
    case = desk.case()
    assert case.severity is Severity.CRITICAL
    assert case.danger is Danger.GAS
    asked = desk.last()
    assert isinstance(asked, say.AskPlace)
    assert asked.danger is Danger.GAS
    assert desk.cards(case.holder)
    desk.say("文昌街道大寨村2组")
    assert desk.case().holder == OWNER
    assert len(desk.cases()) == 1


def test_a_possible_emergency_is_one_question_with_the_safety_line_first(desk: Desk) -> None:
    desk.say("昨天有煤气味,今天没了")
    asked = desk.last()
    assert isinstance(asked, say.AskDanger)
    desk.run(
        answer_danger,
        AnswerDanger(desk.resident(), desk.clock.at, desk.cause(), asked.draft, still=True),  # type: ignore[arg-type]
    )
    assert desk.case().severity is Severity.CRITICAL


def test_a_possible_emergency_that_is_over_is_an_ordinary_case(desk: Desk) -> None:
    desk.say("昨天有煤气味,今天没了")
    desk.say("2")
    desk.say("文昌街道大寨村2组")
    assert desk.case().severity is Severity.NORMAL


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("没有了，井口敞着呢", Severity.CRITICAL),
        ("还敞着", Severity.CRITICAL),
        ("没人盖", Severity.CRITICAL),
        ("已经盖好了", Severity.NORMAL),
    ],
)
def test_of_an_open_manhole_the_words_say_what_is_meant(desk: Desk, words: str, severity: Severity) -> None:
    desk.say("昨天门口的井盖没了")
    asked = desk.last()
    assert isinstance(asked, say.AskDanger)
    desk.say(words)
    desk.say("文昌街道大寨村2组")
    assert desk.case().severity is severity


def test_a_manhole_without_its_cover_is_urgent_without_a_question(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组，俺家门口的井盖没了")
    assert (desk.case().severity, desk.case().danger) == (Severity.URGENT, Danger.MANHOLE)


def test_who_rang_many_times_for_water_is_beaten_by_nobody(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组自来水没水了，老人孩子都等着用水，打了好几个电话都没人接")
    assert (desk.case().severity, desk.case().danger) == (Severity.URGENT, None)


def test_a_photo_alone_opens_a_conversation_and_stays_with_the_case(desk: Desk) -> None:
    desk.say(photos=1)
    assert isinstance(desk.last(), say.AskWhat)
    desk.say(LAMP)
    assert len(desk.case().attachments) == 1
    assert any(isinstance(m, say.Files) for m in desk.heard_by(OWNER))


def test_the_pictures_of_an_album_are_one_message(desk: Desk) -> None:
    desk.say(photos=1, album="a1")
    desk.say(photos=1, album="a1")
    desk.wait(seconds=4)
    assert len([m for m in desk.heard_by("居民甲") if isinstance(m, say.AskWhat)]) == 1
    desk.say(LAMP)
    assert len(desk.case().attachments) == 2


def test_an_album_whose_words_stand_under_its_second_picture_asks_nothing(desk: Desk) -> None:
    desk.say(photos=1, album="a1")
    desk.say(LAMP, photos=1, album="a1")
    desk.wait(seconds=4)
    assert not [m for m in desk.heard_by("居民甲") if isinstance(m, say.AskWhat)]
    assert len(desk.case().attachments) == 2


def test_the_later_pictures_of_a_filed_album_join_the_case_in_silence(desk: Desk) -> None:
    desk.say(LAMP, photos=1, album="a1")
    desk.forget()
    desk.say(photos=1, album="a1")
    assert len(desk.case().attachments) == 2
    assert not desk.heard_by("居民甲")


def test_an_edited_message_corrects_the_case_it_became(desk: Desk) -> None:
    number = desk.say(LAMP)
    desk.say(LAMP + "，晚上很黑", message=number, edited=True)
    assert desk.case().text.endswith("晚上很黑")
    assert len(desk.cases()) == 1


def test_a_second_matter_in_the_middle_of_a_question_becomes_its_own_case(desk: Desk) -> None:
    desk.say("垃圾桶满了没人清")
    desk.say("南张村3组井盖没了")
    assert {case.fault for case in desk.cases()} == {"满溢", "缺失"}


def test_a_place_outside_the_district_is_said_politely_and_files_nothing(desk: Desk) -> None:
    desk.say("武陟县城里路灯坏了")
    assert isinstance(desk.last(), say.Understood)
    assert not desk.cases()


def test_small_talk_files_nothing(desk: Desk) -> None:
    desk.say("在吗")
    answer = desk.last()
    assert isinstance(answer, say.Understood)
    assert answer.about == "small_talk"
    assert not desk.cases()


def test_a_sticker_disturbs_no_open_question(desk: Desk) -> None:
    desk.say("路灯坏了")
    desk.say(got="sticker")
    draft = desk.store.glance.meet(desk.resident()).draft
    assert draft is not None
    assert draft.state is DraftState.PLACE
    assert draft.asked == 1


def test_a_complaint_about_the_village_skips_the_grid_and_the_station(desk: Desk) -> None:
    desk.say("举报文昌街道大寨村2组村干部把路灯的钱贪了")
    case = desk.case()
    assert case.conflict
    assert case.holder == desk.org.parent(VILLAGE)
    assert not desk.heard_by(OWNER)
    assert not desk.heard_by(VILLAGE)


def test_somebody_elses_question_cannot_be_answered(desk: Desk) -> None:
    desk.say("文昌街道大寨村路灯坏了")
    draft = desk.store.glance.meet(desk.resident()).draft
    assert draft is not None
    with pytest.raises(Expired):
        desk.run(choose_place, ChoosePlace(desk.resident("陌生人"), desk.clock.at, desk.cause(), draft.id, GRID))
    assert not desk.cases()


def test_what_has_no_clear_topic_goes_to_the_station_to_be_sorted(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组那个东西一直那样")
    desk.wait(minutes=11)
    case = desk.case()
    assert case.triage
    assert desk.org.is_desk(case.holder)


def test_a_letter_cut_in_two_by_the_messenger_is_one_case(desk: Desk) -> None:
    letter = (LAMP + "，晚上看不见路。") * 300
    desk.say(letter[:4096])
    desk.say(letter[4096:8000])
    assert len(desk.cases()) == 1
    assert desk.case().text == letter[:4096] + "\n" + letter[4096:8000]


def test_an_emergency_is_never_swallowed_as_an_answer_about_another_case(desk: Desk) -> None:
    desk.say(LAMP)
    desk.run(ask_photo, AddPhoto(desk.resident(), desk.clock.at, desk.cause(), desk.case().id))
    desk.say("文昌街道大寨村3组煤气泄漏，屋里全是煤气味，快来人")
    assert {case.severity for case in desk.cases()} == {Severity.NORMAL, Severity.CRITICAL}


def test_a_new_complaint_is_filed_while_a_question_about_an_old_case_is_open(desk: Desk) -> None:
    desk.say(LAMP)
    desk.run(ask_new_place, FixPlace(desk.resident(), desk.clock.at, desk.cause(), desk.case().id))
    desk.say("李万街道南张村3组井盖没了")
    assert {case.fault for case in desk.cases()} == {"不亮", "缺失"}
    assert desk.case(1).grid == GRID


def test_a_question_about_a_closed_case_is_out_of_date(desk: Desk) -> None:
    desk.say("屋里一股煤气味 头晕")
    desk.run(withdraw_case, WithdrawCase(desk.resident(), desk.clock.at, desk.cause(), desk.case().id))
    desk.wait(minutes=5)
    desk.say(LAMP)
    assert desk.case().fault == "不亮"


def test_asking_for_a_photo_of_one_case_does_not_forget_the_complaint_in_hand(desk: Desk) -> None:
    desk.say(LAMP)
    old = desk.case()
    desk.say("井盖没了一个大洞")
    desk.run(ask_photo, AddPhoto(desk.resident(), desk.clock.at, desk.cause(), old.id))
    desk.say(photos=1)
    desk.wait(minutes=11)
    assert {case.fault for case in desk.cases()} == {"不亮", "缺失"}


def test_a_swear_word_does_not_cost_the_complaint(desk: Desk) -> None:
    desk.say("你们他妈的怎么还不修路灯，文昌街道大寨村2组路灯坏了")
    assert desk.case().grid == GRID


def test_at_most_two_questions_are_asked_even_after_a_possible_emergency(desk: Desk) -> None:
    desk.say("昨天有煤气味,今天没了")
    desk.say("2")
    desk.say("就在我家")
    desk.say("还是我家")
    questions = [m for m in desk.heard_by("居民甲") if isinstance(m, say.AskDanger | say.AskPlace)]
    assert len(questions) == 2
    assert len(desk.cases()) == 1


def test_an_edit_keeps_what_was_added_and_moves_the_case_when_the_place_changed(desk: Desk) -> None:
    number = desk.say(LAMP)
    desk.say("在大门口")
    desk.say("文昌街道大寨村3组路灯坏了", message=number, edited=True)
    case = desk.case()
    assert case.text == "文昌街道大寨村3组路灯坏了\n在大门口"
    assert case.grid == "410871062209003"


def test_a_worker_whose_house_burns_is_heard_while_finished_work_waits_for_its_verdict(desk: Desk) -> None:
    desk.say(LAMP)
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯泡")
    words = "我家着火了"
    desk.tell(OWNER, words, reading=desk.reader.read(words))
    assert (desk.case().text, desk.case().severity) == (words, Severity.CRITICAL)
