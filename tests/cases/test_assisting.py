"""协办: others help with a case. They see its card and leave a word; one post answers for it and closes it."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.assisting import ask_assist
from cases.commands import Action, Reassign, Target, Verdict
from cases.errors import AlreadyDone, NoSuchCase, NoSuchPost, NotYours
from cases.model import PostCode
from cases.supervision import reassign_case
from cases.whistle_commands import AskAssist
from tests.cases.conftest import Desk
from tests.cases.test_whistling import CENTRE, CLEANERS, OWNER, STATION, lamp, words_of

__all__ = ["lamp"]
HELPER, STRANGER = "Z0103", "Z0001"


def help_with(desk: Desk, post: str | None = None, *, by: str = OWNER) -> None:
    target, to = Target(case=desk.case().id), PostCode(post) if post else None
    desk.run(ask_assist, AskAssist(desk.holder(by), desk.clock.at, desk.cause(), target, to))
    desk.deliver()


def test_colleagues_and_departments_are_offered_and_one_tap_asks_them(lamp: Desk) -> None:
    help_with(lamp)
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskAssist)
    assert {HELPER, CLEANERS} <= {choice.value for choice in asked.choices}
    help_with(lamp, HELPER)
    assert lamp.case().assists == (HELPER,)
    assert lamp.cards(HELPER)[-1].role == "assist"
    assert lamp.cards(OWNER)[-1].assists == (lamp.org.label(HELPER),)
    with pytest.raises(AlreadyDone):
        help_with(lamp, HELPER)


def test_a_word_in_reply_reaches_the_holder(lamp: Desk) -> None:
    help_with(lamp, HELPER)
    lamp.tell(HELPER, "我去看过了，灯座锈了", reply_to=lamp.shown_at(HELPER))
    (heard,) = lamp.told(say.AssistWord, OWNER)
    assert isinstance(heard, say.AssistWord)
    assert (heard.who, heard.said) == (lamp.org.label(HELPER), "我去看过了，灯座锈了")


def test_a_co_handler_neither_closes_nor_takes_it(lamp: Desk) -> None:
    for post in (HELPER, CLEANERS):
        help_with(lamp, post)
        for action in (Action.ACCEPT, Action.RESOLVE):
            with pytest.raises(NotYours):
                lamp.work(post, action, lamp.case(), "办好了")
        lamp.tell(post, "办结 换好了", reply_to=lamp.shown_at(post))
    assert (lamp.case().status, lamp.case().holder) == ("accepted", OWNER)
    assert len(lamp.told(say.AssistWord, OWNER)) == 2


def test_a_department_that_helps_sees_nothing_of_the_resident(lamp: Desk) -> None:
    help_with(lamp, CLEANERS)
    heard = words_of(lamp, CLEANERS)
    assert "大寨村2组" in heard
    assert not [secret for secret in ("居民甲", "张某某", "138", "路灯坏了") if secret in heard]


def test_only_the_holder_and_desks_over_the_case_ask_and_only_who_answers_there(lamp: Desk) -> None:
    with pytest.raises(NoSuchCase):
        help_with(lamp, CLEANERS, by=STRANGER)
    with pytest.raises(NoSuchPost):
        help_with(lamp, STRANGER)
    help_with(lamp, CLEANERS, by=CENTRE)
    assert lamp.case().assists == (CLEANERS,)


def test_who_becomes_the_holder_helps_no_more(lamp: Desk) -> None:
    help_with(lamp, HELPER)
    command = Reassign(lamp.holder(CENTRE), lamp.clock.at, lamp.cause(), lamp.case().id, PostCode(HELPER))
    lamp.run(reassign_case, command)
    assert (lamp.case().holder, lamp.case().assists) == (HELPER, ())


def test_a_number_goes_before_the_card_that_is_replied_to(lamp: Desk) -> None:
    lamp.say("文昌街道大寨村6组垃圾桶满了没人清", by="居民乙")
    own, helped = lamp.case(), lamp.case(1)
    assert own.holder == HELPER
    target = Target(case=helped.id)
    lamp.run(ask_assist, AskAssist(lamp.holder(OWNER), lamp.clock.at, lamp.cause(), target, PostCode(HELPER)))
    lamp.deliver()
    lamp.tell(HELPER, f"{own.number} 办结 清了", reply_to=lamp.shown_at(HELPER, helped))
    assert lamp.case().status == "resolved"
    assert not lamp.told(say.AssistWord, OWNER)


# --- when the case turns against the people of the place ---


def turn(desk: Desk) -> None:
    desk.forget()
    desk.clock.at += timedelta(minutes=1)
    desk.say("举报这个网格员收了钱不修", reply_to=desk.shown_at("居民甲"))
    assert desk.case().conflict


@pytest.mark.parametrize("helper", [HELPER, CLEANERS])
def test_a_co_handler_reads_nothing_of_an_accusation_that_comes_later(lamp: Desk, helper: str) -> None:
    help_with(lamp, helper)
    turn(lamp)
    card = lamp.cards(helper)[-1]
    assert not card.mine
    assert not [secret for secret in ("收了钱", "居民甲", "举报") if secret in words_of(lamp, helper)]
    lamp.forget()
    lamp.clock.at += timedelta(minutes=1)
    lamp.work(CENTRE, Action.ACCEPT, lamp.case())
    assert not lamp.heard_by(helper)


def test_a_desk_that_was_shown_the_card_reads_nothing_of_it_either(lamp: Desk) -> None:
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "换了灯泡")
    lamp.judge(Verdict.NOT_FIXED, "还是不亮")
    assert lamp.cards(STATION)[-1].role == "supervisor"
    turn(lamp)
    assert not lamp.cards(STATION)[-1].mine
    assert "收了钱" not in words_of(lamp, STATION)


def test_who_is_asked_to_help_after_that_sees_how_it_goes_on(lamp: Desk) -> None:
    turn(lamp)
    help_with(lamp, CLEANERS, by=CENTRE)
    lamp.forget()
    lamp.clock.at += timedelta(minutes=1)
    lamp.work(CENTRE, Action.ACCEPT, lamp.case())
    assert lamp.cards(CLEANERS)[-1].status == "accepted"
    assert not [secret for secret in ("收了钱", "居民甲", "举报") if secret in words_of(lamp, CLEANERS)]
