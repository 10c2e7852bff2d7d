"""A random search over crashes, time-outs, withdrawals and edits for a message that is lost, doubled or out of order."""

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases.messages import Closed
from cases.model import Change, Priority
from cases.ports import OutboxRow, RetryLater, Sent, Undeliverable
from storage.store import Store
from tests.storage.conftest import NOON, RULES, FixedClock, a_message

CHATS = st.sampled_from(["tg:1", "tg:-3"])
LONG, GONE = timedelta(hours=1), timedelta(0)


class Desk(RuleBasedStateMachine):
    """Says things, sends them over a bad line, and keeps a list of what every chat has seen."""

    template: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "desk.db")
        self.clock = FixedClock()
        self.store = Store(f"sqlite:///{self.folder / 'desk.db'}", self.clock, RULES)
        self.said: dict[str, tuple[str, str, Priority]] = {}
        self.seen: list[tuple[str, str, bool, int | None]] = []
        self.flying: dict[int, OutboxRow] = {}
        self.withdrawn: set[str] = set()
        self.dead: set[str] = set()
        self.shown: dict[int, str] = {}

    @rule(chat=CHATS, slot=st.sampled_from(["", "", "card"]), priority=st.sampled_from(Priority), later=st.booleans())
    def say(self, chat: str, slot: str, priority: Priority, later: bool) -> None:
        key = f"{len(self.said):03}"
        not_before = self.clock.at + timedelta(hours=1) if later and not slot else None
        with self.store.unit_of_work() as uow:
            uow.record(Change(notifications=(a_message(key, chat, priority, slot=slot, not_before=not_before),)))
            uow.commit()
        self.said[key] = (chat, slot, priority if not_before is None else Priority.ALARM)  # may pass: not judged

    @rule(limit=st.integers(1, 3))
    def take_off(self, limit: int) -> None:
        for row in self.store.outbox.claim(limit, "alive", LONG):
            assert row.chat not in {other.chat for other in self.flying.values()}
            self.flying[row.id] = row

    @precondition(lambda self: not self.flying)
    @rule(arrives=st.booleans())
    def crash_while_sending(self, arrives: bool) -> None:
        """One process sends at a time: whoever takes over from one that hangs lets no alarm wait for what that one still
        has in the air, and pays for it with the order."""
        for row in self.store.outbox.claim(1, "dying", GONE):
            if arrives:
                self._arrive(row)

    @precondition(lambda self: self.flying)
    @rule(outcome=st.sampled_from(["sent", "sent", "refused", "timed out", "timed out but sent", "dead"]))
    def land(self, outcome: str) -> None:
        row = self.flying.pop(min(self.flying))
        match outcome:
            case "sent":
                self.store.outbox.settle(row.id, Sent(self._arrive(row)))
            case "refused":
                self.store.outbox.settle(row.id, RetryLater(0))
            case "timed out":
                self.store.outbox.settle(row.id, RetryLater(0, uncertain=True))
            case "timed out but sent":
                self._arrive(row)
                self.store.outbox.settle(row.id, RetryLater(0, uncertain=True))
            case "dead":
                self.dead.add(self._key(row))
                self.store.outbox.settle(row.id, Undeliverable("blocked"))

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.said)))
        with self.store.unit_of_work() as uow:
            uow.record(Change(withdrawn=(key,)))
            uow.commit()
        self.withdrawn.add(key)

    @rule()
    def an_hour_passes(self) -> None:
        self.clock.at += timedelta(hours=1)

    @invariant()
    def nothing_is_said_twice_without_the_mark(self) -> None:
        plain = Counter(key for _, key, resend, edit in self.seen if not resend and edit is None)
        assert all(count == 1 for count in plain.values())

    @invariant()
    def every_chat_reads_in_the_order_things_were_said(self) -> None:
        for chat in {chat for chat, _, _, _ in self.seen}:
            first = list(dict.fromkeys(key for where, key, _, _ in self.seen if where == chat))
            ordered = [key for key in first if self.said[key][1] == "" and self.said[key][2] is not Priority.ALARM]
            assert ordered == sorted(ordered)

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        self.clock.at = NOON + timedelta(days=365)
        for row in self.flying.values():
            self.store.outbox.settle(row.id, Sent(self._arrive(row)))
        while rows := self.store.outbox.claim(9, "alive", LONG):
            for row in rows:
                self.store.outbox.settle(row.id, Sent(self._arrive(row)))
        self._nothing_is_lost()
        assert self.store.outbox.waiting() == 0
        self.store.close()
        shutil.rmtree(self.folder)

    def _nothing_is_lost(self) -> None:
        arrived = {key for _, key, _, _ in self.seen}
        owed = {key for key, (_, slot, _) in self.said.items() if not slot} - self.withdrawn - self.dead
        assert owed <= arrived
        for chat, slot in {(chat, slot) for chat, slot, _ in self.said.values() if slot}:
            of_slot = [key for key, said in self.said.items() if said[:2] == (chat, slot)]
            if not {max(of_slot)} & (self.withdrawn | self.dead):
                assert [key for where, key, _, _ in self.seen if where == chat and key in of_slot][-1] == max(of_slot)

    def _arrive(self, row: OutboxRow) -> int:
        key = self._key(row)
        self.seen.append((row.chat, key, row.resend, row.edit))
        return row.edit or 1000 + len(self.seen)

    @staticmethod
    def _key(row: OutboxRow) -> str:
        assert isinstance(row.message, Closed)
        return row.message.number


def test_whatever_breaks_nothing_is_lost_doubled_unmarked_or_out_of_order(
    file_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "template", Path(file_url.removeprefix("sqlite:///")), raising=False)
    quick = settings(
        max_examples=25,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking on a real file takes minutes
    )
    run_state_machine_as_test(Desk, settings=quick)
