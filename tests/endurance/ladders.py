"""Which reminders a case should have brought, reckoned from its own dates and the hours at which somebody looked."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from storage.tables import Sending
from tests.endurance.audit import Books, step_of

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT_BEGINS, NIGHT_ENDS = time(21, 30), time(7)


def wrong_reminders(url: str, looks: Sequence[datetime]) -> tuple[int, int]:
    """How many reminders were sent, and how many are missing, early, doubled or uncalled-for. `looks` are the moments at
    which the desk's clock stood still, in order; between two of them only the last step that fell due is said. For
    ordinary cases that nobody touches, whose limits end in office hours from Monday to Thursday."""
    books = Books.of(url)
    said: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in books.outbox:
        if step_of(row):
            said[row.case_id].append(row)
    wrong = sum(_differs(said[case.id], _called_for(case, looks)) for case in books.cases)
    return sum(row.state == Sending.SENT for rows in said.values() for row in rows), wrong


def _differs(said: list[Row[Any]], called_for: list[str]) -> bool:
    """A step that was overtaken before it was sent may be withdrawn, but not the last one."""
    steps = [step_of(row) for row in said]
    doubled = len({(step, row.chat) for step, row in zip(steps, said, strict=True)}) < len(said)
    lost = {
        step for step, row in zip(steps, said, strict=True) if row.state != Sending.SENT and step in called_for[-1:]
    }
    return doubled or bool(lost) or set(steps) != set(called_for)


def _called_for(case: Row[Any], looks: Sequence[datetime]) -> list[str]:
    limit = case.due_at - case.clock_from
    steps = [
        ("half", _awake(case.clock_from + limit * 0.5)),
        ("warn", _awake(case.clock_from + limit * 0.8)),
        ("due", _awake(case.due_at)),
        ("station", _awake(case.due_at + timedelta(days=1))),
    ]
    found: list[str] = []
    seen_until = case.clock_from
    for look in (look for look in looks if look > case.clock_from):
        passed = [step for step, at in steps if seen_until < at <= look]
        found += passed[-1:]
        seen_until = look
    return [step for step in found if step != "half"]


def _awake(moment: datetime) -> datetime:
    local = moment.astimezone(ZONE)
    if NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return local
    day = local.date() + timedelta(days=local.time() >= NIGHT_BEGINS)
    return datetime.combine(day, NIGHT_ENDS, ZONE)
