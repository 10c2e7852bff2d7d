"""Writing one Change: all its rows, in the transaction of whoever asks. Bulk statements, no objects kept."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from cases.model import Case, Change, Event, Notification
from cases.org import Org
from storage.engine import count_up, insert_new, system_now, upsert
from storage.errors import StaleCase
from storage.mapping import binding_values, case_values, code_values, draft_values, event_values, outbox_values
from storage.tables import Sending, bind_code, binding, case_unit, cases, day_number, draft, event, outbox

END_OF_PREFIX = "\U0010ffff"
"""Sorts after every character, so that prefix <= key < prefix + END finds exactly the keys of a prefix."""
UNSENT = (Sending.DUE.value, Sending.LATER.value)
UPDATE_CASE = (
    update(cases)
    .where(cases.c.id == bindparam("read_id"), cases.c.version == bindparam("read_version"))
    .values({column.name: bindparam(column.name) for column in cases.columns if column.name != "id"})
)


class Recorder:
    """Writes within one transaction. `org` tells which units a case lies under."""

    def __init__(self, db: Connection, org: Org, zone: tzinfo) -> None:
        self._db = db
        self._org = org
        self._zone = zone

    def record(self, change: Change) -> None:
        """Raises StaleCase when the case is not the one that was read."""
        if change.case:
            self._case(change.case)
        self._events(change.events)
        if change.draft:
            self._db.execute(upsert(draft, self._db.dialect.name), draft_values(change.draft))
        if change.withdrawn:
            self._withdraw(change.withdrawn)
        if change.notifications:
            self._say(change.notifications)
        if change.binding:
            self._db.execute(upsert(binding, self._db.dialect.name), binding_values(change.binding))
        if change.code:
            self._db.execute(upsert(bind_code, self._db.dialect.name), code_values(change.code))

    def next_number(self, at: datetime) -> str:
        day = at.astimezone(self._zone)
        counted = count_up(day_number, self._db.dialect.name)
        count = self._db.execute(counted, {"day": f"{day:%Y-%m-%d}", "last": 1}).scalar_one()
        return f"{day:%m%d}-{count:03}"

    def _case(self, case: Case) -> None:
        if case.version == 0:
            self._file(case)
        else:
            self._update(case)

    def _file(self, case: Case) -> None:
        row = {**case_values(case), "version": 1}
        if self._db.execute(insert_new(cases, self._db.dialect.name), row).rowcount != 1:
            raise StaleCase(f"case {case.id} was filed before")
        self._place(case)

    def _update(self, case: Case) -> None:
        moved = self._db.execute(select(cases.c.unit).where(cases.c.id == case.id)).scalar() != case.unit
        row = case_values(case)
        row |= {"version": case.version + 1, "read_id": row.pop("id"), "read_version": case.version}
        if self._db.execute(UPDATE_CASE, row).rowcount != 1:
            raise StaleCase(f"case {case.id} is no longer at version {case.version}")
        if moved:
            self._db.execute(delete(case_unit).where(case_unit.c.case_id == case.id))
            self._place(case)

    def _place(self, case: Case) -> None:
        units = self._org.path(case.unit)
        if units:
            self._db.execute(insert(case_unit), [{"case_id": case.id, "unit": unit} for unit in units])

    def _events(self, events: Sequence[Event]) -> None:
        if events:
            self._db.execute(insert(event), [event_values(line) for line in events])

    def _say(self, notifications: Sequence[Notification]) -> None:
        now = system_now(self._db)
        rows = [outbox_values(said, now) for said in notifications]
        self._db.execute(insert_new(outbox, self._db.dialect.name), rows)

    def _withdraw(self, prefixes: Sequence[str]) -> None:
        # A message in the air keeps its lease, so that its chat stays in order; it only is not tried again.
        named = [(outbox.c.key >= prefix) & (outbox.c.key < prefix + END_OF_PREFIX) for prefix in prefixes]
        no_longer = update(outbox).where(outbox.c.state.in_(UNSENT), or_(*named))
        self._db.execute(no_longer.values(state=Sending.WITHDRAWN.value))
