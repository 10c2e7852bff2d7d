"""技能: whoever can do what the case asks for stands first where somebody is chosen, and everybody else stays in the list."""

from dataclasses import replace

import pytest

from bot.rules import skill_signs
from cases import messages as say
from cases.assisting import ask_assist
from cases.commands import OfferReassign, Target, Transfer
from cases.model import PostCode, TransferReason
from cases.org import Org
from cases.rules import Rules
from cases.skills import wanted
from cases.supervision import offer_reassign
from cases.transferring import transfer_case
from cases.whistle_commands import AskAssist, AskWhistle
from cases.whistling import ask_whistle
from tests.cases.conftest import LAMP, Desk

OWNER, STATION = "Z0102", "410871062209"
FLAT = "文昌街道大寨村2组供水管道爆了"


@pytest.fixture
def house(house: Rules) -> Rules:
    return replace(house, skills=skill_signs())


@pytest.fixture
def lamp(desk: Desk) -> Desk:
    """The last of the colleagues in every list is an electrician."""
    registry = desk.org.registry
    colleagues = [post for post in desk.org.colleagues("410871062209002") if post != OWNER]
    workers = tuple(
        replace(one, skills=("电工", "调解")) if one.id == colleagues[-1] else one for one in registry.workers
    )
    skilled = replace(registry, workers=workers)
    desk.store.save_registry(skilled)
    desk.org = Org(skilled)
    desk.say(LAMP)
    return desk


def electrician(desk: Desk) -> str:
    return next(one.id for one in desk.org.registry.workers if one.skills)


def transferred(desk: Desk) -> tuple[say.Choice, ...]:
    target = Target(case=desk.case().id)
    command = Transfer(desk.holder(OWNER), desk.clock.at, desk.cause(), target, TransferReason.NOT_MY_DUTY)
    desk.run(transfer_case, command)
    desk.deliver()
    asked = desk.last(OWNER)
    assert isinstance(asked, say.AskTransfer)
    return asked.choices


def test_the_electrician_stands_first_for_a_lamp_with_the_skills_behind_the_name(lamp: Desk) -> None:
    first = transferred(lamp)[0]
    assert (first.value, first.label) == (electrician(lamp), f"{lamp.org.label(electrician(lamp))}（电工、调解）")


def test_for_what_asks_for_nothing_the_order_is_as_it_was(lamp: Desk) -> None:
    lamp.say("文昌街道大寨村2组井盖没了", by="居民乙")
    with lamp.store.unit_of_work() as uow:
        assert wanted(uow, lamp.case()) == frozenset()
    choices = [one.value for one in transferred(lamp)]
    assert choices[0] != electrician(lamp)


def test_also_where_help_is_asked_for_and_where_a_desk_hands_it_on(lamp: Desk) -> None:
    target = Target(case=lamp.case().id)
    lamp.run(ask_assist, AskAssist(lamp.holder(OWNER), lamp.clock.at, lamp.cause(), target))
    lamp.deliver()
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskAssist)
    assert asked.choices[0].value == electrician(lamp)
    lamp.run(offer_reassign, OfferReassign(lamp.holder(STATION), lamp.clock.at, lamp.cause(), lamp.case().id))
    lamp.deliver()
    offered = lamp.last(STATION)
    assert isinstance(offered, say.AskReassign)
    assert offered.choices[0].value == electrician(lamp)
    assert offered.choices[0].label.startswith(f"{lamp.org.label(electrician(lamp))}（电工、调解） ")


def test_of_departments_the_fitting_kind_is_called_first(lamp: Desk) -> None:
    lamp.say("文昌街道大寨村2组垃圾桶满了", by="居民乙")
    target = Target(case=lamp.case().id)
    lamp.run(ask_whistle, AskWhistle(lamp.holder(OWNER), lamp.clock.at, lamp.cause(), target))
    lamp.deliver()
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskDepartments)
    assert "环卫" in lamp.org.registry.department[PostCode(asked.choices[0].value)].words
