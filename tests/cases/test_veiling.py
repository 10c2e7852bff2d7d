"""A complaint about staff in a group's chat: its number and its buttons, and not a word of it; whoever asks reads it in private."""

from datetime import timedelta
from typing import Any

import pytest

from cases import messages as say
from cases.commands import Action, FixTopic, Look, Said, ShowCase, ShowDigest, StaffHear, Target
from cases.correcting import ask_topic
from cases.fieldwork import hear_staff, show_case
from cases.model import Actor, ChatRef, PersonRef, PostCode
from cases.supervision import show_digest
from cases.sweeps import climb_ladder
from tests.cases.conftest import MONDAY, ZONE, Desk
from texts.zh import Zh

CENTRE = "410871062000"
GROUP, MEMBER = "-77", "7001"
COMPLAINT = "举报文昌街道大寨村2组网格员收了钱不修路灯，暗语梧桐"
SECRETS = ("梧桐", "收了钱", "大寨村2组", "路灯")


@pytest.fixture(autouse=True)
def in_a_group(desk: Desk) -> None:
    desk.store.bind_desks({PostCode(CENTRE): ChatRef(f"tg:{GROUP}")})


def member(desk: Desk) -> Actor:
    return Actor(ChatRef(f"tg:{GROUP}"), PersonRef(f"tg:{MEMBER}"), "值班员", group=True)


def read(desk: Desk, who: str = GROUP) -> list[str]:
    zh = Zh(ZONE, gas_hotline="")
    return [zh.render(message, desk.clock.at).text for message in desk.heard_by(who)]


def leaks(desk: Desk) -> list[str]:
    return [text for text in read(desk) for secret in SECRETS if secret in text]


def ask(desk: Desk, use_case: Any, command: Any, *facts: Any) -> None:
    desk.run(use_case, command(member(desk), desk.clock.at, desk.cause(), *facts))
    desk.deliver()


def test_the_card_in_a_group_tells_its_number_and_where_to_read_it(desk: Desk) -> None:
    desk.say(COMPLAINT)
    (card,) = desk.cards(GROUP)
    assert card.number == desk.case().number
    text = read(desk)[-1]
    assert "举报件" in text
    assert "请私聊查看" in text
    assert not leaks(desk)


def test_no_picture_of_it_goes_into_a_group(desk: Desk) -> None:
    desk.say(COMPLAINT, photos=1)
    assert not [one for one in desk.heard_by(GROUP) if isinstance(one, say.Files)]


def test_reminders_and_pages_tell_no_more(desk: Desk) -> None:
    desk.say(COMPLAINT)
    for days in (1, 9):
        desk.clock.at = MONDAY + timedelta(days=days)
        desk.run(climb_ladder, Look(desk.clock.at))
        desk.deliver()
    ask(desk, show_digest, ShowDigest)
    page = desk.last(GROUP)
    assert isinstance(page, say.Digest)
    assert desk.case().number in read(desk)[-1]
    assert [one for one in desk.heard_by(GROUP) if isinstance(one, say.Reminder)]
    assert not leaks(desk)


def test_whoever_asks_in_the_group_reads_it_in_their_own_chat(desk: Desk) -> None:
    desk.say(COMPLAINT, photos=1)
    ask(desk, show_case, ShowCase, Target(number=desk.case().number))
    assert not leaks(desk)
    view = next(one for one in desk.heard_by(MEMBER) if isinstance(one, say.CaseView))
    assert view.said == desk.case().text
    assert not view.workable
    assert [one for one in desk.heard_by(MEMBER) if isinstance(one, say.Files)]


def test_everything_else_in_the_group_is_as_it_was(desk: Desk) -> None:
    desk.store.bind_desks({PostCode("Z0102"): ChatRef(f"tg:{GROUP}")})
    desk.say("文昌街道大寨村2组路灯坏了")
    assert desk.cards(GROUP)[-1].said == desk.case().text


def test_a_desk_with_a_chat_of_its_own_reads_all_of_it(desk: Desk) -> None:
    desk.store.bind_desks({PostCode(CENTRE): ChatRef(f"tg:{CENTRE}")})
    desk.say(COMPLAINT)
    assert desk.cards(CENTRE)[-1].said == desk.case().text


def test_asked_which_case_is_meant_a_group_reads_only_numbers(desk: Desk) -> None:
    desk.say(COMPLAINT)
    desk.say(COMPLAINT.replace("梧桐", "银杏"), by="居民乙")
    told = Said(1, "办好了", action=Action.RESOLVE, sure=True)
    ask(desk, hear_staff, StaffHear, told)
    (asked,) = desk.told(say.StaffHelp, GROUP)
    assert [one.label for one in asked.choices] == [f"{case.number} 举报件" for case in desk.cases()]
    assert not leaks(desk)


def test_asked_what_it_is_about_a_group_does_not_read_what_it_was_taken_for(desk: Desk) -> None:
    desk.say(COMPLAINT)
    ask(desk, ask_topic, FixTopic, desk.case().id)
    (asked,) = desk.told(say.AskTopic, GROUP)
    assert not asked.choices
