"""Everything said to anybody: claimed under a lease, settled by its outcome, never lost and never silently doubled."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, select, update

from cases.model import ChatRef
from cases.ports import Clock, Moved, OurFault, OutboxRow, Outcome, RetryLater, Sent, Undeliverable
from storage import wire
from storage.claiming import COME, DUE, SENDABLE, Claim, Lease, anything, closed_to, moments, take, wake
from storage.engine import CLAIMING, LONGEST_LEASE, LONGEST_RETRY, readers, system_now, upsert, wait_for_turn
from storage.keys import NO_KEYS, Keys
from storage.moving import follow
from storage.revealing import filled
from storage.tables import Sending, outbox, shown
from storage.transactions import Transactions

OUR_FAULT_PAUSE = timedelta(minutes=1)
SAME_CHAT_PAUSE = timedelta(minutes=1)
"""For a messenger that says a chat has moved to where it is already."""
DEAD = Sending.DEAD.value
FREE: dict[str, Any] = {"lease_until": None, "retry_at": None, "owner": ""}
SETTLE: Any = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(
        state=Sending.SENT.value,
        settled_at=bindparam("at"),
        message_id=func.coalesce(bindparam("message", type_=outbox.c.message_id.type), outbox.c.message_id),
        **FREE,
    )
    .returning(outbox.c.chat, outbox.c.slot)
)
"""Made once: of each message that is sent, naming the columns anew would cost more than writing them."""


class StoredOutbox:
    """A ports.Outbox. `not_before` is compared with the desk's clock, leases and retries with the system's time: a demo
    that speeds up the desk must not speed up the lease of a message in the air."""

    def __init__(self, engine: Engine, transactions: Transactions, clock: Clock, keys: Keys = NO_KEYS) -> None:
        self._keys = keys
        self._transactions = transactions
        self._readers = readers(engine)
        self._clock = clock

    def claim(
        self,
        limit: int,
        owner: str,
        lease: timedelta,
        resting: frozenset[ChatRef] = frozenset(),
        crowded: frozenset[ChatRef] = frozenset(),
    ) -> Sequence[OutboxRow]:
        if not self._anything():  # an idle look must not queue for the one writer
            return ()
        with self._transactions.begin() as db:
            wait_for_turn(db, CLAIMING)  # two claims at once could each find another row of the same chat free
            wake(db, self._clock.now())
            now = system_now(db)
            until = now + min(lease, LONGEST_LEASE)
            claims = take(db, now, limit, Lease(owner, until), closed_to(resting, crowded))
            return [row for claim in claims if (row := _to_send(db, claim, self._keys))]

    def end_leases(self) -> None:
        """For a process that knows itself to be the only one: whoever held a lease has died, and nobody need wait for
        the end of it. What was in the air comes again, marked."""
        with self._transactions.begin() as db:
            db.execute(update(outbox).where(outbox.c.lease_until.is_not(None)).values(lease_until=system_now(db)))

    def settle(self, row: int, outcome: Outcome) -> None:
        with self._transactions.begin() as db:
            match outcome:
                case Sent(message):
                    _sent(db, row, message)
                case RetryLater(seconds, uncertain):
                    _retry(db, row, timedelta(seconds=seconds), uncertain=uncertain)
                case OurFault():
                    _retry(db, row, OUR_FAULT_PAUSE)
                case Moved(new_chat):
                    _moved(db, row, new_chat, self._keys)
                case Undeliverable(why):
                    _bury(db, row, why)

    def waiting(self) -> int:
        """Rows due now by both clocks, and rows in flight."""
        with self._readers.begin() as db:
            now = system_now(db)
            return _count(db, SENDABLE, **moments(now)) + _count(db, COME, desk_now=self._clock.now())

    def dead(self) -> int:
        with self._readers.begin() as db:
            return _count(db, outbox.c.state == DEAD)

    def _anything(self) -> bool:
        with self._readers.begin() as db:
            return anything(db, self._clock.now())


def _count(db: Connection, condition: Any, **given: object) -> int:
    return db.execute(select(func.count()).select_from(outbox).where(condition), given).scalar_one()


def _to_send(db: Connection, claim: Claim, keys: Keys) -> OutboxRow | None:
    row = claim.row
    try:
        message = wire.MESSAGE.read(row.body)
    except ValueError:  # written by another release: one such row must not stop all others
        _bury(db, row.id, "unreadable message")
        return None
    message = filled(db, message, keys)
    return OutboxRow(row.id, row.chat, message, row.case_id, row.attempts + 1, claim.edit, claim.resend)


def _sent(db: Connection, row: int, message: int) -> None:
    place = db.execute(SETTLE, {"row": row, "at": system_now(db), "message": message or None}).first()
    if place and place.slot and message:
        there = {"chat": place.chat, "slot": place.slot, "message_id": message}
        db.execute(upsert(shown, db.dialect.name), there)


def _retry(db: Connection, row: int, after: timedelta, *, uncertain: bool = False) -> None:
    values = {**FREE, "retry_at": system_now(db) + min(after, LONGEST_RETRY)}
    if uncertain:
        values["uncertain"] = True
    db.execute(_unsettled(row).values(values))


def _bury(db: Connection, row: int, why: str) -> None:
    """What was withdrawn while in the air stays withdrawn."""
    db.execute(_unsettled(row).where(outbox.c.state == DUE).values(state=DEAD, why=why, settled_at=system_now(db)))
    db.execute(_unsettled(row).values(FREE))


def _unsettled(row: int) -> Any:
    """Whoever comes late, after the lease ran out, does not undo what another sender achieved."""
    return update(outbox).where(outbox.c.id == row, outbox.c.state != Sending.SENT.value)


def _moved(db: Connection, row: int, new_chat: str, keys: Keys) -> None:
    old_chat = db.execute(select(outbox.c.chat).where(outbox.c.id == row)).scalar()
    if old_chat is None or old_chat == new_chat:
        _retry(db, row, SAME_CHAT_PAUSE)
        return
    db.execute(_unsettled(row).values(FREE))
    follow(db, old_chat, new_chat, keys)
