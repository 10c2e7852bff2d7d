"""A telephone or identity number is in no row of the desk, whoever wrote it and wherever; but somebody in danger is called back."""

from datetime import timedelta

import pytest

from bot.work_orders import OrderClerk, WorkOrder
from cases.commands import Action, AskExtension, Command, Target, Transfer
from cases.dismissing import ask_dismissal, decide_dismissal
from cases.ending_commands import AskDismissal, DecideDismissal
from cases.flooding import stop_chat
from cases.messages import Revealed
from cases.model import Case, Ground, PostCode, TransferReason
from cases.ordering import enter_order
from cases.patience_commands import StopChat
from cases.whistle_commands import AskWhistle
from cases.whistling import ask_whistle
from cases.withholding import spared
from nlp.place import Locator
from storage.engine import open_engine
from storage.keys import Keys
from storage.revealing import filled
from tests.cases.conftest import LAMP, Desk
from tests.storage.conftest import KEYS
from tests.storage.full_desk import all_rows

CENTRE = "410871062000"
PHONE, OTHER, IDENTITY = "13800001111", "13900002222", "410811199001011234"


@pytest.fixture
def keys() -> Keys:
    return KEYS


def kept(url: str, case: Case) -> tuple[str, ...]:
    """The numbers that a desk would be shown which may know who reported."""
    with open_engine(url).connect() as db:
        shown = filled(db, Revealed(case.id, case.number), KEYS)
    assert isinstance(shown, Revealed)
    return shown.numbers


def test_no_number_is_in_any_row_whoever_wrote_it_and_when(desk: Desk, url: str) -> None:
    desk.say(f"路灯坏了，我电话{PHONE}")  # a draft, that asks for the place
    desk.say(f"文昌街道大寨村2组，身份证{IDENTITY}")
    case = desk.case()
    desk.say(f"打{OTHER}也行")
    desk.work(case.holder, Action.ACCEPT, case)
    desk.tell(case.holder, f"问居民 是打{OTHER}吗")
    desk.say(f"是，或者{PHONE}")
    desk.tell(case.holder, f"办结 换了灯泡，联系{OTHER}")
    rows = repr(all_rows(url))
    assert [number for number in (PHONE, OTHER, IDENTITY) if number in rows] == []
    assert "138****" in desk.case().text
    assert set(kept(url, desk.case())) == {PHONE, OTHER, IDENTITY}


def test_nor_where_a_department_says_why_it_does_not_come(desk: Desk, url: str) -> None:
    desk.say(LAMP)
    case = desk.case()
    called = AskWhistle(desk.holder(case.holder), desk.clock.at, desk.cause(), Target(case=case.id), ("环卫",), "清运")
    desk.run(ask_whistle, called)
    desk.deliver()
    desk.tell("B0001", f"去不了，车坏了，打{OTHER}")
    assert "139****" in repr(desk.heard_by(case.holder))
    assert OTHER not in repr(all_rows(url))


def test_nor_where_a_decision_or_a_stop_is_appealed_against(desk: Desk, url: str) -> None:
    desk.say(LAMP)
    case, centre = desk.case(), desk.org.desks_over(desk.case())[1]
    asked = AskDismissal(desk.holder(case.holder), desk.clock.at, desk.cause(), Target(case=case.id), Ground.COURT)
    desk.run(ask_dismissal, asked)
    desk.tell(case.holder, "法院已经在审理，请等判决")
    station = desk.holder(desk.org.desks_over(case)[0])
    desk.run(decide_dismissal, DecideDismissal(station, desk.clock.at, desk.cause(), case.id, True))
    desk.say(f"申请复核，我没有打官司，打{PHONE}")
    stop = StopChat(desk.holder(centre), desk.clock.at, desk.cause(), case.id, 3, "反复发广告")
    desk.run(stop_chat, stop)
    desk.say(f"申请复核，我没有发广告，打{OTHER}")
    desk.clock.at += timedelta(days=1)
    desk.deliver()
    heard = repr([desk.heard_by(centre), desk.heard_by(desk.org.top)])
    assert "138****" in heard
    assert "139****" in heard
    rows = repr(all_rows(url))
    assert [number for number in (PHONE, OTHER) if number in rows] == []


def test_whoever_reports_an_emergency_can_be_called_back_but_no_identity_number_is_shown(desk: Desk) -> None:
    desk.say(f"文昌街道大寨村2组屋里一股煤气味，电话{PHONE}，身份证{IDENTITY}")
    desk.say(f"我是邻居，打{OTHER}")
    said = desk.case().text
    assert PHONE in said
    assert OTHER in said
    assert IDENTITY not in said


def test_numbers_of_another_matter_are_not_of_this_one(desk: Desk, url: str) -> None:
    desk.say(LAMP)
    lamp = desk.case()
    desk.say(f"小寨村1组井盖没了，电话{PHONE}", by="居民乙")
    assert kept(url, lamp) == ()


def test_the_words_of_a_typed_command_are_spared_too(desk: Desk) -> None:
    command = AskExtension(desk.holder("Z0001"), desk.clock.at, desk.cause(), Target(), "两天", f"等{PHONE}回话")
    assert isinstance(spared(command), Command)
    assert PHONE not in repr(spared(command))


def test_a_choice_is_no_word(desk: Desk) -> None:
    asked = Transfer(desk.holder("Z0001"), desk.clock.at, desk.cause(), Target(), TransferReason.NOT_MY_DUTY)
    assert spared(asked) is asked


def test_a_caller_s_number_is_kept_with_the_order_and_not_with_the_desk_that_took_it_in(desk: Desk, url: str) -> None:
    clerk = OrderClerk(desk.reader, Locator(desk.org.registry), desk.holder(CENTRE), PostCode(CENTRE))
    for order, phone in (("GD1", PHONE), ("GD2", "13800007777")):
        told = WorkOrder(order, "路灯坏了", address="文昌街道大寨村2组", phone=phone)
        desk.run(enter_order, clerk.command(told, desk.clock.at))
    assert sorted(kept(url, case) for case in desk.cases()) == [(PHONE,), ("13800007777",)]
