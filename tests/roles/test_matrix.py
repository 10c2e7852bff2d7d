"""Every action by everybody about every sort of case. How a new action gets its line: tests/roles/table.py."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from cases.taps import Verb
from handlers.word import Word
from tests.cases.conftest import MONDAY, Listening
from tests.roles.people import ADMIN, Person, everybody
from tests.roles.stages import KINDS, Kind, Prepared, prepare
from tests.roles.table import ACTS, Act
from tests.roles.town import Told, Town, in_one_thread

__all__ = ["in_one_thread"]  # a fixture, used by name
Action = Verb | Word
NEVER_GIVEN = "0302-999"
REFUSED = {"refusal", "staff_help", "understood"}
"""Kinds of answers that do nothing."""
UNKNOWN = "没有查到您的"
"""How the list of one's own cases begins where a number was asked after that is none of them."""


@dataclass
class Matrix:
    town: Town
    prepared: dict[tuple[str, str], Prepared]
    never: dict[tuple[Action, str, int], list[str]]
    """What somebody hears who names a case that never was."""


@pytest.fixture(scope="module")
def matrix(listening: Listening, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    town = Town(tmp_path_factory.mktemp("roles"), listening)
    town.settle_in()
    prepared = asyncio.run(prepare(town))
    town.watch()
    yield Matrix(town, prepared, {})
    town.close()


@dataclass
class Outcome:
    told: list[Told]
    touched: set[tuple[str, str]]

    def answers(self, person: Person) -> list[str]:
        return [one.text for one in self.told if one.chat == person.chat]


async def attempt(matrix: Matrix, action: Action, act: Act, person: Person, made: Prepared, *, real: bool) -> Outcome:
    """What comes of it, with the case there is or with one that never was; afterwards all is as it was before."""
    town = matrix.town
    town.clock.at = MONDAY + made.later
    value = act.value.format_map(made.facts)
    if isinstance(action, Verb):
        await town.tap(person, action, made.subject if real else f"tg:{made.reporter.user}#999999", value)
    else:
        number = (made.number if real else NEVER_GIVEN) if act.kind == "case" else ""
        await town.say(person, " ".join(part for part in (f"/{action}", number, act.then) if part))
    outcome = Outcome(town.told(), town.touched())
    town.undo()
    return outcome


def test_every_action_has_its_line() -> None:
    assert set(ACTS) == {*Verb, *Word}, "see tests/roles/table.py"


@pytest.mark.parametrize("action", ACTS, ids=lambda action: f"{type(action).__name__}-{action.name}")
async def test_an_action_works_for_those_who_may_and_tells_nobody_else_a_thing(matrix: Matrix, action: Action) -> None:
    act = ACTS[action]
    faults: list[str] = []
    tried: Counter[bool] = Counter()
    for kind in KINDS:
        made = matrix.prepared.get((kind.name, act.stage))
        if made is None:
            continue
        for person in who_try(action, kind, made.reporter):
            found = await check(matrix, action, act, person, made)
            faults += [f"{kind.name}, {person.name}: {fault}" for fault in found]
            tried[is_allowed(act, person, made)] += 1
    assert not faults, "\n".join(["", *faults])
    assert tried[False], "nobody tried it who may not"
    assert tried[True] or not act.who, "nobody tried it who may"


def is_allowed(act: Act, person: Person, made: Prepared) -> bool:
    part = made.part_of(person)
    return bool(part & act.who) and not part & act.never and not (act.at_home and person.where)


def who_try(action: Action, kind: Kind, reporter: Person) -> Iterator[Person]:
    """Everybody, but for what would be the same again: whoever has no part in a case has none in a nameless one."""
    if ACTS[action].kind == "nothing" and kind.nameless:
        return
    if ACTS[action].named and kind.nameless:
        return
    for person in everybody(kind.here, reporter):
        is_pressing_without_a_name = person.user == ADMIN and isinstance(action, Verb)
        if not is_pressing_without_a_name and not (kind.nameless and person.name not in kind.parts):
            yield person


async def check(matrix: Matrix, action: Action, act: Act, person: Person, made: Prepared) -> list[str]:
    outcome = await attempt(matrix, action, act, person, made, real=True)
    part, may = made.part_of(person), is_allowed(act, person, made)
    faults = [*leaks(outcome, made)]
    if act.kind == "nothing":
        return [*faults, *unchanged(outcome, made), *silent(outcome, made, but=part)]
    if act.kind == "list":
        return [*faults, *unchanged(outcome, made), *listed(outcome, made, person, may=may)]
    if may:
        return [*faults, *done(outcome, person)]
    faults += [*unchanged(outcome, made, but_own=act.kind == "draft"), *told_apart(outcome, person, made)]
    if not part and act.kind != "leave":
        if act.kind == "draft":
            return [*faults, *silent(outcome, made, but=part)]
        never = await hears_of_none(matrix, action, act, person, made)
        typed = isinstance(action, Word) and act.kind == "case"
        faults += [*silent(outcome, made, but=part, typed=typed), *same_as_never(outcome, never, person, made)]
    elif act.kind != "draft" and not all(map(is_no, outcome.told)):
        faults.append(f"was not refused but told {[one.text for one in outcome.told]}")
    return faults


async def hears_of_none(matrix: Matrix, action: Action, act: Act, person: Person, made: Prepared) -> list[str]:
    who = (action, person.chat, person.user)
    if who not in matrix.never:
        outcome = await attempt(matrix, action, act, person, made, real=False)
        matrix.never[who] = outcome.answers(person)
    return matrix.never[who]


def is_no(answer: Told) -> bool:
    return answer.kind in REFUSED or (answer.kind == "progress" and answer.text.startswith(UNKNOWN))


def done(outcome: Outcome, person: Person) -> Iterator[str]:
    answered = [one for one in outcome.told if not is_no(one)]
    if not outcome.touched and not answered:
        yield f"may, and nothing came of it: {outcome.answers(person)}"


def unchanged(outcome: Outcome, made: Prepared, *, but_own: bool = False) -> Iterator[str]:
    """Nothing of any case, nor of the conversation or the leave that was aimed at. A word without a number may be
    about a case of their own."""
    for table, key in outcome.touched:
        if key == made.subject or (table in {"cases", "event", "rating"} and not but_own):
            yield f"changed {table}"


def told_apart(outcome: Outcome, person: Person, made: Prepared) -> Iterator[str]:
    """Nobody else hears of the try, least of all whose case it is."""
    for one in outcome.told:
        if one.chat != person.chat and (one.chat == made.reporter.chat or made.number in one.text):
            yield f"had {one.chat} told: {one.text}"


def silent(outcome: Outcome, made: Prepared, but: object, *, typed: bool = False) -> Iterator[str]:
    """No number but one they typed themselves, no words, no name, to whoever may not know."""
    for one in outcome.told if not but else ():
        for secret in made.secrets[typed:]:
            if secret in one.text:
                yield f"was told {secret}: {one.text}"


def listed(outcome: Outcome, made: Prepared, person: Person, *, may: bool) -> Iterator[str]:
    heard = "\n".join(outcome.answers(person))
    found, is_full = made.number in heard, "没有列出" in heard
    if found != may and not (may and is_full):
        yield f"the case is {'listed' if found else 'not listed'}: {heard}"


def same_as_never(real: Outcome, never: list[str], person: Person, made: Prepared) -> Iterator[str]:
    """A number that was given is answered like one that was not."""
    heard = [answer.replace(made.number or "?", NEVER_GIVEN) for answer in real.answers(person)]
    if heard != never:
        yield f"heard {heard} where a number nobody gave gets {never}"


def leaks(outcome: Outcome, made: Prepared) -> Iterator[str]:
    """The resident's name in a group, or of a nameless case anywhere but with the resident."""
    for one in outcome.told:
        public = one.chat.startswith("tg:-") or made.kind.nameless
        if public and one.chat != made.reporter.chat and made.reporter.called in one.text:
            yield f"{one.chat} sees who reported it: {one.text}"


def test_the_matrix_is_large(matrix: Matrix) -> None:
    stages = [
        (action, kind, matrix.prepared.get((kind.name, act.stage))) for action, act in ACTS.items() for kind in KINDS
    ]
    tries = sum(len(list(who_try(action, kind, made.reporter))) for action, kind, made in stages if made)
    assert tries >= 500
