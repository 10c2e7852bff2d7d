"""What a month came to: counted from the tables by SQL of its own and from what lay on the phones, never by asking the desk."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from cases.reading import Severity
from tests.endurance.month import BEGINS, PHONE, ZONE, Month, Seen, nth
from tests.endurance.town import district

ENDED = ("confirmed", "silent", "withdrawn", "dismissed", "vouched")
IN_HAND = ("filed", "accepted", "on_site")
PUSHED = ("card", "reminder")
NIGHT = (time(21, 30), time(7))
DIGEST_AT = time(8, 30)


@dataclass(frozen=True)
class Figure:
    """One thing asked for, and what it came to."""

    name: str
    asked: str
    measured: str
    holds: bool


def report(figures: list[Figure], month: Month, seconds: float) -> str:
    head = (
        f"\nuntil {month.now:%m-%d %H:%M} of {month.scale.days} days, {month.scale.cases} complaints, seed {month.seed}: {seconds:.0f} s real,"
        f" x{(month.now - BEGINS).total_seconds() / seconds:.0f}, {month.ticks} looks, {month.acts} acts, {len(month.seen)} messages"
    )
    rows = [
        f"{'ok  ' if one.holds else 'NOT '}{one.name}: asked {one.asked}, measured {one.measured}" for one in figures
    ]
    return "\n".join([head, *rows])


def stored(at: datetime) -> str:
    """As SQLite keeps a moment."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def page_before(now: datetime) -> datetime:
    """When the digests of the last working day were due: Monday to Friday, in a month without holidays."""
    day = now.date() - timedelta(days=1)
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    return datetime.combine(day, DIGEST_AT, ZONE)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(ZONE)


class Audit:
    def __init__(self, url: str) -> None:
        self.db = sqlite3.connect(url.removeprefix("sqlite:///"))
        self.digests = 0
        self.wrong_digests: list[str] = []

    # --- the figures of the digests, while they are true ---

    def count_for_digests(self, now: datetime) -> None:
        """Each page that came this morning against the tables as they stand: nobody has done anything since."""
        key = f"digest/%/{now.date().isoformat()}"
        pages = self.db.execute("SELECT post, body FROM outbox WHERE kind = 'digest' AND key LIKE ?", (key,)).fetchall()
        if not pages:
            return
        happened, standing = self._happened(now), self._standing(now)
        for post, body in pages:
            page = json.loads(body)
            if moment_of(page["at"]) != now:
                continue
            self.digests += 1
            told = {name: page[name] for name in ("filed", "resolved", "confirmed", "silent", "disputed", "dismissed")}
            told |= {"open": page["open_total"], "overdue": len(page["overdue"]), "suspended": page["suspended"]}
            told |= {"due today": len(page["due_today"]), "waiting": page["waiting"]}
            counted = {name: happened[post].get(name, 0) for name in list(told)[:6]}
            counted |= {name: standing[post].get(name, 0) for name in list(told)[6:]}
            if told != counted:
                self.wrong_digests.append(f"{post} {now:%m-%d}: told {told}, counted {counted}")

    def _happened(self, now: datetime) -> dict[str, Counter[str]]:
        """A station reads nothing about complaints against its own people, not even that there is one."""
        rows = self.db.execute(
            "SELECT u.unit, e.what, count(*) FROM event e JOIN case_unit u ON u.case_id = e.case_id"
            " JOIN cases c ON c.id = e.case_id WHERE e.at >= ? AND e.at < ?"
            f" AND NOT (c.conflict AND u.unit IN ({stations()})) GROUP BY u.unit, e.what",
            (stored(page_before(now)), stored(now)),
        )
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for unit, what, number in rows:
            found[unit][what] = number
        return found

    def _standing(self, now: datetime) -> dict[str, Counter[str]]:
        tonight = datetime.combine(now.date() + timedelta(days=1), time(), ZONE)
        hand = "c.status IN ('filed', 'accepted', 'on_site')"
        late = f"{hand} AND c.due_at < coalesce(c.paused_at, :now)"
        sums = {
            "open": f"c.status NOT IN ({', '.join(repr(one) for one in ENDED)})",
            "overdue": late,
            "due today": f"{hand} AND c.paused_at IS NULL AND NOT ({late}) AND c.due_at < :tonight",
            "waiting": f"{hand} AND c.paused_at IS NOT NULL AND NOT c.suspended",
            "suspended": f"{hand} AND c.suspended",
        }
        rows = self.db.execute(
            f"SELECT u.unit, {', '.join(f'sum(CASE WHEN {what} THEN 1 ELSE 0 END)' for what in sums.values())}"
            " FROM cases c JOIN case_unit u ON u.case_id = c.id"
            f" WHERE NOT (c.conflict AND u.unit IN ({stations()})) GROUP BY u.unit",
            {"now": stored(now), "tonight": stored(tonight)},
        )
        return defaultdict(Counter, {unit: Counter(dict(zip(sums, row, strict=True))) for unit, *row in rows})

    # --- the whole month ---

    def settle(self, month: Month) -> list[Figure]:
        return [
            self._all_filed(month),
            self._ended_or_explained(month.now),
            *self._messages_per_case(),
            *self._pushes_per_worker(month),
            self._night(month),
            Figure(
                "digests", "equal to SQL",
                f"{len(self.wrong_digests)} of {self.digests} differ {self.wrong_digests[:3]}",
                not self.wrong_digests and self.digests > 0,
            ),
            self._nobody_is_named(month),
            self._left_over(),
        ]  # fmt: skip

    def _all_filed(self, month: Month) -> Figure:
        (filed,) = self.db.execute("SELECT count(*) FROM cases").fetchone()
        (parked,) = self.db.execute("SELECT count(*) FROM inbox WHERE state = 'parked'").fetchone()
        return Figure(
            "filed", f"about {month.scale.cases}, none parked", f"{filed}, {parked} parked",
            filed > 0.9 * month.scale.cases and not parked,
        )  # fmt: skip

    def _ended_or_explained(self, now: datetime) -> Figure:
        columns = "id, number, status, due_at, look_at, paused_until, clock_from, resolved_at, severity"
        ways: Counter[str] = Counter()
        lost: list[str] = []
        for row in self.db.execute(f"SELECT {columns} FROM cases"):
            case = dict(zip(columns.split(", "), row, strict=True))
            way = case["status"] if case["status"] in ENDED else self._rung(case, now)
            ways[way] += 1
            if way.startswith("NOT"):
                lost.append(f"{case['number']} {way}")
        return Figure(
            "every case", "ends or stands on an explained rung", f"{dict(ways.most_common())} {lost[:5]}", not lost
        )

    def _rung(self, case: dict[str, str], now: datetime) -> str:
        """Where an open case stands, by its dates; whether the desk has done by then what the rung calls for."""
        if case["look_at"] is None:
            return "NOT looked at any more"
        if moment(case["look_at"]) < now - timedelta(hours=12):
            return "NOT looked at when it should"
        if case["status"] == "resolved":
            return "waits for the resident"
        if case["status"] == "appealed":
            return "appealed"
        if case["paused_until"] is not None:
            return "stands still"
        due = moment(case["due_at"])
        if now < due:
            return "in time"
        steps = {step for (step,) in self.db.execute(STEPS, (case["id"],))}
        for step, days in (("district", 10), ("centre", 5), ("station", 1)):
            if now >= workdays_after(due, days) + timedelta(hours=12):
                return f"pressed: {step}" if steps & {step, *LATER[step]} else f"NOT {step}"
        return "late by less than a day"

    def _messages_per_case(self) -> Iterator[Figure]:
        """New messages only: an edit in place rings nobody's telephone. A file counts like a text."""
        rows = self.db.execute(
            "SELECT case_id, chat, kind, message_id FROM outbox WHERE state = 'sent' AND case_id IS NOT NULL"
            " AND message_id > 0 GROUP BY case_id, chat, message_id"
        ).fetchall()
        chats = set(self._worker_chats())
        all_of: Counter[str] = Counter(case for case, *_ in rows)
        to_workers: Counter[str] = Counter(case for case, chat, kind, _ in rows if chat in chats and kind in PUSHED)
        kinds = Counter(kind for _, _, kind, _ in rows)
        cases = [case for (case,) in self.db.execute("SELECT id FROM cases")]
        whole, pushes = [all_of[case] for case in cases], [to_workers[case] for case in cases]
        common = ", ".join(f"{kind} {number / max(len(cases), 1):.2f}" for kind, number in kinds.most_common(8))
        yield Figure(
            "messages per case", "median <= 6",
            f"median {median(whole):g}, 9 of 10 within {nth(whole, 0.9):g}, most {max(whole)} (mean by kind: {common})",
            median(whole) <= 6,
        )  # fmt: skip
        yield Figure(
            "pushes to workers per case", "median <= 3",
            f"median {median(pushes):g}, 9 of 10 within {nth(pushes, 0.9):g}, most {max(pushes)}",
            median(pushes) <= 3,
        )  # fmt: skip

    def _worker_chats(self) -> list[str]:
        posts = set(district().workers)
        return [chat for post, chat in self.db.execute("SELECT post, chat FROM binding") if post in posts]

    def _pushes_per_worker(self, month: Month) -> Iterator[Figure]:
        """By what lay on the phone: the days are those of the desk's clock."""
        rows = self.db.execute(
            "SELECT o.chat, o.message_id, o.kind, c.severity FROM outbox o JOIN cases c ON c.id = o.case_id"
            " WHERE o.state = 'sent' AND o.kind IN ('card', 'reminder') AND o.message_id > 0"
        )
        kinds = {(chat, message): (kind, severity) for chat, message, kind, severity in rows}
        chats = set(self._worker_chats())
        days: Counter[tuple[str, date]] = Counter()
        reminders: Counter[tuple[str, date]] = Counter()
        for one in month.seen:
            chat = f"tg:{one.chat}"
            kind, severity = kinds.get((chat, one.message), ("", ""))
            if chat in chats and not one.edited and kind and severity == Severity.NORMAL:
                days[chat, one.at.date()] += 1
                reminders[chat, one.at.date()] += kind == "reminder"
        most, least = max(days.values(), default=0), max(reminders.values(), default=0)
        yield Figure("pushes to one worker in a day, 一般", "<= 20", f"most {most}, {least} of reminders", most <= 20)

    def _night(self, month: Month) -> Figure:
        """What rang between 21:30 and 07:00 in a staff chat that had not just said something."""
        rows = self.db.execute(
            "SELECT o.chat, o.message_id, c.severity, o.kind, o.said_at, o.not_before FROM outbox o"
            " LEFT JOIN cases c ON c.id = o.case_id WHERE o.state = 'sent' AND o.message_id > 0 ORDER BY o.id DESC"
        ).fetchall()
        about = {
            (chat, message): (severity, kind, later or said) for chat, message, severity, kind, said, later in rows
        }
        staff = {chat for (chat,) in self.db.execute("SELECT chat FROM binding")}
        answers = self._answers()
        night = [
            one
            for one in month.seen
            if is_night(one) and f"tg:{one.chat}" in staff and (f"tg:{one.chat}", one.message) not in answers
        ]
        known = [(one, *about.get((f"tg:{one.chat}", one.message), ("?", "?", None))) for one in night]
        rang = [entry for entry in known if not _was_under_way(entry[0], entry[3], month.scale.every)]
        wrong = [
            f"{kind} {one.at:%m-%d %H:%M} {one.text[:40]!r}"
            for one, severity, kind, _ in rang
            if severity not in {Severity.CRITICAL, Severity.URGENT}
        ]
        return Figure("night pings", "only 紧急 and 特急", f"{len(rang)}, {len(wrong)} others {wrong[:5]}", not wrong)

    def _answers(self) -> set[tuple[str, int]]:
        """Messages (chat, id) that answer what the same chat has just said or pressed."""
        lanes = dict(self.db.execute("SELECT update_id, lane FROM inbox").fetchall())
        rows = self.db.execute("SELECT key, chat, message_id FROM outbox WHERE key LIKE 'update/%' AND message_id > 0")
        return {(chat, message) for key, chat, message in rows if f"tg:{lanes.get(int(key.split('/')[1]))}" == chat}

    def _nobody_is_named(self, month: Month) -> Figure:
        """Every message that was delivered, edits too, is searched for names, accounts and telephone numbers."""
        nameless = {number for (number,) in self.db.execute("SELECT number FROM cases WHERE anonymous")}
        since = dict(
            self.db.execute(
                "SELECT c.number, e.at FROM event e JOIN cases c ON c.id = e.case_id WHERE e.what = 'anonymised'"
            )
        )
        reporters = dict(self.db.execute("SELECT number, reporter FROM cases").fetchall())
        critical = {
            number for (number,) in self.db.execute("SELECT number FROM cases WHERE severity = ?", (Severity.CRITICAL,))
        }
        departments = {f"tg:{chat}" for chat in district().departments.values()}
        staff = {chat for (chat,) in self.db.execute("SELECT chat FROM binding")}
        found: list[str] = []
        public = searched = 0
        for one in month.seen:
            chat = f"tg:{one.chat}"
            if chat not in staff:
                continue
            searched += 1
            numbers = [number for number in reporters if number in one.text] if "-" in one.text else []
            # the first is the message's own; a resident may stand by name on a card that mentions a case like it
            own = sorted(numbers, key=one.text.index)[:1]
            hidden = [n for n in own if n in nameless and n in since and one.at > moment(since[n])]
            is_public = one.chat < 0 or chat in departments
            public += is_public
            for number in numbers if is_public else hidden:
                person = reporters[number].removeprefix("tg:")
                if person in one.text and number not in critical:
                    found.append(f"{chat}: {one.text[:80]!r}")
            if not any(number in critical for number in numbers) and any(
                PHONE.format(int(reporters[number].removeprefix("tg:"))) in one.text for number in numbers
            ):
                found.append(f"a telephone number in {chat}: {one.text[:80]!r}")
        return Figure(
            "residents named",
            "0",
            f"{len(found)} in {searched} staff messages, {public} of them public {found[:3]}",
            not found,
        )

    def _left_over(self) -> Figure:
        states = dict(self.db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
        withdrawn = dict(
            self.db.execute("SELECT kind, count(*) FROM outbox WHERE state = 'withdrawn' GROUP BY kind").fetchall()
        )
        return Figure("outbox", "nothing waits", f"{states}, withdrawn {withdrawn}", not states.get("due"))


STEPS = (
    "SELECT DISTINCT coalesce(json_extract(body, '$.step'), json_extract(body, '$.pushed')) FROM outbox"
    " WHERE kind IN ('reminder', 'card') AND case_id = ?"
)
LATER = {"station": {"centre", "district"}, "centre": {"district"}, "district": set[str]()}


def moment_of(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(ZONE)


def stations() -> str:
    registry = district().registry
    return ", ".join(f"'{area.code}'" for area in registry.areas if area.level.value == "村")


def workdays_after(at: datetime, days: int) -> datetime:
    """Of a month without holidays: Monday to Friday."""
    while days:
        at += timedelta(days=1)
        days -= at.weekday() < 5
    return at


def is_night(one: Seen) -> bool:
    return not one.edited and _in_night(one.at)


def _in_night(at: datetime) -> bool:
    return at.time() >= NIGHT[0] or at.time() < NIGHT[1]


def _was_under_way(one: Seen, said_at: str | None, step: timedelta) -> bool:
    """The desk said it while it was day, and the clock was set on before it lay on the phone: a sweep may find more to do just
    when all seemed quiet, and the month's clock moves in steps."""
    said = moment(said_at) if said_at else None
    return said is not None and not _in_night(said) and one.at - said <= step
