"""Seeded bugs. Each is one mistake a good programmer might make; a search that finds none of them proves nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

import pytest
from sqlalchemy import Insert
from sqlalchemy.dialects import sqlite

from bot import intake
from cases import ladder, life, sweeps
from cases.commands import Look
from cases.model import Case, Change, Status
from cases.ports import Outcome, RetryLater, Undeliverable, UnitOfWork
from cases.rules import Rules
from storage import bulk, claiming, outbox, recording, unit_of_work
from storage.engine import insert_new
from tests.model.replica import Flight, Replica

Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]
BIRTH = datetime(2026, 1, 1, tzinfo=UTC)


def confirm_before_commit(patch: Patch) -> None:
    """As both Telegram libraries do: the offset moves when the updates have come, not when they are safe."""

    async def fetch(poller: Any) -> int:
        batch = await poller._api.call("getUpdates", offset=poller._offset)
        if not batch:
            return 0
        poller._offset = batch[-1]["update_id"] + 1
        await poller._api.call("getUpdates", offset=poller._offset)
        return int(await poller._accept(batch))

    patch.setattr(intake.Poller, "fetch", fetch)


def no_claim(patch: Patch) -> None:
    """Rows are handed out to whoever asks."""
    patch.setattr(claiming, "_lease", lambda *_: None)


def lease_too_short(patch: Patch) -> None:
    """Over before the call it protects is given up."""
    patch.setattr(Replica, "lease", lambda _: timedelta(seconds=5))


def timeout_is_failure(patch: Patch) -> None:
    """No answer is taken for a no."""
    doubtful = Replica._no_answer

    def no_answer(replica: Replica, flight: Flight) -> Outcome:
        doubtful(replica, flight)
        return RetryLater(1)

    patch.setattr(Replica, "_no_answer", no_answer)


def reminder_outlives_its_case(patch: Patch) -> None:
    """Closing a case leaves the reminders in the queue."""
    withdraw = recording.Recorder._withdraw

    def but_reminders(recorder: recording.Recorder, prefixes: Sequence[str]) -> None:
        withdraw(recorder, [prefix for prefix in prefixes if not prefix.startswith("reminder/")])

    patch.setattr(recording.Recorder, "_withdraw", but_reminders)


def sweep_does_not_look_again(patch: Patch) -> None:
    """The clock goes by what was planned when the case was filed, not by how it stands."""
    steps = ladder.rungs

    def as_if_open(case: Case, rules: Rules) -> Any:
        return steps(case if case.status.is_open else replace(case, status=Status.ACCEPTED), rules)

    patch.setattr(ladder, "rungs", as_if_open)
    patch.setattr(life, "_close", lambda case, at: replace(case, closed_at=at, rung=0))


def monotonic_time_stored(patch: Patch) -> None:
    """Leases and retries in a clock that begins anew with each process."""

    def clock(replica: Replica) -> Callable[[], datetime]:
        return lambda: BIRTH + timedelta(seconds=replica._hands.monotonic() - replica.born)

    patch.setattr(Replica, "machine_clock", clock)


def settled_apart(patch: Patch) -> None:
    """The inbox row is settled in a transaction of its own, after its effect."""
    together = Replica.run

    def run(replica: Replica, use_case: Any, command: Any, settles: int | None = None) -> None:
        together(replica, use_case, command)
        if settles is not None:
            replica.store.inbox.settle(settles)

    patch.setattr(Replica, "run", run)


def settled_rows_are_taken(patch: Patch) -> None:
    """Whoever holds a row handles it, whatever another process did meanwhile."""
    patch.setattr(unit_of_work.StoredUnitOfWork, "_refuse_settled", lambda *_: None)


def known_updates_are_new(patch: Patch) -> None:
    """What comes again is handled again."""

    def insert(table: Any, dialect: str) -> Insert:
        if table.name != "inbox":
            return insert_new(table, dialect)
        return sqlite.insert(table).on_conflict_do_update(set_={"state": "waiting"})

    patch.setattr(bulk, "insert_new", insert)


def unmarked_resend(patch: Patch) -> None:
    """What may have arrived is sent as if it were new."""
    claim = outbox.StoredOutbox.claim

    def unmarked(*args: Any) -> Any:
        return [replace(row, resend=False) for row in claim(*args)]

    patch.setattr(outbox.StoredOutbox, "claim", unmarked)


def most_pressing_first(patch: Patch) -> None:
    """Within a chat too, so that an answer overtakes what was said before it."""
    patch.setattr(claiming, "ALARM", claiming.BEST.c.priority)
    patch.setattr(claiming, "HEADS", claiming._heads())


def old_offset_kept(patch: Patch) -> None:
    """After a week's silence update ids start anew, below what was confirmed before."""
    patch.setattr(intake, "IDLE_SECONDS", inf)


def buried_before_reported(patch: Patch) -> None:
    """A crash in between, and nobody ever hears that a worker cannot be reached."""

    def settle(replica: Replica, flight: Flight) -> None:
        assert flight.outcome is not None
        replica.store.outbox.settle(flight.row.id, flight.outcome)
        if isinstance(flight.outcome, Undeliverable):
            replica.report(flight.row, flight.outcome.why)
        replica.put_down(flight)

    patch.setattr(Replica, "settle", settle)


def leases_of_the_future_count(patch: Patch) -> None:
    """After the wall clock was set back, what was leased before stays leased for hours."""
    patch.setattr(claiming, "is_leased", lambda row: row.c.lease_until > claiming.NOW)
    patch.setattr(claiming, "HEADS", claiming._heads())
    patch.setattr(claiming, "FREE", claiming._free())


def step_taken_apart(patch: Patch) -> None:
    """The ladder notes its step first and says it in a second transaction."""

    def climb(uow: UnitOfWork, look: Look) -> None:
        with uow:
            changes = [sweeps._climb(uow, case, look.at) for case in uow.due_cases(look.at, look.limit)]
            for change in changes:
                uow.record(replace(change, notifications=()))
            uow.commit()
        with uow:
            for change in changes:
                uow.record(Change(notifications=change.notifications))
            uow.commit()

    patch.setattr("tests.model.replica.SWEEPS", (climb, sweeps.answer_for_silence))


MUTANTS: Mapping[str, Mutant] = {
    mutant.__name__.replace("_", " "): mutant
    for mutant in (
        confirm_before_commit,
        no_claim,
        lease_too_short,
        timeout_is_failure,
        reminder_outlives_its_case,
        sweep_does_not_look_again,
        monotonic_time_stored,
        settled_apart,
        settled_rows_are_taken,
        known_updates_are_new,
        unmarked_resend,
        most_pressing_first,
        old_offset_kept,
        buried_before_reported,
        leases_of_the_future_count,
        step_taken_apart,
    )
}
