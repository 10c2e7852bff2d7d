"""A chat that goes by another name, as a group does that has grown: everything kept under the old one follows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, delete, exists, select, update

from storage.directory import bindings_changed
from storage.keys import Keys, seal, unseal
from storage.tables import (
    binding,
    cases,
    draft,
    kept_number,
    notice,
    notice_receipt,
    outbox,
    patience,
    picture,
    shown,
    sign_in,
    subscription,
    undo,
)

FOLLOWING: Mapping[Column[Any], Mapping[str, Any]] = {
    outbox.c.chat: {"message_id": None},
    cases.c.reporter: {"version": cases.c.version + 1},
    binding.c.chat: {},
    draft.c.chat: {},
    undo.c.chat: {},
    notice.c.chat: {},
    notice_receipt.c.chat: {},
    subscription.c.chat: {},
    patience.c.chat: {},
    picture.c.chat: {},
    sign_in.c.chat: {},
}
"""Every column that names a chat and may simply name another, and what else changes in a row of it. Message ids start anew
in the new chat, so none is carried over."""
DROPPED: frozenset[Column[Any]] = frozenset({shown.c.chat})


def follow(db: Connection, old: str, new: str, keys: Keys) -> None:
    for column in DROPPED:
        db.execute(delete(column.table).where(column == old))
    _seal_anew(db, old, new, keys)
    for column, also in FOLLOWING.items():
        if column.primary_key:
            _make_way(db, column, old, new)
        db.execute(update(column.table).where(column == old).values({column.name: new, **also}))
    bindings_changed(db)


def _seal_anew(db: Connection, old: str, new: str, keys: Keys) -> None:
    """A hidden number can be opened only under the name it was sealed for. One that cannot be opened now stays behind."""
    for row in db.execute(select(kept_number).where(kept_number.c.chat == old)).all():
        if words := unseal(row.sealed, old, row.key, keys):
            there = {"chat": new, "sealed": seal(words, new, keys), "key": keys.name}
            db.execute(update(kept_number).where(kept_number.c.id == row.id).values(there))


def _make_way(db: Connection, column: Column[Any], old: str, new: str) -> None:
    """People may have begun to talk in the new chat before we heard of it. Where a row can be there only once, that of
    the old chat counts: who was stopped there stays so."""
    before = column.table.alias()
    same = [before.c[key.name] == key for key in column.table.primary_key if key is not column]
    followed = exists().where(before.c[column.name] == old, *same)
    db.execute(delete(column.table).where(column == new, followed))
