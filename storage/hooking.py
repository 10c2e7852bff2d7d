"""What other systems are told: written in the transaction of the event, claimed under a lease, settled by what came of it."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, literal_column, or_, select, update

from cases.apart import message_of
from cases.deeds import ADMINISTRATOR, Act, Doer
from cases.hooks import TO_FILE, TOLD, Backlog, DeadHook, Hook, Webhook, facts, wants
from cases.model import Case, CaseId, Event
from cases.org import Org
from cases.ports import Clock
from storage import bulk
from storage.auditing import Account
from storage.directory import bindings_changed
from storage.engine import readers, system_now, upsert
from storage.failures import among
from storage.keys import Keys, seal, unseal
from storage.mapping import case_of
from storage.tables import cases, entry, hook, webhook
from storage.transactions import Transactions

DUE, TOLD_IT, DEAD, DROPPED = "due", "told", "dead", "dropped"
IS_DUE: ColumnElement[str] = literal_column("'due'")
IS_DEAD: ColumnElement[str] = literal_column("'dead'")
"""Written into statements so that SQLite sees that the partial index fits."""
TO_FILES = webhook.c.url.like(f"{TO_FILE}%")
LONGEST_WHY = 200
Find = Callable[[CaseId], Case | None]


def note(
    db: Connection, org: Org, hooks: Sequence[Webhook], happened: Sequence[Event], known: Mapping[CaseId, Case]
) -> None:
    """A row for each subscriber that wants to know. Nothing is asked of the database where there is none."""
    if not hooks:
        return
    now, rows = system_now(db), []
    for line in happened:
        case = (known.get(line.case) or _case(db, line.case)) if line.what in TOLD else None
        told = [one for one in hooks if case is not None and wants(one, line.what, case)]
        if case is None or not told:
            continue
        body = json.dumps(facts(line, case, org.unit_label(case.unit)), ensure_ascii=False)
        rows += [_row(one, line, body, _outside(db, case) if one.is_file else "", now) for one in told]
    if rows:
        bulk.add_new(db, hook, rows)


def _case(db: Connection, case_id: CaseId) -> Case | None:
    row = db.execute(select(cases).where(cases.c.id == case_id)).mappings().one_or_none()
    return None if row is None else case_of(row, row["opened_at"].tzinfo)


def _outside(db: Connection, case: Case) -> str:
    return db.execute(select(entry.c.outside).where(entry.c.id == message_of(case.id))).scalar() or ""


def _row(one: Webhook, line: Event, body: str, outside: str, now: Any) -> dict[str, Any]:
    return {
        "webhook": one.id,
        "case_id": line.case,
        "event": line.what.value,
        "body": body,
        "outside": outside,
        "state": DUE,
        "attempts": 0,
        "retry_at": None,
        "lease_until": None,
        "why": "",
        "created_at": now,
        "settled_at": None,
    }


class StoredHooks:
    """A Hooks, and the files' side of the queue."""

    def __init__(
        self, engine: Engine, transactions: Transactions, clock: Clock, zone: tzinfo, keys: Keys, *, account: Account
    ) -> None:
        self._readers, self._transactions = readers(engine), transactions
        self._clock, self._zone, self._keys, self._account = clock, zone, keys, account

    # --- subscribers ---

    def add(self, one: Webhook, secret: str) -> None:
        """The same again where it is known: only what it wants changes."""
        sealed = seal(secret, one.id, self._keys) if self._keys else secret
        row = {
            "id": one.id,
            "url": one.url,
            "events": ",".join(one.events),
            "secret": sealed,
            "key": self._keys.name,
            "at": one.at,
            "ended_at": None,
        }
        with self._transactions.begin() as db:
            db.execute(upsert(webhook, db.dialect.name), row)
            bindings_changed(db)  # every process reads anew whom to tell
            self._account(db, Act.WEBHOOK, "added")

    def remove(self, hook_id: str) -> bool:
        ended = update(webhook).where(webhook.c.id == hook_id, webhook.c.ended_at.is_(None))
        with self._transactions.begin() as db:
            if not db.execute(ended.values(ended_at=self._clock.now())).rowcount:
                return False
            waiting = update(hook).where(hook.c.webhook == hook_id, hook.c.state.in_((DUE, DEAD)))
            db.execute(waiting.values(state=DROPPED, settled_at=system_now(db)))
            bindings_changed(db)
            self._account(db, Act.WEBHOOK, "removed")
        return True

    def all(self) -> Sequence[tuple[Webhook, Backlog]]:
        counted = select(hook.c.webhook, hook.c.state, func.count()).where(hook.c.state.in_((DUE, DEAD)))
        with self._readers.begin() as db:
            found = db.execute(select(webhook).where(webhook.c.ended_at.is_(None)).order_by(webhook.c.at)).all()
            counts = {(row[0], row[1]): row[2] for row in db.execute(counted.group_by(hook.c.webhook, hook.c.state))}
        return [
            (webhook_of(row, self._zone), Backlog(counts.get((row.id, DUE), 0), counts.get((row.id, DEAD), 0)))
            for row in found
        ]

    def secret_of(self, hook_id: str) -> str | None:
        with self._readers.begin() as db:
            row = db.execute(select(webhook).where(webhook.c.id == hook_id, webhook.c.ended_at.is_(None))).one_or_none()
        return None if row is None else self._opened(row.secret, row.key, row.id)

    def _opened(self, secret: str, key: str, bound_to: str) -> str | None:
        return unseal(secret, bound_to, key, self._keys) if key else secret

    # --- the queue ---

    def anybody(self) -> bool:
        some = select(webhook.c.id).where(webhook.c.ended_at.is_(None), ~TO_FILES).limit(1)
        with self._readers.begin() as db:
            return db.execute(some).first() is not None

    def claim(self, limit: int, seconds: float) -> Sequence[Hook]:
        with self._readers.begin() as db:  # an idle look must not queue for the one writer
            if db.execute(_next_ones(system_now(db), 1)).first() is None:
                return []
        with self._transactions.begin() as db:
            now = system_now(db)
            columns = (hook.c.id, hook.c.body, hook.c.attempts, webhook.c.url, webhook.c.secret, webhook.c.key)
            picked = select(*columns, webhook.c.id.label("of")).join(webhook, webhook.c.id == hook.c.webhook)
            locked = picked.where(hook.c.id.in_(_next_ones(now, limit)))
            rows = db.execute(locked.with_for_update(skip_locked=True, of=hook)).all()
            leased = update(hook).where(hook.c.id.in_([row.id for row in rows]))
            db.execute(leased.values(lease_until=now + timedelta(seconds=seconds), attempts=hook.c.attempts + 1))
        return [
            Hook(row.id, row.url, self._opened(row.secret, row.key, row.of) or "", row.body, row.attempts + 1)
            for row in rows
        ]

    def told(self, row: int) -> None:
        self._settle([row], state=TOLD_IT, why="")

    def failed(self, row: int, why: str, again: float | None) -> None:
        if again is None:
            return self._settle([row], state=DEAD, why=why[:LONGEST_WHY])
        with self._transactions.begin() as db:
            later = system_now(db) + timedelta(seconds=again)
            mine = update(hook).where(hook.c.id == row, hook.c.state == IS_DUE)
            db.execute(mine.values(retry_at=later, lease_until=None, why=why[:LONGEST_WHY]))
        return None

    def _settle(self, rows: Sequence[int], *, state: str, why: str) -> None:
        with self._transactions.begin() as db:
            mine = update(hook).where(hook.c.id.in_(rows), hook.c.state == IS_DUE)
            db.execute(mine.values(state=state, why=why, lease_until=None, settled_at=system_now(db)))

    def waiting(self) -> int:
        """Of what is sent; files are written when their time comes."""
        due = select(func.count()).select_from(hook.join(webhook)).where(hook.c.state == IS_DUE)
        with self._readers.begin() as db:
            return db.execute(due.where(~TO_FILES)).scalar_one()

    def dead(self, limit: int) -> Sequence[DeadHook]:
        columns = (hook.c.id, hook.c.settled_at, hook.c.event, hook.c.why, webhook.c.url, cases.c.number)
        found = select(*columns).join(webhook, webhook.c.id == hook.c.webhook).join(cases, cases.c.id == hook.c.case_id)
        with self._readers.begin() as db:
            rows = db.execute(found.where(hook.c.state == IS_DEAD).order_by(hook.c.id.desc()).limit(limit)).all()
        return [
            DeadHook(row.id, row.settled_at.astimezone(self._zone), row.url, row.event, row.number, row.why)
            for row in rows
        ]

    def dead_count(self) -> int:
        with self._readers.begin() as db:
            return db.execute(select(func.count()).where(hook.c.state == IS_DEAD)).scalar_one()

    def again(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int:
        return self._revive(Act.LETTERS_AGAIN, rows, by, state=DUE, attempts=0, retry_at=None, settled_at=None, why="")

    def drop(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int:
        return self._revive(Act.LETTERS_DROPPED, rows, by, state=DROPPED)

    def _revive(self, what: Act, rows: Sequence[int] | None, by: Doer, **values: Any) -> int:
        """In the audit log the count has a w, as the rows have at the command line."""
        with self._transactions.begin() as db:
            dead = update(hook).where(hook.c.state == IS_DEAD, among(hook.c.id, rows))
            count = db.execute(dead.values(**values)).rowcount
            if count:
                self._account(db, what, f"w{count}", by)
            return count

    # --- files ---

    def to_write(self, hook_id: str, limit: int) -> Sequence[tuple[int, str, str]]:
        """Row, number at the other office and facts, oldest first."""
        due = select(hook.c.id, hook.c.outside, hook.c.body).where(hook.c.webhook == hook_id, hook.c.state == IS_DUE)
        with self._readers.begin() as db:
            return [(row.id, row.outside, row.body) for row in db.execute(due.order_by(hook.c.id).limit(limit))]

    def written(self, rows: Sequence[int]) -> None:
        self._settle(rows, state=TOLD_IT, why="")


def _next_ones(now: Any, limit: int) -> Select[tuple[int]]:
    """Of each subscriber the oldest row that may be sent now."""
    free = [or_(moment.is_(None), moment <= now) for moment in (hook.c.retry_at, hook.c.lease_until)]
    sent = select(func.min(hook.c.id)).join(webhook, webhook.c.id == hook.c.webhook).where(~TO_FILES)
    return sent.where(hook.c.state == IS_DUE, *free, ~_in_flight(now)).group_by(hook.c.webhook).limit(limit)


def _in_flight(now: Any) -> ColumnElement[bool]:
    """Another row of the same subscriber is on its way: one after the other."""
    other = hook.alias("other")
    return (
        select(other.c.id)
        .where(other.c.webhook == hook.c.webhook, other.c.state == IS_DUE, other.c.lease_until > now)
        .exists()
    )


def webhook_of(row: Any, zone: tzinfo) -> Webhook:
    events = tuple(row.events.split(","))
    return Webhook(row.id, row.url, events, row.at.astimezone(zone))
