"""专报: 供暖, 扬言, 消防, 供水 are told to centre and district at once, joined by the day, and again until they are closed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rules import sensitive_signs
from bot.settings import SettingsError
from cases import messages as say
from cases.commands import Action
from cases.rules import Rules
from tests.cases.conftest import LAMP, MONDAY, Desk

OWNER = "Z0102"
STATION = "410871062209"
DRY = "文昌街道大寨村2组停水了"


@pytest.fixture
def house(house: Rules) -> Rules:
    """A desk with the table of sensitive subjects."""
    return replace(house, sensitive=sensitive_signs())


def reports(desk: Desk, post: str) -> list[say.SensitiveReport]:
    return [message for message in desk.heard_by(post) if isinstance(message, say.SensitiveReport)]


def test_centre_and_district_hear_of_it_at_once_and_of_nobodys_name(desk: Desk) -> None:
    desk.say(DRY)
    for post in (desk.org.parent(STATION), desk.org.top):
        (told,) = reports(desk, post)
        assert (told.subject, [line.number for line in told.lines]) == ("供水", [desk.case().number])
        assert "居民甲" not in repr(told)
    assert not reports(desk, STATION)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("文昌街道大寨村2组没暖气，冻死了", "供暖"),
        ("文昌街道大寨村2组消防栓坏了", "消防"),
        ("文昌街道大寨村2组着火了", "消防"),
        ("文昌街道大寨村2组有人扬言要砍人", "扬言"),
    ],
)
def test_each_subject_is_known_by_its_table(desk: Desk, text: str, subject: str) -> None:
    desk.say(text)
    assert [told.subject for told in reports(desk, desk.org.top)] == [subject]


def test_an_ordinary_matter_is_reported_nowhere(desk: Desk) -> None:
    desk.say(LAMP)
    assert not reports(desk, desk.org.top)


def test_what_comes_on_the_same_day_joins_the_message_and_another_day_begins_a_new_one(desk: Desk) -> None:
    desk.say(DRY)
    desk.say("文昌街道大寨村3组停水了", by="居民乙")
    first, grown = reports(desk, desk.org.top)
    assert [len(first.lines), len(grown.lines)] == [1, 2]
    desk.clock.at = MONDAY + timedelta(days=1)
    desk.say(DRY, by="居民丙")
    assert len(reports(desk, desk.org.top)[-1].lines) == 1


def test_it_stands_in_the_digest_until_it_is_done(desk: Desk) -> None:
    desk.say(DRY)
    assert [line.number for line in desk.page(desk.org.top).sensitive] == [desk.case().number]
    assert desk.page(STATION).sensitive == ()
    desk.work(OWNER, Action.RESOLVE, desk.case(), "水来了")
    assert desk.page(desk.org.top).sensitive == ()


def test_a_districts_own_table_is_read_and_a_bad_row_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("subject,by,value\n校园,word,学校门口\n", "utf-8-sig")
    (sign,) = sensitive_signs(str(path))
    assert (sign.subject, sign.by, sign.value) == ("校园", "word", "学校门口")
    path.write_text("subject,by,value\n校园,somehow,学校门口\n", "utf-8")
    with pytest.raises(SettingsError, match="第 2 行"):
        sensitive_signs(str(path))
