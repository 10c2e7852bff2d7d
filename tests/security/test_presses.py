"""A button's data is text that anybody may send: forged, aged, or of somebody else's case it does nothing, and is accounted for.
That every button is refused to everybody it is not for, one by one, is tests/roles/test_matrix.py."""

import asyncio
import random
import string
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest

from cases.model import Case
from cases.taps import MAX_BYTES, SEPARATOR, Verb
from handlers.feed import Unreadable
from handlers.word import Word
from tests.cases.conftest import Listening
from tests.roles.people import LAMP_ROW, NEIGHBOUR, STRANGER, UNKNOWN_GROUP, Person, staff_around
from tests.roles.town import Town, in_one_thread

__all__ = ["in_one_thread"]  # a fixture, used by name

PRESSES, NUMBERS = 1_500, 400
REPORTER = Person("reporter", 71_001, called="李秀英")
THEIRS = (
    "cases",
    "event",
    "rating",
    "case_unit",
    "contest",
    "dismissal",
    "whistle",
    "picture",
    "notice",
    "surge",
    "binding",
)
"""What a stranger's press must not touch. A question of their own they may open and close."""


@dataclass
class Attack:
    town: Town
    cases: list[Case]
    who: list[Person]


@pytest.fixture(scope="module")
def attack(listening: Listening, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attack]:
    town = Town(tmp_path_factory.mktemp("presses"), listening)
    town.settle_in()
    asyncio.run(_file(town))
    cases = list(town.store.glance.case_list(None, 10))
    found = staff_around(LAMP_ROW)
    nobody = ("worker of another street", "station of another street", "another centre", "called department")
    strangers = [Person("stranger", STRANGER), Person("neighbour", NEIGHBOUR), *(found[name] for name in nobody)]
    elsewhere = [replace(one, where=UNKNOWN_GROUP) for one in strangers]
    town.watch()
    assert set(THEIRS) <= set(town.tables())
    yield Attack(town, cases, strangers + elsewhere)
    town.close()


async def _file(town: Town) -> None:
    for n, words in enumerate(("路灯坏了", "井盖没了", "垃圾没人收")):
        await town.say(replace(REPORTER, user=REPORTER.user + n), f"{LAMP_ROW.place}{words}，暗语{n}")
    town.deliver()


def forged(dice: random.Random, attack: Attack) -> str:
    """Mostly what we would have written ourselves, about a case that is not theirs."""
    case = dice.choice(attack.cases)
    holder = case.holder or ""
    subjects = (case.id, case.id, case.id, f"{case.id}~1", case.id[:-1], case.id + "0", case.number, "tg:1#1", holder)
    values = (
        "",
        "",
        "yes",
        "no",
        "0",
        "1",
        "30",
        "-1",
        "999999",
        holder,
        STRANGER,
        case.topic,
        "转写",
        "\x00",
        "'; DROP TABLE cases; --",
        "😀",
    )
    parts = [dice.choice(list(Verb)).value, str(dice.choice(subjects)), str(dice.choice(values))]
    if dice.random() < 0.1:
        parts[dice.randrange(3)] = "".join(dice.choices(string.printable, k=dice.randrange(30)))
    return SEPARATOR.join(parts).encode(errors="replace")[:MAX_BYTES].decode(errors="ignore")


def harm(attack: Attack) -> list[tuple[str, str]]:
    return [(table, key) for table, key in attack.town.touched() if table in THEIRS]


def secrets_in(attack: Attack, texts: list[str]) -> list[str]:
    secrets = [word for n, case in enumerate(attack.cases) for word in (f"暗语{n}", case.place)] + [REPORTER.called]
    return [text for text in texts if any(word and word in text for word in secrets)]


async def test_forged_presses_change_nothing_of_anybodys_and_tell_nothing(attack: Attack) -> None:
    dice, town = random.Random(11), attack.town
    refused = 0
    for _ in range(PRESSES):
        who, data = dice.choice(attack.who), forged(dice, attack)
        with suppress(Unreadable):
            await town.press(who, data)
        told = town.told()
        touched = town.touched()
        refused += any(table == "deed" for table, _ in touched)
        assert harm(attack) == [], (who, data)
        assert secrets_in(attack, [one.text for one in told]) == [], (who, data)
        assert [one for one in told if one.chat not in {who.chat, f"tg:{who.user}"}] == [], (who, data)
        if touched or told:
            town.undo()
    assert refused > PRESSES // 10, "a try at what is others' is in the audit log"


async def test_numbers_can_be_tried_one_after_the_other_and_tell_nothing(attack: Attack) -> None:
    """Numbers follow each other; who is asked about one that is not theirs says what is said of one that nobody has."""
    town = attack.town
    numbers = [f"{case.number[:5]}{n:03}" for case in attack.cases[:1] for n in range(NUMBERS)]
    real = {case.number for case in attack.cases}
    assert len(real & set(numbers)) == len(attack.cases)
    for who in (attack.who[0], attack.who[2]):
        answers = set()
        for number in numbers:
            await town.say(who, f"/{Word.CASE} {number}")
            told = [one.text for one in town.told()]
            assert harm(attack) == [], number
            answers.add("|".join(told).replace(number, "N"))
            town.undo()
        assert len(answers) == 1, answers
        assert secrets_in(attack, list(answers)) == []
