"""申诉: a unit contests what counts in the ranking, the district decides; the fact stays, in a column of its own."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.aftercare import give_verdict
from cases.commands import Action, ContestCase, DecideContest, GiveVerdict, RateCase, Verdict
from cases.contesting import contest_case, decide_contest
from cases.errors import AlreadyDone, Expired, LimitPassed, NeedsReason, NotYours, WrongStatus
from cases.fieldwork import INTERNAL
from cases.model import Happening, PostCode
from cases.months import Month
from cases.ranking import ranking_of
from cases.rating import rate_case
from cases.scores import Satisfied, Solved
from tests.cases.conftest import LAMP, Desk

OWNER = "Z0102"
STATION = "410871062209"
MARCH = Month(2026, 3)


def rated(desk: Desk, by: str, solved: Solved, satisfied: Satisfied) -> str:
    desk.say(LAMP, by=by)
    case = desk.case()
    desk.work(OWNER, Action.RESOLVE, case, "换了灯泡")
    who = desk.resident(by)
    desk.run(give_verdict, GiveVerdict(who, desk.clock.at, desk.cause(), case.id, Verdict.FIXED))
    for answer in (solved, satisfied):
        desk.run(rate_case, RateCase(who, desk.clock.at, desk.cause(), case.id, answer))
    desk.deliver()
    desk.clock.at += timedelta(minutes=1)
    return case.number


def contest(desk: Desk, number: str, reason: str = "居民按错了", *, by: str = STATION) -> None:
    desk.run(contest_case, ContestCase(desk.holder(by), desk.clock.at, desk.cause(), number, reason))  # type: ignore[arg-type]
    desk.deliver()


def decide(desk: Desk, number: str, *, upheld: bool, by: str = "") -> None:
    post = by or desk.org.top
    desk.run(decide_contest, DecideContest(desk.holder(post), desk.clock.at, desk.cause(), number, upheld))  # type: ignore[arg-type]
    desk.deliver()


def ranking(desk: Desk) -> say.Ranking:
    with desk.store.unit_of_work() as uow:
        return ranking_of(uow, PostCode(desk.org.parent(STATION)), MARCH, desk.clock.at)


@pytest.fixture
def six(desk: Desk) -> tuple[Desk, str]:
    """Six ratings of one village, the last of them bad."""
    for n in range(5):
        rated(desk, f"居民{n}", Solved.SOLVED, Satisfied.SATISFIED)
    return desk, rated(desk, "居民甲", Solved.UNSOLVED, Satisfied.DISSATISFIED)


def test_upheld_it_counts_for_nothing_and_stands_beside(six: tuple[Desk, str]) -> None:
    desk, number = six
    (before,) = ranking(desk).ranked
    assert (before.rated, before.exempt) == (6, 0)
    contest(desk, number)
    asked = desk.last(desk.org.top)
    assert isinstance(asked, say.ContestAsked)
    assert (asked.number, asked.reason, asked.who) == (number, "居民按错了", desk.org.label(STATION))
    decide(desk, number, upheld=True)
    told = desk.last(STATION)
    assert isinstance(told, say.Done)
    assert told.what == "contest_upheld"
    (after,) = ranking(desk).ranked
    assert (after.rated, after.exempt, after.score) == (5, 1, 90.0)


def test_refused_it_counts_as_before(six: tuple[Desk, str]) -> None:
    desk, number = six
    before = ranking(desk)
    contest(desk, number)
    decide(desk, number, upheld=False)
    assert ranking(desk).ranked == before.ranked
    with pytest.raises(AlreadyDone):
        decide(desk, number, upheld=True)
    with pytest.raises(AlreadyDone):
        contest(desk, number)


def test_only_a_ranked_desk_contests_and_only_the_district_decides(six: tuple[Desk, str]) -> None:
    desk, number = six
    for stranger in (OWNER, desk.org.top, "410871061001"):
        with pytest.raises(NotYours):
            contest(desk, number, by=stranger)
    with pytest.raises(Expired):
        decide(desk, number, upheld=True)
    contest(desk, number)
    with pytest.raises(NotYours):
        decide(desk, number, upheld=True, by=STATION)


def test_it_takes_a_reason_a_bad_mark_and_comes_in_time(desk: Desk) -> None:
    desk.say(LAMP)
    number = desk.case().number
    with pytest.raises(WrongStatus):
        contest(desk, number)
    desk.clock.at += timedelta(days=5)
    with pytest.raises(NeedsReason):
        contest(desk, number, "")
    desk.clock.at = MARCH.ends(desk.clock.at.tzinfo) + timedelta(days=8)  # type: ignore[arg-type]
    with pytest.raises(LimitPassed):
        contest(desk, number)
    desk.clock.at -= timedelta(days=2)
    contest(desk, number)
    told = desk.last(STATION)
    assert isinstance(told, say.Done)
    assert told.what == "contested"


def test_the_resident_reads_nothing_of_it() -> None:
    assert {Happening.CONTESTED, Happening.CONTEST_UPHELD, Happening.CONTEST_REFUSED} <= INTERNAL
