"""Whole tables, row by row: nothing of them is held in memory, and a writer never waits for a reader."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import datetime, tzinfo
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Engine, Select, case, exists, func, select, true

from cases.model import Status
from cases.pages.export import AuditLine, CaseLine, DismissalLine, NoticeLine, WhistleLine
from storage.engine import readers
from storage.tables import audit, case_unit, cases, dismissal, entry, notice, notice_receipt, whistle

ROWS_AT_ONCE = 500
T = TypeVar("T")


class StoredExports:
    """A cases.pages.export.Exports."""

    def __init__(self, engine: Engine, zone: tzinfo) -> None:
        self._readers, self._zone = readers(engine), zone

    def cases(
        self, statuses: frozenset[Status] | None = None, unit: str = "", *, complaints: bool = True
    ) -> Iterator[CaseLine]:
        held: dict[str, ColumnElement[Any]] = {
            "outside": func.coalesce(entry.c.outside, ""),
            "source": func.coalesce(cases.c.source, ""),
            "words": cases.c.text,
        }
        query = _of(CaseLine, cases, **held).outerjoin(entry, entry.c.id == _message_of(cases.c.id))
        query = query.where(_in(statuses), _under(unit), true() if complaints else ~cases.c.conflict).order_by(
            cases.c.opened_at, cases.c.id
        )
        return self._rows(query, CaseLine)

    def whistles(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[WhistleLine]:
        told = {"number": cases.c.number, "matter": cases.c.matter}
        query = _of(WhistleLine, whistle, **told).join(cases, cases.c.id == whistle.c.case_id)
        begun = true() if since is None else whistle.c.called_at >= since
        over = true() if until is None else whistle.c.called_at < until
        return self._rows(query.where(begun, over).order_by(whistle.c.called_at, whistle.c.id), WhistleLine)

    def dismissals(self) -> Iterator[DismissalLine]:
        told = {"number": cases.c.number, "matter": cases.c.matter, "status": cases.c.status}
        query = _of(DismissalLine, dismissal, **told).join(cases, cases.c.id == dismissal.c.case_id)
        return self._rows(query.order_by(dismissal.c.at, dismissal.c.case_id), DismissalLine)

    def notices(self) -> Iterator[NoticeLine]:
        sent = select(func.count()).where(notice_receipt.c.notice == notice.c.id)
        counts = {
            "sent_to": sent.scalar_subquery(),
            "known": sent.where(notice_receipt.c.known_at.is_not(None)).scalar_subquery(),
        }
        return self._rows(_of(NoticeLine, notice, **counts).order_by(notice.c.at, notice.c.id), NoticeLine)

    def audit(self) -> Iterator[AuditLine]:
        return self._rows(_of(AuditLine, audit, row=audit.c.seq).order_by(audit.c.seq), AuditLine)

    def _rows(self, query: Select[Any], line: Callable[..., T]) -> Iterator[T]:
        with self._readers.begin() as db:
            for row in db.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
                yield line(*(self._local(value) if isinstance(value, datetime) else value for value in row))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)


def _of(line: Any, table: Any, **others: ColumnElement[Any]) -> Select[Any]:
    """The line's fields in order: columns of the table by their names, and those that come from elsewhere."""
    names = [field.name for field in fields(line)]
    columns = [others[name] if name in others else table.c[name] for name in names]
    return select(*(column.label(name) for name, column in zip(names, columns, strict=True))).select_from(table)


def _message_of(case_id: ColumnElement[str]) -> ColumnElement[str]:
    """As cases.apart.message_of: further matters of one message have a dot and a number behind its id."""
    return case((case_id.like("%.%"), func.rtrim(func.rtrim(case_id, "0123456789"), ".")), else_=case_id)


def _in(statuses: frozenset[Status] | None) -> ColumnElement[bool]:
    return true() if statuses is None else cases.c.status.in_(sorted(statuses))


def _under(unit: str) -> ColumnElement[bool]:
    return exists().where(case_unit.c.unit == unit, case_unit.c.case_id == cases.c.id) if unit else true()
