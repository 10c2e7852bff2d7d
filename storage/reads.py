"""Who has read a case whose reporter is kept secret, as the audit log tells: sealed already, or about to be."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from sqlalchemy import Connection, Table, select, text

from cases.deeds import Act, CaseRead
from cases.model import CaseId, Happening, PostCode
from storage.keys import Keys
from storage.tables import audit, binding, deed, event

SEEN = (Act.LOOKED.value, Act.READ.value)
OF_READS = text("what IN ('looked', 'read') AND event_id IS NULL")
"""To the letter as in the index."""


def reads_of(db: Connection, case_id: CaseId, keys: Keys, zone: tzinfo) -> Sequence[CaseRead]:
    """Oldest first. The reason of a look stands in the case's history, at the same moment and by the same desk."""
    subjects = list(keys.pseudonyms(case_id))
    sealed = _found(db, audit, OF_READS, subjects)
    waiting = _found(db, deed, deed.c.what.in_(SEEN), subjects)
    looked = (event.c.case_id == case_id, event.c.what == Happening.LOOKED.value)
    reasons = {(row.at, row.actor): row.note for row in db.execute(select(event).where(*looked))}
    return [_read(row, reasons, zone) for row in sorted([*sealed, *waiting], key=lambda row: row.at)]


def _found(db: Connection, table: Table, of_reads: Any, subjects: list[str]) -> list[Any]:
    columns = (table.c.at, table.c.who, table.c.what)
    return list(db.execute(select(*columns).where(of_reads, table.c.subject.in_(subjects))))


def _read(row: Any, reasons: dict[Any, str], zone: tzinfo) -> CaseRead:
    post, _, person = row.who.partition("/")
    looked = row.what == Act.LOOKED
    reason = reasons.get((row.at, post), "") if looked else ""
    return CaseRead(row.at.astimezone(zone), PostCode(post), person, reason, looked)


def names_behind(db: Connection, keys: Keys) -> dict[str, str]:
    """The hash of a person, as it stands in the log -> the name under which a post is bound to them now."""
    bound = db.execute(select(binding.c.person, binding.c.name).where(binding.c.person != "")).all()
    return {hashed: row.name for row in bound for hashed in keys.pseudonyms(row.person)}
