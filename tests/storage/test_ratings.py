"""A rating is kept whole, changed in place, and survives a copy; taking its migration back loses nothing else."""

from datetime import timedelta

import pytest

from cases.model import CaseId, Change, PostCode, Rating
from cases.scores import Answers, Satisfied, Solved
from storage import migrating
from storage.engine import open_engine
from storage.store import Store
from tests.storage.conftest import NOON, RULES, FixedClock, filed, save

FULL = Answers(True, Solved.PARTLY, Satisfied.FAIRLY, pressed=True)


def rated(case_id: str = "tg:1#1", answers: Answers = FULL, hours: int = 0, post: str = "Z1") -> Rating:
    return Rating(CaseId(case_id), PostCode(post), answers, NOON + timedelta(hours=hours))


@pytest.mark.parametrize("answers", [FULL, Answers(False), Answers(True, Solved.SOLVED)])
def test_what_was_answered_is_read_back_equal(store: Store, answers: Answers) -> None:
    filed(store)
    save(store, Change(rating=rated(answers=Answers(False))), Change(rating=rated(answers=answers)))
    with store.unit_of_work() as uow:
        assert uow.rating(CaseId("tg:1#1")) == rated(answers=answers)
        assert uow.rating(CaseId("tg:1#2")) is None


def test_a_posts_ratings_come_oldest_first_within_their_bounds(store: Store) -> None:
    for n, hours in enumerate((3, 1, 2, 0)):
        filed(store, f"tg:1#{n}", number=f"0306-{n:03}")
        save(store, Change(rating=rated(f"tg:1#{n}", hours=hours, post="Z2" if hours == 2 else "Z1")))
    with store.unit_of_work() as uow:
        found = uow.ratings_of(frozenset({PostCode("Z1")}), NOON, NOON + timedelta(hours=3))
        assert [rating.case for rating in found] == ["tg:1#3", "tg:1#1"]


def test_answers_are_counted_for_every_unit_above_the_case(store: Store) -> None:
    for n, unit in enumerate(("G1", "G1", "V1", "G2")):
        filed(store, f"tg:1#{n}", number=f"0306-{n:03}", unit=unit)
        save(store, Change(rating=rated(f"tg:1#{n}", FULL if n else Answers(False))))
    with store.unit_of_work() as uow:
        found = uow.answers_under(["V1", "V2", "S1", "elsewhere"], NOON, NOON + timedelta(hours=1))
    assert found == {"V1": {FULL: 2, Answers(False): 1}, "V2": {FULL: 1}, "S1": {FULL: 3, Answers(False): 1}}


def test_taking_ratings_back_keeps_the_cases(url: str) -> None:
    store = Store(url, FixedClock(), RULES)
    case = filed(store)
    save(store, Change(rating=rated()))
    store.close()
    engine = open_engine(url)
    migrating.downgrade(engine, "0008")
    migrating.upgrade(engine)
    engine.dispose()
    store = Store(url, FixedClock(), RULES)
    with store.unit_of_work() as uow:
        assert uow.case(case.id) == case
        assert uow.rating(case.id) is None
    store.close()
