"""What was read wrongly is put right in one tap, and the history keeps what was read beside what it is."""

import pytest

from cases import messages as words
from cases.commands import FixTopic, Retopic, SetTopic, ShowCase, Target, WithdrawCase
from cases.correcting import ask_topic, retopic_case, set_topic
from cases.corrections import Correction, correction_in
from cases.errors import Expired, NoSuchCase, NotStaff, WrongStatus
from cases.fieldwork import show_case
from cases.model import CITIZEN, Actor, Event, Happening
from cases.reading import Severity
from cases.supervision import triage_case
from cases.withdrawing import withdraw_case
from tests.cases.conftest import LAMP, Desk


def station(desk: Desk) -> str:
    case = desk.case()
    return next(post for post in desk.org.line(case) if desk.org.is_desk(post))


def choose(desk: Desk, who: Actor, topic: str) -> None:
    desk.run(set_topic, SetTopic(who, desk.clock.at, desk.cause(), desk.case().id, topic))
    desk.deliver()


def corrections(desk: Desk) -> list[Event]:
    return list(desk.store.glance.corrections())


def test_what_is_no_topic_is_refused_whatever_a_button_says(lamp: Desk) -> None:
    case = lamp.case()
    for use_case, who in ((set_topic, lamp.resident()), (set_topic, lamp.holder(case.holder))):
        with pytest.raises(Expired):
            lamp.run(use_case, SetTopic(who, lamp.clock.at, lamp.cause(), case.id, "随便什么"))
    lamp.say("大寨村的事")
    lamp.wait(minutes=11)
    unclear = next(one for one in lamp.cases() if one.triage)
    desk = lamp.holder(station(lamp))
    with pytest.raises(Expired):
        lamp.run(triage_case, SetTopic(desk, lamp.clock.at, lamp.cause(), unclear.id, "随便什么"))
    lamp.run(triage_case, SetTopic(desk, lamp.clock.at, lamp.cause(), unclear.id, "民政"))


def test_the_holder_is_offered_every_topic_and_one_tap_sets_it(lamp: Desk) -> None:
    case = lamp.case()
    holder = lamp.holder(case.holder)
    lamp.run(ask_topic, FixTopic(holder, lamp.clock.at, lamp.cause(), case.id))
    lamp.deliver()
    assert isinstance(lamp.last(case.holder), words.AskTopic)
    choose(lamp, holder, "环境保护")
    assert words.Done(case.number, "topic", note="环境保护") in lamp.heard_by(case.holder)
    after = lamp.case()
    assert (after.topic, after.topic2, after.holder, after.due_at) == ("环境保护", "", case.holder, case.due_at)
    assert after.matter == case.matter
    assert lamp.cards(case.holder)[-1].topic == "环境保护"


def test_the_history_keeps_who_corrected_what_was_read_and_by_which_words(lamp: Desk) -> None:
    case = lamp.case()
    choose(lamp, lamp.holder(station(lamp)), "环境保护")
    [line] = corrections(lamp)
    assert (line.actor, line.at, line.what) == (station(lamp), lamp.clock.at, Happening.TOPIC_CHANGED)
    kept = correction_in(line)
    assert kept is not None
    assert (kept.was, kept.was2, kept.now) == (case.topic, case.topic2, "环境保护")
    assert kept.confidence == round(case.confidence, 3)
    assert "路灯" in kept.words


def test_a_foreign_worker_or_desk_corrects_nothing(lamp: Desk) -> None:
    for who in (lamp.holder("410871060000"), lamp.holder("Z0012"), lamp.resident("居民乙")):
        with pytest.raises(NoSuchCase):
            choose(lamp, who, "环境保护")
    assert lamp.case().topic == "城乡建设"
    assert corrections(lamp) == []


def test_the_people_complained_about_correct_nothing(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组的网格员骂人，态度恶劣")
    case = desk.case()
    assert case.conflict
    with pytest.raises(NoSuchCase):
        choose(desk, desk.holder(desk.org.staff(case.unit)[0]), "环境保护")


def test_a_topic_chosen_twice_is_one_correction(lamp: Desk) -> None:
    holder = lamp.holder(lamp.case().holder)
    choose(lamp, holder, "环境保护")
    choose(lamp, holder, "环境保护")
    choose(lamp, lamp.resident(), "环境保护")
    assert len(corrections(lamp)) == 1


def test_the_resident_corrects_too_and_is_told(lamp: Desk) -> None:
    choose(lamp, lamp.resident(), "民政")
    [line] = corrections(lamp)
    assert line.actor == CITIZEN
    case = lamp.case()
    owner = lamp.org.label(case.holder)
    assert lamp.last() == words.Added(case.number, "topic", "民政", owner)
    choose(lamp, lamp.resident(), "民政")
    assert lamp.last() == words.Added(case.number, "same_topic", "民政", owner)
    assert len(corrections(lamp)) == 1


def ask_what(desk: Desk) -> None:
    desk.run(ask_topic, FixTopic(desk.resident(), desk.clock.at, desk.cause(), desk.case().id))
    desk.deliver()


def test_after_the_button_the_matter_may_be_said_in_words(lamp: Desk) -> None:
    before = lamp.case()
    ask_what(lamp)
    lamp.say("是下水道堵了，污水往外冒")
    [after] = lamp.cases()
    assert after.matter != before.matter
    assert (after.topic, after.place, after.holder) == ("城乡建设", before.place, before.holder)
    assert "下水道堵了" in after.text
    assert (after.severity, after.due_at < before.due_at) == (Severity.URGENT, True), "it is sooner, for it is pressing"
    said = lamp.last()
    assert isinstance(said, words.Added)
    assert (said.what, said.value) == ("topic", after.matter)
    assert lamp.cards(after.holder)[-1].matter == after.matter
    lamp.say("学校食堂的饭不干净")
    lamp.wait(minutes=11)
    assert len(lamp.cases()) == 2, "the question was answered"


def test_words_that_name_nothing_are_kept_and_the_matter_stays(lamp: Desk) -> None:
    before = lamp.case()
    ask_what(lamp)
    lamp.say("就是那个东西坏了嘛")
    [after] = lamp.cases()
    assert after.matter == before.matter
    assert "就是那个东西" in after.text


def test_a_topic_that_is_pressed_answers_the_question(lamp: Desk) -> None:
    ask_what(lamp)
    choose(lamp, lamp.resident(), "民政")
    lamp.say("学校食堂的饭不干净，孩子拉肚子")
    lamp.wait(minutes=11)
    assert len(lamp.cases()) == 2


def test_an_emergency_is_no_answer_to_it(lamp: Desk) -> None:
    before = lamp.case()
    ask_what(lamp)
    lamp.say("屋里一股煤气味，头晕")
    lamp.wait(minutes=11)
    assert len(lamp.cases()) == 2
    assert next(case for case in lamp.cases() if case.id == before.id).matter == before.matter


def test_an_accusation_is_no_other_name_of_it(lamp: Desk) -> None:
    before = lamp.case()
    ask_what(lamp)
    lamp.say("网格员收了人家的钱不办事")
    lamp.wait(minutes=11)
    assert {case.id == before.id: case.conflict for case in lamp.cases()} == {True: False, False: True}


def test_a_closed_case_stays_as_it_is(lamp: Desk) -> None:
    case = lamp.case()
    lamp.run(withdraw_case, WithdrawCase(lamp.resident(), lamp.clock.at, lamp.cause(), case.id))
    with pytest.raises(WrongStatus):
        choose(lamp, lamp.holder(case.holder), "民政")


def test_plain_words_name_the_case_by_the_card_the_number_or_not_at_all(lamp: Desk) -> None:
    case = lamp.case()
    holder = lamp.holder(case.holder)
    for target, topic in ((Target(number=case.number), "民政"), (Target(), "环境保护")):
        lamp.run(retopic_case, Retopic(holder, lamp.clock.at, lamp.cause(), target, topic))
        assert lamp.case().topic == topic
    lamp.run(retopic_case, Retopic(holder, lamp.clock.at, lamp.cause(), Target()))
    lamp.deliver()
    assert isinstance(lamp.last(case.holder), words.AskTopic)
    with pytest.raises(NotStaff):
        lamp.run(retopic_case, Retopic(lamp.resident(), lamp.clock.at, lamp.cause(), Target(), "民政"))


def test_choosing_among_all_topics_sorts_an_unclear_case_out(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组那个东西一直那样")
    desk.wait(minutes=11)
    case = desk.case()
    assert case.triage
    choose(desk, desk.holder(case.holder), "民政")
    assert (desk.case().triage, desk.case().topic) == (False, "民政")
    [line] = corrections(desk)
    assert line.what is Happening.TRIAGED
    assert correction_in(line) == Correction("民政", case.topic, confidence=round(case.confidence, 3))


def test_people_read_the_history_without_the_machine_s_reasons(lamp: Desk) -> None:
    case = lamp.case()
    choose(lamp, lamp.holder(case.holder), "民政")
    lamp.run(show_case, ShowCase(lamp.holder(case.holder), lamp.clock.at, lamp.cause(), Target(number=case.number)))
    lamp.deliver()
    view = lamp.last(case.holder)
    assert isinstance(view, words.CaseView)
    assert view.correctable
    assert [note for _, what, _, note in view.history if what == "topic_changed"] == [f"{case.topic} → 民政"]


def test_an_edit_that_makes_a_case_pressing_is_a_correction_of_its_severity(desk: Desk) -> None:
    number = desk.say(LAMP)
    desk.say("文昌街道大寨村2组着火了，房子烧起来了", message=number, edited=True)
    [line] = corrections(desk)
    kept = correction_in(line)
    assert kept is not None
    assert (line.what, kept.was, kept.now) == (Happening.SEVERITY_CHANGED, "一般", "特急")


def test_old_lines_that_only_say_what_it_became_are_still_read(lamp: Desk) -> None:
    old = Event(lamp.case().id, Happening.TOPIC_CHANGED, lamp.clock.at, CITIZEN, "民政")
    assert correction_in(old) == Correction("民政")
