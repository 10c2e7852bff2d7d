"""长期件: honest about how long it takes, a word to the resident every fourteen days, late only when that is missed."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.classifying import classify_case
from cases.commands import Action, AskExtension, Target, Verdict
from cases.errors import LimitPassed, NoFixedLimit, NotYours, OnlyHarder, TooPressing
from cases.extending import ask_extension
from cases.longterm_commands import Classify, Milestone, WriteMilestone
from cases.milestones import write_milestone
from cases.model import Agreement, Happening, Status
from cases.reading import Complexity
from tests.cases.conftest import LAMP, Desk

OWNER = "Z0102"
STATION = "410871062209"
OLD = "我二十多年没回来，村里把我户口地都没了，我要补偿"


@pytest.fixture
def old(desk: Desk) -> Desk:
    """A desk with one long-term case, filed on a Monday at nine and accepted."""
    desk.say(OLD)
    desk.say("文昌街道大寨村2组，2003年走的，有老户口本")
    desk.work(OWNER, Action.ACCEPT, desk.case())
    desk.forget()
    return desk


@pytest.fixture
def lamp(desk: Desk) -> Desk:
    desk.say(LAMP)
    desk.forget()
    return desk


def write(desk: Desk, words: str = "", what: Milestone = Milestone.NEWS, *, by: str = OWNER) -> None:
    target = Target(case=desk.case().id)
    desk.run(write_milestone, WriteMilestone(desk.holder(by), desk.clock.at, desk.cause(), target, what, words))
    desk.deliver()


def classify(desk: Desk, complexity: Complexity | None, *, by: str = OWNER) -> None:
    target = Target(case=desk.case().id)
    desk.run(classify_case, Classify(desk.holder(by), desk.clock.at, desk.cause(), target, complexity))
    desk.deliver()


def told(desk: Desk, *kinds: type, who: str = "居民甲") -> list[say.Message]:
    return [m for m in desk.heard_by(who) if isinstance(m, kinds)]


# --- the beginning ---


def test_it_is_honest_at_once_and_asks_everything_in_one_message(desk: Desk) -> None:
    desk.say(OLD)
    asked = desk.last()
    assert isinstance(asked, say.AskBackground)
    assert not asked.placed
    desk.say("文昌街道大寨村2组，2003年走的，有老户口本")
    receipt = desk.last()
    assert isinstance(receipt, say.Receipt)
    case = desk.case()
    assert receipt.long_term
    assert receipt.due_at == case.due_at == desk.clock.at + timedelta(days=14)
    assert "老户口本" in case.text
    assert (case.grid != "", case.long_term, case.complexity) == (True, True, Complexity.HISTORICAL)


def test_where_the_place_is_known_it_is_not_asked_and_any_answer_files(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组，我二十多年没回来，村里把我户口地都没了，我要补偿")
    asked = desk.last()
    assert isinstance(asked, say.AskBackground)
    assert asked.placed
    desk.say("记不清了，没有材料")
    assert desk.case().long_term


def test_no_answer_files_it_all_the_same(desk: Desk) -> None:
    desk.say(OLD)
    desk.wait(minutes=11)
    assert desk.case().long_term
    assert desk.case().place_pending


def test_at_most_two_questions(desk: Desk) -> None:
    desk.say(OLD)
    desk.say("2003年走的")
    assert isinstance(desk.last(), say.AskPlace)
    desk.say("说不清")
    assert desk.case().place_pending


def test_a_lamp_is_no_long_matter_however_old_the_house(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组路灯坏了，八十年代的老房子")
    assert not desk.case().long_term


# --- milestones ---


def test_a_milestone_reaches_the_resident_at_once_with_the_next_date(old: Desk) -> None:
    old.clock.at += timedelta(days=5)
    write(old, "走访了村两委2人")
    (news,) = told(old, say.News)
    assert isinstance(news, say.News)
    assert (news.words, news.next_at) == ("走访了村两委2人", old.clock.at + timedelta(days=14))
    assert old.case().due_at == old.clock.at + timedelta(days=14)
    assert old.cards(OWNER)[-1].news == "走访了村两委2人"


def test_without_words_they_are_asked_for(old: Desk) -> None:
    write(old)
    assert isinstance(old.last(OWNER), say.AskMilestone)
    old.tell(OWNER, "户籍底册已申请调取，等派出所")
    (news,) = told(old, say.News)
    assert isinstance(news, say.News)
    assert news.words == "户籍底册已申请调取，等派出所"


def test_the_holder_is_reminded_three_working_days_before_and_nobody_is_late_meanwhile(old: Desk) -> None:
    old.wait(days=8)
    assert old.pushed(OWNER) == []
    old.wait(days=2)
    assert old.pushed(OWNER) == ["news"]
    assert not old.case().is_late(old.clock.at)
    write(old, "村里答应翻台账")
    old.wait(days=5)
    assert old.pushed(OWNER) == ["news"]
    assert not told(old, say.NoNews)


def test_nothing_written_the_resident_hears_just_that_and_the_desks_see_it_as_late(old: Desk) -> None:
    due_at = old.case().due_at
    old.wait(days=14, minutes=1)
    (word,) = told(old, say.NoNews)
    assert isinstance(word, say.NoNews)
    assert word.next_at == due_at + timedelta(days=14)
    assert old.case().is_late(old.clock.at)
    assert old.pushed(OWNER)[-1] == "no_news"
    assert Happening.HEARTBEAT_MISSED in {line.what for line in old.history()}
    old.wait(days=1)
    assert old.pushed(STATION) == ["station"]
    page = [m for m in old.heard_by(STATION) if isinstance(m, say.Digest)][-1]
    assert [line.number for line in page.overdue] == [old.case().number]
    write(old, "找到了2003年的登记")
    assert not old.case().is_late(old.clock.at)


def test_a_word_comes_every_fourteen_days_for_as_long_as_it_takes(old: Desk) -> None:
    for _ in range(18):
        old.wait(days=5)
    assert len(told(old, say.NoNews)) == 6
    assert "no_news" in old.pushed(old.org.top)


def test_an_agreement_presses_nobody_and_a_signature_closes_nothing(old: Desk) -> None:
    write(old, "村里补偿三万元，分两次付清", Milestone.OFFER)
    write(old, what=Milestone.SIGNED)
    kinds = [m.what for m in told(old, say.News) if isinstance(m, say.News)]
    assert kinds == ["offer", "signed"]
    case = old.case()
    assert (case.agreement, case.status) == (Agreement.SIGNED, Status.ACCEPTED)
    old.work(OWNER, Action.RESOLVE, case, "三万元已到账")
    old.judge(Verdict.FIXED)
    assert old.case().status is Status.CONFIRMED


def test_only_those_who_have_it_write_of_it(old: Desk) -> None:
    with pytest.raises(NotYours):
        write(old, "没我的事", by="Z0001")


def test_there_is_no_limit_to_extend(old: Desk) -> None:
    command = AskExtension(old.holder(OWNER), old.clock.at, old.cause(), Target(case=old.case().id))
    with pytest.raises(NoFixedLimit):
        old.run(ask_extension, command)


def test_news_of_an_ordinary_case_is_told_too_and_moves_no_limit(lamp: Desk) -> None:
    due_at = lamp.case().due_at
    write(lamp, "电工看过了，明天换灯头")
    (news,) = told(lamp, say.News)
    assert isinstance(news, say.News)
    assert (news.next_at, lamp.case().due_at, lamp.case().status) == (None, due_at, Status.ACCEPTED)


# --- how hard it is ---


def test_raised_by_its_holder_the_resident_and_the_station_hear_of_it(lamp: Desk) -> None:
    classify(lamp, Complexity.HISTORICAL)
    case = lamp.case()
    assert (case.long_term, case.due_at) == (True, case.clock_from + timedelta(days=14))
    (promise,) = told(lamp, say.PromiseChanged)
    assert isinstance(promise, say.PromiseChanged)
    assert promise.long_term
    raised = lamp.last(STATION)
    assert isinstance(raised, say.Classified)
    assert raised.was is Complexity.SIMPLE
    card = lamp.cards(OWNER)[-1]
    assert (card.complexity, card.mode) == ("历史遗留", "联动办")
    assert case.contact_due_at.hour == 11  # the first call stays as promised


def test_complex_means_fifteen_days_from_the_same_start(lamp: Desk) -> None:
    begun = lamp.clock.at
    lamp.clock.at += timedelta(hours=3)
    classify(lamp, Complexity.COMPLEX)
    assert lamp.case().due_at == begun + timedelta(days=15)


def test_a_holder_only_raises_not_all_the_way_and_not_after_the_limit(lamp: Desk) -> None:
    classify(lamp, Complexity.COMPLEX)
    for complexity in (Complexity.ORDINARY, Complexity.MAJOR):
        with pytest.raises(OnlyHarder):
            classify(lamp, complexity)
    lamp.wait(days=16)
    with pytest.raises(LimitPassed):
        classify(lamp, Complexity.HISTORICAL)


def test_a_desk_sets_any_and_leaves_time_to_keep_what_is_promised(lamp: Desk) -> None:
    classify(lamp, Complexity.HISTORICAL)
    lamp.clock.at += timedelta(days=7)
    classify(lamp, Complexity.SIMPLE, by=STATION)
    case = lamp.case()
    assert not case.long_term
    assert case.due_at == lamp.clock.at + timedelta(days=1)
    assert Happening.CLASS_CHANGED in {line.what for line in lamp.history()}
    classify(lamp, Complexity.MAJOR, by=STATION)
    assert lamp.case().complexity is Complexity.MAJOR


def test_the_same_class_again_changes_and_tells_nothing(lamp: Desk) -> None:
    classify(lamp, Complexity.SIMPLE)
    assert not told(lamp, say.PromiseChanged)
    assert Happening.CLASS_CHANGED not in {line.what for line in lamp.history()}


def test_who_may_set_what_is_offered_as_buttons(lamp: Desk) -> None:
    classify(lamp, None)
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskComplexity)
    assert asked.choices == ("一般", "复杂", "历史遗留")


def test_what_presses_is_no_question_of_difficulty(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组井盖没了")
    with pytest.raises(TooPressing):
        classify(desk, Complexity.COMPLEX)


def test_reopened_it_is_a_long_matter_still(old: Desk) -> None:
    old.work(OWNER, Action.RESOLVE, old.case(), "补偿款已到账")
    old.judge(Verdict.NOT_FIXED, "钱没到")
    assert old.case().due_at == old.clock.at + timedelta(days=14)
