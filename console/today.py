"""The page 今日: what is open, most pressing first. Pure: cases and a moment in, rows for a template out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.model import Case, Status
from cases.org import Org
from cases.reading import Severity
from texts.words import status

RANK = {Severity.CRITICAL: 0, Severity.URGENT: 1, Severity.NORMAL: 2}
TONE = {Severity.CRITICAL: "critical", Severity.URGENT: "urgent", Severity.NORMAL: "normal"}


@dataclass(frozen=True, slots=True)
class Row:
    number: str
    matter: str
    place: str
    holder: str
    status: str
    severity: str
    tone: str
    """A CSS class: critical, urgent or normal."""
    due: str
    overdue: bool
    supervised: bool
    reopened: int


@dataclass(frozen=True, slots=True)
class Today:
    at: datetime
    filed: int
    """Filed since midnight."""
    overdue: int
    in_hand: int
    waiting: int
    """Resolved, and the resident has yet to speak."""
    closed: int
    """Confirmed by the resident since midnight."""
    rows: tuple[Row, ...]


def today(cases: Sequence[Case], org: Org, at: datetime) -> Today:
    """`at` must be in the desk's zone: its date is what 今天 means."""
    live = [case for case in cases if case.status.is_open]
    return Today(
        at=at,
        filed=sum(_is_today(case.opened_at, at) for case in cases),
        overdue=sum(is_overdue(case, at) for case in live),
        in_hand=sum(case.status.is_in_hand for case in live),
        waiting=sum(case.status is Status.RESOLVED for case in live),
        closed=sum(case.status is Status.CONFIRMED and _is_today(case.closed_at, at) for case in cases),
        rows=tuple(_row(case, org, at) for case in sorted(live, key=lambda case: _pressing(case, at))),
    )


def is_overdue(case: Case, at: datetime) -> bool:
    return case.status.is_in_hand and case.due_at < at


def _pressing(case: Case, at: datetime) -> tuple[bool, int, bool, datetime]:
    return not case.status.is_in_hand, RANK[case.severity], not is_overdue(case, at), case.due_at


def _is_today(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment.astimezone(at.tzinfo).date() == at.date()


def _row(case: Case, org: Org, at: datetime) -> Row:
    return Row(
        number=case.number,
        matter=case.matter or case.topic,
        place="待核" if case.place_pending else case.place or org.unit_label(case.unit),
        holder=org.label(case.holder),
        status=status(case.status),
        severity=case.severity,
        tone=TONE[case.severity],
        due=_due(case, at) if case.status.is_in_hand else "",
        overdue=is_overdue(case, at),
        supervised=case.supervised_at is not None,
        reopened=case.reopened,
    )


def _due(case: Case, at: datetime) -> str:
    due = case.due_at.astimezone(at.tzinfo)
    if is_overdue(case, at):
        return f"超时 {_spoken(at - due)}"
    if due.date() == at.date():
        return f"今天 {due:%H:%M} 前"
    if due.date() == at.date() + timedelta(days=1):
        return f"明天 {due:%H:%M} 前"
    return f"{due.month}月{due.day}日 {due:%H:%M} 前"


def _spoken(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} 分钟"
    hours = minutes // 60
    return f"{hours} 小时" if hours < 48 else f"{hours // 24} 天"
