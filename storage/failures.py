"""What could not be delivered or handled: to be looked at, tried once more or let go. Nobody's words are read here."""

import json
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, exists, literal_column, select, true, update

from cases.deeds import ADMINISTRATOR, Act, Doer
from cases.model import ChatRef
from cases.ports import DeadLetter, ParkedUpdate
from storage.auditing import Account
from storage.directory import Directory, DirectoryCache
from storage.engine import readers
from storage.inbox import PARKED
from storage.raw_update import chat_of_lane
from storage.tables import Handling, Sending, cases, inbox, outbox
from storage.transactions import Transactions

DEAD: ColumnElement[str] = literal_column("'dead'")
"""Written into statements so that SQLite sees that the partial index fits."""
KINDS = frozenset(
    (
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "my_chat_member",
        "chat_member",
    )
)
"""Fields of an update by which it is named; any other name may be somebody's invention."""
LONGEST_WHY = 200


class StoredFailures:
    """A ports.Failures."""

    def __init__(
        self, engine: Engine, transactions: Transactions, zone: tzinfo, directory: DirectoryCache, account: Account
    ) -> None:
        self._transactions, self._account = transactions, account
        self._readers = readers(engine)
        self._zone = zone
        self._directory = directory

    def dead_letters(self, limit: int) -> Sequence[DeadLetter]:
        columns = (outbox.c.id, outbox.c.settled_at, outbox.c.created_at, outbox.c.kind, cases.c.number)
        query = select(*columns, outbox.c.post, outbox.c.chat, outbox.c.why)
        query = query.outerjoin(cases, cases.c.id == outbox.c.case_id).where(outbox.c.state == DEAD)
        with self._readers.begin() as db:
            directory = self._directory.fresh(db)
            found = db.execute(query.order_by(outbox.c.id.desc()).limit(limit)).all()
        return [self._letter(row, directory) for row in found]

    def parked_updates(self, limit: int) -> Sequence[ParkedUpdate]:
        columns = (inbox.c.id, inbox.c.received_at, inbox.c.lane, inbox.c.raw, inbox.c.error)
        query = select(*columns).where(inbox.c.state == PARKED).order_by(inbox.c.id.desc()).limit(limit)
        with self._readers.begin() as db:
            directory = self._directory.fresh(db)
            found = db.execute(query).all()
        return [self._update(row, directory) for row in found]

    def send_again(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int:
        dead = update(outbox).where(outbox.c.state == DEAD, among(outbox.c.id, rows))
        with self._transactions.begin() as db:
            db.execute(dead.where(_replaced()).values(state=Sending.SUPERSEDED.value))
            again = {"state": Sending.DUE.value, "attempts": 0, "why": "", "settled_at": None, "retry_at": None}
            return self._accounted(db, Act.LETTERS_AGAIN, db.execute(dead.values(again)).rowcount, by)

    def drop_letters(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int:
        """`why` stays: it tells a withdrawn message from one that was dropped."""
        dead = update(outbox).where(outbox.c.state == DEAD, among(outbox.c.id, rows))
        with self._transactions.begin() as db:
            dropped = db.execute(dead.values(state=Sending.WITHDRAWN.value)).rowcount
            return self._accounted(db, Act.LETTERS_DROPPED, dropped, by)

    def handle_again(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int:
        parked = update(inbox).where(inbox.c.state == PARKED, among(inbox.c.id, rows))
        again = {"state": Handling.WAITING.value, "attempts": 0, "begun": 0, "retry_at": None, "error": ""}
        with self._transactions.begin() as db:
            return self._accounted(db, Act.UPDATES_AGAIN, db.execute(parked.values(again)).rowcount, by)

    def drop_updates(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int:
        """`error` stays: it tells an update that was dropped from one that was handled."""
        parked = update(inbox).where(inbox.c.state == PARKED, among(inbox.c.id, rows))
        with self._transactions.begin() as db:
            dropped = db.execute(parked.values(state=Handling.DONE.value)).rowcount
            return self._accounted(db, Act.UPDATES_DROPPED, dropped, by)

    def _accounted(self, db: Connection, what: Act, rows: int, by: Doer) -> int:
        if rows:
            self._account(db, what, str(rows), by)
        return rows

    def _letter(self, row: Any, directory: Directory) -> DeadLetter:
        return DeadLetter(
            row=row.id,
            at=(row.settled_at or row.created_at).astimezone(self._zone),
            kind=row.kind,
            number=row.number or "",
            post=directory.org.label(row.post) if row.post else _served_in(ChatRef(row.chat), directory),
            chat=ChatRef(row.chat),
            why=row.why[:LONGEST_WHY],
        )

    def _update(self, row: Any, directory: Directory) -> ParkedUpdate:
        at, post = row.received_at.astimezone(self._zone), _served_in(chat_of_lane(row.lane), directory)
        return ParkedUpdate(row.id, at, row.lane, post, _kind_of(row.raw), row.error[:LONGEST_WHY])


def _served_in(chat: ChatRef, directory: Directory) -> str:
    """The label of a post that answers there."""
    return next((directory.org.label(post) for post in sorted(directory.posts_of(chat))), "")


def among(column: ColumnElement[int], rows: Sequence[int] | None) -> ColumnElement[bool]:
    """None stands for every row."""
    return true() if rows is None else column.in_(rows)


def _replaced() -> ColumnElement[bool]:
    """A newer message of its slot has arrived: an old card must not be written over it."""
    newer = outbox.alias("newer")
    same_slot = (newer.c.chat == outbox.c.chat, newer.c.slot == outbox.c.slot, newer.c.slot != "")
    return exists().where(*same_slot, newer.c.id > outbox.c.id, newer.c.state == Sending.SENT.value)


def _kind_of(raw: str) -> str:
    """Of JSON that was stored as it came: it may be anything."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return ""
    return next((name for name in found if name in KINDS), "") if isinstance(found, dict) else ""
