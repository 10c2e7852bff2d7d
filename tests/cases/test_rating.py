"""After closing: two questions, one message; nobody whose work is judged learns who judged it."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.aftercare import give_verdict, hide_name
from cases.commands import Action, GiveVerdict, HideName, RateCase, ShowCase, Target, Verdict
from cases.errors import Expired, NoSuchCase, WrongStatus
from cases.fieldwork import show_case
from cases.model import Case, Happening, Rating, Status
from cases.rating import rate_case
from cases.scores import Answer, Answers, Pressed, Satisfied, Solved
from tests.cases.conftest import LAMP, Desk
from tests.cases.test_asking import ask
from tests.cases.test_conflict import ACCUSED, CENTRE, heard_by_accused

OWNER, STATION, DISTRICT = "Z0102", "410871062209", "410871000000"
COMPLAINT = "举报文昌街道大寨村2组村干部把路灯的钱贪了"


def closed(desk: Desk, text: str = LAMP, *, by: str = "居民甲", accept: bool = True) -> Case:
    """A case that its resident has agreed to."""
    desk.say(text, by=by)
    case = desk.case()
    if accept:
        desk.work(case.holder, Action.ACCEPT, case)
    desk.work(case.holder, Action.RESOLVE, desk.case(), "换了灯泡")
    desk.judge(Verdict.FIXED, by=by)
    assert desk.case().status is Status.CONFIRMED
    return desk.case()


def tap(desk: Desk, case: Case, *answers: Answer | None, by: str = "居民甲") -> None:
    for answer in answers:
        desk.run(rate_case, RateCase(desk.resident(by), desk.clock.at, desk.cause(), case.id, answer))
    desk.deliver()


def rating(desk: Desk, case: Case) -> Rating | None:
    with desk.store.unit_of_work() as uow:
        return uow.rating(case.id)


def given(desk: Desk, case: Case) -> Answers:
    found = rating(desk, case)
    assert found is not None
    return found.answers


def asked(desk: Desk, who: str = "居民甲") -> say.AskRating:
    last = desk.last(who)
    assert isinstance(last, say.AskRating)
    return last


# --- the two questions ---


def test_agreeing_is_followed_by_two_questions_in_one_message(desk: Desk) -> None:
    case = closed(desk)
    first = asked(desk)
    assert (first.number, first.solved, first.satisfied) == (case.number, None, None)
    assert not any(isinstance(message, say.Closed) for message in desk.heard_by("居民甲"))
    tap(desk, case, Solved.SOLVED)
    assert (asked(desk).solved, asked(desk).satisfied) == (Solved.SOLVED, None)
    tap(desk, case, Satisfied.FAIRLY)
    assert (asked(desk).solved, asked(desk).satisfied) == (Solved.SOLVED, Satisfied.FAIRLY)
    assert given(desk, case) == Answers(True, Solved.SOLVED, Satisfied.FAIRLY)


def resolved(desk: Desk) -> Case:
    desk.say(LAMP)
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯泡")
    desk.wait(seconds=15)
    assert isinstance(desk.last(), say.AskVerdict)
    return desk.case()


def numbers(desk: Desk) -> list[int]:
    """The messages that the resident has of the newest case, in the order in which they came or changed."""
    return [number for who, case, number in desk.shown if (who, case) == ("居民甲", desk.case().id)]


def agree(desk: Desk, *, pressed: int = 0) -> None:
    command = GiveVerdict(desk.resident(), desk.clock.at, desk.cause(), desk.case().id, Verdict.FIXED, pressed=pressed)
    desk.run(give_verdict, command)
    desk.deliver()
    assert isinstance(desk.last(), say.AskRating)


def test_a_pressed_question_becomes_the_next_one(desk: Desk) -> None:
    resolved(desk)
    (*_, asked_in) = numbers(desk)
    agree(desk, pressed=asked_in)
    assert numbers(desk)[-1] == asked_in


def test_a_typed_answer_is_answered_below_it(desk: Desk) -> None:
    resolved(desk)
    before = numbers(desk)
    desk.say("好了")
    assert isinstance(desk.last(), say.AskRating)
    assert numbers(desk)[-1] not in before
    tap(desk, desk.case(), Solved.SOLVED)
    assert numbers(desk)[-1] == numbers(desk)[-2]


def test_a_button_elsewhere_is_answered_where_it_can_be_seen(desk: Desk) -> None:
    resolved(desk)
    before = numbers(desk)
    agree(desk, pressed=before[0])
    assert numbers(desk)[-1] not in before


def test_the_same_question_rings_each_time(desk: Desk) -> None:
    """After the days of silence, and when the second try is done."""
    case = resolved(desk)
    first = numbers(desk)[-1]
    desk.wait(days=3, hours=1)
    second = numbers(desk)[-1]
    assert isinstance(desk.last(), say.AskVerdict)
    desk.judge(Verdict.NOT_FIXED, "还是不亮")
    desk.work(desk.case().holder, Action.RESOLVE, desk.case(), "又换了")
    desk.wait(seconds=15)
    assert isinstance(desk.last(), say.AskVerdict)
    third = numbers(desk)[-1]
    assert len({first, second, third}) == 3
    agree(desk, pressed=third)
    assert numbers(desk)[-1] == third
    assert desk.case().id == case.id


def test_the_message_is_changed_in_place(desk: Desk) -> None:
    case = closed(desk)
    tap(desk, case, Solved.SOLVED)
    desk.run(rate_case, RateCase(desk.resident(), desk.clock.at, desk.cause(), case.id, Satisfied.SATISFIED))
    (row,) = desk.store.outbox.claim(9, "test", timedelta(minutes=1))
    assert isinstance(row.message, say.AskRating)
    assert row.edit is not None


@pytest.mark.parametrize(
    ("first", "second", "answers"),
    [
        ("解决", "满意", Answers(True, Solved.SOLVED, Satisfied.SATISFIED)),
        ("部分", "基本满意。", Answers(True, Solved.PARTLY, Satisfied.FAIRLY)),
        ("没解决", "不满意", Answers(True, Solved.UNSOLVED, Satisfied.DISSATISFIED)),
        ("1", "2", Answers(True, Solved.SOLVED, Satisfied.FAIRLY)),
        ("3", "3", Answers(True, Solved.UNSOLVED, Satisfied.DISSATISFIED)),
        ("基本满意", "解决了", Answers(True, Solved.SOLVED, Satisfied.FAIRLY)),
    ],
)
def test_every_answer_may_be_typed_in_words_or_by_its_number(
    desk: Desk, first: str, second: str, answers: Answers
) -> None:
    case = closed(desk)
    desk.say(first)
    desk.wait(hours=20)
    desk.say(second)
    assert given(desk, case) == answers
    assert len(desk.cases()) == 1


@pytest.mark.parametrize(("answered", "typed"), [((), "5"), ((Solved.SOLVED,), "0"), ((Solved.PARTLY,), " 12 ")])
def test_a_number_that_was_not_offered_is_asked_again_below_it(
    desk: Desk, answered: tuple[Answer, ...], typed: str
) -> None:
    case = closed(desk)
    tap(desk, case, *answered)
    before, known = numbers(desk), rating(desk, case)
    desk.say(typed)
    assert (asked(desk).solved, asked(desk).satisfied) == ((*answered, None)[0], None)
    assert numbers(desk)[-1] not in before
    assert rating(desk, case) == known
    desk.say("2")
    assert given(desk, case).solved is ((*answered, Solved.PARTLY)[0])
    assert len(desk.cases()) == 1


def test_when_both_are_answered_a_number_answers_nothing(desk: Desk) -> None:
    case = closed(desk)
    tap(desk, case, Solved.SOLVED, Satisfied.SATISFIED)
    desk.say("5")
    assert not isinstance(desk.last(), say.AskRating)


def test_words_that_answer_nothing_more_are_heard_as_words(desk: Desk) -> None:
    case = closed(desk)
    tap(desk, case, Solved.SOLVED, Satisfied.SATISFIED)
    before = rating(desk, case)
    desk.say("不满意")
    assert rating(desk, case) == before
    assert not isinstance(desk.last(), say.AskRating)


def test_a_longer_sentence_is_no_answer(desk: Desk) -> None:
    case = closed(desk)
    desk.say("文昌街道大寨村3组井盖没了，不满意")
    assert rating(desk, case) is None
    assert len(desk.cases()) == 2


def test_what_was_asked_last_is_what_a_number_answers(desk: Desk) -> None:
    first = closed(desk)
    desk.clock.at += timedelta(minutes=5)
    desk.say("文昌街道大寨村3组路灯坏了")
    second = desk.case()
    desk.work(second.holder, Action.RESOLVE, second, "修好了")
    desk.say("1")
    assert desk.case().status is Status.CONFIRMED
    assert rating(desk, first) is None
    desk.clock.at += timedelta(minutes=5)
    desk.say("2")
    assert given(desk, second).solved is Solved.PARTLY
    assert rating(desk, first) is None


def test_a_question_about_another_case_is_not_answered_by_the_way(desk: Desk) -> None:
    """Two cases wait for their verdict, one gets it: 解决了 speaks of that one."""
    desk.say(LAMP)
    older = desk.case()
    desk.work(older.holder, Action.RESOLVE, older, "换了灯泡")
    desk.clock.at += timedelta(minutes=5)
    newer = closed(desk, "文昌街道大寨村3组井盖没了")
    desk.say("解决了")
    assert given(desk, newer).solved is Solved.SOLVED
    assert {case.id: case.status for case in desk.cases()}[older.id] is Status.RESOLVED


def test_while_something_else_is_asked_a_number_answers_that(desk: Desk) -> None:
    case = closed(desk)
    desk.clock.at += timedelta(minutes=5)
    desk.say("路灯坏了")
    desk.say("1")
    assert rating(desk, case) is None
    desk.say("满意")
    assert given(desk, case).satisfied is Satisfied.SATISFIED


def test_the_answer_to_a_holders_later_question_is_no_rating(desk: Desk) -> None:
    closed_one = closed(desk)
    desk.clock.at += timedelta(minutes=5)
    desk.say("文昌街道大寨村3组路灯坏了")
    asked_about = desk.case()
    ask(desk, asked_about, "上次修的那盏解决了吗？")
    desk.say("解决了")
    assert rating(desk, closed_one) is None
    assert desk.case().answer == "解决了"


def test_a_reply_to_the_question_names_the_case(desk: Desk) -> None:
    first = closed(desk)
    message = desk.shown_at("居民甲", first)
    desk.clock.at += timedelta(minutes=5)
    closed(desk, "文昌街道大寨村3组井盖没了")
    desk.say("满意", reply_to=message)
    assert given(desk, first).satisfied is Satisfied.SATISFIED


def test_pressing_a_button_again_or_after_the_thanks_changes_nothing(desk: Desk) -> None:
    case = closed(desk)
    tap(desk, case, Solved.SOLVED, Solved.SOLVED, Satisfied.SATISFIED)
    before = rating(desk, case)
    desk.clock.at += timedelta(days=40)
    tap(desk, case, Satisfied.DISSATISFIED, Solved.UNSOLVED)
    assert rating(desk, case) == before


def test_only_the_reporter_of_a_closed_case_is_asked(desk: Desk) -> None:
    desk.say(LAMP)
    with pytest.raises(WrongStatus):
        tap(desk, desk.case(), Solved.SOLVED)
    case = closed(desk, "文昌街道大寨村3组井盖没了")
    with pytest.raises(NoSuchCase):
        tap(desk, case, Solved.SOLVED, by="居民乙")
    with pytest.raises(Expired):
        tap(desk, case, None)
    assert rating(desk, case) is None


def test_silence_is_never_asked_and_never_counts(desk: Desk) -> None:
    desk.say(LAMP)
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯泡")
    for _ in range(8):
        desk.wait(days=1)
    assert desk.case().status is Status.SILENT
    assert not any(isinstance(message, say.AskRating) for message in desk.heard_by("居民甲"))
    assert rating(desk, desk.case()) is None


def test_who_agrees_after_all_is_asked_like_anybody(desk: Desk) -> None:
    desk.say(LAMP)
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯泡")
    for _ in range(5):
        desk.wait(days=1)
    desk.judge(Verdict.FIXED)
    assert asked(desk).solved is None


# --- who was in touch ---


def test_done_without_a_word_before_is_no_contact(desk: Desk) -> None:
    case = closed(desk, accept=False)
    tap(desk, case, Solved.SOLVED, Satisfied.SATISFIED)
    assert not given(desk, case).contacted


def test_an_acceptance_before_it_was_reopened_was_contact(desk: Desk) -> None:
    desk.say(LAMP)
    desk.work(OWNER, Action.ARRIVE, desk.case())
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯泡")
    desk.judge(Verdict.NOT_FIXED, "还是不亮")
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了线")
    desk.judge(Verdict.FIXED)
    tap(desk, desk.case(), Solved.SOLVED)
    assert given(desk, desk.case()).contacted


# --- who may know ---


@pytest.mark.parametrize("anonymous", [False, True])
def test_workers_hear_and_see_nothing_of_a_rating(desk: Desk, anonymous: bool) -> None:
    desk.say(LAMP)
    if anonymous:
        desk.run(hide_name, HideName(desk.resident(), desk.clock.at, desk.cause(), desk.case().id))
    desk.work(OWNER, Action.ACCEPT, desk.case())
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯泡")
    desk.judge(Verdict.FIXED)
    with desk.store.unit_of_work() as uow:
        told = list(uow.history(desk.case().id))
    desk.forget()
    tap(desk, desk.case(), Solved.UNSOLVED, Satisfied.DISSATISFIED, Pressed.PRESSED)
    assert {who for who, _ in desk.heard} == {"居民甲", CENTRE}
    with desk.store.unit_of_work() as uow:
        assert list(uow.history(desk.case().id)) == told
    desk.run(show_case, ShowCase(desk.holder(OWNER), desk.clock.at, desk.cause(), Target(case=desk.case().id)))
    desk.deliver()
    view = desk.last(OWNER)
    assert isinstance(view, say.CaseView)
    assert {what for _, what, _, _ in view.history} <= {what.value for what in Happening}
    assert view.history[-1][1] == Happening.CONFIRMED


@pytest.mark.parametrize("stage", [(), (Solved.SOLVED,), (Solved.SOLVED, Satisfied.SATISFIED)])
def test_a_rating_under_pressure_is_void_and_the_centre_hears_once(desk: Desk, stage: tuple[Answer, ...]) -> None:
    case = closed(desk)
    tap(desk, case, *stage, Pressed.PRESSED, Pressed.PRESSED)
    assert not given(desk, case).valid
    told = [message for message in desk.heard_by(CENTRE) if isinstance(message, say.RatingPressed)]
    assert told == [say.RatingPressed(case.id, case.number, "专职网格员102")]
    assert (asked(desk).pressed, asked(desk).told) == (True, "文昌街道服务中心")
    tap(desk, case, Solved.SOLVED, Satisfied.SATISFIED)
    assert not given(desk, case).valid


def test_pressure_may_be_told_in_words_days_later(desk: Desk) -> None:
    case = closed(desk)
    tap(desk, case, Solved.SOLVED, Satisfied.SATISFIED)
    before = rating(desk, case)
    desk.wait(days=3)
    desk.say("有人催我打好评")
    after = rating(desk, case)
    assert before is not None
    assert after is not None
    assert after.answers.pressed
    assert after.at == before.at


def test_at_night_the_centre_hears_of_it_in_the_morning(desk: Desk) -> None:
    case = closed(desk)
    desk.clock.at = desk.clock.at.replace(hour=23)
    tap(desk, case, Pressed.PRESSED)
    assert not [message for message in desk.heard_by(CENTRE) if isinstance(message, say.RatingPressed)]
    desk.clock.at += timedelta(hours=9)
    desk.deliver()
    assert [message for message in desk.heard_by(CENTRE) if isinstance(message, say.RatingPressed)]


def test_a_complaint_about_officials_is_rated_alike_and_they_hear_nothing_of_it(desk: Desk) -> None:
    case = closed(desk, COMPLAINT)
    assert (case.conflict, case.holder) == (True, CENTRE)
    tap(desk, case, Solved.SOLVED, Satisfied.SATISFIED)
    assert given(desk, case).valid
    tap(desk, case, Pressed.PRESSED)
    assert ACCUSED
    assert not heard_by_accused(desk)
    assert [message for message in desk.heard_by(DISTRICT) if isinstance(message, say.RatingPressed)]
    assert not [message for message in desk.heard_by(CENTRE) if isinstance(message, say.RatingPressed)]
