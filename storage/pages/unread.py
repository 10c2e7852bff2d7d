"""Files of cases that a machine may still make words of: those that came lately and have no line in the history yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, or_, select

from cases.machine_reading import KINDS
from cases.model import CaseId, Happening
from storage import wire
from storage.engine import readers
from storage.tables import cases, event


@dataclass(frozen=True, slots=True)
class Unread:
    case: CaseId
    unit: str
    what: Happening
    nth: int
    """Of the files of its kind in this case, from 0."""
    file: str


class StoredUnread:
    def __init__(self, engine: Engine) -> None:
        self._readers = readers(engine)

    def waiting(self, what: Happening, since: datetime, limit: int, but: frozenset[CaseId]) -> Sequence[Unread]:
        """The next file of each case that is not over, was filed since, and is not in `but`; oldest first."""
        media = KINDS[what]
        done = select(func.count()).where(event.c.case_id == cases.c.id, event.c.what == what.value).scalar_subquery()
        query = select(cases.c.id, cases.c.unit, cases.c.attachments, done.label("done"))
        some = or_(*(cases.c.attachments.contains(f'"{kind.value}"') for kind in sorted(media)))
        query = query.where(cases.c.opened_at >= since, cases.c.open, some).order_by(cases.c.opened_at, cases.c.id)
        found: list[Unread] = []
        with self._readers.begin() as db:
            for row in db.execute(query):
                files = [one.file for one in wire.ATTACHMENTS.read(row.attachments) if one.media in media]
                if row.done < len(files) and row.id not in but:
                    found.append(Unread(CaseId(row.id), row.unit, what, row.done, files[row.done]))
                if len(found) == limit:
                    break
        return found
