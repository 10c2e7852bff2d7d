"""A complaint about the people who would receive it never reaches them, whatever happens to the case."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.aftercare import urge_case
from cases.commands import Action, OfferReassign, ReportDead, UrgeCase, Verdict
from cases.model import PostCode
from cases.supervision import offer_reassign
from cases.sweeps import report_undeliverable
from tests.cases.conftest import Desk

ACCUSED = ("Z0102", "J0228", "L0035", "410871062209")
"""专职, 兼职 and 网格长 of 大寨村2组, and the village's station."""
CENTRE = "410871062000"


def heard_by_accused(desk: Desk) -> list[tuple[str, object]]:
    return [(who, message) for who, message in desk.heard if who in ACCUSED and not isinstance(message, say.Digest)]


@pytest.mark.parametrize(
    "complaint",
    [
        "文昌街道大寨村2组网格员打人，我现在躲在屋里",
        "举报文昌街道大寨村2组网格员把井盖偷走卖了，路上井盖没了",
        "举报文昌街道大寨村2组村干部把路灯的钱贪了",
    ],
)
def test_every_rung_every_move_and_every_dead_letter_passes_them_by(desk: Desk, complaint: str) -> None:
    desk.say(complaint)
    case = desk.case()
    assert case.conflict
    assert case.holder == CENTRE
    for step in (timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=6), timedelta(hours=2)):
        desk.clock.at += step
        desk.sweep()
    desk.run(urge_case, UrgeCase(desk.resident(), desk.clock.at, desk.cause(), case.id))
    district = desk.holder("410871000000")
    desk.run(offer_reassign, OfferReassign(district, desk.clock.at, desk.cause(), case.id))
    desk.run(report_undeliverable, ReportDead(case.id, PostCode(CENTRE), "blocked", desk.clock.at, desk.cause()))
    desk.deliver()
    desk.work(CENTRE, Action.RESOLVE, desk.case(), "查过了")
    desk.judge(Verdict.NOT_FIXED, "没查清楚")
    for _ in range(30):
        desk.wait(days=1)
    assert not heard_by_accused(desk)
    offer = next(m for m in desk.heard_by("410871000000") if isinstance(m, say.AskReassign))
    assert not {choice.value for choice in offer.choices} & set(ACCUSED)


def test_an_accusation_in_the_answer_counts_like_one_in_the_question(desk: Desk) -> None:
    desk.say("路灯坏了好几天")
    desk.say("文昌街道大寨村2组，举报网格员收了钱不修")
    assert desk.case().conflict
    assert not heard_by_accused(desk)


def test_an_accusation_added_later_takes_the_case_away_from_the_accused(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组路灯坏了")
    desk.forget()
    desk.say("举报这个网格员收了钱不修", reply_to=desk.shown_at("居民甲"))
    assert desk.case().conflict
    told = [m for _, m in heard_by_accused(desk) if isinstance(m, say.Card) and "收了钱" in m.said and m.mine]
    assert not told


def test_an_accusation_written_into_the_first_message_does_so_too(desk: Desk) -> None:
    number = desk.say("文昌街道大寨村2组路灯坏了")
    desk.forget()
    desk.say("举报文昌街道大寨村2组网格员收了钱不修路灯", message=number, edited=True)
    assert (desk.case().holder, desk.case().conflict) == (CENTRE, True)
    assert not [m for _, m in heard_by_accused(desk) if isinstance(m, say.Card) and "收了钱" in m.said and m.mine]
