"""工单导入: what 12345 hands over in files is filed once, and nobody at the desk is asked or told for each of hundreds."""

from datetime import datetime, timedelta

import pytest

from bot.work_orders import BadOrder, OrderClerk, WorkOrder, number_of
from cases import messages as say
from cases.commands import Action
from cases.errors import AlreadyEntered, NotStaff
from cases.model import Case, PostCode, Source, Status
from cases.ordering import enter_order
from nlp.place import Locator
from tests.cases.conftest import MONDAY, Desk

DISTRICT = "410871000000"
CENTRE = "410871062000"
OWNER = "Z0102"


def order(words: str = "路灯坏了，晚上看不见", **more: object) -> WorkOrder:
    return WorkOrder(**{"number": "GD20260302001", "words": words, "address": "文昌街道大寨村2组"} | more)  # type: ignore[arg-type]


def take_in(desk: Desk, told: WorkOrder, *, by: str = CENTRE, post: str = CENTRE) -> Case:
    clerk = OrderClerk(desk.reader, Locator(desk.org.registry), desk.holder(by), PostCode(post))
    desk.run(enter_order, clerk.command(told, desk.clock.at))
    desk.deliver()
    return desk.case()


def test_an_order_is_a_case_with_its_number_and_nobody_at_the_desk_is_bothered(desk: Desk) -> None:
    case = take_in(desk, order())
    assert (case.holder, case.source, case.place, case.reporter_name) == (OWNER, Source.HOTLINE, "大寨村2组", "")
    card = desk.cards(OWNER)[0]
    assert (card.outside, card.entered_by) == ("GD20260302001", desk.org.label(CENTRE))
    assert not [message for message in desk.heard_by(CENTRE) if isinstance(message, say.Receipt | say.AskPlace)]


def test_the_same_number_is_filed_once_however_it_is_written(desk: Desk) -> None:
    first = take_in(desk, order())
    with pytest.raises(AlreadyEntered) as refused:
        take_in(desk, order("井盖没了", number=" gd２０２６０３０２００１ "))
    assert (refused.value.number, len(desk.cases())) == (first.number, 1)


def test_what_lacks_its_place_goes_to_triage_and_asks_nobody(desk: Desk) -> None:
    case = take_in(desk, order(address=""))
    assert (case.place_pending, case.triage, case.status) == (True, True, Status.FILED)
    assert desk.store.glance.draft_of(desk.holder(CENTRE)) is None


def test_two_orders_that_lack_it_do_not_become_one(desk: Desk) -> None:
    take_in(desk, order(address=""))
    take_in(desk, order("水管爆了", address="", number="GD20260302002"))
    assert len(desk.cases()) == 2


def test_the_caller_s_number_is_hidden_and_what_stood_in_the_columns_can_be_read(desk: Desk) -> None:
    case = take_in(desk, order(phone="13812345678", called_at=MONDAY, due_at=MONDAY + timedelta(days=5)))
    assert "13812345678" not in case.text
    assert "来电时间：2026-03-02 09:00" in case.text
    assert "12345要求办结：2026-03-07 09:00" in case.text


def test_the_words_complete_an_address_that_stops_at_the_village(desk: Desk) -> None:
    assert take_in(desk, order("2组路灯坏了", address="文昌街道大寨村")).holder == OWNER


def test_the_other_office_s_columns_are_not_read_as_the_matter(desk: Desk) -> None:
    case = take_in(desk, order(due_at=datetime(2026, 3, 7, 9, tzinfo=MONDAY.tzinfo)))
    assert case.matter == "路灯损坏" or "路灯" in case.matter


def test_whoever_brought_it_in_is_asked_at_the_end(desk: Desk) -> None:
    case = take_in(desk, order())
    desk.work(OWNER, Action.RESOLVE, case, "换了灯泡")
    assert isinstance(desk.last(CENTRE), say.AskVerdict)


def test_a_chat_that_does_not_answer_for_the_desk_brings_in_nothing(desk: Desk) -> None:
    with pytest.raises(NotStaff):
        take_in(desk, order(), by=OWNER)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (order(number=""), "number"),
        (order(number="见附件"), "number"),
        (order(" "), "words"),
        (order("灯" * 4001), "words"),
    ],
)
def test_an_order_that_cannot_be_filed_says_which_column_is_wrong(told: WorkOrder, field: str) -> None:
    with pytest.raises(BadOrder) as refused:
        told.checked()
    assert refused.value.field == field


def test_numbers_have_one_spelling() -> None:
    assert number_of("ｇｄ 2026-0302") == "GD2026-0302"
    assert number_of("=1+1") == ""
