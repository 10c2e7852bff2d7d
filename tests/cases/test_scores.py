"""The three rates, the score and the ranking, by the published formula."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.scores import (
    FEWEST,
    Answers,
    Pressed,
    Satisfied,
    Solved,
    Tally,
    Weights,
    disclosed,
    rank,
    rates,
    tally,
)

OTHERS = Weights(Fraction("0.30"), Fraction("0.35"), Fraction("0.35"))
TWENTY = (
    [Answers(True, Solved.SOLVED, Satisfied.SATISFIED)] * 10
    + [Answers(True, Solved.SOLVED, Satisfied.FAIRLY)] * 4
    + [Answers(True, Solved.SOLVED, Satisfied.DISSATISFIED)] * 2
    + [Answers(True, Solved.PARTLY, Satisfied.DISSATISFIED)] * 3
    + [Answers(True, Solved.UNSOLVED, Satisfied.DISSATISFIED)]
)

answers = st.builds(
    Answers, st.booleans(), st.none() | st.sampled_from(Solved), st.none() | st.sampled_from(Satisfied), st.booleans()
)
valid = st.builds(Answers, st.booleans(), st.sampled_from(Solved), st.sampled_from(Satisfied))
silent = answers.filter(lambda given: not given.valid)


@st.composite
def any_weights(draw: st.DrawFn) -> Weights:
    parts = draw(st.tuples(*[st.integers(0, 100)] * 3).filter(any))
    fairly = Fraction(draw(st.integers(0, 100)), 100)
    contacted, solved, satisfied = (Fraction(part, sum(parts)) for part in parts)
    return Weights(contacted, solved, satisfied, fairly)


def score(given: list[Answers], weights: Weights) -> Fraction:
    return rates(tally(Counter(given)), weights).score


def test_the_published_example() -> None:
    assert tally(Counter(TWENTY)) == Tally(valid=20, contacted=20, solved=16, satisfied=10, fairly=4)
    found = rates(tally(Counter(TWENTY)), Weights())
    assert (found.contacted, found.solved, found.satisfied) == (Fraction(1), Fraction("0.8"), Fraction("0.68"))
    assert found.score == Fraction("77.2")
    assert score(TWENTY, OTHERS) == Fraction("81.8")


@given(st.lists(valid, min_size=1), any_weights())
def test_rates_and_scores_keep_their_bounds(given: list[Answers], weights: Weights) -> None:
    found = rates(tally(Counter(given)), weights)
    assert all(0 <= rate <= 1 for rate in (found.contacted, found.solved, found.satisfied))
    assert 0 <= found.score <= 100


@given(st.lists(valid), valid, any_weights())
def test_a_better_answer_never_lowers_the_score(others: list[Answers], one: Answers, weights: Weights) -> None:
    solved = replace(one, solved=Solved.SOLVED)
    better = {
        Satisfied.DISSATISFIED: Satisfied.FAIRLY,
        Satisfied.FAIRLY: Satisfied.SATISFIED,
        Satisfied.SATISFIED: Satisfied.SATISFIED,
    }
    assert one.satisfied is not None
    happier, reached = replace(one, satisfied=better[one.satisfied]), replace(one, contacted=True)
    before = score([*others, one], weights)
    assert all(score([*others, improved], weights) >= before for improved in (solved, happier, reached))


@given(st.lists(valid), st.lists(silent), st.randoms())
def test_silence_half_answers_and_answers_under_pressure_change_nothing(
    spoken: list[Answers], unspoken: list[Answers], random: st.DataObject
) -> None:
    mixed = [*spoken, *unspoken]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert tally(Counter(mixed)) == tally(Counter(spoken))


@given(st.lists(st.lists(answers, max_size=12), max_size=8), any_weights())
def test_a_ranking_has_everybody_once_the_best_first_and_the_few_without_a_place(
    units: list[list[Answers]], weights: Weights
) -> None:
    tallies = [(f"U{n}", tally(Counter(given))) for n, given in enumerate(units)]
    standings = rank(tallies, weights)
    assert sorted((one.unit, one.tally.valid) for one in standings) == [(unit, one.valid) for unit, one in tallies]
    ranked = [one for one in standings if one.place]
    assert list(standings[: len(ranked)]) == ranked
    assert {one.tally.valid >= FEWEST for one in ranked} <= {True}
    assert {(one.tally.valid < FEWEST, one.rates) for one in standings[len(ranked) :]} <= {(True, None)}
    scores = [one.rates.score for one in ranked if one.rates]
    assert scores == sorted(scores, reverse=True)
    assert [one.place for one in ranked] == [1 + sum(other > mine for other in scores) for mine in scores]


def test_equal_scores_share_a_place_in_the_order_given_whatever_their_size() -> None:
    good, bad = Tally(5, 5, 5, 5, 0), Tally(5, 5, 0, 0, 0)
    twice = Tally(10, 10, 8, 6, 2)
    half = Tally(5, 5, 4, 3, 1)
    standings = rank([("bad", bad), ("b", twice), ("few", Tally(4, 4, 4, 4)), ("a", half), ("good", good)], Weights())
    assert [(one.unit, one.place) for one in standings] == [
        ("good", 1), ("b", 2), ("a", 2), ("bad", 4), ("few", None),
    ]  # fmt: skip


@given(st.lists(st.lists(valid, max_size=7), max_size=12))
def test_from_one_day_to_the_next_a_workers_sum_grows_by_five_or_not_at_all(days: list[list[Answers]]) -> None:
    tallies = [tally(Counter(day)) for day in days]
    shown = [disclosed(tallies[:upto]) for upto in range(len(days) + 1)]
    grown = [after.valid - before.valid for before, after in pairwise(shown)]
    assert all(step == 0 or step >= FEWEST for step in grown)
    assert sum((one.valid for one in tallies), 0) - shown[-1].valid < FEWEST


@pytest.mark.parametrize("last", [Solved.SOLVED, Satisfied.SATISFIED])
def test_two_answers_stand_and_pressure_may_still_be_told(last: Solved | Satisfied) -> None:
    both = Answers(True).having(Solved.UNSOLVED).having(Satisfied.FAIRLY)
    assert both.having(last) == both
    assert both.valid
    assert not both.having(Pressed.PRESSED).valid


def test_the_first_answer_may_be_changed_until_the_second_is_there() -> None:
    assert Answers(True).having(Solved.UNSOLVED).having(Solved.SOLVED).solved is Solved.SOLVED
