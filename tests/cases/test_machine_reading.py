"""机器转写: words for the worker, questions for the rest; nothing is assigned by what a machine thought it heard."""

from cases import messages as say
from cases.commands import ChoosePlace, WithdrawCase
from cases.conversation import choose_place
from cases.machine_reading import NoteRead, files_for, note_read
from cases.model import NOBODY, Actor, Attachment, Case, CaseId, ChatRef, Happening, Media
from cases.reading import UNSURE
from cases.withdrawing import withdraw_case
from tests.cases.conftest import LAMP, Desk
from texts.words import machine_read

VOICE = (Attachment(Media.VOICE, "voice1"),)


def spoken(desk: Desk, text: str = "") -> Case:
    """A resident spoke, and nobody typed anything in time."""
    desk.say(text, attachments=VOICE, got="voice")
    desk.wait(minutes=20)
    return desk.case()


def heard(desk: Desk, case: Case, words: str, nth: int = 0, what: Happening = Happening.VOICE_HEARD) -> Case:
    reading = desk.reader.read(words) if words else None
    told = machine_read(what, words) if words else ""
    by = Actor(ChatRef(""), NOBODY)
    command = NoteRead(by, desk.clock.at, desk.cause(), case.id, what, nth, told, reading)
    if reading:
        command = NoteRead(by, desk.clock.at, desk.cause(), case.id, what, nth, told, reading, reading.place)
    desk.run(note_read, command)
    desk.deliver()
    return desk.case()


def lines(desk: Desk, case: Case, what: Happening = Happening.VOICE_HEARD) -> list[str]:
    with desk.store.unit_of_work() as uow:
        return [line.note for line in uow.history(case.id) if line.what is what]


def test_the_worker_reads_that_a_machine_heard_it_and_the_case_stays_what_it_was(desk: Desk) -> None:
    before = spoken(desk, LAMP)
    after = heard(desk, before, "三组的井盖也没了")
    assert after.text == f"{before.text}\n语音转写（机器）：三组的井盖也没了"
    assert (after.topic, after.matter, after.place, after.holder) == (
        before.topic,
        before.matter,
        before.place,
        before.holder,
    )
    assert "语音转写（机器）" in desk.cards(after.holder)[-1].said


def test_the_place_is_asked_and_only_a_yes_moves_the_case(desk: Desk) -> None:
    case = heard(desk, spoken(desk), "文昌街道大寨村2组路灯坏了")
    assert case.place_pending
    asked = desk.last()
    assert isinstance(asked, say.AskChoice)
    assert (asked.heard, [choice.label for choice in asked.choices]) == ("voice", ["大寨村2组"])
    tap = ChoosePlace(desk.resident(), desk.clock.at, desk.cause(), CaseId(asked.draft), asked.choices[0].value)
    desk.run(choose_place, tap)
    desk.deliver()
    assert (desk.case().place, desk.case().place_pending) == ("大寨村2组", False)


def test_a_topic_is_offered_to_whoever_sorts_and_not_set(desk: Desk) -> None:
    case = heard(desk, spoken(desk), "路灯坏了好几天")
    assert case.topic == UNSURE
    assert case.triage
    assert case.top3[0] == desk.reader.read("路灯坏了好几天").topic


def test_nobody_is_asked_in_the_middle_of_another_matter(desk: Desk) -> None:
    case = spoken(desk)
    desk.say("路灯坏了")
    assert isinstance(desk.last(), say.AskPlace)
    heard(desk, case, "文昌街道大寨村2组井盖没了")
    assert isinstance(desk.last(), say.AskPlace)


def test_each_file_once_and_in_order(desk: Desk) -> None:
    case = spoken(desk, LAMP)
    heard(desk, case, "第一遍")
    heard(desk, case, "又一遍")
    assert lines(desk, case) == ["语音转写（机器）：第一遍"]


def test_what_could_not_be_made_out_leaves_a_line_and_no_words(desk: Desk) -> None:
    case = spoken(desk, LAMP)
    assert heard(desk, case, "").text == case.text
    assert lines(desk, case) == [""]


def test_numbers_of_people_are_hidden_in_it(desk: Desk) -> None:
    assert "13812345678" not in heard(desk, spoken(desk, LAMP), "打13812345678").text


def test_what_accuses_those_who_hold_the_case_goes_above_them(desk: Desk) -> None:
    case = spoken(desk, LAMP)
    after = heard(desk, case, "网格员收了人家的钱不办事")
    assert after.conflict
    assert after.holder != case.holder


def test_a_case_that_is_over_is_left_alone(desk: Desk) -> None:
    case = spoken(desk, LAMP)
    desk.run(withdraw_case, WithdrawCase(desk.resident(), desk.clock.at, desk.cause(), case.id))
    assert heard(desk, case, "晚了").text == case.text


def test_pictures_are_read_one_by_one(desk: Desk) -> None:
    desk.say(LAMP, photos=2)
    case = desk.case()
    assert len(files_for(case, Happening.PICTURE_READ)) == 2
    heard(desk, case, "大寨村2组", 0, Happening.PICTURE_READ)
    case = heard(desk, case, "灯杆0371", 1, Happening.PICTURE_READ)
    assert case.text.endswith("照片上的字（机器）：大寨村2组\n照片上的字（机器）：灯杆0371")


def test_a_case_that_is_gone_is_passed_over(desk: Desk) -> None:
    by = Actor(ChatRef(""), NOBODY)
    command = NoteRead(by, desk.clock.at, desk.cause(), CaseId("gone"), Happening.VOICE_HEARD, 0, "晚了")
    desk.run(note_read, command)
    assert desk.cases() == []
