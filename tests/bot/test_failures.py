"""`minhu dead-letters` and `minhu parked`: seen, tried again, let go; and never a word of what was said."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.rules import rules_from
from bot.settings import GivenSettings
from cases.messages import Refusal
from cases.model import Change, ChatRef, Notification, PostCode
from cases.ports import Undeliverable
from storage.store import Store
from tests.bot.test_cli import Minhu, admin

__all__ = ["admin"]  # a fixture, used by name

WORDS = "蓝色三轮车旁边"
LEASE = timedelta(minutes=1)


@pytest.fixture
def store(admin: Minhu, tmp_path: Path) -> Iterator[Store]:
    """The desk's store with a dead letter of each of two posts, and two parked updates."""
    admin("registry", "import", "demo", "--apply")
    settings = GivenSettings()
    store = Store(f"sqlite:///{tmp_path / 'minhu.db'}", SystemClock(settings.zone), rules_from(settings))
    _bury(store, "Z0102", "tg:501")
    _bury(store, "Z0103", "tg:502")
    store.inbox.store([{"update_id": n, "message": {"chat": {"id": n}, "text": WORDS}} for n in (1, 2)])
    for row in store.inbox.take(9, frozenset(), "pump", LEASE):
        store.inbox.settle(row.id, "KeyError")
    yield store
    store.close()


def _bury(store: Store, post: str, chat: str) -> None:
    said = Notification(post, ChatRef(chat), Refusal("NotYours", facts=(WORDS,)), post=PostCode(post))
    with store.unit_of_work() as uow:
        uow.record(Change(notifications=(said,)))
        uow.commit()
    for row in store.outbox.claim(1, "courier", LEASE):
        store.outbox.settle(row.id, Undeliverable("Forbidden: bot was blocked by the user"))


def test_a_list_names_whom_and_why_and_no_words(admin: Minhu, store: Store) -> None:
    letters, updates = admin("dead-letters"), admin("parked")
    assert letters.stdout.splitlines()[0].split("  ")[0] == "2"
    assert "（tg:502）  对方停用了机器人" in letters.stdout
    assert "消息  聊天 2  KeyError" in updates.stdout
    assert WORDS not in letters.stdout + updates.stdout


def test_programs_read_the_lists_as_json(admin: Minhu, store: Store) -> None:
    newest, oldest = json.loads(admin("dead-letters", "--json").stdout)
    assert set(newest) == {"row", "at", "kind", "number", "post", "chat", "why"}
    assert (newest["row"], oldest["chat"], newest["kind"]) == (2, "tg:501", "refusal")
    parked = json.loads(admin("parked", "--json").stdout)
    assert [set(one) for one in parked] == [{"row", "at", "lane", "post", "kind", "why"}] * 2
    assert WORDS not in str([newest, oldest, parked])


def test_some_are_tried_again_and_the_rest_let_go(admin: Minhu, store: Store) -> None:
    assert "已重新排队 1 封" in admin("dead-letters", "--again", "1", "99").stdout
    assert "已放下 1 封" in admin("dead-letters", "--dismiss", "all").stdout
    assert [row.chat for row in store.outbox.claim(9, "courier", LEASE)] == ["tg:501"]
    assert "已放下 1 条" in admin("parked", "--dismiss", "1").stdout
    assert "已重新排队 1 条" in admin("parked", "--again", "all").stdout
    assert (store.inbox.waiting(), store.inbox.parked(), store.outbox.dead()) == (1, 0, 0)
    assert json.loads(admin("parked", "--json").stdout) == []
    assert "没有搁置" in admin("parked").stderr


@pytest.mark.parametrize("command", ["dead-letters", "parked"])
@pytest.mark.parametrize(
    "wrong", [["--again"], ["--again", "x"], ["--dismiss", "-1"], ["1"], ["--again", "--dismiss", "1"]]
)
def test_which_rows_are_meant_is_never_guessed(admin: Minhu, store: Store, command: str, wrong: list[str]) -> None:
    refused = admin(command, *wrong)
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert (store.outbox.dead(), store.inbox.parked()) == (2, 2)


def test_the_doctor_shows_the_newest_and_what_to_type(admin: Minhu, store: Store) -> None:
    examined = admin("doctor", MINHU_BOT_API_URL="http://127.0.0.1:1").stdout
    assert "✗ 退信：2 条送不到" in examined
    assert "对方停用了机器人" in examined
    assert "minhu dead-letters --again" in examined
    assert "✗ 搁置：2 条处理不了" in examined
    assert "KeyError" in examined
    assert "minhu parked --again" in examined
    assert WORDS not in examined
