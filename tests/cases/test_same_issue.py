"""What a neighbour has reported already is kept beside it: the desk sees one place, and nobody's case is swallowed."""

from dataclasses import replace

import pytest

from cases import messages as say
from cases.commands import Action, Verdict, WithdrawCase
from cases.likely import none_alike
from cases.messages import Digest
from cases.model import Case, Happening
from cases.rules import Rules
from cases.same_issue import groups_of, neighbourhood
from cases.withdrawing import withdraw_case
from nlp.same_issue import SameIssues
from tests.cases.conftest import LAMP, MONDAY, ZONE, Desk, rules
from texts.zh import Zh

SAME = SameIssues()
LAMP_AGAIN = "文昌街道大寨村2组的路灯又不亮了，天黑看不见路"


@pytest.fixture
def house(house: Rules) -> Rules:
    """A desk that looks for the same issue."""
    return replace(house, same_issue=SAME)


def tell(desk: Desk, text: str, by: str) -> Case:
    desk.say(text, by=by)
    desk.clock.at = desk.clock.at.replace(minute=desk.clock.at.minute + 1)
    return desk.case()


def history(desk: Desk, case: Case) -> list[tuple[Happening, str]]:
    with desk.store.unit_of_work() as uow:
        return [(line.what, line.note) for line in uow.history(case.id)]


def test_a_neighbours_lamp_is_the_same_lamp_and_both_cases_stay(desk: Desk) -> None:
    first = tell(desk, LAMP, "居民甲")
    second = tell(desk, LAMP_AGAIN, "居民乙")
    assert (first.same_as, second.same_as) == (None, first.id)
    assert second.status.is_open
    assert second.holder == first.holder
    (_, told) = history(desk, second)
    assert told[0] is Happening.SAME_ISSUE
    assert told[1].startswith(f"{first.number} ")
    assert "路灯" in told[1]
    assert [what for what, _ in history(desk, first)] == [Happening.FILED]


def test_a_third_is_kept_beside_the_first_not_the_second(desk: Desk) -> None:
    first, _, third = (tell(desk, text, by) for text, by in ((LAMP, "甲"), (LAMP_AGAIN, "乙"), (LAMP_AGAIN, "丙")))
    assert third.same_as == first.id


@pytest.mark.parametrize(
    "text",
    ["文昌街道大寨村5组路灯坏了", "文昌街道大寨村2组井盖没了", "文昌街道大寨村2组网格员不修路灯，路灯坏了也不管"],
)
def test_another_place_another_thing_or_a_secret_stays_alone(desk: Desk, text: str) -> None:
    tell(desk, LAMP, "居民甲")
    assert tell(desk, text, "居民乙").same_as is None


def test_what_was_withdrawn_is_no_matter_to_be_beside(desk: Desk) -> None:
    first = tell(desk, LAMP, "居民甲")
    desk.run(withdraw_case, WithdrawCase(desk.resident("居民甲"), desk.clock.at, desk.cause(), first.id))
    assert tell(desk, LAMP_AGAIN, "居民乙").same_as is None


@pytest.mark.parametrize(("days", "linked"), [(3, True), (15, False)])
def test_what_was_closed_within_a_fortnight_may_be_told_again(desk: Desk, days: int, linked: bool) -> None:
    first = tell(desk, LAMP, "居民甲")
    desk.work(first.holder, Action.RESOLVE, first, "换了灯泡")
    desk.judge(Verdict.FIXED)
    desk.wait(days=days)
    assert (tell(desk, LAMP_AGAIN, "居民乙").same_as == first.id) is linked


def test_a_case_that_gets_another_place_gets_other_neighbours(desk: Desk) -> None:
    first = tell(desk, LAMP, "居民甲")
    desk.say("路灯不亮了", by="居民乙")
    desk.wait(minutes=11)
    assert desk.case().place_pending
    assert desk.case().same_as is None
    desk.say("文昌街道大寨村2组", by="居民乙")
    assert desk.case().same_as == first.id


def test_the_workers_card_names_the_first_case(desk: Desk) -> None:
    first = tell(desk, LAMP, "居民甲")
    second = tell(desk, LAMP_AGAIN, "居民乙")
    cards = [card for card in desk.cards(first.holder) if card.case == second.id]
    assert cards[-1].same == first.number
    assert f"同一处：可能和 {first.number} 是同一件事" in words().render(cards[-1], desk.clock.at).text
    assert {card.same for card in desk.cards(first.holder) if card.case == first.id} == {""}


def test_the_digest_shows_one_place_with_all_its_numbers(desk: Desk) -> None:
    found = [tell(desk, text, by) for text, by in ((LAMP, "甲"), (LAMP_AGAIN, "乙"), (LAMP_AGAIN, "丙"))]
    tell(desk, "文昌街道大寨村5组井盖没了", "丁")
    page = page_for(desk, found[0])
    assert [group.numbers for group in page.same] == [tuple(case.number for case in found)]
    text = words().render(page, desk.clock.at).text
    assert f"🔥 同一处　大寨村2组　路灯不亮　3 人　3 件（{'、'.join(case.number for case in found)}）" in text


def test_one_that_is_done_leaves_the_group_and_a_group_of_one_is_none(desk: Desk) -> None:
    first, second = tell(desk, LAMP, "居民甲"), tell(desk, LAMP_AGAIN, "居民乙")
    desk.work(first.holder, Action.RESOLVE, second, "换了灯泡")
    assert page_for(desk, first).same == ()


def test_a_page_with_nothing_but_one_place_is_a_whole_page() -> None:
    quiet = Digest("大寨村工作站", MONDAY, MONDAY, 2, 0, 0, 0, 0, (), (), (), (), 2)
    group = say.SameIssue("大寨村2组", "路灯不亮", tuple(f"0302-{n:03}" for n in range(1, 9)))
    assert "\n" not in words().render(quiet, MONDAY).text
    text = words().render(replace(quiet, same=(group,)), MONDAY).text
    assert "8 件（0302-001、0302-002、0302-003、0302-004、0302-005、0302-006…）" in text


def test_groups_are_largest_first_and_five_at_most(desk: Desk) -> None:
    case = tell(desk, LAMP, "居民甲")
    cases = [replace(case, id=f"{n}", number=f"{n:03}", same_as=f"{n % 7}" if n > 6 else None) for n in range(22)]  # type: ignore[arg-type]
    groups = groups_of(cases)
    assert [len(group.numbers) for group in groups] == [4, 3, 3, 3, 3]
    assert groups[0].numbers == ("000", "007", "014", "021")


def test_a_case_that_turned_against_staff_stands_in_no_group(desk: Desk) -> None:
    cases = [tell(desk, LAMP, by) for by in ("居民甲", "居民乙", "居民丙")]
    first = replace(cases[0], conflict=True)
    (group,) = groups_of([first, *cases[1:]])
    assert group.numbers == (cases[1].number, cases[2].number)


def test_a_desk_without_a_finder_asks_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.store, "_rules", replace(rules(), same_issue=none_alike))
    tell(desk, LAMP, "居民甲")
    assert tell(desk, LAMP_AGAIN, "居民乙").same_as is None


def test_the_neighbourhood_is_the_village_with_its_grids(desk: Desk) -> None:
    case = tell(desk, LAMP, "居民甲")
    around = neighbourhood(desk.org, case.unit)
    village = desk.org.path(case.unit)[1]
    assert around[0] == village
    assert case.grid in around
    assert set(around) == set(neighbourhood(desk.org, village))
    assert neighbourhood(desk.org, desk.org.top) == ()


def page_for(desk: Desk, case: Case) -> Digest:
    return desk.page(desk.org.desks(case.unit)[0])


def words() -> Zh:
    return Zh(ZONE, gas_hotline="0391-0000000")
