"""不予受理: only asked for by whoever has a case, decided above them, told to the resident, who can appeal; counted apart."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from cases import messages as say
from cases.appealing import appeal_dismissal, decide_appeal
from cases.commands import Action, Look, ShowCase, Target, WithdrawCase
from cases.dismissals import show_dismissals
from cases.dismissing import ask_dismissal, decide_dismissal
from cases.ending_commands import Appeal, AskDismissal, DecideAppeal, DecideDismissal, ShowDismissals
from cases.errors import AlreadyDone, Expired, NotADesk, NotYours, SamePerson, TooLate, WrongStatus
from cases.fieldwork import show_case
from cases.ladder import Step, rungs
from cases.model import Case, Ground, Happening, PersonRef, Status
from cases.months import Month
from cases.sweeps import climb_ladder
from cases.withdrawing import withdraw_case
from tests.cases.conftest import LAMP, Desk

M = TypeVar("M")
OWNER = "Z0102"
OTHER = "Z0001"
STATION = "410871062209"
CENTRE = "410871062000"
DISTRICT = "410871000000"
ACCOUNT = "法院已经受理，要等判决"


def ask(desk: Desk, ground: Ground | None = Ground.COURT, *, by: str = OWNER, account: str = ACCOUNT) -> None:
    target = Target(case=desk.case().id)
    desk.run(ask_dismissal, AskDismissal(desk.holder(by), desk.clock.at, desk.cause(), target, ground))
    desk.deliver()
    if account and ground:
        desk.tell(by, account)


def decide(desk: Desk, grants: bool = True, *, by: str = STATION) -> None:
    command = DecideDismissal(desk.holder(by), desk.clock.at, desk.cause(), desk.case().id, grants)
    desk.run(decide_dismissal, command)
    desk.deliver()


def dismissed(desk: Desk) -> Case:
    ask(desk)
    decide(desk)
    return desk.case()


def appeal(desk: Desk, words: str = "", *, by: str = "居民甲") -> None:
    desk.run(appeal_dismissal, Appeal(desk.resident(by), desk.clock.at, desk.cause(), desk.case().id, words))
    desk.deliver()


def decide_about(desk: Desk, upholds: bool, *, by: str = CENTRE) -> None:
    desk.run(decide_appeal, DecideAppeal(desk.holder(by), desk.clock.at, desk.cause(), desk.case().id, upholds))
    desk.deliver()


def test_first_the_ground_then_a_sentence_then_the_station_decides_and_until_then_nothing_changes(lamp: Desk) -> None:
    ask(lamp, None)
    assert Ground.FOUND.value not in lamp.told(say.AskGround, OWNER)[-1].grounds
    ask(lamp, account="")
    assert lamp.told(say.AskDismissalAccount, OWNER)[-1].ground == "court"
    lamp.tell(OWNER, ACCOUNT)
    asked = lamp.told(say.DismissalAsked, STATION)[-1]
    assert (asked.ground, asked.account, asked.said) == ("court", ACCOUNT, LAMP)
    assert lamp.cards(OWNER)[-1].dismissal == "court"
    assert lamp.case().status is Status.FILED
    assert not any(isinstance(m, say.Dismissed) for m in lamp.heard_by("居民甲"))


def test_agreed_it_ends_and_the_resident_hears_the_reason_the_desk_and_where_to_appeal(lamp: Desk) -> None:
    due_at = lamp.case().due_at
    ended = dismissed(lamp)
    assert (ended.status, ended.dismissal, ended.look_at) == (Status.DISMISSED, Ground.COURT, None)
    assert (ended.due_at, ended.closed_at) == (due_at, lamp.clock.at)
    word = lamp.told(say.Dismissed)[-1]
    assert (word.ground, word.account, word.again) == ("court", ACCOUNT, False)
    assert word.who == lamp.org.label(STATION)
    assert word.appeal_to == lamp.org.label(CENTRE)
    assert word.until == lamp.clock.at + timedelta(days=10)
    assert lamp.told(say.Done, OWNER)[-1].what == "dismissed"


def test_whoever_has_the_case_cannot_decide_and_neither_can_a_desk_that_is_not_above(lamp: Desk) -> None:
    ask(lamp)
    for nobody in (OWNER, OTHER, "410871060000"):
        with pytest.raises(NotYours):
            decide(lamp, by=nobody)
    assert lamp.case().status is Status.FILED


def test_what_a_desk_asks_for_is_decided_above_that_desk(lamp: Desk) -> None:
    ask(lamp, by=STATION)
    with pytest.raises(NotYours):
        decide(lamp, by=STATION)
    assert lamp.told(say.DismissalAsked, CENTRE)[-1].who == lamp.org.label(STATION)
    decide(lamp, by=CENTRE)
    assert lamp.case().status is Status.DISMISSED


def test_at_the_very_top_another_person_of_the_same_desk_decides(lamp: Desk) -> None:
    ask(lamp, by=DISTRICT)
    assert lamp.told(say.DismissalAsked, DISTRICT)[-1].another
    same = replace(lamp.holder(DISTRICT), group=True)
    command = DecideDismissal(same, lamp.clock.at, lamp.cause(), lamp.case().id, True)
    with pytest.raises(SamePerson):
        lamp.run(decide_dismissal, command)
    lamp.run(decide_dismissal, replace(command, by=replace(same, person=PersonRef("tg:another"))))
    assert lamp.case().status is Status.DISMISSED


def test_refused_the_work_goes_on_and_the_resident_hears_nothing_of_it(lamp: Desk) -> None:
    before = lamp.case()
    ask(lamp)
    decide(lamp, False)
    kept = lamp.case()
    assert (kept.status, kept.dismissal, kept.due_at) == (Status.FILED, None, before.due_at)
    assert lamp.told(say.Done, OWNER)[-1].what == "dismissal_refused"
    view = ShowCase(lamp.resident(), lamp.clock.at, lamp.cause(), Target(number=kept.number))
    lamp.run(show_case, view)
    lamp.deliver()
    shown = {what for _, what, _, _ in lamp.told(say.CaseView)[-1].history}
    assert shown.isdisjoint({"dismissal_asked", "dismissal_refused"})


def test_it_is_asked_for_once_at_a_time_and_a_stale_yes_has_no_effect(lamp: Desk) -> None:
    ask(lamp)
    with pytest.raises(AlreadyDone):
        ask(lamp)
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "换了灯泡")
    with pytest.raises(Expired):
        decide(lamp)
    assert lamp.case().status is Status.RESOLVED
    with pytest.raises(WrongStatus):
        ask(lamp)


def test_it_stands_in_the_digest_of_whoever_decides_and_is_counted_apart_once_decided(lamp: Desk) -> None:
    ask(lamp)
    assert [line.asks for line in lamp.page(STATION).to_decide] == ["dismissal"]
    assert not lamp.page(CENTRE).to_decide
    decide(lamp)
    lamp.clock.at += timedelta(minutes=1)
    after = lamp.page(STATION)
    assert (after.dismissed, after.confirmed, after.silent, after.open_total, after.to_decide) == (1, 0, 0, 0, ())


def test_that_it_was_late_stays_a_fact(lamp: Desk) -> None:
    lamp.wait(days=9)
    dismissed(lamp)
    assert lamp.case().ended_late
    lamp.run(show_case, ShowCase(lamp.holder(STATION), lamp.clock.at, lamp.cause(), Target(case=lamp.case().id)))
    lamp.deliver()
    assert lamp.told(say.CaseView, STATION)[-1].line.overdue


# --- appeals ---


@pytest.mark.parametrize(
    ("words", "reason"), [("不同意", ""), ("申请复核", ""), ("不同意，我没有打过官司", "我没有打过官司")]
)
def test_an_appeal_in_plain_words_goes_one_rung_above_whoever_decided(lamp: Desk, words: str, reason: str) -> None:
    dismissed(lamp)
    lamp.say(words)
    assert len(lamp.cases()) == 1
    made = lamp.told(say.AppealMade, CENTRE)[-1]
    assert (made.words, made.decided_by) == (reason, lamp.org.label(STATION))
    heard = lamp.told(say.Appealed)[-1]
    assert (heard.who, heard.again) == (lamp.org.label(CENTRE), False)
    assert heard.until == made.until == datetime(2026, 3, 9, 9, tzinfo=lamp.clock.at.tzinfo)
    assert lamp.case().status is Status.APPEALED
    assert [line.asks for line in lamp.page(CENTRE).to_decide] == ["appeal"]
    assert not lamp.page(STATION).to_decide


def test_a_reply_to_the_decision_is_an_appeal_unless_it_is_thanks(lamp: Desk) -> None:
    dismissed(lamp)
    row = 10_000 + _row_of(lamp, "dismissed")
    lamp.say("谢谢", reply_to=row)
    assert lamp.case().status is Status.DISMISSED
    lamp.say("我从来没有去过法院", reply_to=row)
    assert lamp.told(say.AppealMade, CENTRE)[-1].words == "我从来没有去过法院"


def _row_of(desk: Desk, kind: str) -> int:
    from sqlalchemy import text

    with desk.store.unit_of_work() as uow:
        return int(uow._db.execute(text("SELECT id FROM outbox WHERE kind = :kind"), {"kind": kind}).scalar_one())  # type: ignore[attr-defined]


def test_a_new_matter_that_begins_with_disagreement_is_a_new_matter(lamp: Desk) -> None:
    dismissed(lamp)
    lamp.say("不同意，文昌街道大寨村2组井盖没了")
    assert len(lamp.cases()) == 2
    assert lamp.case(1).status is Status.DISMISSED


def test_upheld_it_stays_ended_and_cannot_be_appealed_again(lamp: Desk) -> None:
    dismissed(lamp)
    appeal(lamp)
    with pytest.raises(NotYours):
        decide_about(lamp, True, by=STATION)
    decide_about(lamp, True)
    assert (lamp.case().status, lamp.case().look_at) == (Status.DISMISSED, None)
    word = lamp.told(say.AppealDecided)[-1]
    assert (word.upheld, word.who) == (True, lamp.org.label(CENTRE))
    with pytest.raises(AlreadyDone):
        appeal(lamp)


def test_overturned_it_is_worked_on_again_by_whoever_had_it_with_limits_of_its_own(lamp: Desk) -> None:
    dismissed(lamp)
    lamp.wait(days=1)
    appeal(lamp, "我没有打官司")
    lamp.forget()
    decide_about(lamp, False)
    again = lamp.case()
    assert (again.status, again.dismissal, again.holder, again.reopened) == (Status.FILED, None, OWNER, 0)
    assert again.due_at > lamp.clock.at
    assert lamp.told(say.AppealDecided)[-1].due_at == again.due_at
    assert lamp.cards(OWNER)[-1].status == "filed"
    assert lamp.told(say.Reminder, OWNER)[-1].step == "overturned"
    assert lamp.told(say.Done, STATION)[-1].what == "overturned"
    assert [line.what for line in lamp.history()][-3:] == [
        Happening.DISMISSED,
        Happening.APPEALED,
        Happening.OVERTURNED,
    ]


def test_dismissed_once_more_it_can_be_appealed_once_more(lamp: Desk) -> None:
    dismissed(lamp)
    appeal(lamp, "我没有打官司")
    decide_about(lamp, False)
    dismissed(lamp)
    assert lamp.case().status is Status.DISMISSED
    appeal(lamp, "还是没有打官司")
    assert lamp.case().status is Status.APPEALED
    decide_about(lamp, True)
    with pytest.raises(AlreadyDone):
        appeal(lamp)


def test_an_appeal_nobody_decides_is_pressed_and_the_desk_above_hears(lamp: Desk) -> None:
    dismissed(lamp)
    appeal(lamp)
    (rung,) = rungs(lamp.case(), lamp.store.unit_of_work().rules)
    assert (rung.step, rung.at) == (Step.APPEAL, lamp.case().look_at)
    lamp.wait(days=7, hours=1)
    assert [lamp.told(say.Reminder, desk)[-1].step for desk in (CENTRE, DISTRICT)] == ["appeal", "appeal"]
    looked = lamp.case().look_at
    lamp.run(climb_ladder, Look(lamp.clock.at))
    assert lamp.case().look_at == looked is not None


def test_an_appeal_comes_in_time_or_not_at_all(lamp: Desk) -> None:
    dismissed(lamp)
    lamp.wait(days=10, minutes=1)
    with pytest.raises(TooLate):
        appeal(lamp)
    assert lamp.case().status is Status.DISMISSED


def test_only_ones_own_case_can_be_appealed(lamp: Desk) -> None:
    dismissed(lamp)
    with pytest.raises(NotYours):
        appeal(lamp, by="居民乙")


def test_the_appeal_against_the_highest_desk_is_looked_at_by_another_of_its_people_and_is_said_so(lamp: Desk) -> None:
    ask(lamp, by=CENTRE)
    decide(lamp, by=DISTRICT)
    assert lamp.told(say.Dismissed)[-1].again
    appeal(lamp)
    assert lamp.told(say.Appealed)[-1].again
    assert lamp.told(say.AppealMade, DISTRICT)[-1].another
    same = replace(lamp.holder(DISTRICT), group=True)
    command = DecideAppeal(same, lamp.clock.at, lamp.cause(), lamp.case().id, True)
    with pytest.raises(SamePerson):
        lamp.run(decide_appeal, command)
    lamp.run(decide_appeal, replace(command, by=replace(same, person=PersonRef("tg:another"))))
    assert lamp.case().status is Status.DISMISSED


def test_an_appeal_can_be_withdrawn(lamp: Desk) -> None:
    dismissed(lamp)
    appeal(lamp)
    lamp.run(withdraw_case, WithdrawCase(lamp.resident(), lamp.clock.at, lamp.cause(), lamp.case().id))
    assert lamp.case().status is Status.WITHDRAWN
    with pytest.raises(Expired):
        decide_about(lamp, False)


def test_after_two_disputes_a_centre_finds_that_all_was_done_and_the_district_looks_at_it(lamp: Desk) -> None:
    for _ in range(2):
        lamp.work(lamp.case().holder, Action.RESOLVE, lamp.case(), "修好了")
        lamp.say("没好，还是不亮")
    assert lamp.case().holder == CENTRE
    ask(lamp, None, by=STATION)
    assert "found" not in lamp.told(say.AskGround, STATION)[-1].grounds
    ask(lamp, Ground.FOUND, by=CENTRE, account="灯杆上已测过三次，照度达标")
    assert lamp.case().status is Status.DISMISSED
    word = lamp.told(say.Dismissed)[-1]
    assert (word.ground, word.who, word.appeal_to) == ("found", lamp.org.label(CENTRE), lamp.org.label(DISTRICT))


def test_a_complaint_about_the_workers_is_decided_above_them(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组网格员收钱不办事")
    case = desk.case()
    assert case.conflict
    ask(desk, by=case.holder)
    for accused in (OWNER, STATION):
        with pytest.raises(NotYours):
            decide(desk, by=accused)
    decide(desk, by=DISTRICT)
    assert desk.case().status is Status.DISMISSED


def test_a_dismissed_case_is_no_earlier_one_of_the_same_issue(lamp: Desk) -> None:
    dismissed(lamp)
    with lamp.store.unit_of_work() as uow:
        assert uow.around((lamp.case().unit,), lamp.clock.at - timedelta(days=1), 10) == []


def test_in_plain_words_the_ground_is_taken_and_the_sentence_asked_for(lamp: Desk) -> None:
    lamp.tell(OWNER, "法院已经受理")
    assert lamp.told(say.AskDismissalAccount, OWNER)[-1].ground == "court"
    lamp.tell(OWNER, "业主和物业的案子还没有判")
    assert lamp.told(say.DismissalAsked, STATION)[-1].account == "业主和物业的案子还没有判"


def listed(desk: Desk, post: str, month: Month | None = None) -> say.DismissalList:
    desk.run(show_dismissals, ShowDismissals(desk.holder(post), desk.clock.at, desk.cause(), "", month))
    desk.deliver()
    return desk.told(say.DismissalList, post)[-1]


def test_the_months_list_tells_who_asked_who_decided_on_what_ground_and_what_came_of_the_appeal(lamp: Desk) -> None:
    assert listed(lamp, STATION).lines == ()
    dismissed(lamp)
    (line,) = listed(lamp, STATION).lines
    assert (line.ground, line.by, line.decided) == ("court", lamp.org.label(OWNER), lamp.org.label(STATION))
    assert (line.state, line.appealed) == ("dismissed", False)
    appeal(lamp)
    decide_about(lamp, upholds=False)
    (line,) = listed(lamp, lamp.org.top).lines
    assert (line.state, line.appealed) == ("overturned", True)


def test_what_was_asked_again_is_listed_again_and_another_month_lists_nothing(lamp: Desk) -> None:
    ask(lamp)
    decide(lamp, grants=False)
    ask(lamp)
    assert [one.state for one in listed(lamp, STATION).lines] == ["refused", "asked"]
    assert listed(lamp, STATION, Month(2026, 2)).lines == ()


def test_a_worker_reads_no_list(lamp: Desk) -> None:
    with pytest.raises(NotADesk):
        lamp.run(show_dismissals, ShowDismissals(lamp.holder(OWNER), lamp.clock.at, lamp.cause()))
