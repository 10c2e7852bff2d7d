"""吹哨报到: departments are called to a case, answer for themselves alone, and never learn who reported it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import (
    Action,
    BindPost,
    Greet,
    IssueCode,
    Look,
    Muster,
    Reassign,
    ShowCase,
    ShowTodo,
    Target,
    Transfer,
    WithdrawCase,
)
from cases.courtesies import greet
from cases.errors import AlreadyDone, Expired, NobodyToCall, NoSuchCase, NotYours
from cases.fieldwork import show_case, show_todo
from cases.longterm_commands import UndoStep
from cases.model import PostCode, TransferReason, Whistle
from cases.mustering import answer_typed, answer_whistle
from cases.posts import bind_post, digest_of, issue_code
from cases.supervision import reassign_case
from cases.transferring import transfer_case
from cases.undoing import undo_step
from cases.whistle_commands import Answer, AnswerTyped, AskWhistle, ChooseDepartment
from cases.whistle_watch import watch_whistles
from cases.whistling import ask_whistle, choose_department
from cases.withdrawing import withdraw_case
from tests.cases.conftest import LAMP, ZONE, Desk
from texts.zh import Zh

OWNER, COVER, OTHER = "Z0102", "J0228", "Z0001"
STATION, CENTRE, DISTRICT = "410871062209", "410871062000", "410871000000"
CLEANERS, PROPERTY, POLICE = "B0001", "B0002", "B0003"
ASKED = "清运，加一个桶"


@pytest.fixture
def lamp(desk: Desk) -> Desk:
    """A desk with one ordinary case filed on a Monday at nine, and taken."""
    desk.say(f"{LAMP}，我是张某某，电话13800000000")
    desk.tell(OWNER, "接单")
    desk.forget()
    return desk


def whistle(desk: Desk, *to: str, by: str = OWNER, asked: str = ASKED) -> None:
    target = Target(case=desk.case().id)
    desk.run(ask_whistle, AskWhistle(desk.holder(by), desk.clock.at, desk.cause(), target, to or ("环卫",), asked))
    desk.deliver()


def blown(desk: Desk) -> list[Whistle]:
    with desk.store.unit_of_work() as uow:
        return list(uow.whistles_of((desk.case().id,)))


def press(desk: Desk, muster: Muster, *, by: str = CLEANERS, place: int = 0) -> None:
    desk.run(answer_whistle, Answer(desk.holder(by), desk.clock.at, desk.cause(), blown(desk)[place].id, muster))
    desk.deliver()


def card(desk: Desk, who: str = CLEANERS) -> say.WhistleCard:
    return [m for m in desk.heard_by(who) if isinstance(m, say.WhistleCard)][-1]


def words_of(desk: Desk, who: str) -> str:
    zh = Zh(ZONE, gas_hotline="0391-0000000")
    return "\n".join(zh.render(message, desk.clock.at).text for message in desk.heard_by(who))


# --- calling ---


def test_departments_are_ticked_and_called_with_one_sentence(lamp: Desk) -> None:
    whistle(lamp, "没有这样的单位", asked="")
    for post in (CLEANERS, POLICE, POLICE, PROPERTY):
        lamp.run(
            choose_department,
            ChooseDepartment(lamp.holder(OWNER), lamp.clock.at, lamp.cause(), lamp.case().id, post),  # type: ignore[arg-type]
        )
    lamp.deliver()
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskDepartments)
    assert asked.chosen == (CLEANERS, PROPERTY)
    lamp.tell(OWNER, ASKED)
    assert [one.department for one in blown(lamp)] == [CLEANERS, PROPERTY]
    assert card(lamp).asked == card(lamp, PROPERTY).asked == ASKED
    assert not lamp.told(say.WhistleCard, POLICE)


def test_a_sentence_before_anybody_is_ticked_calls_nobody(lamp: Desk) -> None:
    whistle(lamp, "没有这样的单位", asked="")
    lamp.tell(OWNER, ASKED)
    answer = lamp.last(OWNER)
    assert isinstance(answer, say.AskDepartments)
    assert answer.again
    assert not blown(lamp)


@pytest.mark.parametrize("words", ["叫环卫来", "吹哨环卫", "找环卫来"])
def test_plain_words_tick_whom_they_name_and_ask_what_for(lamp: Desk, words: str) -> None:
    lamp.tell(OWNER, words)
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskDepartments)
    assert asked.chosen == (CLEANERS,)


def test_words_that_say_all_call_at_once(lamp: Desk) -> None:
    lamp.tell(OWNER, "叫环卫和物业来清运两车垃圾")
    assert {one.department for one in blown(lamp)} == {CLEANERS, PROPERTY}


def test_the_called_see_the_matter_and_the_place_and_nothing_of_the_resident(lamp: Desk) -> None:
    whistle(lamp)
    heard = words_of(lamp, CLEANERS)
    assert lamp.case().number in heard
    assert "大寨村2组" in heard
    assert not [secret for secret in ("居民甲", "张某某", "138", "路灯坏了") if secret in heard]


def test_the_resident_hears_who_was_asked_and_the_card_stays_with_its_holder(lamp: Desk) -> None:
    whistle(lamp)
    (heard,) = lamp.told(say.Called, "居民甲")
    assert isinstance(heard, say.Called)
    assert heard.who == ("文昌环卫中心",)
    assert lamp.case().holder == OWNER
    assert [line.state for line in lamp.cards(OWNER)[-1].whistles] == ["called"]


def test_a_desk_over_the_case_may_call_and_others_may_not(lamp: Desk) -> None:
    whistle(lamp, by=CENTRE)
    assert blown(lamp)[0].by == CENTRE
    for stranger in (OTHER, PROPERTY, "410871061000"):
        with pytest.raises(NoSuchCase):
            whistle(lamp, "派出所", by=stranger)
    with pytest.raises(NotYours):
        whistle(lamp, "派出所", by=COVER)


def test_whoever_is_called_already_is_not_called_again(lamp: Desk) -> None:
    whistle(lamp)
    whistle(lamp)
    assert len(blown(lamp)) == 1
    press(lamp, Muster.CONCLUDE)
    lamp.tell(CLEANERS, "清了两车")
    whistle(lamp)
    assert len(blown(lamp)) == 2


def test_property_is_not_called_in_a_complaint_about_the_people_of_the_place(desk: Desk) -> None:
    desk.say("投诉大寨村2组物业，乱收费还骂人")
    assert desk.case().conflict
    holder = desk.case().holder
    whistle(desk, "物业", by=holder, asked="")
    asked = desk.last(holder)
    assert isinstance(asked, say.AskDepartments)
    assert PROPERTY not in {choice.value for choice in asked.choices}
    assert asked.chosen == ()


def test_where_no_department_answers_nobody_can_be_called(desk: Desk) -> None:
    desk.store.save_registry(replace(desk.org.registry, departments=()))
    desk.say(LAMP)
    with pytest.raises(NobodyToCall):
        whistle(desk, by=desk.case().holder)


# --- answering ---


def test_from_the_answer_to_the_conclusion(lamp: Desk) -> None:
    whistle(lamp)
    lamp.wait(minutes=10)
    press(lamp, Muster.ANSWER)
    assert card(lamp).state == "answered"
    press(lamp, Muster.COME)
    press(lamp, Muster.CONCLUDE)
    assert isinstance(lamp.last(CLEANERS), say.AskConclusion)
    lamp.tell(CLEANERS, "清了两车", photos=1)
    done = blown(lamp)[0]
    assert (done.state, done.said, len(done.proof)) == ("concluded", "清了两车", 1)
    (heard,) = lamp.told(say.Mustered, OWNER)
    assert isinstance(heard, say.Mustered)
    assert (heard.who, heard.said, len(heard.files)) == ("文昌环卫中心", "清了两车", 1)
    assert lamp.case().status == "accepted"


def test_plain_words_do_what_the_buttons_do(lamp: Desk) -> None:
    whistle(lamp)
    for words, state in (("马上到", "answered"), ("到了", "came"), ("清完了，两车", "concluded")):
        lamp.tell(CLEANERS, words)
        assert blown(lamp)[0].state == state


def test_who_cannot_come_says_why_and_the_holder_reads_it(lamp: Desk) -> None:
    whistle(lamp)
    press(lamp, Muster.DECLINE)
    lamp.tell(CLEANERS, "车都在外面")
    (heard,) = lamp.told(say.Mustered, OWNER)
    assert isinstance(heard, say.Mustered)
    assert (heard.state, heard.said) == ("declined", "车都在外面")
    lamp.wait(hours=1)
    assert not lamp.told(say.WhistleLate, CENTRE)


def test_a_department_acts_on_its_own_whistles_only(lamp: Desk) -> None:
    whistle(lamp)
    for stranger in (PROPERTY, OWNER, CENTRE):
        with pytest.raises(Expired):
            press(lamp, Muster.ANSWER, by=stranger)
    with pytest.raises(NoSuchCase):
        lamp.work(CLEANERS, Action.RESOLVE, lamp.case(), "办好了")
    typed = AnswerTyped(
        lamp.holder(PROPERTY), lamp.clock.at, lamp.cause(), Muster.ANSWER, Target(number=lamp.case().number)
    )
    with pytest.raises(NoSuchCase):
        lamp.run(answer_typed, typed)


def test_an_answer_is_given_once(lamp: Desk) -> None:
    whistle(lamp)
    press(lamp, Muster.ANSWER)
    with pytest.raises(AlreadyDone):
        press(lamp, Muster.ANSWER)


def test_the_lists_of_a_department_hold_its_whistles_and_nothing_of_the_case(lamp: Desk) -> None:
    whistle(lamp)
    lamp.forget()
    by = lamp.holder(CLEANERS)
    lamp.run(show_todo, ShowTodo(by, lamp.clock.at, lamp.cause()))
    lamp.run(show_case, ShowCase(by, lamp.clock.at, lamp.cause(), Target(number=lamp.case().number)))
    lamp.run(greet, Greet(by, lamp.clock.at, lamp.cause()))
    lamp.deliver()
    lamp.tell(CLEANERS, "今天天气不错")
    kinds = [message.kind for message in lamp.heard_by(CLEANERS)]
    assert kinds == ["whistle_todo", "whistle_card", "hello", "whistle_todo"]
    assert "居民甲" not in words_of(lamp, CLEANERS)
    lamp.say("文昌街道大寨村3组井盖松了", by="居民乙")
    with pytest.raises(NoSuchCase):
        lamp.run(show_case, ShowCase(by, lamp.clock.at, lamp.cause(), Target(number=lamp.case().number)))


# --- lateness ---


def test_half_an_hour_without_an_answer_is_told_once_and_then_goes_to_the_district(lamp: Desk) -> None:
    whistle(lamp)
    lamp.wait(minutes=29)
    assert not lamp.told(say.WhistleLate, CENTRE)
    lamp.wait(minutes=2)
    lamp.sweep()
    (late,) = lamp.told(say.WhistleLate, CENTRE)
    assert isinstance(late, say.WhistleLate)
    assert (late.who, late.times) == ("文昌环卫中心", 1)
    assert len(lamp.told(say.WhistleLate, OWNER)) == len(lamp.told(say.WhistleLate, CLEANERS)) == 1
    assert not lamp.told(say.WhistleLate, DISTRICT)
    lamp.wait(hours=9)
    lamp.wait(days=2)
    assert len(lamp.told(say.WhistleLate, DISTRICT)) == 1
    assert len(lamp.told(say.WhistleLate, CENTRE)) == 1
    assert blown(lamp)[0].look_at is None


def test_who_answered_and_does_not_come_is_told_of_too(lamp: Desk) -> None:
    whistle(lamp)
    press(lamp, Muster.ANSWER)
    lamp.wait(days=1)
    (late,) = lamp.told(say.WhistleLate, CENTRE)
    assert isinstance(late, say.WhistleLate)
    assert late.state == "answered"
    press(lamp, Muster.COME)
    assert card(lamp).state == "came"


def test_what_can_wait_is_not_heard_at_night_and_counts_from_the_morning(lamp: Desk) -> None:
    lamp.clock.at = lamp.clock.at.replace(hour=23)
    whistle(lamp)
    assert not lamp.told(say.WhistleCard, CLEANERS)
    lamp.wait(hours=8, minutes=10)
    assert card(lamp).due_at == lamp.clock.at.replace(hour=7, minute=30)
    assert not lamp.told(say.WhistleLate, CENTRE)


def test_a_sweep_that_is_doubled_or_late_tells_once(lamp: Desk) -> None:
    whistle(lamp)
    lamp.clock.at += timedelta(hours=3)
    for _ in range(2):
        lamp.run(watch_whistles, Look(lamp.clock.at))
    lamp.deliver()
    assert len(lamp.told(say.WhistleLate, CENTRE)) == 1


# --- what becomes of open whistles ---


def test_when_the_case_is_done_or_withdrawn_nobody_need_come(lamp: Desk) -> None:
    whistle(lamp)
    lamp.tell(OWNER, "办结 换了灯泡")
    assert card(lamp).state == "called_off"
    whistled = lamp.case()
    assert whistled.whistled == 1
    with pytest.raises(AlreadyDone):
        press(lamp, Muster.ANSWER)
    lamp.say("文昌街道大寨村3组路灯坏了", by="居民乙")
    whistle(lamp, by=lamp.case().holder)
    who = lamp.resident("居民乙")
    lamp.run(withdraw_case, WithdrawCase(who, lamp.clock.at, lamp.cause(), lamp.case().id))
    assert blown(lamp)[0].state == "called_off"


def test_when_done_is_taken_back_they_are_called_as_before(lamp: Desk) -> None:
    lamp.store._rules = replace(lamp.store._rules, undo_window=timedelta(seconds=10))
    whistle(lamp)
    press(lamp, Muster.ANSWER)
    before = blown(lamp)
    lamp.tell(OWNER, "办结 换了灯泡")
    assert card(lamp).state == "called_off"
    lamp.run(undo_step, UndoStep(lamp.holder(OWNER), lamp.clock.at, lamp.cause(), lamp.case().id))
    lamp.deliver()
    assert blown(lamp) == before
    assert card(lamp).state == "answered"


def test_what_was_told_of_is_not_told_again_where_done_is_taken_back(lamp: Desk) -> None:
    lamp.store._rules = replace(lamp.store._rules, undo_window=timedelta(seconds=10))
    whistle(lamp)
    lamp.wait(minutes=30)
    before = blown(lamp)
    assert before[0].told == 1
    lamp.clock.at += timedelta(minutes=5)
    lamp.tell(OWNER, "办结 换了灯泡")
    lamp.run(undo_step, UndoStep(lamp.holder(OWNER), lamp.clock.at, lamp.cause(), lamp.case().id))
    assert blown(lamp) == before
    lamp.wait(minutes=1)
    assert len(lamp.told(say.WhistleLate, CENTRE)) == len(lamp.told(say.WhistleLate, CLEANERS)) == 1
    assert not lamp.told(say.WhistleLate, DISTRICT)
    lamp.wait(days=2)
    assert len(lamp.told(say.WhistleLate, DISTRICT)) == 1


def test_whoever_has_the_case_now_hears_what_came_of_it(lamp: Desk) -> None:
    whistle(lamp)
    lamp.run(reassign_case, Reassign(lamp.holder(CENTRE), lamp.clock.at, lamp.cause(), lamp.case().id, STATION))  # type: ignore[arg-type]
    assert blown(lamp)[0].state == "called"
    press(lamp, Muster.CONCLUDE)
    lamp.tell(CLEANERS, "清了两车")
    assert lamp.told(say.Mustered, STATION)
    assert not lamp.told(say.Mustered, OWNER)


def test_property_is_called_off_once_the_case_is_about_the_people_of_the_place(lamp: Desk) -> None:
    whistle(lamp, "物业", "环卫")
    target = Target(case=lamp.case().id)
    lamp.run(
        transfer_case,
        Transfer(lamp.holder(OWNER), lamp.clock.at, lamp.cause(), target, TransferReason.INVOLVED),
    )
    states = {one.department: one.state.value for one in blown(lamp)}
    assert states == {PROPERTY: "called_off", CLEANERS: "called"}


def test_a_new_phone_shows_the_open_whistles(lamp: Desk) -> None:
    whistle(lamp)
    lamp.run(issue_code, IssueCode(PostCode(CLEANERS), digest_of("CODE"), lamp.clock.at))
    lamp.run(bind_post, BindPost(lamp.resident("新值班"), lamp.clock.at, lamp.cause(), "CODE"))
    lamp.deliver()
    assert card(lamp, "新值班").asked == ASKED


# --- what a department says in its own words ---


@pytest.mark.parametrize(
    ("words", "hour", "minute"),
    [
        ("上午十点到", 10, 0),
        ("10点半到", 10, 30),
        ("半小时后到", 9, 30),
        ("二十分钟左右过去", 9, 20),
        ("应哨 10:15到", 10, 15),
    ],
)
def test_a_department_that_says_when_it_comes_has_answered_and_is_held_to_it(
    lamp: Desk, words: str, hour: int, minute: int
) -> None:
    whistle(lamp, "环卫")
    lamp.tell(CLEANERS, words)
    one = blown(lamp)[0]
    assert one.state == "answered"
    assert one.arrive_due_at == lamp.clock.at.replace(hour=hour, minute=minute)
    assert lamp.cards(OWNER)[-1].whistles[0].said == words.removeprefix("应哨 ")


def test_a_later_promise_is_shown_and_moves_no_limit(lamp: Desk) -> None:
    whistle(lamp, "环卫", "物业")
    lamp.tell(CLEANERS, "应哨")
    lamp.tell(PROPERTY, "明天上午过去")
    by_rule, promised = blown(lamp)
    assert (promised.state, promised.said) == ("answered", "明天上午过去")
    assert promised.arrive_due_at == by_rule.arrive_due_at


@pytest.mark.parametrize("words", ["几号楼", "在哪儿？", "具体什么位置", "多大的桶", "找不到地方"])
def test_a_question_goes_to_whoever_called_and_their_reply_back(lamp: Desk, words: str) -> None:
    whistle(lamp, "环卫")
    lamp.forget()
    lamp.tell(CLEANERS, words)
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.WhistleWord)
    assert (asked.said, asked.who) == (words, lamp.org.label(CLEANERS))
    assert not lamp.heard_by("居民甲")
    lamp.tell(OWNER, "6号楼东边", reply_to=lamp.shown[-2][2] if lamp.shown[-2][0] == OWNER else lamp.shown[-1][2])
    answered = lamp.last(CLEANERS)
    assert isinstance(answered, say.WhistleWord)
    assert (answered.said, answered.whistle) == ("6号楼东边", "")
    assert not lamp.heard_by("居民甲")


@pytest.mark.parametrize("words", ["清完了，两个桶都换了", "两个桶都换了，清完了", "修好了，换了个灯头，试过亮了"])
def test_the_whole_sentence_is_the_conclusion(lamp: Desk, words: str) -> None:
    whistle(lamp, "环卫")
    lamp.tell(CLEANERS, words)
    told = lamp.last(OWNER)
    assert isinstance(told, say.Mustered)
    assert (told.state, told.said) == ("concluded", words)


@pytest.mark.parametrize("words", ["门口没人", "两点到三点停水", "明天再说"])
def test_what_is_no_answer_is_taken_for_none(lamp: Desk, words: str) -> None:
    whistle(lamp, "环卫")
    lamp.tell(CLEANERS, words)
    assert blown(lamp)[0].state == "called"
