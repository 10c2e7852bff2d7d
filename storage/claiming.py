"""Which messages go next. Per chat one at a time, in order; only an alarm may pass; of a slot only the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from cases.model import ChatRef, Priority
from storage.columns import Moment
from storage.engine import LONGEST_LEASE, LONGEST_RETRY
from storage.tables import Sending, outbox, shown

LONGEST_ALARM_RETRY = timedelta(minutes=1)
"""An alarm is tried again within a minute whatever is written: sooner than Telegram asked costs only a refusal."""
DUE: ColumnElement[str] = literal_column("'due'")
"""Written into statements so that SQLite sees that the partial index fits."""
LATER: ColumnElement[str] = literal_column("'later'")
ALARM: ColumnElement[str] = literal_column(f"'{Priority.ALARM.value}'")


NOW, LEASED, SOON, LATEST = (bindparam(name, type_=Moment) for name in ("now", "leased", "soon", "later"))
BEST, OTHER, HEAD, TWIN = (outbox.alias(name) for name in ("best", "other", "head", "twin"))
ROWS: BindParameter[int] = bindparam("rows", expanding=True)
"""All statements here are made once: a claim would spend most of its time on naming their columns anew."""


@dataclass(frozen=True, slots=True)
class Lease:
    owner: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A leased row as stored, the message it edits, and whether it may have arrived before."""

    row: Any
    edit: int | None
    resend: bool


COME: ColumnElement[bool] = and_(outbox.c.state == LATER, outbox.c.not_before <= bindparam("desk_now"))
WAKE = update(outbox).where(COME).values(state=Sending.DUE.value)
ANYTHING = select(or_(exists().where(outbox.c.state == DUE), exists().where(COME)))


def anything(db: Connection, desk_now: datetime) -> bool:
    """There may be something to claim."""
    return bool(db.execute(ANYTHING, {"desk_now": desk_now}).scalar())


def wake(db: Connection, desk_now: datetime) -> None:
    """Rows whose moment has come by the desk's clock become due."""
    db.execute(WAKE, {"desk_now": desk_now})


def take(
    db: Connection, now: datetime, limit: int, lease: Lease, open_to: Sequence[ColumnElement[bool]]
) -> list[Claim]:
    """Leases up to `limit` rows, most pressing first. `now` is the system's time."""
    asked = {**moments(now), "soon": now + LONGEST_ALARM_RETRY, "most": limit, "us": lease.owner}
    heads = db.execute(HEADS.where(*open_to) if open_to else HEADS, asked).scalars().all()
    chosen = _newest_of_slots(db, heads)
    if not chosen:
        return []
    claims = _read(db, chosen, now)
    _lease(db, [claim.row.id for claim in claims], lease)
    order = {row: place for place, row in enumerate(chosen)}
    return sorted(claims, key=lambda claim: order[claim.row.id])


def is_leased(row: Any) -> ColumnElement[bool]:
    """By the `now` and the `leased` that the statement is given."""
    return _within(row.c.lease_until, NOW, LEASED)


def is_put_off(row: Any) -> ColumnElement[bool]:
    """By the `now` and the `later` that the statement is given."""
    return _within(row.c.retry_at, NOW, LATEST)


def moments(now: datetime, longest_retry: timedelta = LONGEST_RETRY) -> dict[str, datetime]:
    """What the two above compare with."""
    return {"now": now, "leased": now + LONGEST_LEASE, "later": now + longest_retry}


def _within(moment: Any, after: Any, until: Any) -> ColumnElement[bool]:
    return and_(moment > after, moment <= until)


def closed_to(resting: frozenset[ChatRef], crowded: frozenset[ChatRef]) -> list[ColumnElement[bool]]:
    """What a waiting row must be where some chats rest and some let only alarms through."""
    conditions: list[ColumnElement[bool]] = []
    if resting:
        conditions.append(BEST.c.chat.not_in(sorted(resting)))
    if crowded:
        conditions.append(or_(BEST.c.priority == ALARM, BEST.c.chat.not_in(sorted(crowded))))
    return conditions


def _heads() -> Select[Any]:
    """One row for each chat that may be written to now. A chat's turn comes by the most pressing row it has waiting;
    what is sent then is its oldest row, or that row itself when it is an alarm. An alarm waits for no lease but our own:
    any other is that of a leader who is gone."""
    best, other = BEST, OTHER
    same_chat = (other.c.chat == best.c.chat, other.c.state == DUE)
    before_best = tuple_(other.c.priority, other.c.id) < tuple_(best.c.priority, best.c.id)
    better = exists().where(*same_chat, before_best)
    waits_for = or_(best.c.priority != ALARM, other.c.owner == bindparam("us"))
    in_flight = exists().where(other.c.chat == best.c.chat, is_leased(other), waits_for)
    retrying = exists().where(*same_chat, is_put_off(other))
    ready = or_(best.c.retry_at.is_(None), ~_within(best.c.retry_at, NOW, SOON))
    oldest = select(func.min(other.c.id)).where(*same_chat).scalar_subquery()
    head = case((best.c.priority == ALARM, best.c.id), else_=oldest)
    turn = or_(and_(best.c.priority == ALARM, ready), ~retrying)
    chats = select(head).where(best.c.state == DUE, ~better, ~in_flight, turn)
    return chats.order_by(best.c.priority, best.c.id).limit(bindparam("most", type_=Integer))


def _twins() -> Select[Any]:
    """Of some heads, all that is unsent in their slots."""
    head, twin = HEAD, TWIN
    same_slot = and_(twin.c.chat == head.c.chat, twin.c.slot == head.c.slot, twin.c.slot != literal_column("''"))
    # a dead one may have arrived all the same, before its chat was closed to us
    unsent = twin.c.state.in_((Sending.DUE.value, Sending.LATER.value, Sending.DEAD.value))
    columns = (head.c.id.label("head"), twin.c.id, twin.c.state, twin.c.uncertain, twin.c.lease_until)
    return select(*columns).select_from(head.join(twin, same_slot)).where(head.c.id.in_(ROWS), unsent)


def _free() -> Select[Any]:
    """Of some rows those that nobody holds, and the message each of them changes."""
    here = and_(shown.c.chat == outbox.c.chat, shown.c.slot == outbox.c.slot)
    free = or_(outbox.c.lease_until.is_(None), ~is_leased(outbox))
    query = select(outbox, shown.c.message_id.label("edit")).outerjoin(shown, here)
    query = query.where(outbox.c.id.in_(ROWS), outbox.c.state == DUE, free)
    return query.with_for_update(of=outbox, skip_locked=True)


SENDABLE: ColumnElement[bool] = and_(outbox.c.state == DUE, or_(outbox.c.retry_at.is_(None), ~is_put_off(outbox)))
"""Of a row that no retry holds up, whatever its chat waits for."""
HEADS, TWINS, FREE = _heads(), _twins(), _free()
LEASE = (
    update(outbox)
    .where(outbox.c.id.in_(ROWS))
    .values(
        owner=bindparam("us"),
        lease_until=bindparam("until"),
        retry_at=None,
        attempts=outbox.c.attempts + 1,
        uncertain=or_(outbox.c.uncertain, outbox.c.lease_until.is_not(None)),
    )
)


def _newest_of_slots(db: Connection, heads: Sequence[int]) -> list[int]:
    """The heads, each replaced by the newest due row of its slot; all older rows of the slot are superseded."""
    twins = db.execute(TWINS, {"rows": heads}).all()
    newest = dict.fromkeys(heads, 0)
    for row in twins:
        if row.state == Sending.DUE:
            newest[row.head] = max(newest[row.head], row.id)
    older = [row for row in twins if row.id < newest[row.head]]
    if older:
        _supersede(db, [row.id for row in older if row.state != Sending.DEAD])
        _doubt(db, [newest[row.head] for row in older if row.uncertain or row.lease_until])
    return [newest[row] or row for row in heads]


def _supersede(db: Connection, rows: Sequence[int]) -> None:
    past = {"state": Sending.SUPERSEDED.value, "lease_until": None, "retry_at": None}
    db.execute(update(outbox).where(outbox.c.id.in_(rows)).values(past))


def _doubt(db: Connection, rows: Sequence[int]) -> None:
    """What a row replaces may have arrived, so its own coming may be the second."""
    if rows:
        db.execute(update(outbox).where(outbox.c.id.in_(rows)).values(uncertain=True))


def _read(db: Connection, rows: Sequence[int], now: datetime) -> list[Claim]:
    found = db.execute(FREE, {"now": now, "leased": now + LONGEST_LEASE, "rows": rows}).all()
    # A lease that is still there ran out: its holder may have sent before it died.
    return [Claim(row, row.edit, (row.uncertain or row.lease_until is not None) and row.edit is None) for row in found]


def _lease(db: Connection, rows: Sequence[int], lease: Lease) -> None:
    db.execute(LEASE, {"rows": rows, "us": lease.owner, "until": lease.until})
