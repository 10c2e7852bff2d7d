"""The restoring drill with the real process: saved in the middle of its work, lost, put back, and at work again."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, select

from storage.backing_up import back_up
from storage.engine import open_engine
from storage.tables import Handling, Sending, inbox, outbox
from tests.bot.test_cli import Minhu, admin
from tests.bot.test_process import cases_of, people, say
from tests.databases import Prepared
from tests.live import Bot, Sandbox, live_bot
from tests.waiting import until

__all__ = ["admin"]  # a fixture, used by name

RESIDENTS, COPIES = 8, 24
MARK = "系统恢复后重发"


def test_a_desk_saved_at_work_and_lost_goes_on_from_its_backup_and_says_nothing_twice_unmarked(
    sandbox: Sandbox, district: Prepared, admin: Minhu, tmp_path: Path
) -> None:
    residents = people(sandbox, RESIDENTS)
    with live_bot(sandbox, district, tmp_path) as bot:
        complaints = (f"文昌街道大寨村2组路灯坏了，第{n}盏" for n in count())
        complain(sandbox, residents * 3, complaints)
        until(lambda: len(cases_of(bot)) > 5)
        for copy in copies(bot, tmp_path):
            if set(residents) & due_in(copy):
                break
            complain(sandbox, residents, complaints)  # a quick desk has done its work before it is copied
        else:
            pytest.fail("in no copy did anything wait to be said")
        bot.settle(40)
        bot.kill()
    done = admin("db", "restore", copy.name, MINHU_DATABASE_URL=f"sqlite:///{tmp_path / 'again.db'}")
    assert done.returncode == 0, done.stderr
    again = Bot(sandbox, f"sqlite:///{tmp_path / 'again.db'}", tmp_path)
    again.start()
    try:
        again.settle(40)
        assert len(cases_of(again)) > 5
        [person] = people(sandbox, 1)
        say(sandbox, person, "文昌街道大寨村2组井盖没了")
        again.settle(40)
        assert any("编号" in text for text in told(sandbox, person))
    finally:
        again.stop()
    heard = [(one, text) for one in residents for text in told(sandbox, one)]
    assert any(MARK in text for _, text in heard)
    twice = Counter(person for (person, _), times in unmarked(heard).items() for _ in range(times - 1))
    assert twice <= Counter(waiting_in(copy)), "only updates that waited in the copy are answered again without a mark"


def complain(sandbox: Sandbox, residents: Sequence[int], complaints: Iterator[str]) -> None:
    for resident in residents:
        say(sandbox, resident, next(complaints))


def unmarked(heard: list[tuple[int, str]]) -> Counter[tuple[int, str]]:
    return Counter(said for said in heard if MARK not in said[1])


def copies(bot: Bot, directory: Path) -> Iterator[Path]:
    """Of a desk at work: which of its messages wait in a copy is chance."""
    for n in range(COPIES):
        path = directory / f"copy{n}.db"
        assert back_up(bot.database_url, path).counts["cases"] > 5
        yield path


def due_in(copy: Path) -> set[int]:
    """Chats to which something is yet to be sent."""
    return set(_chats(copy, select(outbox.c.chat).where(outbox.c.state == Sending.DUE.value)))


def waiting_in(copy: Path) -> list[int]:
    """Whose updates nobody had handled yet, once for each."""
    return _chats(copy, select(inbox.c.lane).where(inbox.c.state == Handling.WAITING.value))


def _chats(copy: Path, wanted: Select[Any]) -> list[int]:
    engine = open_engine(f"sqlite:///{copy}")
    try:
        with engine.begin() as db:
            return [int(str(chat).removeprefix("tg:")) for chat in db.execute(wanted).scalars()]
    finally:
        engine.dispose()


def told(sandbox: Sandbox, person: int) -> list[str]:
    messages = sandbox.get(f"chats/{person}/messages", person=person)
    return [message["text"] for message in messages if message["from"]["is_bot"]]
