"""Which of the clock's errands have anything to do: all of them told by one question, so that an idle second costs no more."""

from collections.abc import Sequence
from datetime import datetime

from cases.announcing import press_unread
from cases.auditing import seal_audit
from cases.leave import begin_leaves
from cases.ports import Agenda, UseCase, Waiting
from cases.retaining import DONE, night_of, retain
from cases.rules import Rules
from cases.surging import LOOKED, minute_of, watch_surges
from cases.sweeps import DIGESTS, answer_for_silence, climb_ladder, digest_day, send_digests
from cases.weekly import PAGES, monday_of, send_weekly
from cases.whistle_watch import watch_whistles


def due_sweeps(agenda: Agenda, rules: Rules, at: datetime) -> Sequence[UseCase]:
    return [sweep for sweep, is_due in errands(agenda.waiting(at), rules, at).items() if is_due]


def errands(waiting: Waiting, rules: Rules, at: datetime) -> dict[UseCase, bool]:
    """All that the clock sees to, and whether there is anything: rather one look too many, since each looks once more."""
    day, monday, night = digest_day(rules, at), monday_of(rules, at), night_of(rules, at)
    desks = waiting.directory_mark
    crowds = waiting.surges or bool(rules.surge_filings)
    return {
        climb_ladder: waiting.cases,
        watch_whistles: waiting.whistles,
        answer_for_silence: waiting.drafts,
        begin_leaves: waiting.leaves,
        send_digests: day is not None and waiting.is_before(DIGESTS, f"{day}/{desks}"),
        send_weekly: monday is not None and waiting.is_before(PAGES, f"{monday}/{desks}"),
        press_unread: waiting.notices,
        watch_surges: crowds and waiting.is_before(LOOKED, minute_of(at)),
        seal_audit: waiting.unsealed,
        retain: night is not None and waiting.is_before(DONE, night),
    }
