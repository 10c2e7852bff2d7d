"""The newest lines of the audit log, for cases.pages.upkeep."""

from collections.abc import Sequence
from datetime import tzinfo

from sqlalchemy import Engine, select

from cases.pages.export import AuditLine
from storage.engine import readers
from storage.tables import audit

COLUMNS = (
    audit.c.seq, audit.c.at, audit.c.who, audit.c.what, audit.c.subject, audit.c.outcome, audit.c.cause, audit.c.mark,
)  # fmt: skip


class StoredAudit:
    def __init__(self, engine: Engine, zone: tzinfo) -> None:
        self._readers, self._zone = readers(engine), zone

    def newest(self, before: int, limit: int) -> Sequence[AuditLine]:
        """Of those before the line of that number, of all where it is 0; newest first."""
        lines = select(*COLUMNS).order_by(audit.c.seq.desc()).limit(limit)
        with self._readers.begin() as db:
            found = db.execute(lines.where(audit.c.seq < before) if before else lines).all()
        return [AuditLine(seq, at.astimezone(self._zone), *rest) for seq, at, *rest in found]
