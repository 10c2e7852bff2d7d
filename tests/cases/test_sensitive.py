"""专报: 供暖, 扬言, 消防, 供水 are told to centre and district at once, joined by the day, and again until they are closed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rules import sensitive_signs
from bot.settings import SettingsError
from cases import messages as say
from cases.commands import Action, ShowDigest
from cases.supervision import show_digest
from storage.store import Store
from tests.cases.conftest import LAMP, MONDAY, Desk, Hands, rules
from tests.databases import Prepared, copied

OWNER = "Z0102"
STATION = "410871062209"
DRY = "文昌街道大寨村2组停水了"


@pytest.fixture
def watched(desk: Desk, district: Prepared, tmp_path: Path) -> Iterator[Desk]:
    """A desk with the table of sensitive subjects."""
    with copied(district, tmp_path) as url:
        clock = Hands()
        store = Store(url, clock, replace(rules(), sensitive=sensitive_signs()))
        yield Desk(store, clock, desk.reader, desk.splitter, desk.map, desk.org)
        store.close()


def reports(desk: Desk, post: str) -> list[say.SensitiveReport]:
    return [message for message in desk.heard_by(post) if isinstance(message, say.SensitiveReport)]


def page(desk: Desk, post: str) -> say.Digest:
    desk.run(show_digest, ShowDigest(desk.holder(post), desk.clock.at, desk.cause()))
    desk.deliver()
    found = desk.last(post)
    assert isinstance(found, say.Digest)
    return found


def test_centre_and_district_hear_of_it_at_once_and_of_nobodys_name(watched: Desk) -> None:
    watched.say(DRY)
    for desk in (watched.org.parent(STATION), watched.org.top):
        (told,) = reports(watched, desk)
        assert (told.subject, [line.number for line in told.lines]) == ("供水", [watched.case().number])
        assert "居民甲" not in repr(told)
    assert not reports(watched, STATION)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("文昌街道大寨村2组没暖气，冻死了", "供暖"),
        ("文昌街道大寨村2组消防栓坏了", "消防"),
        ("文昌街道大寨村2组着火了", "消防"),
        ("文昌街道大寨村2组有人扬言要砍人", "扬言"),
    ],
)
def test_each_subject_is_known_by_its_table(watched: Desk, text: str, subject: str) -> None:
    watched.say(text)
    assert [told.subject for told in reports(watched, watched.org.top)] == [subject]


def test_an_ordinary_matter_is_reported_nowhere(watched: Desk) -> None:
    watched.say(LAMP)
    assert not reports(watched, watched.org.top)


def test_what_comes_on_the_same_day_joins_the_message_and_another_day_begins_a_new_one(watched: Desk) -> None:
    watched.say(DRY)
    watched.say("文昌街道大寨村3组停水了", by="居民乙")
    first, grown = reports(watched, watched.org.top)
    assert [len(first.lines), len(grown.lines)] == [1, 2]
    watched.clock.at = MONDAY + timedelta(days=1)
    watched.say(DRY, by="居民丙")
    assert len(reports(watched, watched.org.top)[-1].lines) == 1


def test_it_stands_in_the_digest_until_it_is_done(watched: Desk) -> None:
    watched.say(DRY)
    assert [line.number for line in page(watched, watched.org.top).sensitive] == [watched.case().number]
    assert page(watched, STATION).sensitive == ()
    watched.work(OWNER, Action.RESOLVE, watched.case(), "水来了")
    assert page(watched, watched.org.top).sensitive == ()


def test_a_districts_own_table_is_read_and_a_bad_row_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("subject,by,value\n校园,word,学校门口\n", "utf-8-sig")
    (sign,) = sensitive_signs(str(path))
    assert (sign.subject, sign.by, sign.value) == ("校园", "word", "学校门口")
    path.write_text("subject,by,value\n校园,somehow,学校门口\n", "utf-8")
    with pytest.raises(SettingsError, match="第 2 行"):
        sensitive_signs(str(path))
