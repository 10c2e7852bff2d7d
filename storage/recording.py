"""Writing Changes: all their rows, in the transaction of whoever asks. Gathered first, then written in bulk."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, and_, any_, bindparam, delete, func, insert, or_, select, true, update
from sqlalchemy import case as when
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from cases.deeds import Act, Deed
from cases.hooks import Webhook
from cases.model import (
    BindCode,
    Binding,
    Case,
    CaseId,
    Change,
    Contest,
    Dismissal,
    Draft,
    Entry,
    Event,
    KeptNumber,
    LearntLandmark,
    Leave,
    Notice,
    NoticeReceipt,
    Notification,
    Patience,
    Picture,
    Praise,
    Rating,
    SignIn,
    Subscription,
    Surge,
    Undo,
    Unsaid,
    Whistle,
)
from cases.org import Org
from storage import auditing, bulk, hooking, pictures, retracting
from storage.columns import Moment
from storage.directory import bindings_changed, landmarks_changed
from storage.engine import count_up, system_now, upsert
from storage.errors import StaleCase
from storage.keys import NO_KEYS, Keys, seal
from storage.mapping import (
    Values,
    binding_values,
    case_changes,
    case_values,
    code_values,
    contest_values,
    dismissal_values,
    draft_values,
    entry_values,
    event_values,
    landmark_values,
    leave_values,
    outbox_values,
    patience_of,
    patience_values,
    praise_values,
    rating_values,
    sign_in_values,
    undo_values,
    whistle_values,
)
from storage.statements import END_OF_PREFIX
from storage.tables import (
    Sending,
    bind_code,
    binding,
    case_unit,
    cases,
    contest,
    day_number,
    dismissal,
    draft,
    entry,
    event,
    kept_number,
    learnt_landmark,
    leave,
    notice,
    notice_receipt,
    outbox,
    patience,
    praise,
    rating,
    shown,
    sign_in,
    subscription,
    surge,
    undo,
    whistle,
)

UNSENT = or_(*(outbox.c.state == unsent.value for unsent in (Sending.DUE, Sending.LATER, Sending.DEAD)))
"""A dead one too: what has become untrue must not be sent by an administrator's second try either."""
AT_KEYS = (outbox.c.key >= bindparam("first"), outbox.c.key < bindparam("end"))
# A message in the air keeps its lease, so that its chat stays in order; it only is not tried again.
WITHDRAW = update(outbox).where(*AT_KEYS, UNSENT).values(state=Sending.WITHDRAWN.value)
SET_ASIDE = (
    update(outbox)
    .where(*AT_KEYS, UNSENT)
    .values(
        state=Sending.WITHDRAWN.value,
        why=when(
            (outbox.c.state == Sending.DEAD.value, outbox.c.why), else_=bindparam("step", type_=outbox.c.why.type)
        ),
    )
)
"""Withdrawn by a step that can be taken back: the row says by which."""
BRING_BACK = (
    update(outbox)
    .where(
        *AT_KEYS, outbox.c.state == Sending.WITHDRAWN.value, outbox.c.why == bindparam("step", type_=outbox.c.why.type)
    )
    .values(state=when((outbox.c.not_before.is_(None), Sending.DUE.value), else_=Sending.LATER.value), why="")
)
Part = (
    Draft
    | Binding
    | BindCode
    | SignIn
    | LearntLandmark
    | Rating
    | Leave
    | Dismissal
    | Entry
    | Undo
    | Unsaid
    | Contest
    | Whistle
    | Notice
    | NoticeReceipt
    | Subscription
    | Surge
    | Praise
    | Patience
    | Picture
)
"""What a Change may bring besides a case and what is said and happens."""
RANGE = {"first": outbox.c.key.type, "end": outbox.c.key.type}


class Recorder:
    """Writes within one transaction. `org` tells which units a case lies under; `known` holds the cases as they were
    read, so that only what has changed is written.

    Nothing is written before `flush`, which must come before anything is read that a Change may touch."""

    def __init__(
        self, db: Connection, org: Org, zone: tzinfo, known: Mapping[CaseId, Case], keys: Keys = NO_KEYS
    ) -> None:
        self._db, self._org, self._zone, self._known, self._secrets = db, org, zone, known, keys
        self.webhooks: Sequence[Webhook] = ()
        self._forget()

    def _forget(self) -> None:
        self._touched: set[CaseId] = set()
        self._filed: list[Case] = []
        self._moved: list[Case] = []
        self._happened: list[Event] = []
        self._withdrawn: list[str] = []
        self._set_aside: list[Values] = []
        self._brought_back: list[Values] = []
        self._said: list[Notification] = []
        self._keys: list[str] = []
        self._other: list[Part] = []
        self._done: list[Deed] = []
        self._numbers: list[KeptNumber] = []
        self.pending = False

    def record(self, change: Change) -> None:
        if change.case and change.case.id in self._touched:
            self.flush()  # one case, twice in one transaction
        if any(self._has_said(prefix) for prefix in change.withdrawn):
            self.flush()
        self.pending = True
        if change.case:
            self._touched.add(change.case.id)
            (self._moved if change.case.version else self._filed).append(change.case)
        self._happened += change.events
        if change.undo is None:
            self._withdrawn += change.withdrawn
        else:
            self._set_aside += _ranges(change.withdrawn, change.undo)
        if change.undone is not None:
            self._brought_back += _ranges(change.restored, change.undone)
        self._said += change.notifications
        for said in change.notifications:
            insort(self._keys, said.key)
        parts = (
            change.draft,
            change.binding,
            change.code,
            change.landmark,
            change.undo,
            change.unsaid,
            change.rating,
            change.praise,
            change.patience,
            change.dismissal,
            change.entry,
            change.contest,
            change.notice,
            change.sign_in,
        )
        several: tuple[Part, ...] = (
            *change.leaves,
            *change.whistles,
            *change.subscriptions,
            *change.receipts,
            *change.pictures,
            *change.surges,
        )
        self._other += [*(part for part in parts if part), *several]
        self._done += change.deeds
        self._numbers += change.numbers

    def _has_said(self, prefix: str) -> bool:
        place = bisect_left(self._keys, prefix)
        return place < len(self._keys) and self._keys[place].startswith(prefix)

    def flush(self) -> None:
        """Raises StaleCase when a case is not the one that was read."""
        if not self.pending:
            return
        self._file(self._filed)
        self._move(self._moved)
        self._note(self._happened)
        for statement, ranges in ((SET_ASIDE, self._set_aside), (BRING_BACK, self._brought_back)):
            if ranges:
                bulk.execute_each(self._db, statement, ranges)
        self._withdraw(self._withdrawn)
        self._say(self._said)
        self._seal_numbers(self._numbers)
        for part in self._other:
            self._keep(part)
        self._tell_others()
        deeds = [*self._done, *filter(None, map(deed_of, self._other))]
        auditing.note_deeds(self._db, deeds, self._secrets)
        self._forget()

    def _tell_others(self) -> None:
        """After everything else: what a work order is called elsewhere may have come in the same transaction."""
        if self.webhooks:
            now = {case.id: case for case in (*self._filed, *self._moved)}
            hooking.note(self._db, self._org, self.webhooks, self._happened, {**self._known, **now})

    def next_number(self, at: datetime) -> str:
        day = at.astimezone(self._zone)
        counted = count_up(day_number, self._db.dialect.name)
        count = self._db.execute(counted, {"day": f"{day:%Y-%m-%d}", "last": 1}).scalar_one()
        return f"{day:%m%d}-{count:03}"

    def repeated(self, said: Patience, window: timedelta) -> Patience:
        """Counted in the statement that reads it: one round, whoever else may count."""
        counted = count_repeats(self._db.dialect.name)
        assert said.since is not None
        row = self._db.execute(counted, {**patience_values(said), "begins": said.since - window}).mappings().one()
        return patience_of(row, self._zone)

    # --- cases ---

    def _file(self, filed: Sequence[Case]) -> None:
        if not filed:
            return
        rows = [{**case_values(case), "version": 1} for case in filed]
        if bulk.add_new(self._db, cases, rows) != len(rows):
            raise StaleCase("a case was filed before")
        self._place(filed)

    def _move(self, moved: Sequence[Case]) -> None:
        alike: defaultdict[tuple[str, ...], list[Values]] = defaultdict(list)
        elsewhere: list[Case] = []
        for case in moved:
            row = self._changes(case)
            alike[tuple(row)].append({**row, "read_id": case.id, "read_version": case.version})
            if "unit" in row:
                elsewhere.append(case)
        for columns, rows in alike.items():
            if self._update(columns, rows) != len(rows):
                raise StaleCase("a case is no longer at the version that was read")
        if elsewhere:
            self._db.execute(delete(case_unit).where(case_unit.c.case_id.in_([case.id for case in elsewhere])))
            self._place(elsewhere)

    def _update(self, columns: tuple[str, ...], rows: Sequence[Values]) -> int:
        if bulk.takes_table(self._db, rows):
            return bulk.execute_table(self._db, update_cases(columns), moved_types(columns), rows)
        return bulk.execute_each(self._db, update_case(columns), rows)

    def _changes(self, case: Case) -> Values:
        """What differs from what was read here; everything, where it was read elsewhere."""
        before = self._known.get(case.id)
        if before is not None and before.version == case.version:
            return case_changes(before, case)
        row = case_values(case)
        del row["id"]
        return row

    def _place(self, placed: Sequence[Case]) -> None:
        rows = [{"case_id": case.id, "unit": unit} for case in placed for unit in self._org.path(case.unit)]
        if rows:
            self._db.execute(insert(case_unit), rows)

    # --- everything else ---

    def _note(self, happened: Sequence[Event]) -> None:
        if happened:
            bulk.add_new(self._db, event, [event_values(line) for line in happened])

    def _withdraw(self, prefixes: Sequence[str]) -> None:
        ranges = [{"first": prefix, "end": prefix + END_OF_PREFIX} for prefix in prefixes]
        if bulk.takes_table(self._db, ranges):
            bulk.execute_table(self._db, withdraw_many(), RANGE, ranges)
        elif ranges:
            bulk.execute_each(self._db, WITHDRAW, ranges)

    def _say(self, said: Sequence[Notification]) -> None:
        if said:
            now = system_now(self._db)
            bulk.add_new(self._db, outbox, [outbox_values(one, now) for one in said])
        for one in said:
            if one.over is not None:
                there = (shown.c.chat == one.to, shown.c.slot == one.slot, shown.c.message_id != one.over)
                self._db.execute(delete(shown).where(*there))

    def _seal_numbers(self, numbers: Sequence[KeptNumber]) -> None:
        """Without a secret they are not kept at all."""
        if numbers and self._secrets:
            rows = [
                {
                    "chat": one.chat,
                    "at": one.at,
                    "key": self._secrets.name,
                    "sealed": seal(one.number, one.chat, self._secrets),
                }
                for one in numbers
            ]
            bulk.add_new(self._db, kept_number, rows)

    def _keep(self, part: Part) -> None:
        dialect = self._db.dialect.name
        match part:
            case Draft():
                self._db.execute(upsert(draft, dialect), draft_values(part))
            case Binding():
                self._db.execute(upsert(binding, dialect), binding_values(part))
                bindings_changed(self._db)
            case BindCode():
                self._db.execute(upsert(bind_code, dialect), code_values(part))
            case SignIn():
                self._db.execute(upsert(sign_in, dialect), sign_in_values(part))
            case LearntLandmark():
                bulk.add_new(self._db, learnt_landmark, [landmark_values(part)])
                landmarks_changed(self._db)
            case Leave():
                self._db.execute(upsert(leave, dialect), leave_values(part))
            case Dismissal():
                self._db.execute(upsert(dismissal, dialect), dismissal_values(part))
            case Entry():
                self._db.execute(upsert(entry, dialect), entry_values(part))
            case Subscription():
                self._db.execute(upsert(subscription, dialect), asdict(part))
            case Notice():
                self._db.execute(upsert(notice, dialect), asdict(part))
            case NoticeReceipt():
                self._db.execute(upsert(notice_receipt, dialect), asdict(part))
            case Surge():
                self._db.execute(upsert(surge, dialect), asdict(part))
            case Contest():
                self._db.execute(upsert(contest, dialect), contest_values(part))
            case Praise():
                bulk.add_new(self._db, praise, [praise_values(part)])
            case Patience():
                self._db.execute(upsert(patience, dialect), patience_values(part))
            case Rating():
                self._db.execute(upsert(rating, dialect), rating_values(part))
            case Undo():
                self._db.execute(upsert(undo, dialect), undo_values(part))
            case Unsaid():
                retracting.unsay(self._db, part, self._secrets)
            case Picture():
                pictures.keep(self._db, part)
            case Whistle():
                self._db.execute(upsert(whistle, dialect), whistle_values(part))


def _ranges(prefixes: Sequence[str], undo: Undo) -> list[Values]:
    step = f"{undo.case}/{undo.at.astimezone(UTC).isoformat()}"
    return [{"first": prefix, "end": prefix + END_OF_PREFIX, "step": step} for prefix in prefixes]


def deed_of(part: Part) -> Deed | None:
    """What the audit log holds of it. What a resident says of the work is no deed: nobody is to see whose it was."""
    match part:
        case Binding():
            return Deed(Act.BOUND, part.at, part.post, part.person)
        case BindCode() if part.used_at is not None:
            return Deed(Act.CODE_USED, part.used_at, part.post)
        case LearntLandmark():
            return Deed(Act.LANDMARK, part.at, part.post)
        case _:
            return None


@cache
def count_repeats(dialect: str) -> Insert:
    """INSERT of a chat's words that counts one more where it said the same after `begins`, and else counts anew."""
    added: Any = (postgresql if dialect == "postgresql" else sqlite).insert(patience)
    again = and_(patience.c.digest == added.excluded.digest, patience.c.since > bindparam("begins", type_=Moment))
    changed = {
        "times": when((again, patience.c.times + 1), else_=1),
        "since": when((again, patience.c.since), else_=added.excluded.since),
        "digest": added.excluded.digest,
    }
    counted = added.on_conflict_do_update(index_elements=[patience.c.chat], set_=changed)
    return counted.returning(*patience.columns)  # type: ignore[no-any-return]


@cache
def update_case(columns: tuple[str, ...]) -> Update:
    """Few sets of columns ever change together: one statement each."""
    at_version = (cases.c.id == bindparam("read_id"), cases.c.version == bindparam("read_version"))
    values: dict[str, Any] = {name: bindparam(name) for name in columns}
    moved = update(cases).where(*at_version).values({**values, "version": cases.c.version + 1})
    return moved.execution_options(preserve_rowcount=True)


@cache
def moved_types(columns: tuple[str, ...]) -> bulk.Types:
    kinds = {name: cases.c[name].type for name in columns}
    return {**kinds, "read_id": cases.c.id.type, "read_version": cases.c.version.type}


@cache
def update_cases(columns: tuple[str, ...]) -> Update:
    """The same for many at once, as storage.bulk gives them."""
    rows = bulk.given(moved_types(columns))
    at_version = (cases.c.id == rows.c.read_id, cases.c.version == rows.c.read_version)
    values: dict[str, Any] = {name: rows.c[name] for name in columns}
    return update(cases).where(*at_version).values({**values, "version": cases.c.version + 1})


@cache
def withdraw_many() -> Update:
    """WITHDRAW for many prefixes at once. Each is looked up by itself: joined, the whole outbox might be read."""
    ranges = bulk.given(RANGE)
    within = (outbox.c.key >= ranges.c.first, outbox.c.key < ranges.c.end, UNSENT)
    unsent = select(outbox.c.id).where(*within).order_by(outbox.c.key).lateral()
    found = select(unsent.c.id).select_from(ranges.join(unsent, true()))
    these = any_(func.array(found.scalar_subquery()))
    # asked again of the row itself: it may have been sent while this waited for it
    return update(outbox).where(outbox.c.id == these, UNSENT).values(state=Sending.WITHDRAWN.value)
