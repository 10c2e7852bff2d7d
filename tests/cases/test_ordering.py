"""工单导入: what 12345 hands over in files is filed once, and nobody at the desk is asked or told for each of hundreds."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.work_orders import BadOrder, OrderClerk, WorkOrder, number_of
from cases import life
from cases import messages as say
from cases.commands import Action
from cases.errors import AlreadyEntered, NotStaff
from cases.limits import first_due, starting_due
from cases.model import Case, PostCode, Source, Status
from cases.ordering import enter_order
from cases.pauses import pause, resume, suspend
from cases.reading import Complexity
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
    assert desk.store.glance.meet(desk.holder(CENTRE)).draft is None


def test_two_orders_that_lack_it_do_not_become_one(desk: Desk) -> None:
    take_in(desk, order(address=""))
    take_in(desk, order("水管爆了", address="", number="GD20260302002"))
    assert len(desk.cases()) == 2


def test_the_caller_s_number_is_hidden_and_what_stood_in_the_columns_can_be_read(desk: Desk) -> None:
    case = take_in(desk, order(phone="13812345678", called_at=MONDAY, due_at=MONDAY + timedelta(days=5)))
    assert "13812345678" not in case.text
    assert "来电时间：2026-03-02 09:00" in case.text
    assert "12345要求办结：2026-03-07 09:00" in case.text


# --- by when the other office wants it ---


def moment(desk: Desk, **ahead: float) -> datetime:
    return desk.clock.at + timedelta(**ahead)


def test_whichever_limit_ends_first_is_the_case_s(desk: Desk) -> None:
    own = take_in(desk, order()).due_at
    sooner = take_in(desk, order(number="GD2", due_at=own - timedelta(hours=3)))
    assert (sooner.due_at, sooner.contact_due_at <= sooner.due_at) == (own - timedelta(hours=3), True)
    assert take_in(desk, order(number="GD3", due_at=own + timedelta(hours=3))).due_at == own


def test_reminders_and_lateness_follow_it(desk: Desk) -> None:
    case = take_in(desk, order(due_at=moment(desk, hours=2)))
    (card,) = desk.cards(OWNER)
    assert card.due_at == case.due_at
    desk.wait(hours=1.7)
    assert [one.step for one in desk.heard_by(OWNER) if isinstance(one, say.Reminder)] == ["warn"]
    desk.wait(hours=0.5)
    assert [one.step for one in desk.heard_by(OWNER) if isinstance(one, say.Reminder)] == ["warn", "due"]
    assert desk.case().is_late(desk.clock.at)


def test_what_was_past_when_it_came_is_due_at_once_and_climbs_from_there(desk: Desk) -> None:
    case = take_in(desk, order(due_at=moment(desk, days=-30)))
    assert case.due_at == desk.clock.at
    desk.wait(hours=1)
    assert [one.step for one in desk.heard_by(OWNER) if isinstance(one, say.Reminder)] == ["due"]
    assert not [one for one in desk.heard_by(DISTRICT) if isinstance(one, say.Reminder)]


def test_a_question_to_the_resident_does_not_move_it(desk: Desk) -> None:
    due_at = moment(desk, hours=20)
    case = take_in(desk, order(due_at=due_at))
    rules = desk.store.rules
    paused = pause(case, rules, at=moment(desk, hours=1), question="在哪里？")
    assert resume(paused, rules, moment(desk, hours=5)).due_at == due_at
    idle = suspend(case, rules, at=moment(desk, hours=1), until=moment(desk, days=7))
    assert resume(idle, rules, moment(desk, days=7)).due_at > moment(desk, days=7)


def test_another_class_gives_no_more_time_and_what_is_granted_does(desk: Desk) -> None:
    case = take_in(desk, order(due_at=moment(desk, hours=5)))
    rules = desk.store.rules
    harder = life.classify(case, rules, at=desk.clock.at, complexity=Complexity.COMPLEX)
    assert harder.due_at == case.due_at == moment(desk, hours=5)
    later = life.extend(case, rules, at=desk.clock.at, due_at=moment(desk, days=3))
    assert (later.due_at, first_due(later, rules)) == (moment(desk, days=3), case.due_at)
    paused = pause(later, rules, at=moment(desk, hours=1), question="在哪里？")
    assert resume(paused, rules, moment(desk, hours=4)).due_at >= moment(desk, days=3)


def test_a_second_try_has_a_limit_of_its_own_once_it_is_past(desk: Desk) -> None:
    case = take_in(desk, order(due_at=moment(desk, hours=2)))
    rules = desk.store.rules
    again = replace(case, clock_from=moment(desk, days=3), reopened=1)
    assert starting_due(again, rules) > again.clock_from


def test_a_case_under_which_it_goes_on_is_pressed_by_it(desk: Desk) -> None:
    leading = take_in(desk, order())
    joined = take_in(desk, order(number="GD2", due_at=moment(desk, hours=2)))
    rules = desk.store.rules
    leads = life.lead(leading, [joined], rules, at=desk.clock.at, joined=1)
    assert (leads.due_at, leads.order_due_at, leads.joined) == (joined.due_at, joined.due_at, 1)
    assert leads.look_at is not None
    assert leading.look_at is not None
    assert leads.look_at < leading.look_at
    assert life.lead(joined, [leading], rules, at=desk.clock.at, joined=1).due_at == joined.due_at


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
