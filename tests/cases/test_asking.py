"""问居民: the question goes through the desk, the limits stand still, the answer comes back to the card."""

from datetime import datetime, timedelta

import pytest

from cases import messages as say
from cases.asking import ask_resident
from cases.commands import Action, AskResident, Target, Verdict
from cases.errors import NoSuchCase, WrongStatus
from cases.model import Case, Happening, Status
from tests.cases.conftest import LAMP, MONDAY, Desk
from tests.cases.test_ladder import STATION

QUESTION = "是东门口还是楼后面?"


def filed(desk: Desk) -> Case:
    desk.say(LAMP)
    return desk.case()


def ask(desk: Desk, case: Case, question: str = QUESTION, *, by: str = "") -> None:
    holder = desk.holder(by or case.holder)
    desk.run(ask_resident, AskResident(holder, desk.clock.at, desk.cause(), Target(case=case.id), question))
    desk.deliver()


def happened(desk: Desk, case: Case) -> list[Happening]:
    with desk.store.unit_of_work() as uow:
        return [line.what for line in uow.history(case.id)]


def test_the_question_reaches_the_resident_without_a_name_and_stops_the_clocks(desk: Desk) -> None:
    case = filed(desk)
    desk.clock.at += timedelta(minutes=30)
    ask(desk, case)
    told = desk.last()
    assert isinstance(told, say.QuestionRelayed)
    assert told.question == QUESTION
    assert told.who == desk.org.label(case.holder)
    waiting = desk.case()
    assert waiting.status is Status.ACCEPTED
    assert waiting.paused_at == desk.clock.at
    assert desk.cards(case.holder)[-1].question == QUESTION


def test_the_answer_comes_back_and_the_limit_is_later_by_the_wait(desk: Desk) -> None:
    case = filed(desk)
    ask(desk, case)
    desk.clock.at += timedelta(minutes=12)
    desk.say("楼后面")
    answered = desk.case()
    assert answered.paused_at is None
    assert answered.answer == "楼后面"
    assert answered.waited == 12
    assert answered.due_at == case.due_at + timedelta(minutes=12)
    assert isinstance(desk.last(), say.Added)
    card = desk.cards(case.holder)[-1]
    assert (card.answer, card.waited) == ("楼后面", 12)
    told = next(m for m in desk.heard_by(case.holder) if isinstance(m, say.Answered))
    assert (told.question, told.answer, told.waited) == (QUESTION, "楼后面", 12)
    assert len(desk.cases()) == 1


def test_a_wait_over_closed_hours_costs_no_office_hours(desk: Desk) -> None:
    desk.clock.at = MONDAY.replace(hour=17)
    case = filed(desk)
    ask(desk, case)
    desk.clock.at = MONDAY.replace(hour=8) + timedelta(days=1)
    desk.say("楼后面")
    office = desk.store.unit_of_work().rules.office
    left = office.hours_between(MONDAY.replace(hour=17), case.due_at)
    assert office.hours_between(desk.clock.at, desk.case().due_at) == pytest.approx(left)


def test_while_the_answer_is_awaited_nobody_is_reminded_and_nothing_is_overdue(desk: Desk) -> None:
    case = filed(desk)
    ask(desk, case)
    desk.forget()
    for _ in range(5):
        desk.wait(hours=4)
    assert not [m for m in desk.heard_by(case.holder) if isinstance(m, say.Reminder)]


def test_without_an_answer_the_limits_run_again_after_a_day(desk: Desk) -> None:
    case = filed(desk)
    ask(desk, case)
    desk.wait(hours=25)
    running = desk.case()
    assert running.paused_at is None
    assert running.answered_at is None
    assert running.due_at > case.due_at
    told = [m for m in desk.heard_by(case.holder) if isinstance(m, say.Answered)]
    assert [m.answered for m in told] == [False]
    assert Happening.UNANSWERED in happened(desk, case)
    for _ in range(12):
        desk.wait(hours=6)
    assert [m for m in desk.heard_by(case.holder) if isinstance(m, say.Reminder)]


def test_the_button_asks_what_to_ask_and_the_next_sentence_is_it(desk: Desk) -> None:
    case = filed(desk)
    ask(desk, case, "")
    assert isinstance(desk.last(case.holder), say.AskQuestion)
    desk.tell(case.holder, QUESTION)
    told = desk.last()
    assert isinstance(told, say.QuestionRelayed)
    assert told.question == QUESTION


def test_a_question_in_plain_words_is_relayed(desk: Desk) -> None:
    case = filed(desk)
    desk.tell(case.holder, "问他是东门还是西门？")
    told = desk.last()
    assert isinstance(told, say.QuestionRelayed)
    assert told.question == "是东门还是西门？"


@pytest.mark.parametrize(
    "text", ["别问居民是东门还是西门", "问居民了，他说是东门", "居民问我是东门还是西门", "明天问居民是几号楼"]
)
def test_what_is_no_question_for_the_resident_is_not_relayed(desk: Desk, text: str) -> None:
    case = filed(desk)
    desk.tell(case.holder, text)
    assert not isinstance(desk.last(), say.QuestionRelayed)


def test_the_missing_place_is_taken_from_the_answer(desk: Desk) -> None:
    desk.say("路灯坏了")
    desk.say("不知道")
    desk.wait(minutes=11)
    case = desk.case()
    assert case.place_pending
    ask(desk, case, "在哪个村几组？")
    desk.say("文昌街道大寨村2组")
    moved = desk.case()
    assert not moved.place_pending
    assert moved.grid
    assert moved.paused_at is None
    assert {Happening.ANSWERED, Happening.PLACE_CHANGED} <= set(happened(desk, moved))


def test_a_picture_alone_is_an_answer(desk: Desk) -> None:
    case = filed(desk)
    ask(desk, case, "能拍一张吗？")
    desk.say(photos=1)
    assert desk.case().answered_at == desk.clock.at
    told = next(m for m in desk.heard_by(case.holder) if isinstance(m, say.Answered))
    assert (told.answered, told.answer, told.files) == (True, "", 1)


def test_a_new_emergency_is_no_answer(desk: Desk) -> None:
    case = filed(desk)
    ask(desk, case)
    desk.say("文昌街道大寨村3组有煤气味，很呛")
    assert {c.matter for c in desk.cases()} != {case.matter}


def test_done_while_waiting_ends_the_wait_and_silence_counts_from_then(desk: Desk) -> None:
    case = filed(desk)
    ask(desk, case)
    desk.clock.at += timedelta(hours=1)
    desk.work(case.holder, Action.RESOLVE, case, "换了灯泡")
    done = desk.case()
    assert done.status is Status.RESOLVED
    assert done.paused_at is None
    assert done.waited == 60
    desk.judge(Verdict.FIXED)
    assert desk.case().status is Status.CONFIRMED


def test_only_who_may_work_on_it_may_ask_and_only_while_it_is_in_hand(desk: Desk) -> None:
    case = filed(desk)
    stranger = next(post for post in desk.org.registry.worker if post not in desk.org.line(case))
    with pytest.raises(NoSuchCase):
        ask(desk, case, by=stranger)
    desk.work(case.holder, Action.RESOLVE, case, "换了灯泡")
    with pytest.raises(WrongStatus):
        ask(desk, case)


def test_at_night_an_ordinary_question_waits_for_the_morning(desk: Desk) -> None:
    case = filed(desk)
    desk.clock.at = MONDAY.replace(hour=23)
    desk.forget()
    ask(desk, case)
    assert not [m for m in desk.heard_by("居民甲") if isinstance(m, say.QuestionRelayed)]
    desk.wait(hours=9)
    assert [m for m in desk.heard_by("居民甲") if isinstance(m, say.QuestionRelayed)]


def test_a_limit_that_was_past_stays_past(desk: Desk) -> None:
    case = filed(desk)
    desk.clock.at = case.due_at + timedelta(hours=2)
    ask(desk, case)
    desk.clock.at += timedelta(minutes=30)
    desk.say("楼后面")
    assert desk.case().due_at == case.due_at


def test_asked_again_the_first_moment_counts(desk: Desk) -> None:
    case = filed(desk)
    ask(desk, case)
    begun: datetime | None = desk.case().paused_at
    desk.clock.at += timedelta(minutes=5)
    ask(desk, case, "几单元?")
    assert desk.case().paused_at == begun
    desk.clock.at += timedelta(minutes=5)
    desk.say("2单元")
    assert desk.case().waited == 10


def test_a_question_in_time_does_not_swallow_the_push_to_the_station(desk: Desk) -> None:
    case = filed(desk)
    while desk.clock.at < case.due_at + timedelta(hours=12):
        desk.wait(hours=4)
    assert not desk.pushed(STATION)
    ask(desk, desk.case())
    for _ in range(12):
        desk.wait(hours=4)
    assert Happening.UNANSWERED in happened(desk, case)
    assert desk.pushed(STATION) == ["station"]
