"""Which files a machine may still make words of, on both engines."""

from datetime import timedelta

import pytest

from cases.model import Attachment, Change, Event, Happening, Media, Status
from storage.store import Store
from tests.storage.conftest import NOON, a_case, save

VOICE, PHOTO = Attachment(Media.VOICE, "v"), Attachment(Media.PHOTO, "p")


@pytest.fixture
def full(store: Store) -> Store:
    save(
        store,
        Change(
            a_case("c1", number="0306-001", opened_at=NOON, attachments=(PHOTO, VOICE, Attachment(Media.AUDIO, "a")))
        ),
        Change(a_case("c2", number="0306-002", opened_at=NOON, attachments=(PHOTO,))),
        Change(a_case("c3", number="0306-003", opened_at=NOON - timedelta(days=3), attachments=(VOICE,))),
        Change(a_case("c4", number="0306-004", opened_at=NOON, attachments=(VOICE,), status=Status.CONFIRMED)),
    )
    return store


def waiting(
    store: Store, what: Happening = Happening.VOICE_HEARD, *but: str, limit: int = 9
) -> list[tuple[str, int, str]]:
    found = store.unread.waiting(what, NOON - timedelta(days=1), limit, frozenset(but))  # type: ignore[arg-type]
    return [(one.case, one.nth, one.file) for one in found]


def test_the_next_file_of_each_open_case_that_came_lately(full: Store) -> None:
    assert waiting(full) == [("c1", 0, "v")]
    assert waiting(full, Happening.PICTURE_READ) == [("c1", 0, "p"), ("c2", 0, "p")]
    assert waiting(full, Happening.PICTURE_READ, "c1", limit=1) == [("c2", 0, "p")]


def test_what_has_a_line_in_the_history_is_done(full: Store) -> None:
    for expected in ([("c1", 1, "a")], []):
        with full.unit_of_work() as uow:
            case = uow.by_number("0306-001")
        save(full, Change(events=(Event(case.id, Happening.VOICE_HEARD, NOON, "clock", ""),)))
        assert waiting(full) == expected
