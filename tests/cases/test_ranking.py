"""What ratings come to: for the desk above the units, for the worker in sums, and by an independent count."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import bindparam, text

from cases import messages as say
from cases.commands import ShowRanking, ShowTodo
from cases.errors import NoSuchMonth, NotADesk
from cases.fieldwork import show_todo
from cases.model import Case, CaseId, Change, PostCode, Rating
from cases.months import Month
from cases.ranking import ranking_of, show_ranking
from cases.scores import Answers, Satisfied, Solved
from storage.columns import Moment
from tests.cases.conftest import LAMP, MONDAY, ZONE, Desk
from tests.cases.test_rating import closed, tap

OWNER, STATION, CENTRE, DISTRICT = "Z0102", "410871062209", "410871062000", "410871000000"
MARCH, FEBRUARY = Month(2026, 3), Month(2026, 2)
GOOD, FAIR, BAD = (
    Answers(True, Solved.SOLVED, Satisfied.SATISFIED),
    Answers(True, Solved.PARTLY, Satisfied.FAIRLY),
    Answers(False, Solved.UNSOLVED, Satisfied.DISSATISFIED),
)
VOID = replace(GOOD, pressed=True)
HALF = replace(GOOD, satisfied=None)


@pytest.fixture
def model(desk: Desk) -> Case:
    """A closed case to copy."""
    desk.clock.at = MONDAY - timedelta(days=40)
    case = closed(desk)
    desk.clock.at = MONDAY
    desk.forget()
    return replace(case, version=0)


def keep(desk: Desk, model: Case, unit: str, at: datetime, *given: Answers | None, post: str = OWNER) -> None:
    """Closed cases of a unit, one for each answer; None is one that nobody rated."""
    keep_all(desk, model, [(unit, at, answers) for answers in given], post)


def keep_all(desk: Desk, model: Case, rated: list[tuple[str, datetime, Answers | None]], post: str = OWNER) -> None:
    with desk.store.unit_of_work() as uow:
        for unit, at, answers in rated:
            desk.count += 1
            case_id = CaseId(f"tg:9#{desk.count}")
            case = replace(model, id=case_id, unit=unit, grid="", holder=PostCode(post))
            uow.record(Change(case, rating=Rating(case_id, PostCode(post), answers, at) if answers else None))
        uow.commit()


def page(desk: Desk, post: str = CENTRE, month: Month | None = None) -> say.Ranking:
    with desk.store.unit_of_work() as uow:
        return ranking_of(uow, PostCode(post), month, desk.clock.at)


def figures(found: say.Ranking) -> dict[str, int]:
    return {one.unit: one.rated for one in found.ranked} | {one.unit: one.rated for one in found.left_out}


# --- the ranking ---


def test_a_centre_sees_its_villages_a_district_its_streets_a_station_its_grids(desk: Desk) -> None:
    assert "大寨村" in figures(page(desk, CENTRE))
    assert set(figures(page(desk, DISTRICT))) == {
        area.name for area in desk.org.registry.areas if area.parent == DISTRICT
    }
    assert "大寨村第2村民小组网格" in figures(page(desk, STATION))


def test_the_best_stands_first_and_few_answers_stand_nowhere(desk: Desk, model: Case) -> None:
    villages = desk.org.units_below(CENTRE)
    keep(desk, model, villages[3], MONDAY, *[FAIR] * 6)
    keep(desk, model, villages[5], MONDAY, *[GOOD] * 5)
    keep(desk, model, villages[1], MONDAY, *[GOOD] * 4, VOID, HALF, None)
    found = page(desk)
    label = desk.org.unit_label
    assert [(one.place, one.unit, one.rated) for one in found.ranked] == [
        (1, label(villages[5]), 5),
        (2, label(villages[3]), 6),
    ]
    assert [one.score for one in found.ranked] == [100, pytest.approx(100 * (0.1 + 0.4 * 0.9))]
    assert [one for one in found.left_out if one.rated] == [say.Unranked(label(villages[1]), 4)]
    assert len(found.ranked) + len(found.left_out) == len(villages)


def test_a_month_begins_and_ends_at_midnight_of_the_district(desk: Desk, model: Case) -> None:
    first = datetime(2026, 3, 1, tzinfo=ZONE)
    for at in (first - timedelta(microseconds=1), first, datetime(2026, 4, 1, tzinfo=ZONE)):
        keep(desk, model, STATION, at, GOOD)
    assert [figures(page(desk, month=month))["大寨村"] for month in (FEBRUARY, MARCH, None)] == [1, 1, 1]
    assert (page(desk).until, page(desk, month=FEBRUARY).until) == (desk.clock.at, None)


@pytest.mark.parametrize("desk_code", [CENTRE, DISTRICT])
def test_an_independent_count_comes_to_the_same_figures(desk: Desk, model: Case, desk_code: str) -> None:
    random = Random(desk_code)
    units = [grid.code for grid in desk.org.registry.grids] + [area.code for area in desk.org.registry.areas]
    some = random.sample(units, 100) + [unit for unit in units if unit.startswith(CENTRE[:9])]
    moments = [datetime(2026, 2, 20, tzinfo=ZONE) + timedelta(hours=n) for n in range(20 * 24)]
    answers = [GOOD, GOOD, FAIR, BAD, VOID, HALF, None]
    keep_all(desk, model, [(unit, random.choice(moments), random.choice(answers)) for unit in some * 2])
    found = page(desk, desk_code, FEBRUARY)
    assert found.ranked
    expected = counted(desk, 9 if desk_code == DISTRICT else 12)
    below = {code: desk.org.unit_label(code) for code in desk.org.units_below(desk_code)}
    prefix = {code[: 9 if desk_code == DISTRICT else 12]: name for code, name in below.items()}
    by_name = {prefix[unit]: row for unit, row in expected.items() if unit in prefix}
    assert {name: row[0] for name, row in by_name.items()} == {u: n for u, n in figures(found).items() if n}
    for one in found.ranked:
        n, contacted, solved, satisfied, fairly = by_name[one.unit]
        assert (one.contacted, one.solved) == (contacted / n, solved / n)
        assert one.satisfied == pytest.approx((satisfied + 0.9 * fairly) / n)
        assert one.score == pytest.approx(
            100 * (0.1 * contacted / n + 0.5 * solved / n + 0.4 * (satisfied + 0.9 * fairly) / n)
        )


def counted(desk: Desk, digits: int) -> dict[str, tuple[int, ...]]:
    """February's valid answers by the leading digits of the unit's code, in plain SQL over other tables than the
    ranking reads."""
    sql = text(
        """SELECT substr(c.unit, 1, :digits), COUNT(*),
                  COUNT(CASE WHEN r.contacted THEN 1 END),
                  COUNT(CASE WHEN r.solved = 'solved' THEN 1 END),
                  COUNT(CASE WHEN r.satisfied = 'satisfied' THEN 1 END),
                  COUNT(CASE WHEN r.satisfied = 'fairly' THEN 1 END)
           FROM rating r, cases c
           WHERE c.id = r.case_id AND r.at >= :first AND r.at < :last
             AND NOT r.pressed AND r.solved IS NOT NULL AND r.satisfied IS NOT NULL
           GROUP BY 1"""
    ).bindparams(bindparam("first", type_=Moment), bindparam("last", type_=Moment))
    month = {"first": datetime(2026, 2, 1, tzinfo=ZONE), "last": datetime(2026, 3, 1, tzinfo=ZONE)}
    with desk.store._engine.connect() as db:
        return {row[0]: tuple(row[1:]) for row in db.execute(sql, {**month, "digits": digits})}


def test_silence_and_more_silence_leave_a_ranking_as_it_is(desk: Desk, model: Case) -> None:
    keep(desk, model, STATION, MONDAY, *[GOOD] * 4, FAIR)
    before = page(desk)
    keep(desk, model, STATION, MONDAY, *[None] * 50, *[HALF] * 5, *[VOID] * 5)
    assert page(desk) == before


# --- who may ask ---


def ask(desk: Desk, who: str, asked: str = "", month: Month | None = None) -> None:
    desk.run(show_ranking, ShowRanking(desk.holder(who), desk.clock.at, desk.cause(), asked, month))
    desk.deliver()


def test_a_desk_asks_for_its_own_units(desk: Desk) -> None:
    ask(desk, CENTRE, "上月", FEBRUARY)
    found = desk.last(CENTRE)
    assert isinstance(found, say.Ranking)
    assert (found.post, found.year, found.month) == ("文昌街道服务中心", 2026, 2)


@pytest.mark.parametrize("who", [OWNER, "L0035", "路人"])
def test_neither_workers_nor_residents_see_a_ranking(desk: Desk, who: str) -> None:
    with pytest.raises(NotADesk):
        ask(desk, who)


def test_a_month_that_is_none_is_asked_again(desk: Desk) -> None:
    with pytest.raises(NoSuchMonth):
        ask(desk, CENTRE, "去年")


# --- what workers see ---


def todo(desk: Desk, post: str = OWNER) -> tuple[int, int, int]:
    desk.run(show_todo, ShowTodo(desk.holder(post), desk.clock.at, desk.cause()))
    desk.deliver()
    found = desk.last(post)
    assert isinstance(found, say.Todo)
    return found.rated, found.solved, found.satisfied


def test_a_worker_sees_sums_of_five_and_more(desk: Desk, model: Case) -> None:
    desk.clock.at = datetime(2026, 3, 20, 9, tzinfo=ZONE)
    keep(desk, model, STATION, datetime(2026, 3, 10, 9, tzinfo=ZONE), *[GOOD] * 8, FAIR, FAIR, VOID, HALF)
    keep(desk, model, STATION, datetime(2026, 3, 12, 9, tzinfo=ZONE), replace(FAIR, solved=Solved.SOLVED), BAD)
    keep(desk, model, STATION, datetime(2026, 3, 12, 9, tzinfo=ZONE), *[BAD] * 9, post="Z0016")
    assert todo(desk) == (10, 8, 8)
    keep(desk, model, STATION, datetime(2026, 3, 13, 9, tzinfo=ZONE), GOOD, GOOD, BAD)
    assert todo(desk) == (15, 11, 10)


def test_fewer_than_five_and_those_of_today_and_of_last_month_are_not_shown(desk: Desk, model: Case) -> None:
    desk.clock.at = datetime(2026, 3, 20, 9, tzinfo=ZONE)
    keep(desk, model, STATION, datetime(2026, 2, 28, 9, tzinfo=ZONE), *[GOOD] * 9)
    keep(desk, model, STATION, datetime(2026, 3, 19, 9, tzinfo=ZONE), *[GOOD] * 4)
    keep(desk, model, STATION, datetime(2026, 3, 20, 8, tzinfo=ZONE), *[GOOD] * 9)
    assert todo(desk) == (0, 0, 0)
    desk.clock.at += timedelta(days=1)
    assert todo(desk) == (13, 13, 13)


def test_from_the_residents_taps_to_the_ranking(desk: Desk) -> None:
    for n in range(5):
        case = closed(desk, LAMP, by=f"居民{n}")
        tap(desk, case, Solved.SOLVED, Satisfied.SATISFIED if n else Satisfied.DISSATISFIED, by=f"居民{n}")
    (first,) = page(desk, CENTRE).ranked
    assert (first.unit, first.rated, first.contacted, first.solved, first.satisfied) == ("大寨村", 5, 1, 1, 0.8)
    assert todo(desk) == (0, 0, 0)
    desk.clock.at += timedelta(days=1)
    assert todo(desk) == (5, 5, 4)
