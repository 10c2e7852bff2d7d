"""突发: many write of one matter; the desk is told once and answers all of them, nobody is lost, and what presses never waits."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cases import messages as say
from cases.asking import ask_resident
from cases.commands import Action, AskResident, Said, Target, WithdrawCase
from cases.errors import AlreadyDone, AnswerChanged, CaseError, Expired
from cases.model import Actor, Case, CaseId, DraftState, Happening, PersonRef, Status
from cases.surge_commands import AnswerAll, OnSurge, PublishAnswer, SayWhetherItFits
from cases.surges import lead_of
from cases.surging import answer_all, ask_answer, decline_surge, end_surge, publish_answer, watch_surges
from cases.waiting_along import say_whether_it_fits
from cases.withdrawing import withdraw_case
from nlp.plain.moment import read_moment
from tests.cases.conftest import MONDAY, Desk

VILLAGE = "410871062209"
OWNER = "Z0102"
DRY = "文昌街道大寨村2组停水了"
WORDS = "主管道爆裂，正在抢修，预计今晚8点恢复"
EIGHT = MONDAY.replace(hour=20)
FEW = 3
"""So many are many here."""


@pytest.fixture(autouse=True)
def few_are_many(desk: Desk) -> None:
    desk.store._rules = replace(desk.store._rules, surge_filings=FEW)


def crowd(desk: Desk, *, times: int = FEW, words: str = DRY, of: str = "邻居") -> None:
    for nth in range(times):
        desk.say(f"{words}，第{nth}户", by=f"{of}{nth}")
    watch(desk)


def watch(desk: Desk, **later: float) -> None:
    desk.clock.at += timedelta(minutes=1) + timedelta(**later)
    desk.look(watch_surges)
    desk.deliver()


def write(desk: Desk, words: str = WORDS, *, by: str = VILLAGE) -> say.SurgePreview:
    until = read_moment(words, desk.clock.at)
    desk.run(answer_all, AnswerAll(desk.holder(by), desk.clock.at, desk.cause(), words, until))
    desk.deliver()
    preview = desk.last(by)
    assert isinstance(preview, say.SurgePreview)
    return preview


def publish(desk: Desk, *, gives: bool = True, by: str = VILLAGE, mark: str = "") -> None:
    desk.run(publish_answer, PublishAnswer(desk.holder(by), desk.clock.at, desk.cause(), gives=gives, mark=mark))
    desk.deliver()


def answered(desk: Desk, words: str = WORDS) -> None:
    crowd(desk)
    write(desk, words)
    publish(desk)


def end(desk: Desk, *, by: str = VILLAGE) -> None:
    desk.run(end_surge, OnSurge(desk.holder(by), desk.clock.at, desk.cause()))
    desk.deliver()


def fits(desk: Desk, draft: str, *, fits: bool = True, by: str = "居民甲") -> None:
    who = desk.resident(by)
    desk.run(say_whether_it_fits, SayWhetherItFits(who, desk.clock.at, desk.cause(), CaseId(draft), fits))
    desk.deliver()


def asked(desk: Desk, words: str = DRY, *, by: str = "居民甲", **more: object) -> say.Pinned:
    desk.say(words, by=by, **more)  # type: ignore[arg-type]  # photos and the like, as the desk takes them
    question = desk.last(by)
    assert isinstance(question, say.Pinned)
    return question


def found(desk: Desk, post: str = VILLAGE) -> list[say.SurgeFound]:
    return [one for one in desk.heard_by(post) if isinstance(one, say.SurgeFound)]


def lead(desk: Desk) -> Case:
    return next(case for case in desk.cases() if case.joined)


def test_the_desk_is_told_once_when_so_many_have_written_within_the_hour(desk: Desk) -> None:
    crowd(desk, times=FEW - 1)
    assert not found(desk)
    desk.say(DRY, by="邻居十")
    watch(desk)
    desk.say(f"{DRY}，还没来", by="邻居十一")
    watch(desk)
    (told,) = found(desk)
    assert (told.unit, told.matter, told.filings, told.minutes) == ("大寨村", "自来水停水", FEW, 60)
    assert not found(desk, desk.org.parent(VILLAGE))


def test_what_comes_in_slowly_is_no_surge(desk: Desk) -> None:
    crowd(desk, times=FEW - 1)
    desk.clock.at += timedelta(minutes=61)
    crowd(desk, times=FEW - 1, of="别人")
    assert not found(desk)


def test_a_street_over_which_it_is_spread_is_told_at_its_centre(desk: Desk) -> None:
    others = [area for area in desk.org.registry.areas if area.parent == desk.org.parent(VILLAGE)][:FEW]
    for area in others:
        grid = next(one for one in desk.org.registry.grids if one.village == area.code)
        crowd(desk, times=1, words=f"文昌街道{grid.name.removesuffix('网格')}停水了", of=area.name)
    (told,) = found(desk, desk.org.parent(VILLAGE))
    assert told.unit == "文昌街道"


def test_nobody_is_told_where_the_district_wants_none(desk: Desk) -> None:
    desk.store._rules = replace(desk.store._rules, surge_filings=0)
    crowd(desk)
    assert not found(desk)


def test_a_desk_that_wants_no_answer_is_not_told_again(desk: Desk) -> None:
    crowd(desk)
    desk.run(decline_surge, OnSurge(desk.holder(VILLAGE), desk.clock.at, desk.cause()))
    crowd(desk, of="别人")
    assert len(found(desk)) == 1
    desk.say(DRY)
    assert isinstance(desk.last(), say.Receipt)


def test_the_desk_sees_it_dated_before_anybody_hears_it(desk: Desk) -> None:
    crowd(desk)
    preview = write(desk)
    assert (preview.words, preview.until, preview.named, preview.chats) == (WORDS, EIGHT, True, FEW)
    assert not [one for one in desk.heard_by("邻居0") if isinstance(one, say.SurgeAnswer)]
    desk.say(DRY)
    assert isinstance(desk.last(), say.Receipt)


def test_what_is_published_is_what_stood_in_the_preview_that_was_pressed(desk: Desk) -> None:
    crowd(desk)
    first = write(desk)
    second = write(desk, "管道要明天才修好", by=desk.org.parent(VILLAGE) or "")
    for gives in (True, False):
        with pytest.raises(AnswerChanged):
            publish(desk, gives=gives, mark=first.mark)
    assert not desk.told(say.SurgeAnswer, "邻居0")
    publish(desk, by=desk.org.parent(VILLAGE) or "", mark=second.mark)
    assert [one.words for one in desk.told(say.SurgeAnswer, "邻居0")] == ["管道要明天才修好"]


def test_without_a_time_it_stands_for_a_day(desk: Desk) -> None:
    crowd(desk)
    assert write(desk, "正在查原因").until == desk.clock.at + timedelta(hours=24)


def test_what_was_kept_back_is_heard_by_nobody(desk: Desk) -> None:
    crowd(desk)
    write(desk)
    publish(desk, gives=False)
    with pytest.raises(Expired):
        publish(desk)
    assert not [one for one in desk.heard_by("邻居0") if isinstance(one, say.SurgeAnswer)]


def test_whoever_wrote_before_hears_it_once(desk: Desk) -> None:
    answered(desk)
    for nth in range(FEW):
        (heard,) = [one for one in desk.heard_by(f"邻居{nth}") if isinstance(one, say.SurgeAnswer)]
        assert (heard.words, heard.desk, heard.newer) == (WORDS, "大寨村工作站", False)


def test_whoever_writes_now_is_answered_at_once_with_the_date(desk: Desk) -> None:
    answered(desk)
    told = asked(desk)
    assert (told.words, told.given_at, told.until, told.people) == (WORDS, desk.clock.at, EIGHT, FEW)
    assert len(desk.cases()) == FEW


def test_whoever_waits_has_a_number_and_no_card_is_pushed_for_it(desk: Desk) -> None:
    answered(desk)
    told = asked(desk)
    cards = {card.case for card in desk.cards(OWNER)}
    fits(desk, told.draft)
    mine = desk.case()
    waits = desk.last()
    assert isinstance(waits, say.WaitsAlong)
    assert (mine.status, mine.number) == (Status.JOINED, waits.number)
    assert mine.joined_to == lead(desk).id
    assert {card.case for card in desk.cards(OWNER)} == cards
    status = [one for one in desk.heard_by(VILLAGE) if isinstance(one, say.SurgeOn)][-1]
    assert (status.people, status.waiting) == (FEW + 1, 1)


def test_whoever_says_that_theirs_is_different_is_filed_as_ever(desk: Desk) -> None:
    answered(desk)
    fits(desk, asked(desk).draft, fits=False)
    assert isinstance(desk.last(), say.Receipt)
    assert desk.case().status is Status.FILED


def test_whoever_says_nothing_is_filed_when_the_ten_minutes_are_over(desk: Desk) -> None:
    answered(desk)
    told = asked(desk)
    desk.wait(minutes=11)
    assert desk.case().id == told.draft
    assert desk.case().status is Status.FILED
    fits(desk, told.draft)
    assert desk.case().status is Status.JOINED
    with pytest.raises(AlreadyDone):
        fits(desk, told.draft, fits=False)


def test_more_words_belong_to_what_is_filed(desk: Desk) -> None:
    answered(desk)
    asked(desk)
    desk.say("我家在三楼，楼下有水")
    assert desk.case().status is Status.FILED
    assert "楼下有水" in desk.case().text


@pytest.mark.parametrize(
    "words", ["文昌街道大寨村2组停水了，地下室有人触电倒在地上了", "文昌街道大寨村2组煤气味很大，头晕"]
)
def test_a_danger_to_life_is_never_answered_by_it(desk: Desk, words: str) -> None:
    answered(desk)
    desk.say(words)
    assert not [one for one in desk.heard_by("居民甲") if isinstance(one, say.Pinned)]
    assert desk.case().severity.name == "CRITICAL"


def test_danger_said_while_it_is_asked_files_at_once(desk: Desk) -> None:
    answered(desk)
    asked(desk)
    desk.say("快来人，有人触电了")
    assert desk.case().severity.name == "CRITICAL"
    assert desk.case().status is Status.FILED


@pytest.mark.parametrize(
    "words", ["宁郭镇南张村1组停水了", "文昌街道大寨村2组路灯坏了", "举报文昌街道大寨村2组网格员收钱才给通水，停水了"]
)
def test_another_place_another_matter_and_a_complaint_are_filed_as_ever(desk: Desk, words: str) -> None:
    answered(desk)
    desk.say(words)
    assert not [one for one in desk.heard_by("居民甲") if isinstance(one, say.Pinned)]


def test_two_matters_in_one_message_are_both_filed(desk: Desk) -> None:
    answered(desk)
    desk.say("文昌街道大寨村2组停水了，还有路灯也坏了")
    assert len(desk.cases()) == FEW + 2


def test_where_the_place_is_missing_it_is_asked_first(desk: Desk) -> None:
    answered(desk)
    desk.say("停水了")
    assert isinstance(desk.last(), say.AskPlace)
    desk.say("文昌街道大寨村2组")
    assert isinstance(desk.last(), say.Pinned)


def test_whoever_told_it_before_is_not_counted_twice(desk: Desk) -> None:
    answered(desk)
    fits(desk, asked(desk, f"{DRY}，还没来水", by="邻居1").draft, by="邻居1")
    waits = desk.last("邻居1")
    assert isinstance(waits, say.WaitsAlong)
    assert waits.before
    assert len(desk.cases()) == FEW
    with desk.store.unit_of_work() as uow:
        mine = next(case for case in desk.cases() if case.reporter == "tg:邻居1")
        assert [line.what for line in uow.history(mine.id)].count(Happening.ADDED) == 1
    assert mine.text == f"{DRY}，第1户\n{DRY}，还没来水"
    assert desk.cards(OWNER)[-1].said == mine.text


def test_what_they_add_while_they_wait_under_another_reaches_whoever_works_on_that(desk: Desk) -> None:
    answered(desk)
    fits(desk, asked(desk).draft)
    fits(desk, asked(desk, f"{DRY}，井里冒水了").draft)
    told = desk.told(say.JoinedAdds, OWNER)
    assert [one.words for one in told] == [f"{DRY}，井里冒水了"]
    assert desk.case().text.endswith("井里冒水了")


def test_a_picture_is_never_thrown_away(desk: Desk) -> None:
    answered(desk)
    fits(desk, asked(desk, f"{DRY}，看照片", by="邻居1", photos=1).draft, by="邻居1")
    assert desk.case().attachments
    assert desk.case().status is Status.JOINED
    shown = [one for one in desk.told(say.Files, OWNER) if one.number == desk.case().number]
    assert [len(one.files) for one in shown] == [1]


def test_nobody_else_answers_for_a_resident(desk: Desk) -> None:
    answered(desk)
    draft = asked(desk).draft
    with pytest.raises(Expired):
        fits(desk, draft, by="居民乙")
    assert len(desk.cases()) == FEW


def test_a_newer_answer_is_heard_by_all_who_wait_once_and_by_day(desk: Desk) -> None:
    answered(desk, "正在查原因")
    fits(desk, asked(desk).draft)
    desk.clock.at = MONDAY.replace(hour=23)
    write(desk, "夜里抢修，预计明早7点30分恢复")
    publish(desk)
    write(desk, "零件到了，预计明早9点恢复")
    publish(desk)
    assert not [one for one in desk.heard_by("居民甲") if isinstance(one, say.SurgeAnswer)]
    assert asked(desk, by="居民乙").words == "零件到了，预计明早9点恢复"
    desk.clock.at = (MONDAY + timedelta(days=1)).replace(hour=7, minute=5)
    desk.deliver()
    (newer,) = [one for one in desk.heard_by("居民甲") if isinstance(one, say.SurgeAnswer)]
    assert (newer.words, newer.newer) == ("零件到了，预计明早9点恢复", True)


def test_it_ends_at_its_date_and_whoever_waits_is_told(desk: Desk) -> None:
    answered(desk)
    fits(desk, asked(desk).draft)
    desk.clock.at = EIGHT
    watch(desk)
    assert isinstance(desk.last(), say.SurgeEnded)
    over = desk.last(VILLAGE)
    assert isinstance(over, say.SurgeOver)
    assert (over.why, over.people) == ("date", FEW + 1)
    assert desk.case().status is Status.JOINED
    desk.say(DRY, by="居民乙")
    assert isinstance(desk.last("居民乙"), say.Receipt)


def test_the_desk_ends_it_and_nobody_is_told_twice(desk: Desk) -> None:
    answered(desk)
    fits(desk, asked(desk).draft)
    end(desk)
    watch(desk)
    assert len([one for one in desk.heard_by("居民甲") if isinstance(one, say.SurgeEnded)]) == 1
    with pytest.raises(Expired):
        end(desk)


def test_when_the_leading_case_is_done_everybody_who_waited_is_asked(desk: Desk) -> None:
    answered(desk)
    fits(desk, asked(desk).draft)
    leading = lead(desk)
    desk.work(OWNER, Action.ACCEPT, leading)
    desk.work(OWNER, Action.RESOLVE, leading, "管道修好了，已来水")
    watch(desk)
    assert isinstance(desk.last(), say.AskVerdict)
    assert not [one for one in desk.heard_by("居民甲") if isinstance(one, say.SurgeEnded)]
    over = desk.last(VILLAGE)
    assert isinstance(over, say.SurgeOver)
    assert over.why == "done"


def test_where_the_leading_case_is_withdrawn_the_desk_reads_which_one_leads_now(desk: Desk) -> None:
    answered(desk)
    fits(desk, asked(desk).draft)
    first = lead(desk)
    gone = Actor(first.reporter, PersonRef(first.reporter), "")
    desk.run(withdraw_case, WithdrawCase(gone, desk.clock.at, desk.cause(), first.id))
    with desk.store.unit_of_work() as uow:
        (surge,) = uow.open_surges()
        now = lead_of(uow, surge)
    assert now is not None
    fits(desk, asked(desk, by="居民乙").draft, by="居民乙")
    status = desk.told(say.SurgeOn, VILLAGE)[-1]
    assert status.leading == now.number != first.number
    end(desk)
    assert Happening.SURGE_ENDED in {line.what for line in desk.history(now)}


def test_once_the_work_is_done_nobody_is_told_to_wait_even_before_the_clock_has_looked(desk: Desk) -> None:
    answered(desk)
    fits(desk, asked(desk).draft)
    leading = lead(desk)
    desk.work(OWNER, Action.ACCEPT, leading)
    desk.work(OWNER, Action.RESOLVE, leading, "管道修好了，已来水")
    desk.say(DRY, by="居民乙")
    assert isinstance(desk.last("居民乙"), say.Receipt)


def test_a_surge_nobody_answers_is_forgotten_after_a_day(desk: Desk) -> None:
    crowd(desk)
    watch(desk, hours=25)
    with pytest.raises(CaseError):
        desk.run(ask_answer, OnSurge(desk.holder(VILLAGE), desk.clock.at, desk.cause()))


def test_a_worker_answers_nobody_and_another_centre_nothing(desk: Desk) -> None:
    crowd(desk)
    for post in (OWNER, "410871101000"):
        desk.run(answer_all, AnswerAll(desk.holder(post), desk.clock.at, desk.cause(), WORDS))
        desk.deliver()
        assert desk.last(post) == say.AskSurgeAnswer(())
    for use_case in (ask_answer, decline_surge, end_surge):
        with pytest.raises(Expired):
            desk.run(use_case, OnSurge(desk.holder(OWNER), desk.clock.at, desk.cause()))


def test_where_there_is_no_crowd_such_words_are_a_sentence_like_any_other(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组路灯坏了")
    desk.run(ask_resident, AskResident(desk.holder(OWNER), desk.clock.at, desk.cause(), Target(case=desk.case().id)))
    desk.deliver()
    assert isinstance(desk.last(OWNER), say.AskQuestion)
    words = "答复我们：是哪根杆子"
    said = Said(7, words)
    desk.run(answer_all, AnswerAll(desk.holder(OWNER), desk.clock.at, desk.cause(), "我们：是哪根杆子", said=said))
    desk.deliver()
    assert [one.question for one in desk.told(say.QuestionRelayed)] == [words]


def test_where_two_are_open_the_words_say_which(desk: Desk) -> None:
    crowd(desk)
    crowd(desk, words="文昌街道大寨村2组停电了", of="住户")
    desk.run(answer_all, AnswerAll(desk.holder(VILLAGE), desk.clock.at, desk.cause(), WORDS))
    desk.deliver()
    assert desk.last(VILLAGE) == say.AskSurgeAnswer((("大寨村", "自来水停水"), ("大寨村", "供电停电")))
    preview = write(desk, "大寨村供电停电 线路在抢修，今晚9点来电")
    assert (preview.matter, preview.words) == ("供电停电", "线路在抢修，今晚9点来电")


def test_the_page_of_the_desk_and_of_those_above_tells_of_it(desk: Desk) -> None:
    answered(desk)
    desk.clock.at += timedelta(days=1)
    desk.sweep()
    for post in (VILLAGE, desk.org.parent(VILLAGE), desk.org.top):
        page = next(one for one in desk.heard_by(post) if isinstance(one, say.Digest))
        assert page.surges == (("自来水停水", "大寨村", FEW),)


def test_the_history_of_the_leading_case_tells_what_was_answered(desk: Desk) -> None:
    answered(desk)
    fits(desk, asked(desk).draft)
    end(desk)
    with desk.store.unit_of_work() as uow:
        lines = [(line.what, line.actor, line.note) for line in uow.history(lead(desk).id)]
    assert (Happening.SURGE_ANSWERED, VILLAGE, WORDS) in lines
    assert (Happening.SURGE_ENDED, VILLAGE, "desk") in lines


def test_the_question_is_one_that_a_typed_word_can_answer(desk: Desk) -> None:
    answered(desk)
    draft = asked(desk).draft
    with desk.store.unit_of_work() as uow:
        waiting = uow.draft(CaseId(draft))
    assert waiting is not None
    assert waiting.state is DraftState.SURGE
    assert isinstance(waiting.expires_at, datetime)
