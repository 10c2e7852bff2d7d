"""What is no longer needed of people goes; what is counted stays. A case that is forgotten keeps its topic, its unit, its
moments and its endings, under another id that leads to nobody: the id it had was made from the chat of whoever wrote."""

import secrets
from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    text,
    tuple_,
    update,
)

from cases.model import ChatRef, Shown
from cases.org import Org
from cases.retention import Forgotten, Retention
from storage import bookmarks
from storage.columns import Words
from storage.engine import system_now
from storage.raw_update import lane_of_chat
from storage.tables import (
    Handling,
    Sending,
    cases,
    draft,
    entry,
    hook,
    inbox,
    kept_number,
    metadata,
    notice,
    notice_receipt,
    outbox,
    patience,
    picture,
    shown,
    sign_in,
    subscription,
    undo,
    whistle,
)

CASES_AT_ONCE, ROWS_AT_ONCE = 100, 2_000
CLEARED = "outbox"
"""The bookmark behind which what was sent is cleared."""
NOBODY = ""
"""The reporter of a case that is forgotten."""
SOMEBODYS = text("closed_at IS NOT NULL AND reporter <> ''")
"""To the letter as in the index."""
SETTLED = (Sending.SENT.value, Sending.SUPERSEDED.value, Sending.WITHDRAWN.value, Sending.DEAD.value)
KEPT_WORDS = frozenset(
    {("cases", "matter"), ("cases", "object"), ("cases", "fault"), ("cases", "top3"), ("event", "actor")}
)
"""Words of ours, not of people: names of things and topics, codes of posts. All other words of a case go, also in tables and
columns that nobody had thought of when this was written."""
CARD = "card"


def forget_old(db: Connection, org: Org, retention: Retention, at: datetime) -> Forgotten:
    """One handful of everything that has been kept long enough; nothing when there is nothing left."""
    _overwrite(db)
    before = system_now(db) - retention.traces
    return Forgotten(
        updates=_delete_some(db, inbox, inbox.c.received_at < before, inbox.c.state != Handling.WAITING.value),
        conversations=_forget_drafts(db, at - retention.traces) + _forget_loose(db, retention, at),
        messages=_clear_outbox(db, before) + _delete_some(db, hook, hook.c.settled_at < before),
        cases=forget_cases(db, org, _old_cases(db, retention, at)),
    )


def forget_person(db: Connection, org: Org, chat: ChatRef) -> Forgotten:
    """All that is closed of one person, now."""
    _overwrite(db)
    theirs = [
        row.id for row in db.execute(select(cases.c.id, cases.c.open).where(cases.c.reporter == chat)) if not row.open
    ]
    loose = (outbox.c.case_id.is_(None), outbox.c.post.is_(None))  # what was said to a post is not said to a person
    said = and_(outbox.c.chat == chat, *loose, outbox.c.state.in_(SETTLED))
    handled = and_(inbox.c.lane == lane_of_chat(chat), inbox.c.state != Handling.WAITING.value)
    return Forgotten(
        updates=db.execute(delete(inbox).where(handled)).rowcount,
        conversations=_forget_talk_of(db, chat),
        messages=db.execute(delete(outbox).where(said)).rowcount,
        cases=sum(forget_cases(db, org, theirs[n : n + CASES_AT_ONCE]) for n in range(0, len(theirs), CASES_AT_ONCE)),
    )


def _overwrite(db: Connection) -> None:
    """SQLite leaves deleted words in the file until something else is written there."""
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("PRAGMA secure_delete=ON")


def _forget_talk_of(db: Connection, chat: ChatRef) -> int:
    db.execute(delete(kept_number).where(kept_number.c.chat == chat))
    db.execute(delete(subscription).where(subscription.c.chat == chat))
    # whoever was stopped stays so: wanting to be forgotten is no way around it
    db.execute(delete(patience).where(patience.c.chat == chat, patience.c.stopped_until.is_(None)))
    heard = update(notice_receipt).where(notice_receipt.c.chat == chat)
    db.execute(heard.values(chat=literal(f"gone/{secrets.token_hex(16)}"), name=""))
    return db.execute(delete(draft).where(draft.c.chat == chat)).rowcount


# --- traces ---


def _delete_some(db: Connection, table: Table, *conditions: Any) -> int:
    key = list(table.primary_key)
    some = select(*key).where(*conditions).order_by(*key).limit(ROWS_AT_ONCE)
    found = [tuple(row) for row in db.execute(some)]
    return db.execute(delete(table).where(tuple_(*key).in_(found))).rowcount if found else 0


def _forget_drafts(db: Connection, before: datetime) -> int:
    over = or_(draft.c.closed, draft.c.expires_at.is_(None), draft.c.expires_at < before)
    return _delete_some(db, draft, draft.c.opened_at < before, over)


def _forget_loose(db: Connection, retention: Retention, at: datetime) -> int:
    """What is kept of a chat and hangs on no case, so that no case takes it along."""
    before = at - retention.traces
    quiet = [or_(moment.is_(None), moment < before) for moment in (patience.c.since, patience.c.paused_until)]
    free = or_(patience.c.stopped_until.is_(None), patience.c.stopped_until < before)
    announced = select(notice.c.id).where(notice.c.at < at - retention.cases)
    return (
        _delete_some(db, patience, *quiet, free)
        + _delete_some(db, kept_number, kept_number.c.at < before, ~_still_needed())
        + _delete_some(db, subscription, subscription.c.ended_at < before)
        + _delete_some(db, sign_in, sign_in.c.expires_at < before)
        + _delete_some(db, notice_receipt, notice_receipt.c.notice.in_(announced))
    )


def _clear_outbox(db: Connection, before: datetime) -> int:
    """What belongs to no case and no post goes whole. Of what belongs to one the row stays, so that nothing is said twice
    and pushes are counted; the cards stay as long as their case, which they repeat."""
    last = int(bookmarks.read(db, CLEARED) or 0)
    old = (outbox.c.id > last, outbox.c.created_at < before)
    some = (
        select(outbox.c.id, outbox.c.case_id, outbox.c.kind, outbox.c.state, outbox.c.post)
        .where(*old)
        .order_by(outbox.c.id)
    )
    rows = db.execute(some.limit(ROWS_AT_ONCE)).all()
    settled = [row for row in rows if row.state in SETTLED]
    loose = [row.id for row in settled if row.case_id is None and row.post is None]
    bound = [row.id for row in settled if (row.case_id or row.post) is not None and row.kind != CARD]
    if loose:
        db.execute(delete(outbox).where(outbox.c.id.in_(loose)))
    if bound:
        db.execute(update(outbox).where(outbox.c.id.in_(bound), outbox.c.state == Sending.DEAD.value).values(WITHDRAWN))
        db.execute(update(outbox).where(outbox.c.id.in_(bound)).values(body="", why=""))
    if rows:
        bookmarks.write(db, CLEARED, str(rows[-1].id))
    return len(loose) + len(bound)


WITHDRAWN = {"state": Sending.WITHDRAWN.value}


# --- cases ---


def _old_cases(db: Connection, retention: Retention, at: datetime) -> Sequence[str]:
    special = [
        and_(cases.c.topic == topic, cases.c.closed_at <= at - kept) for topic, kept in retention.by_topic.items()
    ]
    others = and_(not_(cases.c.topic.in_(sorted(retention.by_topic))), cases.c.closed_at <= at - retention.cases)
    latest = at - min((retention.cases, *retention.by_topic.values()))
    old = select(cases.c.id).where(SOMEBODYS, cases.c.closed_at <= latest, or_(*special, others))
    return list(db.execute(old.order_by(cases.c.closed_at).limit(CASES_AT_ONCE).with_for_update()).scalars())


def forget_cases(db: Connection, org: Org, ids: Sequence[str]) -> int:
    """Each gets a row of its own anew, under an id that leads to nobody; everything that hangs on it moves there."""
    if not ids:
        return 0
    rows = db.execute(select(cases).where(cases.c.id.in_(ids))).mappings().all()
    renamed = {row["id"]: f"gone/{secrets.token_hex(16)}" for row in rows}
    _forget_talk(db, list(renamed))
    db.execute(insert(cases), [_nobodys(row, renamed, org) for row in rows])
    pairs = [{"old": old, "new": new} for old, new in renamed.items()]
    for column in _pointing_at_cases():
        blank = {words.name: _blank(words) for words in _words_of(column.table)} if column.table is not cases else {}
        moved = update(column.table).where(column == bindparam("old"))
        db.execute(moved.values({column.name: bindparam("new"), **blank, **_own_id(column.table)}), pairs)
    db.execute(delete(cases).where(cases.c.id.in_(list(renamed))))
    _forget_numbers(db, {row["reporter"] for row in rows} | set(renamed))
    return len(renamed)


def _own_id(table: Table) -> dict[str, Any]:
    """A whistle's id begins with that of its case."""
    return {"id": func.replace(whistle.c.id, bindparam("old"), bindparam("new"))} if table is whistle else {}


def _forget_numbers(db: Connection, chats: Set[str]) -> None:
    """Of whom or what no case is left that they could belong to."""
    db.execute(delete(kept_number).where(kept_number.c.chat.in_(sorted(chats)), ~_still_needed()))


def _still_needed() -> ColumnElement[bool]:
    """A number is kept for whoever reported a case, or for one case."""
    reported = exists().where(cases.c.reporter == kept_number.c.chat)
    return or_(reported, exists().where(cases.c.id == kept_number.c.chat))


def _forget_talk(db: Connection, ids: Sequence[str]) -> None:
    """What was said about the cases, the messages that stood for them, the questions that were asked, and how a case stood
    before its last step: emptied, that could not be read again."""
    about = select(outbox.c.chat, outbox.c.slot).where(outbox.c.case_id.in_(ids), outbox.c.slot != "")
    slots = [tuple(row) for row in db.execute(about.distinct())]
    if slots:
        db.execute(delete(shown).where(tuple_(shown.c.chat, shown.c.slot).in_(slots)))
    db.execute(delete(outbox).where(outbox.c.case_id.in_(ids)))
    db.execute(delete(hook).where(hook.c.case_id.in_(ids)))
    db.execute(delete(undo).where(undo.c.case_id.in_(ids)))
    db.execute(delete(picture).where(picture.c.case_id.in_(ids), picture.c.shown == Shown.BEFORE.value))
    db.execute(delete(draft).where(or_(draft.c.id.in_(ids), draft.c.about.in_(ids))))


def _nobodys(row: RowMapping, renamed: Mapping[str, str], org: Org) -> dict[str, Any]:
    links = {name: renamed.get(row[name], row[name]) for name in ("same_as", "joined_to")}
    blank = {column.name: _emptied(row[column.name]) for column in _words_of(cases)}
    coarse = {"place": org.unit_label(row["unit"]), "lon": None, "lat": None}
    return {**row, **links, **blank, **coarse, "id": renamed[row["id"]], "reporter": NOBODY, "look_at": None}


def _emptied(value: str | None) -> str | None:
    return value if value is None else "[]" if value.startswith("[") else ""


def _words_of(table: Table) -> Sequence[Column[Any]]:
    """The columns that hold words of people, or their number at another house."""
    words = (column for column in table.columns if isinstance(column.type, Words) or column is entry.c.outside)
    return [column for column in words if (table.name, column.name) not in KEPT_WORDS]


def _blank(words: Column[Any]) -> ColumnElement[Any]:
    """Emptied, also where the words are a list in JSON."""
    return case((words.is_(None), None), (words.like("[%"), "[]"), else_="")


def _pointing_at_cases() -> Sequence[Column[Any]]:
    """Every column by which a row hangs on a case: by its foreign key, or by a link without one."""
    keyed = [
        c
        for table in metadata.sorted_tables
        for c in table.columns
        if any(k.column is cases.c.id for k in c.foreign_keys)
    ]
    return [*keyed, cases.c.same_as, cases.c.joined_to, entry.c.id]
