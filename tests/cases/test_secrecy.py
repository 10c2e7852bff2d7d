"""匿名 and 保密: who reported is in no message to anybody who may not know, and whoever looks is written down and told of."""

import pytest

from cases import messages as say
from cases.aftercare import urge_case
from cases.commands import (
    Action,
    ChooseSecrecy,
    LookAt,
    ShowCase,
    ShowDigest,
    Supervise,
    Target,
    UrgeCase,
    Verdict,
)
from cases.errors import AnonymousCase, NotYours
from cases.fieldwork import show_case
from cases.looking import look_at
from cases.model import Case, Happening, Secrecy
from cases.registry import Level
from cases.secrecy import choose_secrecy
from cases.supervision import show_digest, supervise_case
from tests.cases.conftest import Desk

WHO = "金丝雀居民"
WISH = "我要举报 不想让别人知道是我"
LAMP = "文昌街道大寨村2组路灯坏了三天没人管"
CADRE = "文昌街道大寨村2组的村主任把路灯钱贪了"


def centre(desk: Desk, case: Case) -> str:
    area = desk.org.registry.area
    return next(str(d) for d in desk.org.desks(case.unit) if area[d].level is Level.STREET)


def wishes(desk: Desk, text: str = WISH) -> None:
    desk.say(text, by=WHO)


def look(desk: Desk, post: str, case: Case, reason: str = "要核实门牌") -> None:
    desk.run(look_at, LookAt(desk.holder(post), desk.clock.at, desk.cause(), case.id, reason))
    desk.deliver()


def test_the_wish_leads_to_the_two_choices_and_the_matter_comes_after(desk: Desk) -> None:
    wishes(desk)
    assert isinstance(desk.last(WHO), say.AskSecrecy)
    desk.say("2", by=WHO)
    assert desk.last(WHO) == say.SecrecyKept("confidential")
    desk.say(LAMP, by=WHO)
    assert (desk.case().anonymous, desk.case().confidential) == (True, True)
    assert desk.case().text == LAMP


def test_the_choice_may_stand_before_the_matter(desk: Desk) -> None:
    wishes(desk)
    desk.say(f"1　{CADRE}", by=WHO)
    case = desk.case()
    assert (case.anonymous, case.confidential, case.conflict) == (True, False, True)
    assert case.text == CADRE


def test_whoever_chooses_nothing_is_anonymous(desk: Desk) -> None:
    wishes(desk)
    desk.say(LAMP, by=WHO)
    assert (desk.case().anonymous, desk.case().confidential) == (True, False)


def test_a_wish_told_with_the_matter_is_kept_at_once(desk: Desk) -> None:
    wishes(desk, f"{LAMP}，别让人知道是我说的")
    assert desk.case().anonymous
    assert not any(card.reporter for card in desk.cards(desk.case().holder))


def test_after_the_filing_it_is_nameless_at_once_and_the_choice_follows(desk: Desk) -> None:
    desk.say(LAMP, by=WHO)
    wishes(desk, "别说是我说的")
    assert desk.case().anonymous
    question = desk.last(WHO)
    assert isinstance(question, say.AskSecrecy)
    command = ChooseSecrecy(desk.resident(WHO), desk.clock.at, desk.cause(), desk.case().id, Secrecy.CONFIDENTIAL)
    desk.run(choose_secrecy, command)
    desk.deliver()
    assert desk.case().confidential
    assert desk.cards(desk.case().holder)[-1].confidential
    desk.say("匿名", by=WHO)
    assert not desk.case().confidential


def live(desk: Desk, case: Case) -> None:
    """Everything that may happen to a case, so that every kind of message about it is said."""
    desk.wait(minutes=11)
    desk.work(case.holder, Action.ACCEPT, case)
    desk.tell(case.holder, "问居民 是东边那盏吗")
    desk.say("对，东边那盏", by=WHO)
    desk.work(case.holder, Action.ARRIVE, case)
    desk.run(urge_case, UrgeCase(desk.resident(WHO), desk.clock.at, desk.cause(), case.id))
    street = centre(desk, case)
    desk.run(supervise_case, Supervise(desk.holder(street), desk.clock.at, desk.cause(), case.id))
    for post in (case.holder, street):
        desk.run(show_case, ShowCase(desk.holder(post), desk.clock.at, desk.cause(), Target(case=case.id)))
    desk.wait(days=2)
    desk.run(show_digest, ShowDigest(desk.holder(street), desk.clock.at, desk.cause()))
    desk.work(case.holder, Action.RESOLVE, case, "换了灯泡")
    desk.say("没好", by=WHO, verdict=Verdict.NOT_FIXED)
    desk.say("还是不亮", by=WHO)
    desk.wait(days=9)
    desk.deliver()


@pytest.mark.parametrize("choice", ["1", "2"])
@pytest.mark.parametrize("matter", [LAMP, CADRE, "文昌街道大寨村2组屋里一股煤气味"])
def test_nobody_but_the_reporter_ever_reads_who_it_was(desk: Desk, choice: str, matter: str) -> None:
    wishes(desk)
    desk.say(choice, by=WHO)
    desk.say(matter, by=WHO)
    live(desk, desk.case())
    told = [(chat, message) for chat, message in desk.heard if chat != WHO]
    assert {type(message) for _, message in told} >= {say.Card}
    assert len(told) > 5
    for chat, message in told:
        # a case's id begins with the chat it came from; ids are handles of buttons, which nobody reads
        assert WHO not in repr(message).replace(f"tg:{WHO}", ""), (chat, message.kind)


def test_the_centre_sees_who_it_was_with_a_reason_and_the_reporter_hears_of_it(desk: Desk) -> None:
    wishes(desk)
    desk.say("2", by=WHO)
    desk.say(LAMP, by=WHO)
    case = desk.case()
    street = centre(desk, case)
    look(desk, street, case, "")
    assert isinstance(desk.last(street), say.AskLook)
    look(desk, street, case)
    seen = desk.last(street)
    assert isinstance(seen, say.Revealed)
    assert seen.name == WHO
    assert desk.last(WHO) == say.LookedAt(case.number, desk.org.label(street), "要核实门牌")
    with desk.store.unit_of_work() as uow:
        assert [line.note for line in uow.history(case.id) if line.what is Happening.LOOKED] == ["要核实门牌"]


def test_nobody_else_sees_it_and_an_anonymous_one_nobody(desk: Desk) -> None:
    wishes(desk)
    desk.say("2", by=WHO)
    desk.say(LAMP, by=WHO)
    case = desk.case()
    station = next(str(d) for d in desk.org.desks(case.unit) if str(d) != centre(desk, case))
    for post in (case.holder, station, desk.org.top):
        with pytest.raises(NotYours):
            look(desk, str(post), case)
    desk.say("匿名", by=WHO)
    with pytest.raises(AnonymousCase):
        look(desk, centre(desk, case), case)


def test_an_errand_asked_meanwhile_takes_the_wish_from_no_case(desk: Desk) -> None:
    desk.say(LAMP, by=WHO)
    desk.say("高龄补贴咋领", by=WHO)
    assert isinstance(desk.last(WHO), say.Consulted)
    desk.say("保密", by=WHO)
    assert desk.last(WHO) == say.SecrecyKept("confidential", desk.case().number)
    assert desk.case().confidential
    assert len(desk.cases()) == 1


def test_after_an_errand_the_wish_leads_to_the_matter(desk: Desk) -> None:
    desk.say("高龄补贴咋领", by=WHO)
    desk.say("保密", by=WHO)
    assert desk.last(WHO) == say.SecrecyKept("confidential")
    desk.say(LAMP, by=WHO)
    assert (desk.case().confidential, desk.case().text) == (True, LAMP)


def test_asking_whether_it_is_kept_secret_takes_nothing_away(desk: Desk) -> None:
    desk.say(LAMP, by=WHO)
    desk.say("保密", by=WHO)
    desk.say("能保密吗", by=WHO)
    assert isinstance(desk.last(WHO), say.AskSecrecy)
    assert desk.case().confidential
