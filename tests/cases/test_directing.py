"""What a duty desk types: every button of its requests and of its page has words that do the same, by the same checks."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import AskExtension, AskSuspension, ShowTodo, Target, Transfer
from cases.extending import FULL, ask_extension
from cases.fieldwork import show_todo
from cases.model import Case, Obstacle, PostCode, TransferReason
from cases.suspending import ask_suspension
from cases.transferring import transfer_case
from tests.cases.conftest import Desk

OWNER, COLLEAGUE = "Z0102", "Z0103"
STATION, CENTRE = "410871062209", "410871062000"
BIN = "文昌街道大寨村2组路口垃圾桶满了，三天没人倒"


def more_time(desk: Desk, length: str = "1") -> Case:
    about = desk.case()
    target = Target(case=about.id)
    desk.run(ask_extension, AskExtension(desk.holder(OWNER), desk.clock.at, desk.cause(), target, length, "等配件"))
    desk.deliver()
    return about


@pytest.fixture
def late(lamp: Desk) -> Desk:
    """A desk with two cases on every page: both are late."""
    lamp.say(BIN, by="居民乙")
    lamp.clock.at += timedelta(days=3)
    return lamp


def put_off(desk: Desk) -> None:
    target = Target(case=desk.case().id)
    command = AskSuspension(desk.holder(OWNER), desk.clock.at, desk.cause(), target, Obstacle.PARTS)
    desk.run(ask_suspension, command)
    desk.tell(OWNER, "要等产权单位确认")


@pytest.mark.parametrize("words", ["同意", "批准", "同意1天", "同意 1 天", "准了", "同意延期"])
def test_a_request_replied_to_is_granted_in_a_word(lamp: Desk, words: str) -> None:
    more_time(lamp)
    lamp.tell(STATION, words, reply_to=lamp.shown_at(STATION))
    assert lamp.case().extended == 1


@pytest.mark.parametrize("words", ["同意", "同意 {}", "{} 同意", "同意{}"])
def test_the_only_request_that_waits_needs_no_reply(lamp: Desk, words: str) -> None:
    case = more_time(lamp)
    lamp.tell(STATION, words.format(case.number))
    assert lamp.case().extended == 1


def test_a_refusal_tells_the_holder_why(lamp: Desk) -> None:
    more_time(lamp)
    lamp.tell(STATION, "不同意 仓库里就有", reply_to=lamp.shown_at(STATION))
    told = lamp.last(OWNER)
    assert isinstance(told, say.Done)
    assert (told.what, told.note, lamp.case().extended) == ("extension_refused", "仓库里就有", 0)


def test_more_days_than_were_asked_for_are_asked_about(lamp: Desk) -> None:
    more_time(lamp)
    lamp.tell(STATION, "同意 14 天", reply_to=lamp.shown_at(STATION))
    assert isinstance(lamp.last(STATION), say.AskDirective)
    assert lamp.case().extended == 0


@pytest.mark.parametrize("words", ["行", "可以", "没问题"])
def test_a_word_that_may_mean_anything_is_asked_about(lamp: Desk, words: str) -> None:
    more_time(lamp)
    lamp.tell(STATION, words, reply_to=lamp.shown_at(STATION))
    assert isinstance(lamp.last(STATION), say.AskDirective)
    assert lamp.case().extended == 0


@pytest.mark.parametrize(
    ("words", "days"), [("同意 14 天", 14), ("同意30天", 30), ("同意 三个月", 90), ("同意半年", 180)]
)
def test_a_suspension_is_granted_for_the_days_that_are_said(lamp: Desk, words: str, days: int) -> None:
    put_off(lamp)
    lamp.tell(STATION, words, reply_to=lamp.shown_at(STATION))
    case = lamp.case()
    assert case.suspended
    assert case.paused_until is not None
    assert (case.paused_until - lamp.clock.at).days == days


@pytest.mark.parametrize("words", ["同意", "同意 20 天"])
def test_for_how_long_is_asked_where_it_is_not_said(lamp: Desk, words: str) -> None:
    put_off(lamp)
    lamp.tell(STATION, words, reply_to=lamp.shown_at(STATION))
    asked = lamp.last(STATION)
    assert isinstance(asked, say.AskDirective)
    assert (asked.line.asks, lamp.case().suspended) == ("suspension", False)


def test_of_two_requests_the_page_asks_which_and_its_line_is_enough(lamp: Desk) -> None:
    first = more_time(lamp)
    lamp.say(BIN, by="居民乙")
    second = more_time(lamp, FULL)
    lamp.tell(STATION, "同意")
    page = lamp.last(STATION)
    assert isinstance(page, say.Digest)
    assert page.unclear == "同意"
    line = [one.case for one in page.numbered].index(second.id) + 1
    lamp.tell(STATION, f"{line} 同意")
    by_number = {case.id: case for case in lamp.cases()}
    assert (by_number[second.id].extended, by_number[first.id].extended) == (1, 0)


def test_what_nobody_asked_for_is_neither_granted_nor_refused(lamp: Desk) -> None:
    lamp.tell(STATION, "同意")
    assert isinstance(lamp.last(STATION), say.Digest)
    lamp.tell(OWNER, "同意")
    assert isinstance(lamp.last(OWNER), say.StaffHelp)


def test_a_holder_does_not_agree_to_what_they_asked_for(lamp: Desk) -> None:
    more_time(lamp)
    lamp.tell(OWNER, "同意", reply_to=lamp.shown_at(OWNER))
    assert lamp.case().extended == 0


# --- the page ---


def test_a_line_of_the_page_and_a_verb(late: Desk) -> None:
    page = late.page(CENTRE)
    second = page.numbered[1]
    late.tell(CENTRE, "2 督办")
    watched = {case.id: case.supervised_at is not None for case in late.cases()}
    assert [case for case, yes in watched.items() if yes] == [second.case]
    told = late.last(CENTRE)
    assert isinstance(told, say.Done)
    assert told.number == second.number


def test_the_lines_are_those_of_the_page_as_it_was_shown(late: Desk) -> None:
    page = late.page(CENTRE)
    late.say("文昌街道大寨村2组井盖没了", by="居民丙")
    late.tell(CENTRE, "1 督办")
    watched = next(case for case in late.cases() if case.supervised_at)
    assert watched.id == page.numbered[0].case


def test_a_line_that_is_not_there_is_answered_by_the_page(late: Desk) -> None:
    late.page(CENTRE)
    late.tell(CENTRE, "7 督办")
    page = late.last(CENTRE)
    assert isinstance(page, say.Digest)
    assert page.unclear == "7 督办"


def test_a_number_alone_shows_the_case_of_the_line(late: Desk) -> None:
    late.page(CENTRE)
    late.tell(CENTRE, "1")
    assert isinstance(late.last(CENTRE), say.CaseView)


def test_a_worker_names_a_line_of_their_list(lamp: Desk) -> None:
    lamp.tell(OWNER, "1 看")
    assert isinstance(lamp.last(OWNER), say.StaffHelp)
    lamp.run(show_todo, ShowTodo(lamp.holder(OWNER), lamp.clock.at, lamp.cause()))
    lamp.deliver()
    lamp.tell(OWNER, "1 看")
    assert isinstance(lamp.last(OWNER), say.CaseView)


def test_what_did_not_fit_is_unfolded(lamp: Desk) -> None:
    for n in range(9):
        lamp.say(f"文昌街道大寨村{n % 4 + 1}组{'路灯井盖垃圾'[n % 3 * 2 : n % 3 * 2 + 2]}坏了第{n}处", by=f"居民{n}")
    lamp.clock.at += timedelta(days=3)
    lamp.tell(CENTRE, "展开")
    page = lamp.last(CENTRE)
    assert isinstance(page, say.Digest)
    assert page.rest == (len(page.numbered) > say.LISTED)
    last = page.numbered[-1]
    lamp.tell(CENTRE, f"督办 {len(page.numbered)}")
    assert next(case for case in lamp.cases() if case.supervised_at).id == last.case


def test_a_worker_supervises_nobody(lamp: Desk) -> None:
    lamp.tell(OWNER, "督办", reply_to=lamp.shown_at(OWNER))
    assert lamp.case().supervised_at is None


# --- to whom ---


def test_whoever_is_named_is_shown_with_their_load_and_confirmed(lamp: Desk) -> None:
    name = lamp.org.label(COLLEAGUE)
    lamp.tell(CENTRE, f"换人 {lamp.case().number} 给{name}")
    asked = lamp.last(CENTRE)
    assert isinstance(asked, say.AskReassign)
    assert (asked.named, asked.choices[0].value, len(asked.choices)) == (name, COLLEAGUE, 2)
    assert lamp.case().holder == OWNER
    lamp.tell(CENTRE, "确定")
    assert lamp.case().holder == COLLEAGUE


def test_instead_another_may_be_named(lamp: Desk) -> None:
    lamp.tell(CENTRE, f"换人 {lamp.case().number} 给103")
    lamp.tell(CENTRE, "给104")
    assert lamp.case().holder == "Z0104"


def test_a_name_that_is_nobodys_is_answered_by_those_there_are(late: Desk) -> None:
    late.page(CENTRE)
    late.tell(CENTRE, "1 换人 给网格员丙")
    asked = late.last(CENTRE)
    assert isinstance(asked, say.AskReassign)
    assert (asked.named, asked.unknown, late.case().holder) == ("", "网格员丙", OWNER)
    late.tell(CENTRE, "确定")
    assert late.case().holder == OWNER


def test_what_else_is_said_meanwhile_hands_nothing_over(lamp: Desk) -> None:
    lamp.tell(CENTRE, f"换人 {lamp.case().number} 给103")
    lamp.tell(CENTRE, "给居民打过电话了")
    assert lamp.case().holder == OWNER


# --- 我接, 不接 ---


def test_whoever_is_asked_to_take_it_says_so(lamp: Desk) -> None:
    who, target, why = lamp.holder(OWNER), Target(case=lamp.case().id), TransferReason.NOT_MY_GRID
    lamp.run(transfer_case, Transfer(who, lamp.clock.at, lamp.cause(), target, why, PostCode(COLLEAGUE)))
    lamp.deliver()
    lamp.tell(COLLEAGUE, "不接 手上件太多", reply_to=lamp.shown_at(COLLEAGUE))
    told = lamp.last(OWNER)
    assert isinstance(told, say.Done)
    assert (told.what, told.note, lamp.case().holder) == ("declined_to_you", "手上件太多", OWNER)
