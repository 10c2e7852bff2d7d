"""From the worker's first tap to the resident's last word."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cases import messages as say
from cases.aftercare import ask_new_place, hide_name, urge_case
from cases.commands import (
    Action,
    BindPost,
    FixPlace,
    HideName,
    IssueCode,
    OnCase,
    Reason,
    ResolveNow,
    Said,
    ShowCase,
    StaffHear,
    Target,
    UrgeCase,
    Verdict,
    WithdrawCase,
)
from cases.errors import AlreadyDone, BadCode, NoSuchCase, NotStaff, WrongStatus
from cases.fieldwork import hear_staff, resolve_now, show_case
from cases.model import Actor, Change, ChatRef, Happening, PersonRef, PostCode, Status
from cases.posts import bind_post, digest_of, issue_code
from cases.reading import Severity
from cases.withdrawing import withdraw_case
from tests.cases.conftest import Desk

OWNER = "Z0102"
STRANGER = "Z0016"
STATION = "410871062209"
COVER = "J0228"


def own(desk: Desk, kind: type[OnCase], by: str = "居民甲") -> OnCase:
    return kind(desk.resident(by), desk.clock.at, desk.cause(), desk.case().id)


def test_accepting_tells_the_resident_who_has_it_and_since_when(lamp: Desk) -> None:
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    (step,) = lamp.steps()
    assert (step.step, step.who, step.at) == ("accepted", "专职网格员102", lamp.clock.at)
    assert lamp.case().status is Status.ACCEPTED


def test_an_ordinary_case_that_is_taken_soon_is_said_to_be_on_its_receipt(lamp: Desk) -> None:
    lamp.wait(minutes=20)
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    receipt = lamp.last()
    assert isinstance(receipt, say.Receipt)
    assert receipt.taken == lamp.steps()[-1]
    assert (receipt.place, receipt.number) == (lamp.case().place, lamp.case().number)
    lamp.wait(minutes=10)
    lamp.work(OWNER, Action.ARRIVE, lamp.case())
    assert isinstance(lamp.last(), say.StepTaken), "who comes is said aloud"


def test_what_is_taken_later_is_said_aloud(lamp: Desk) -> None:
    lamp.wait(hours=2, minutes=1)
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    assert isinstance(lamp.last(), say.StepTaken)


def test_whoever_has_asked_where_it_is_hears_aloud_that_it_is_taken(lamp: Desk) -> None:
    lamp.later(minutes=60)
    lamp.say("催一下")
    assert lamp.case().urged
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    assert isinstance(lamp.last(), say.StepTaken)


@pytest.mark.parametrize(
    "odd", [{"severity": Severity.URGENT}, {"place_pending": True}, {"same_as": "another"}, {"reopened": 1}]
)
def test_what_is_pressing_or_has_something_open_is_said_aloud(lamp: Desk, odd: dict[str, Any]) -> None:
    with lamp.store.unit_of_work() as uow:
        uow.record(Change(case=replace(lamp.case(), **odd)))
        uow.commit()
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    assert isinstance(lamp.last(), say.StepTaken)


def test_the_card_is_edited_in_place(lamp: Desk) -> None:
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    assert [card.status for card in lamp.cards(OWNER)] == ["filed", "accepted"]


def test_accepting_twice_is_said_to_be_done_already(lamp: Desk) -> None:
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    with pytest.raises(AlreadyDone):
        lamp.work(OWNER, Action.ACCEPT, lamp.case())


def test_a_case_that_waits_for_the_residents_word_is_not_asked_for_once_more(lamp: Desk) -> None:
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "换了灯泡")
    for note in ("", "又换了一个"):
        with pytest.raises(WrongStatus) as refused:
            lamp.work(OWNER, Action.RESOLVE, lamp.case(), note)
        assert refused.value.facts == ("resolved",)
    with pytest.raises(WrongStatus):
        lamp.tell(OWNER, "", photos=1, reply_to=lamp.shown_at(OWNER))


def test_a_worker_of_another_village_cannot_touch_the_case(lamp: Desk) -> None:
    with pytest.raises(NoSuchCase):
        lamp.work(STRANGER, Action.ACCEPT, lamp.case())
    assert lamp.case().status is Status.FILED


def test_somebody_without_a_post_cannot_work(lamp: Desk) -> None:
    with pytest.raises(NotStaff):
        lamp.work("路人", Action.ACCEPT, lamp.case())


def test_the_whole_life_by_plain_words(lamp: Desk) -> None:
    lamp.tell(OWNER, "收到")
    lamp.tell(OWNER, "已到场")
    lamp.tell(OWNER, "办结 换了灯泡")
    case = lamp.case()
    assert (case.status, case.proof_note) == (Status.RESOLVED, "换了灯泡")
    lamp.say("好了")
    assert lamp.case().status is Status.CONFIRMED
    assert lamp.last() == say.AskRating(case.id, case.number)


def test_finishing_without_a_word_asks_for_the_proof(lamp: Desk) -> None:
    lamp.work(OWNER, Action.RESOLVE, lamp.case())
    assert isinstance(lamp.last(OWNER), say.AskProof)
    lamp.tell(OWNER, "换了灯泡", photos=1)
    verdict = lamp.last()
    assert isinstance(verdict, say.AskVerdict)
    assert len(verdict.files) == 1
    assert verdict.note == "换了灯泡"


def test_a_picture_alone_waits_for_its_sentence(lamp: Desk) -> None:
    lamp.work(OWNER, Action.RESOLVE, lamp.case())
    lamp.tell(OWNER, "", photos=1)
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskProof)
    assert asked.got == 1
    lamp.tell(OWNER, "换了灯泡")
    assert len(lamp.case().proof) == 1


def test_a_photo_in_reply_to_the_card_is_proof(lamp: Desk) -> None:
    lamp.tell(OWNER, "换了灯泡", photos=1, number=lamp.case().number)
    lamp.tell(OWNER, "办结 换了灯泡", photos=1)
    assert lamp.case().status is Status.RESOLVED


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("转给物业", say.AskTransferReason),
        ("不在我网格", say.AskTransfer),
        ("延两天", say.AskExtensionReason),
        ("等配件得三天", say.AskExtensionLength),
        ("先挂着 没钱", say.AskAccount),
    ],
)
def test_a_move_in_plain_words_does_what_its_button_does_and_is_no_proof(
    lamp: Desk, text: str, asks: type[say.Message]
) -> None:
    before = lamp.case()
    lamp.work(OWNER, Action.RESOLVE, before)
    lamp.tell(OWNER, text)
    assert isinstance(lamp.last(OWNER), asks)
    assert lamp.case().status is before.status
    assert not lamp.case().proof_note


@pytest.mark.parametrize("text", ["可能要延两天吧", "谁说不在我网格"])
def test_what_has_no_move_yet_or_is_not_sure_offers_help(lamp: Desk, text: str) -> None:
    before = lamp.case()
    lamp.tell(OWNER, text)
    assert isinstance(lamp.last(OWNER), say.StaffHelp)
    assert lamp.case() == before


def test_colleagues_talking_in_their_group_move_nothing(lamp: Desk) -> None:
    by = Actor(ChatRef(f"tg:{OWNER}"), PersonRef("tg:甲"), "甲", group=True)
    said = Said(message=900, text="等配件得三天", action=Action.EXTEND, sure=True, reason=Reason.PARTS, days=3)
    before = len(lamp.heard_by(OWNER))
    lamp.run(hear_staff, StaffHear(by, lamp.clock.at, lamp.cause(), said))
    lamp.deliver()
    assert len(lamp.heard_by(OWNER)) == before


def test_when_two_cases_are_open_a_plain_word_asks_which(lamp: Desk) -> None:
    lamp.say("文昌街道大寨村3组井盖没了", by="居民乙")
    lamp.tell(OWNER, "收到")
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.StaffHelp)
    assert len(asked.choices) == 2


def test_not_satisfied_reopens_and_the_station_watches(lamp: Desk) -> None:
    lamp.tell(OWNER, "办结 清了两桶")
    lamp.say("没好 就倒了一个桶")
    case = lamp.case()
    assert (case.status, case.reopened) == (Status.FILED, 1)
    again = lamp.last()
    assert isinstance(again, say.Reopened)
    assert "一个桶" in again.lacking
    assert not again.moved_up
    assert lamp.cards(STATION)


def test_not_satisfied_without_a_word_asks_what_is_missing(lamp: Desk) -> None:
    lamp.tell(OWNER, "办结 清了两桶")
    lamp.judge(Verdict.NOT_FIXED)
    assert isinstance(lamp.last(), say.AskLacking)
    lamp.say("还有一盏不亮")
    assert lamp.case().lacking == "还有一盏不亮"


def test_not_satisfied_and_then_silent_reopens_all_the_same(lamp: Desk) -> None:
    lamp.tell(OWNER, "办结 清了两桶")
    lamp.judge(Verdict.NOT_FIXED)
    lamp.wait(minutes=11)
    assert lamp.case().reopened == 1


def test_the_second_time_it_moves_to_the_centre(lamp: Desk) -> None:
    for _ in range(2):
        lamp.tell(OWNER, "办结 清了两桶")
        lamp.judge(Verdict.NOT_FIXED, "还是不亮")
    case = lamp.case()
    assert case.holder == "410871062000"
    assert lamp.cards(OWNER)[-1].mine is False


def test_only_the_reporter_can_judge(lamp: Desk) -> None:
    lamp.tell(OWNER, "办结 清了两桶")
    with pytest.raises(NoSuchCase):
        lamp.judge(Verdict.FIXED, by="居民乙")
    assert lamp.case().status is Status.RESOLVED


def test_an_open_case_cannot_be_judged_yet(lamp: Desk) -> None:
    with pytest.raises(WrongStatus):
        lamp.judge(Verdict.FIXED)


def test_a_new_complaint_is_not_taken_for_a_verdict(lamp: Desk) -> None:
    lamp.tell(OWNER, "办结 清了两桶")
    lamp.say("南张村3组路灯又坏了")
    assert len(lamp.cases()) == 2


@pytest.mark.parametrize("typed", ["7", "12", "？", "。。。"])
def test_what_answers_nothing_is_asked_again(lamp: Desk, typed: str) -> None:
    lamp.tell(OWNER, "办结 清了两桶")
    lamp.say(typed)
    assert isinstance(lamp.last(), say.AskVerdict)
    lamp.say("2")
    assert not isinstance(lamp.last(), say.AskWhat)
    assert len(lamp.cases()) == 1


def test_silence_is_reminded_once_and_then_closed_apart(lamp: Desk) -> None:
    lamp.tell(OWNER, "办结 清了两桶")
    lamp.wait(days=3)
    question = lamp.last()
    assert isinstance(question, say.AskVerdict)
    assert question.reminder
    lamp.wait(days=1)
    assert lamp.case().status is Status.SILENT
    lamp.wait(days=2)
    lamp.say("没好 还是黑的")
    assert lamp.case().status is Status.FILED


def test_urging_pushes_once_a_day_and_says_what_comes_next(lamp: Desk) -> None:
    lamp.run(urge_case, own(lamp, UrgeCase))
    lamp.run(urge_case, own(lamp, UrgeCase))
    lamp.deliver()
    pushes = [m for m in lamp.heard_by(OWNER) if isinstance(m, say.Reminder) and m.step == "urged"]
    assert len(pushes) == 1
    told = [m for m in lamp.heard_by("居民甲") if isinstance(m, say.Urged)]
    assert [m.again for m in told] == [False, True]


def test_a_plain_urge_needs_no_number(lamp: Desk) -> None:
    lamp.say("催一下")
    assert isinstance(lamp.last(), say.Urged)


def test_progress_needs_no_number(lamp: Desk) -> None:
    lamp.say("我那个事咋样了")
    answer = lamp.last()
    assert isinstance(answer, say.Progress)
    assert [line.number for line in answer.cases] == [lamp.case().number]


def test_another_place_moves_the_case_but_not_its_clock(lamp: Desk) -> None:
    due = lamp.case().due_at
    lamp.run(ask_new_place, own(lamp, FixPlace))
    lamp.say("李万街道南张村3组")
    case = lamp.case()
    assert case.holder == "Z0012"
    assert case.due_at == due
    assert lamp.cards(OWNER)[-1].mine is False
    assert lamp.cards("Z0012")


def test_a_hidden_name_leaves_the_card(lamp: Desk) -> None:
    lamp.run(hide_name, own(lamp, HideName))
    lamp.deliver()
    assert lamp.cards(OWNER)[-1].reporter == ""


def test_a_withdrawn_case_is_closed_for_everybody(lamp: Desk) -> None:
    lamp.run(withdraw_case, own(lamp, WithdrawCase))
    lamp.deliver()
    assert lamp.cards(OWNER)[-1].status == "withdrawn"
    lamp.wait(days=30)
    assert not [m for m in lamp.heard_by(OWNER) if isinstance(m, say.Reminder)]


def test_knowing_a_number_opens_nothing_to_a_stranger(lamp: Desk) -> None:
    stranger = lamp.resident("居民乙")
    with pytest.raises(NoSuchCase):
        lamp.run(show_case, ShowCase(stranger, lamp.clock.at, lamp.cause(), Target(number=lamp.case().number)))


def test_the_history_names_every_step_and_actor(lamp: Desk) -> None:
    lamp.tell(OWNER, "收到")
    lamp.tell(OWNER, "办结 换了灯泡")
    lamp.say("好了")
    with lamp.store.unit_of_work() as uow:
        lines = [(line.what, line.actor) for line in uow.history(lamp.case().id)]
    assert lines == [
        (Happening.FILED, "citizen"),
        (Happening.ACCEPTED, OWNER),
        (Happening.RESOLVED, OWNER),
        (Happening.CONFIRMED, "citizen"),
    ]


def test_a_desk_that_finds_out_the_place_sends_the_case_there_with_one_sentence(desk: Desk) -> None:
    desk.say("路灯坏了好几天了")
    desk.wait(minutes=11)
    case = desk.case()
    assert case.place_pending
    place = desk.reader.read("文昌街道大寨村2组").place
    desk.tell(case.holder, "文昌街道大寨村2组", number=case.number, place=place)
    assert desk.case().holder == OWNER
    assert desk.cards(OWNER)
    assert not desk.case().place_pending


# --- proof, and what is none ---


@pytest.fixture
def two(lamp: Desk) -> Desk:
    """The worker holds two cases; the newer one is rubbish in 大寨村3组."""
    lamp.clock.at += timedelta(minutes=1)
    lamp.say("文昌街道大寨村3组垃圾没人清", by="居民乙")
    return lamp


def test_a_reply_about_another_case_is_not_proof_for_this_one(two: Desk) -> None:
    rubbish, lamp = two.case(0), two.case(1)
    two.work(OWNER, Action.RESOLVE, lamp)
    two.tell(OWNER, "办结 清了两桶", number=rubbish.number)
    assert two.case(0).status is Status.RESOLVED
    assert two.case(1).status is Status.FILED


@pytest.mark.parametrize("words", ["弄不了，要叫物业", "办结不了", "还没修好，明天再来", "处理中"])
def test_words_that_deny_or_put_off_resolve_nothing(lamp: Desk, words: str) -> None:
    lamp.work(OWNER, Action.RESOLVE, lamp.case())
    lamp.tell(OWNER, words)
    assert lamp.case().status is not Status.RESOLVED


def test_a_doubtful_sentence_resolves_once_the_worker_says_so(lamp: Desk) -> None:
    lamp.work(OWNER, Action.RESOLVE, lamp.case())
    lamp.tell(OWNER, "换了灯泡，不闪了")
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskProof)
    assert asked.said == "换了灯泡，不闪了"
    case = lamp.case()
    lamp.run(resolve_now, ResolveNow(lamp.holder(OWNER), lamp.clock.at, lamp.cause(), case.id))
    assert lamp.case().proof_note == "换了灯泡，不闪了"


@pytest.mark.parametrize("words", ["已到场", "办结不了，要换变压器", "这不归我管"])
def test_a_captioned_photo_in_reply_to_the_card_does_what_the_caption_says(lamp: Desk, words: str) -> None:
    lamp.tell(OWNER, words, photos=1, number=lamp.case().number)
    assert lamp.case().status in {Status.FILED, Status.ON_SITE}


def test_a_stale_question_for_proof_blocks_nothing(two: Desk) -> None:
    rubbish, lamp = two.case(0), two.case(1)
    two.work(OWNER, Action.RESOLVE, lamp)
    two.run(withdraw_case, WithdrawCase(two.resident(), two.clock.at, two.cause(), lamp.id))
    two.tell(OWNER, "办结 清了两桶", number=rubbish.number)
    assert two.case(0).status is Status.RESOLVED


@pytest.mark.parametrize("words", ["谢谢", "好的", "还没看呢，我在外地"])
def test_thanks_are_no_dispute(lamp: Desk, words: str) -> None:
    lamp.tell(OWNER, "办结 换了灯泡")
    lamp.say(words, reply_to=lamp.shown_at("居民甲"))
    assert lamp.case().status is Status.RESOLVED


def test_a_resident_cannot_reopen_by_button_after_the_window(lamp: Desk) -> None:
    lamp.tell(OWNER, "办结 换了灯泡")
    lamp.wait(days=3)
    lamp.wait(days=1)
    lamp.clock.at += timedelta(days=30)
    with pytest.raises(WrongStatus):
        lamp.judge(Verdict.NOT_FIXED, "还是黑的")


def test_the_cover_card_keeps_its_buttons_while_nobody_has_accepted(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组井盖没了")
    desk.wait(minutes=6)
    desk.say(photos=1)
    assert desk.cards(COVER)[-1].mine


def test_a_worker_in_danger_is_heard_like_anybody(desk: Desk) -> None:
    reading = desk.reader.read("文昌街道大寨村2组我家着火了，快来人")
    desk.tell(OWNER, "文昌街道大寨村2组我家着火了，快来人", reading=reading, place=reading.place)
    assert desk.case().severity is Severity.CRITICAL


def test_a_new_phone_shows_the_cards_of_what_the_post_holds(lamp: Desk) -> None:
    code = "ABCDEFGHJK"
    lamp.run(issue_code, IssueCode(PostCode(OWNER), digest_of(code), lamp.clock.at))
    lamp.run(bind_post, BindPost(lamp.resident("新手机"), lamp.clock.at, lamp.cause(), code))
    lamp.deliver()
    assert [card.number for card in lamp.cards("新手机")] == [lamp.case().number]


def test_a_code_works_once(lamp: Desk) -> None:
    code = "ABCDEFGHJK"
    lamp.run(issue_code, IssueCode(PostCode(OWNER), digest_of(code), lamp.clock.at))
    lamp.run(bind_post, BindPost(lamp.resident("新手机"), lamp.clock.at, lamp.cause(), code))
    with pytest.raises(BadCode):
        lamp.run(bind_post, BindPost(lamp.resident("又一部"), lamp.clock.at, lamp.cause(), code))
