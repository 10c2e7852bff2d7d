"""A desk behind the real handlers on a real SQLite file: people write and press, and what that did is counted in the tables."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot as Line
from sqlalchemy import event

from cases.commands import IssueCode
from cases.likely import Likely
from cases.likely import Told as ToldCase
from cases.model import Case, Cause, ChatRef, Draft, PostCode
from cases.ports import Sent, UseCase
from cases.posts import digest_of, issue_code
from cases.taps import Tap, Verb
from handlers.feed import Listener
from handlers.kit import Kit
from storage import wire
from storage.registry_files.demo import demo_registry
from storage.store import Store
from tests.cases.conftest import ZONE, Hands, Listening, rules
from tests.handlers.desk import Wire
from tests.handlers.phone import BOT, USERNAME, Raw, chat, ours
from tests.roles.people import ADMIN, GROUP, IN_A_GROUP, LAMP_ROW, MEMBER, OLD_PHONES, Person, number_of
from texts.saying import Saying
from texts.zh import Zh

KEPT_APART = ("outbox", "inbox", "shown", "sqlite_sequence", "alembic_version", "touched", "day_number")
"""Tables whose rows are the talk itself, or bookkeeping."""
CODE = "ABCD-2345"


@pytest.fixture(autouse=True)
def in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads go to a thread so that a hanging database holds up nobody; ten thousand changes of threads would hold us up."""

    async def at_once(work: Callable[..., Any], *args: Any) -> Any:
        return work(*args)

    monkeypatch.setattr(asyncio, "to_thread", at_once)


@dataclass(frozen=True)
class Told:
    """One message that left, as its reader sees it."""

    chat: str
    kind: str
    saying: Saying

    @property
    def text(self) -> str:
        labels = (button.label for row in self.saying.buttons for button in row)
        return "\n".join((self.saying.text, *labels))


TOLD_TWICE = "箱上写着"
"""Cases with this and the same number behind it are one matter; all others are matters of their own."""


def told_before(new: ToldCase, recent: Sequence[ToldCase]) -> Likely | None:
    before = [one for one in recent if one.id != new.id and which(one.text) == which(new.text) != ""]
    return Likely(before[-1], 1.0, (TOLD_TWICE,)) if before else None


def which(text: str) -> str:
    return text.partition(TOLD_TWICE)[2][:4]


class Town:
    def __init__(self, folder: Path, listening: Listening) -> None:
        self.path = folder / "town.db"
        self.clock = Hands()
        self.store = Store(
            f"sqlite:///{self.path}",
            self.clock,
            replace(rules(), undo_window=timedelta(seconds=10), facilities=frozenset({"路灯"}), same_issue=told_before),
        )
        # Thousands of tries need not survive a power cut.
        event.listen(self.store._engine, "connect", lambda driver, _: driver.execute("PRAGMA synchronous=OFF"))
        self.line = Line(f"{BOT}:TEST-TOKEN-THAT-IS-NONE", session=Wire())
        self.words = Zh(ZONE, gas_hotline="")
        self.listener = Listener(
            Kit(self.store.glance, *listening, self.clock, USERNAME, self.words, self.store.glance.meet), self.line
        )
        self._ids = count(1000)

    def settle_in(self) -> None:
        """Everybody at their posts; the workers of the two places on their old phones."""
        self.store.migrate()
        registry = demo_registry()
        self.store.save_registry(registry)
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.execute("PRAGMA synchronous=OFF")
        posts = [*registry.worker, *registry.area, *registry.department]
        self.store.bind_desks({PostCode(post): ChatRef(f"tg:{number_of(post)}") for post in posts})
        old = {post: number_of(post) + OLD_PHONES for post in moving()}
        self.store.bind_desks({PostCode(post): ChatRef(f"tg:{person}") for post, person in old.items()})

    async def change_phones(self) -> None:
        """The posts of the two places are taken over by the people who have them from now on, with a code each."""
        for n, post in enumerate(moving()):
            code = f"{CODE}{n}"
            self.run_now(issue_code, IssueCode(PostCode(post), digest_of(code), self.clock.at))
            new = Person("new", number_of(post))
            if post == IN_A_GROUP.grid.full_time:
                new = Person("new", new.user, GROUP)
            await self.say(new, f"/bind {code}")

    # --- doing ---

    async def run(self, use_case: UseCase, command: Any) -> None:
        self.run_now(use_case, command)

    def run_now(self, use_case: UseCase, command: Any) -> None:
        use_case(self.store.unit_of_work(), command)

    async def hear(self, raw: Raw) -> None:
        await self.listener.hear(raw, self.run, Cause(f"update/{raw['update_id']}"))

    async def say(self, person: Person, text: str) -> None:
        await self.hear(self._update("message", self._from(person) | {"text": text}))

    async def press(self, person: Person, tap: str) -> None:
        where = person.where or person.user
        query = {"id": "7", "from": _user(person), "chat_instance": "1", "data": tap}
        await self.hear(self._update("callback_query", query | {"message": ours(where)}))

    async def tap(self, person: Person, verb: Verb, subject: str, value: str = "") -> None:
        await self.press(person, Tap(verb, subject, value).encode())

    def _update(self, kind: str, body: Raw) -> Raw:
        return {"update_id": next(self._ids), kind: body}

    def _from(self, person: Person) -> Raw:
        where = person.where or person.user
        body: Raw = {"message_id": next(self._ids), "date": 1_772_000_000, "chat": chat(where)}
        nameless = {"sender_chat": chat(where)} if person.user == ADMIN else {}
        return body | {"from": _user(person)} | nameless

    def deliver(self) -> None:
        """What may be sent is sent, so that cards are known to be there."""
        while rows := self.store.outbox.claim(500, "town", timedelta(minutes=1)):
            for row in rows:
                self.store.outbox.settle(row.id, Sent(row.edit or 100_000 + row.id))

    # --- looking ---

    def newest_case(self, reporter: Person) -> Case:
        with self.store.unit_of_work() as uow:
            return uow.reported_by(ChatRef(reporter.chat), self.clock.at)[0]

    def draft_of(self, person: Person) -> Draft | None:
        with self.store.unit_of_work() as uow:
            found = self.db.execute(
                "SELECT id FROM draft WHERE chat = ? AND NOT closed ORDER BY rowid DESC", (person.chat,)
            ).fetchone()
            return uow.draft(found[0]) if found else None

    def newest_leave(self) -> str:
        return str(self.db.execute("SELECT id FROM leave ORDER BY rowid DESC").fetchone()[0])

    def sits_at(self, post: str) -> int:
        """Who answers for a post now: somebody of the group, where it is a group."""
        (chat,) = self.db.execute("SELECT chat FROM binding WHERE post = ?", (post,)).fetchone()
        return MEMBER if chat == f"tg:{GROUP}" else int(chat.removeprefix("tg:"))

    # --- counting ---

    def watch(self) -> None:
        """From here on every row that is touched is noted, and `undo` puts it back."""
        self.deliver()
        self.pristine = self.path.with_name("pristine.db")
        self.db.execute("VACUUM INTO ?", (str(self.pristine),))
        self.db.execute("ATTACH ? AS pristine", (str(self.pristine),))
        self.db.execute("CREATE TABLE touched (name TEXT, key TEXT)")
        for table in self.tables():
            key = KEYS.get(table, "rowid")
            for what, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old")):
                self.db.execute(
                    f"CREATE TRIGGER watch_{table}_{what} AFTER {what} ON {table} BEGIN"
                    f" INSERT INTO touched VALUES ('{table}', {row}.{key}); END"
                )
        self.said = self._newest()

    def tables(self) -> list[str]:
        rows = self.db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return [name for (name,) in rows if name not in KEPT_APART]

    def touched(self) -> set[tuple[str, str]]:
        return set(self.db.execute("SELECT name, key FROM touched"))

    def told(self) -> list[Told]:
        """What was said since `watch` or `undo`."""
        rows = self.db.execute("SELECT chat, body FROM outbox WHERE id > ? ORDER BY id", (self.said,)).fetchall()
        return [self._read(chat, body) for chat, body in rows]

    def _read(self, chat: str, body: str) -> Told:
        message = wire.MESSAGE.read(body)
        return Told(chat, message.kind, self.words.render(message, self.clock.at))

    def undo(self) -> None:
        tables = {table for table, _ in self.touched()}
        self.db.execute("BEGIN IMMEDIATE")
        for table in tables:
            self.db.execute(f"DELETE FROM {table}")
            self.db.execute(f"INSERT INTO {table} SELECT * FROM pristine.{table}")
        self.db.execute("DELETE FROM outbox WHERE id > ?", (self.said,))
        self.db.execute("DELETE FROM touched")
        self.db.execute("COMMIT")

    def _newest(self) -> int:
        return int(self.db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0])

    def close(self) -> None:
        self.db.close()
        self.store.close()


KEYS = {"cases": "id", "event": "case_id", "rating": "case_id", "draft": "id", "case_unit": "case_id"}


def moving() -> Sequence[str]:
    return [LAMP_ROW.grid.full_time, IN_A_GROUP.grid.full_time]


def _user(person: Person) -> Raw:
    return {"id": person.user, "is_bot": person.user == ADMIN, "first_name": person.called or person.name}
