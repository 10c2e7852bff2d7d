"""On Monday morning each centre reads of its stations' week, and the district of its centres': one message for each desk."""

from collections.abc import Container, Sequence
from datetime import date, datetime, time, timedelta

from cases import messages as say
from cases.charting import weekly_chart_of
from cases.commands import Look
from cases.digesting import is_exempt
from cases.knowledge import due_for_review
from cases.letters import Letters
from cases.model import Case, Cause, Change, Counts, PostCode
from cases.ports import UnitOfWork
from cases.rules import Rules
from cases.same_issue import groups_of
from cases.unanswered import unanswered_of

WEEK = timedelta(days=7)
TOPICS = 3
PAGES = "weekly"
"""The bookmark of the last Monday whose pages are out, and of the desks there were then."""


def monday_of(rules: Rules, at: datetime) -> date | None:
    """Of the week whose pages are to be out by now; None on days off, and before their hour."""
    local = at.astimezone(rules.zone)
    if local.time() < rules.weekly_at or not rules.office.is_workday(local.date()):
        return None
    return local.date() - timedelta(days=local.weekday())


def send_weekly(uow: UnitOfWork, look: Look) -> None:
    """From the hour on, on the first working day of a week, once: the key names the Monday."""
    if (monday := monday_of(uow.rules, look.at)) is None:
        return
    until = datetime.combine(monday, time(), uow.rules.zone)
    with uow:
        pages = {
            f"weekly/{desk}/{monday.isoformat()}": desk for desk in uow.bound_desks() if uow.org.is_above_station(desk)
        }
        for key in sorted(pages.keys() - uow.said(list(pages))):
            letters = Letters(uow, look.at, Cause(key))
            letters.page(pages[key], week_of(uow, pages[key], until, look.at), key)
            _draw(uow, pages[key], until, key, letters)
            uow.record(Change(notifications=letters.all()))
        uow.set_bookmark(PAGES, f"{monday}/{uow.directory_mark()}")
        uow.commit()


def _draw(uow: UnitOfWork, desk: PostCode, until: datetime, key: str, letters: Letters) -> None:
    """One picture for those who lead; none of weeks in which nothing was."""
    if uow.rules.digest_chart:
        chart = weekly_chart_of(uow, desk, until, letters.at)
        if not chart.is_empty:
            letters.page(desk, chart, f"{key}/chart")


def week_of(uow: UnitOfWork, desk: PostCode, until: datetime, at: datetime) -> say.Weekly:
    """The week before `until`, and what is late at `at`. Whatever complains about a unit stands in its line all the same:
    the desk above may know of it, and the unit itself reads nothing here."""
    since = until - WEEK
    units = uow.org.units_below(desk)
    now, before = uow.counts_each(units, since, until), uow.counts_each(units, since - WEEK, since)
    seen = [case for case in uow.open_under(desk) if desk in uow.org.line(case) and case.status.is_in_hand]
    unanswered = unanswered_of(uow, [case for case in seen if case.is_late(at)])
    return say.Weekly(
        post=uow.org.label(desk),
        since=since,
        until=until - timedelta(days=1),
        units=tuple(
            _line(uow, unit, now.get(unit, Counts()), _of(uow, unit, seen), at, unanswered=unanswered) for unit in units
        ),
        filed_before=sum(counts.filed for counts in before.values()),
        resolved_before=sum(counts.resolved for counts in before.values()),
        same=len(groups_of(seen)),
        topics=_topics(uow, desk, since, until),
        reviews=tuple(
            entry.title for entry in due_for_review(uow.rules.knowledge, at.astimezone(uow.rules.zone).date())
        ),
    )


def _of(uow: UnitOfWork, unit: str, seen: Sequence[Case]) -> list[Case]:
    return [case for case in seen if unit in uow.org.path(case.unit)]


def _line(
    uow: UnitOfWork, unit: str, counts: Counts, open_ones: Sequence[Case], at: datetime, *, unanswered: Container[str]
) -> say.UnitWeek:
    late = [case for case in open_ones if case.is_late(at)]
    return say.UnitWeek(
        unit=uow.org.unit_label(unit),
        filed=counts.filed,
        resolved=counts.resolved,
        confirmed=counts.confirmed,
        vouched=counts.vouched,
        silent=counts.silent,
        disputed=counts.disputed,
        found=counts.found,
        late=len(late),
        exempt=sum(is_exempt(case, uow.rules, at) for case in open_ones),
        unanswered=sum(case.id in unanswered for case in late),
    )


def _topics(uow: UnitOfWork, desk: PostCode, since: datetime, until: datetime) -> tuple[say.TopicWeek, ...]:
    """The most frequent, each with what it was the week before."""
    now, before = uow.topics_under(desk, since, until), uow.topics_under(desk, since - WEEK, since)
    most = sorted(now, key=lambda topic: (-now[topic], topic))[:TOPICS]
    return tuple(say.TopicWeek(topic, now[topic], before.get(topic, 0)) for topic in most)
