"""导出我的信息, 删除我的信息: what a resident may read, and what is left when they want it gone."""

from cases import messages as say
from cases.commands import Action, Command, Verdict
from cases.retaining import ask_erasure, erase_own_data, show_own_data
from tests.cases.conftest import LAMP, Desk

MANHOLE = "文昌街道大寨村2组井盖没了"


def closed(desk: Desk, words: str = LAMP, *, by: str = "居民甲") -> None:
    desk.say(words, by=by)
    case = desk.case()
    desk.work(case.holder, Action.RESOLVE, case, "换了灯泡")
    desk.judge(Verdict.FIXED, by=by)


def asks(desk: Desk, use_case: object, *, by: str = "居民甲") -> say.Message:
    desk.run(use_case, Command(desk.resident(by), desk.clock.at, desk.cause()))  # type: ignore[arg-type]
    desk.deliver()
    return desk.last(by)


def test_a_resident_reads_all_that_is_kept_and_nothing_of_others(desk: Desk) -> None:
    closed(desk)
    desk.say(MANHOLE)
    desk.say(LAMP, by="居民乙")
    found = asks(desk, show_own_data)
    assert isinstance(found, say.OwnData)
    assert [case.said for case in found.cases] == [MANHOLE, LAMP]


def test_what_is_closed_is_nobodys_at_once_and_what_is_open_goes_on_without_a_name(desk: Desk) -> None:
    closed(desk)
    desk.say(MANHOLE)
    open_case = desk.case()
    assert asks(desk, ask_erasure) == say.AskErase(1, (open_case.number,))
    assert asks(desk, erase_own_data) == say.Erased(1, (open_case.number,))
    assert not desk.cards(open_case.holder)[-1].reporter
    desk.work(open_case.holder, Action.RESOLVE, desk.case(), "盖好了")
    assert isinstance(desk.last(), say.AskVerdict)
    left = [case for case in desk.cases() if not case.status.is_open]
    assert [(case.reporter, case.reporter_name, case.text) for case in left] == [("", "", "")]


def test_one_persons_wish_touches_nobody_else(desk: Desk) -> None:
    closed(desk, by="居民乙")
    asks(desk, erase_own_data)
    assert desk.case().text == LAMP


def test_a_worker_who_erases_their_own_reports_gets_no_second_digest(desk: Desk) -> None:
    post = str(desk.org.top)
    desk.sweep()
    digests = [message for message in desk.heard_by(post) if isinstance(message, say.Digest)]
    desk.run(erase_own_data, Command(desk.holder(post), desk.clock.at, desk.cause()))
    desk.sweep()
    assert [message for message in desk.heard_by(post) if isinstance(message, say.Digest)] == digests != []
