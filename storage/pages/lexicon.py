"""The newest corrections of what was read, for cases.pages.upkeep."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from sqlalchemy import Engine, select

from cases.corrections import CORRECTING, correction_in
from cases.pages.upkeep import Corrected
from storage.engine import readers
from storage.mapping import event_of
from storage.tables import cases, event


class StoredCorrections:
    def __init__(self, engine: Engine, zone: tzinfo) -> None:
        self._readers, self._zone = readers(engine), zone

    def newest(self, since: datetime, limit: int) -> Sequence[Corrected]:
        """Newest first; where somebody only agreed with what was read, nothing was corrected."""
        correcting = event.c.what.in_(sorted(what.value for what in CORRECTING))
        lines = select(event, cases.c.number).join(cases, cases.c.id == event.c.case_id)
        lines = (
            lines.where(correcting, event.c.at >= since, event.c.note != "").order_by(event.c.at.desc()).limit(limit)
        )
        with self._readers.begin() as db:
            rows = db.execute(lines).mappings().all()
        told = ((row["number"], event_of(row, self._zone)) for row in rows)
        found = ((number, line, correction_in(line)) for number, line in told)
        return [Corrected(number, line, it) for number, line, it in found if it is not None and it.changes]
