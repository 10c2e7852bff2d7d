"""What is asked is told at once in the table's own words, or asked of a person; what is for a court is said to be so."""

from dataclasses import replace
from datetime import date

import pytest

from cases import messages as say
from cases.consulting import ask_further
from cases.counsel_commands import AskFurther, Wish
from cases.errors import AlreadyDone, Expired
from cases.model import CaseId
from nlp.knowledge import Knowledge
from tests.cases.conftest import LAMP, Desk
from texts.counsel import WISHES


def wish(desk: Desk, message: say.Consulted | say.TurnedAway, wish: Wish, by: str = "居民甲") -> None:
    words = WISHES[wish]
    command = AskFurther(
        desk.resident(by), desk.clock.at, desk.cause(), CaseId(message.draft), wish, words, desk.reader.read(words)
    )
    desk.run(ask_further, command)
    desk.deliver()


def told(desk: Desk, text: str) -> say.Consulted:
    desk.say(text)
    answer = desk.last()
    assert isinstance(answer, say.Consulted)
    return answer


def turned_away(desk: Desk, text: str = "我跟邻居打官司,法院判得不公") -> say.TurnedAway:
    desk.say(text)
    answer = desk.last()
    assert isinstance(answer, say.TurnedAway)
    return answer


def test_an_errand_is_told_whole_and_files_nothing(desk: Desk) -> None:
    answer = told(desk, "高龄补贴咋领")
    assert answer.title == "高龄津贴申领"
    assert len(answer.bring) == 3
    assert answer.updated == date(2026, 2, 20)
    assert not desk.cases()
    desk.wait(days=1)
    assert not desk.cases()


def test_a_matter_of_ones_own_is_a_case_though_it_names_the_errand(desk: Desk) -> None:
    desk.say("文昌街道大寨村2组，高龄补贴半年没发了")
    assert desk.case().matter == "高龄津贴漏发"


def test_a_question_unlike_all_entries_is_a_case_for_a_person(desk: Desk) -> None:
    desk.say("孩子上学怎么报名")
    assert desk.case().topic == "教育文体"


def test_whoever_finds_it_unclear_gets_a_person_without_asking_again(desk: Desk) -> None:
    answer = told(desk, "高龄补贴咋领")
    wish(desk, answer, Wish.PERSON)
    case = desk.case()
    assert (case.text, case.matter) == ("高龄补贴咋领", "高龄津贴申领")
    assert isinstance(desk.last(), say.Receipt)
    with pytest.raises(AlreadyDone):
        wish(desk, answer, Wish.PERSON)


def test_a_visit_at_home_is_the_stations_and_its_place_is_asked_for(desk: Desk) -> None:
    answer = told(desk, "高龄补贴咋领")
    wish(desk, answer, Wish.VISIT)
    assert isinstance(desk.last(), say.AskPlace)
    desk.say("文昌街道大寨村2组")
    case = desk.case()
    assert desk.org.label(case.holder) == "大寨村工作站"
    assert WISHES[Wish.VISIT] in case.text
    assert not case.triage
    assert desk.cards(case.holder)


def test_a_visit_is_filed_at_once_where_the_place_was_named(desk: Desk) -> None:
    answer = told(desk, "文昌街道大寨村2组高龄补贴咋领")
    wish(desk, answer, Wish.VISIT)
    assert desk.org.label(desk.case().holder) == "大寨村工作站"


def test_nobody_else_can_press_the_button(desk: Desk) -> None:
    answer = told(desk, "高龄补贴咋领")
    with pytest.raises(Expired):
        wish(desk, answer, Wish.PERSON, by="居民乙")


def test_after_the_answer_something_new_is_something_new(desk: Desk) -> None:
    told(desk, "高龄补贴咋领")
    desk.say(LAMP)
    assert desk.case().text == LAMP


def test_a_question_amid_another_matter_is_answered_and_that_matter_goes_on(desk: Desk) -> None:
    desk.say("垃圾桶满了没人清")
    answer = told(desk, "高龄补贴咋领")
    assert not answer.numbered
    desk.say("文昌街道大寨村2组")
    assert "垃圾" in desk.case().text
    wish(desk, answer, Wish.PERSON)
    assert len(desk.cases()) == 2


def test_an_open_matter_is_filed_before_a_visit_is_asked_about(desk: Desk) -> None:
    desk.say("垃圾桶满了没人清")
    answer = told(desk, "高龄补贴咋领")
    wish(desk, answer, Wish.VISIT)
    assert "垃圾" in desk.case().text
    desk.say("文昌街道大寨村2组")
    assert desk.case().matter == "高龄津贴申领"


def test_past_its_review_date_nothing_is_told_and_a_person_is_asked(desk: Desk) -> None:
    known = desk.store._rules.knowledge
    stale = Knowledge([replace(one, review=date(2026, 3, 1)) for one in known.entries])
    object.__setattr__(desk.store._rules, "knowledge", stale)
    desk.say("高龄补贴咋领")
    outdated, receipt = desk.heard_by("居民甲")
    assert isinstance(outdated, say.Outdated)
    assert isinstance(receipt, say.Receipt)
    assert desk.case().matter == "高龄津贴申领"


def test_the_districts_page_names_what_is_due_for_review_and_a_streets_does_not(desk: Desk) -> None:
    known = desk.store._rules.knowledge
    object.__setattr__(desk.store._rules, "knowledge", Knowledge([replace(known.entries[0], review=date(2026, 3, 1))]))
    desk.sweep()
    pages = {message.post: message for _, message in desk.heard if isinstance(message, say.Digest)}
    named = {post: page.reviews for post, page in pages.items() if page.reviews}
    assert list(named.values()) == [("高龄津贴申领",)]
    assert list(named) == [desk.org.label(desk.org.top)]


def test_a_judgment_is_turned_away_and_legal_aid_comes_from_the_table(desk: Desk) -> None:
    no = turned_away(desk)
    assert not desk.cases()
    wish(desk, no, Wish.AID)
    aid = desk.last()
    assert isinstance(aid, say.Consulted)
    assert aid.phone == "12348"
    wish(desk, no, Wish.MEDIATOR)
    assert isinstance(desk.last(), say.AskPlace)


def test_a_mediator_is_a_case_with_the_quarrel_in_it(desk: Desk) -> None:
    no = turned_away(desk)
    wish(desk, no, Wish.MEDIATOR)
    desk.say("文昌街道大寨村2组")
    case = desk.case()
    assert case.text.startswith("我跟邻居打官司")
    assert WISHES[Wish.MEDIATOR] in case.text
    assert case.topic == "政法"


def test_something_else_is_heard_as_such(desk: Desk) -> None:
    no = turned_away(desk)
    wish(desk, no, Wish.OTHER)
    assert desk.last() == say.Understood("tell_other")
    desk.say(LAMP)
    assert desk.case().text == LAMP


def test_the_weather_is_not_ours(desk: Desk) -> None:
    desk.say("明天下雨不")
    assert desk.last() == say.Understood("weather")
    assert not desk.cases()


def test_two_errands_in_one_message_both_get_their_answer_and_nothing_is_asked(desk: Desk) -> None:
    desk.say("老年证怎么办？还有居住证怎么办？")
    told = desk.heard_by("居民甲")
    assert [type(one) for one in told] == [say.Consulted, say.Consulted]
    first, second = (one for one in told if isinstance(one, say.Consulted))
    assert (first.title, second.title) == ("老年人优待证", "居住证申领")
    wish(desk, first, Wish.PERSON)
    wish(desk, second, Wish.PERSON)
    assert {case.matter for case in desk.cases()} == {"老年人优待证", "居住证申领"}


def test_an_errand_past_its_review_date_takes_nothing_from_the_matter_beside_it(desk: Desk) -> None:
    known = desk.store._rules.knowledge
    stale = Knowledge([replace(one, review=date(2026, 3, 1)) for one in known.entries])
    object.__setattr__(desk.store._rules, "knowledge", stale)
    for _ in range(2):
        desk.say("文昌街道大寨村2组路灯坏了，还有老年证怎么办", message=7)
        assert {case.matter for case in desk.cases()} == {"路灯不亮", "老年人优待证"}
        assert len(desk.cases()) == 2


def test_the_place_of_a_matter_told_beside_an_errand_is_asked_and_heard(desk: Desk) -> None:
    desk.say("路灯坏了，还有老年证怎么办")
    answer, asked = desk.heard_by("居民甲")
    assert isinstance(answer, say.Consulted)
    assert not answer.numbered
    assert isinstance(asked, say.AskPlace)
    desk.say("文昌街道大寨村2组")
    assert (desk.case().matter, desk.case().place) == ("路灯不亮", "大寨村2组")
