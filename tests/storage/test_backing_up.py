"""A backup is believed because it was restored: taken while the desk works, looked at, and put back."""

import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from cases.model import CaseId, Change, Event, Happening
from storage import backing_up, migrating
from storage.backing_up import BadCopy, back_up, look_at, restore
from storage.copying import NotEmpty
from storage.engine import open_engine
from storage.store import Store
from tests.postgres import Server
from tests.storage.conftest import LEASE, NOON, RULES, FixedClock, a_case, a_message, filed, save
from tests.storage.full_desk import all_rows, fill_desk, outbox_state


@pytest.fixture
def full(store: Store, url: str) -> str:
    """The address of a desk with a row of every kind, on either engine."""
    fill_desk(store)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where to restore to: nothing is there yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'new.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    url = server.new()
    yield url
    server.drop(url)


@contextmanager
def a_desk_at(url: str) -> Iterator[Store]:
    store = Store(url, FixedClock(), RULES)
    yield store
    store.close()


# --- taking ---


def test_a_backup_holds_every_row(full: str, tmp_path: Path) -> None:
    copy = back_up(full, tmp_path / "copy.db")
    assert all_rows(f"sqlite:///{tmp_path / 'copy.db'}") == all_rows(full)
    assert copy == look_at(tmp_path / "copy.db")
    assert (copy.schema, copy.counts["cases"], copy.counts["inbox"]) == (migrating.newest_revision(), 4, 5)


def test_a_backup_is_one_file_for_its_owners_eyes_only(full: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    umask = os.umask(0)
    try:
        back_up(full, folder / "copy.db")
    finally:
        os.umask(umask)
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600


def test_an_older_backup_is_never_overwritten(full: str, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(FileExistsError):
        back_up(full, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_backup_that_fails_leaves_no_file_that_could_be_taken_for_one(
    full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    def full_disk(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up, "_to_disk", full_disk)
    with pytest.raises(OSError, match="space"):
        back_up(full, folder / "copy.db")
    assert list(folder.iterdir()) == []


def test_a_missing_desk_is_not_saved_as_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="unable to open"):
        back_up(f"sqlite:///{tmp_path / 'nothing.db'}", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_taken_while_cases_come_in_holds_no_half_case(store: Store, url: str, tmp_path: Path) -> None:
    """Each case is filed with its first event and its receipt in one transaction; and cases come one after the other,
    so a copy as of one moment holds a first part of them without gaps."""
    stop, count = threading.Event(), 0

    def file_cases() -> None:
        nonlocal count
        while not stop.is_set():
            case = a_case(f"tg:1#{count:05}", number=f"0306-{count:03}")
            event = Event(case.id, Happening.FILED, NOON, "citizen")
            save(store, Change(case, events=(event,), notifications=(a_message(f"receipt/{case.id}", case=case.id),)))
            count += 1

    writer = threading.Thread(target=file_cases)
    writer.start()
    try:
        before = []
        for n in range(5):
            before.append(count)
            back_up(url, tmp_path / f"copy{n}.db")
    finally:
        stop.set()
        writer.join()
    assert count > before[-1] > 0
    for n, known in enumerate(before):
        rows = all_rows(f"sqlite:///{tmp_path / f'copy{n}.db'}")
        cases = [row[0] for row in rows["cases"]]
        assert cases == [f"tg:1#{n:05}" for n in range(len(cases))]
        assert known <= len(cases) <= count
        assert sorted(row[1] for row in rows["event"]) == cases
        assert sorted(row[6] for row in rows["outbox"]) == cases


# --- looking ---


def test_a_damaged_backup_is_found_out(file_url: str, tmp_path: Path, elsewhere: str) -> None:
    path = tmp_path / "copy.db"
    back_up(file_url, path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 6000] = b"\xa5" * 6000
    path.write_bytes(content)
    for look in (look_at, lambda path: restore(path, elsewhere, NOON)):
        with pytest.raises(BadCopy):
            look(path)


@pytest.mark.parametrize("content", [b"", b"nonsense" * 999, b"SQLite format 3\x00", "请看照片".encode() * 999])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises(BadCopy):
        look_at(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == content


def test_looking_changes_nothing_and_leaves_nothing_beside_it(full: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(full, folder / "copy.db")
    content = (folder / "copy.db").read_bytes()
    look_at(folder / "copy.db")
    restore(folder / "copy.db", f"sqlite:///{tmp_path / 'new.db'}", NOON)
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    assert (folder / "copy.db").read_bytes() == content


# --- restoring ---


def test_a_drill_on_another_machine_finds_every_case_its_history_and_its_posts(
    full: str, elsewhere: str, tmp_path: Path
) -> None:
    back_up(full, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", elsewhere, NOON)
    left, found = all_rows(full), all_rows(elsewhere)
    for table in left.keys() - {"outbox", "day_number", "deed"}:
        assert found[table] == left[table], table
        assert set(left["deed"]) < set(found["deed"])  # the restore itself is accounted for
    with a_desk_at(elsewhere) as desk, desk.unit_of_work() as uow:
        assert uow.by_number("0306-001").id == "tg:1#1"
        assert [event.what for event in uow.history(CaseId("tg:1#1"))] == [Happening.FILED]
        assert uow.org.label("Z1") == "王芳"


def test_what_may_have_been_said_since_the_copy_is_marked_and_reminders_are_let_go(
    full: str, elsewhere: str, tmp_path: Path
) -> None:
    back_up(full, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", elsewhere, NOON + timedelta(hours=1))
    assert outbox_state(elsewhere) == {
        "card": ("sent", False),
        "dead": ("dead", False),
        "retry": ("due", True),
        "air": ("due", True),
        "due": ("due", True),
        "later": ("later", False),
        "reminder/tg:1#1/a": ("withdrawn", False),
        "reminder/tg:1#1/b": ("later", False),
        "reminder/tg:1#1/alarm": ("due", True),
        "moot/1": ("withdrawn", False),
    }
    with a_desk_at(elsewhere) as desk:
        claimed = desk.outbox.claim(20, "courier", LEASE)
        assert {(row.chat, row.resend) for row in claimed} == {
            (chat, True) for chat in ("tg:3", "tg:4", "tg:5", "tg:9")
        }


def test_what_was_put_off_and_has_come_due_since_may_have_been_said_too(
    full: str, elsewhere: str, tmp_path: Path
) -> None:
    back_up(full, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", elsewhere, NOON + timedelta(days=1))
    state = outbox_state(elsewhere)
    assert state["later"] == ("later", True)
    assert state["reminder/tg:1#1/b"] == ("withdrawn", False)


def test_a_number_that_the_lost_desk_gave_today_is_not_given_again(full: str, elsewhere: str, tmp_path: Path) -> None:
    back_up(full, tmp_path / "copy.db")
    with a_desk_at(full) as desk, desk.unit_of_work() as uow:
        given = uow.next_number(NOON)
        uow.commit()
    restore(tmp_path / "copy.db", elsewhere, NOON)
    with a_desk_at(elsewhere) as desk, desk.unit_of_work() as uow:
        assert (given, uow.next_number(NOON)) == ("0306-004", "0306-1004")
        assert uow.next_number(NOON + timedelta(days=1)) == "0307-001"


def test_a_restore_never_mixes_two_desks(full: str, tmp_path: Path) -> None:
    back_up(full, tmp_path / "copy.db")
    there = all_rows(full)
    with pytest.raises(NotEmpty):
        restore(tmp_path / "copy.db", full, NOON)
    assert all_rows(full) == there


def test_a_backup_of_an_older_release_is_brought_up_to_date_on_its_way(elsewhere: str, tmp_path: Path) -> None:
    old = f"sqlite:///{tmp_path / 'old.db'}"
    engine = open_engine(old)
    migrating.upgrade(engine, "0001")
    with engine.begin() as db:
        db.execute(text("INSERT INTO day_number VALUES ('2026-03-01', 7)"))
    engine.dispose()
    assert back_up(old, tmp_path / "copy.db").schema == "0001"
    content = (tmp_path / "copy.db").read_bytes()
    restore(tmp_path / "copy.db", elsewhere, NOON)
    assert ("2026-03-01", 7) in all_rows(elsewhere)["day_number"]
    assert (tmp_path / "copy.db").read_bytes() == content
    with a_desk_at(elsewhere) as desk:
        assert desk.check().sound
        assert filed(desk).number == "0306-001"
