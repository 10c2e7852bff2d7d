"""The audit log: one line for everything that happened, each marked with a hash over itself and the mark before.

What happens is written where it happens: the history of cases is the log of cases, `deed` holds the rest, and both are in
the transaction of what they tell of. `seal` copies them in order into `audit` a moment later, for one sealer at a time, so
that no writer ever waits for another's mark. What is sealed cannot be changed, removed, moved or added to unnoticed."""

import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, Protocol

from sqlalchemy import Connection, delete, func, or_, select, text

from cases.deeds import ADMINISTRATOR, Act, Deed, Doer, Head
from storage import bookmarks, bulk
from storage.engine import SEALING, system_now
from storage.keys import Keys
from storage.tables import audit, deed, event

EVENTS, SETTINGS = "audit", "settings"
"""Bookmarks: how far the history is sealed, and the settings of the last start."""
MISSING_FOR = timedelta(hours=1)
"""A number that was drawn and has not appeared in this time belongs to a transaction that came to nothing."""
BATCH = 2_000
FIRST = ""
CODE = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
TOLD = re.compile(r"[A-Za-z0-9_/.:-]{0,80}")
PLAIN_CAUSE = re.compile(r"update/\d+|command_line")
MARKED = ("seq", "at", "who", "what", "subject", "outcome", "cause", "event_id")


# --- writing ---


class Account(Protocol):
    """Puts what somebody did, and to how many rows, into the audit log of that transaction."""

    def __call__(self, db: Connection, what: Act, outcome: str, by: Doer = ADMINISTRATOR) -> None: ...


def note_deeds(db: Connection, deeds: Sequence[Deed], keys: Keys) -> None:
    """In the transaction of what they tell of."""
    if deeds:
        bulk.add_new(db, deed, [deed_values(one, keys) for one in deeds])


def deed_values(one: Deed, keys: Keys) -> dict[str, Any]:
    who = "/".join(filter(None, (one.post, keys.pseudonym(one.person))))
    return {
        "at": one.at,
        "who": who,
        "what": one.what.value,
        "subject": keys.pseudonym(one.case),
        "outcome": one.outcome if TOLD.fullmatch(one.outcome) else keys.pseudonym(one.outcome),
        "cause": one.cause if PLAIN_CAUSE.fullmatch(one.cause) else keys.pseudonym(one.cause),
    }


# --- sealing ---


@dataclass(frozen=True, slots=True)
class Place:
    """How far the history is sealed. Numbers can appear out of order where several write at once: those passed over are
    looked for until it is clear that they never will."""

    last: int
    missing: Mapping[int, datetime]

    @classmethod
    def read(cls, db: Connection) -> "Place":
        return place_noted(bookmarks.read(db, EVENTS))

    def write(self, db: Connection) -> None:
        missing = {str(number): since.isoformat() for number, since in self.missing.items()}
        bookmarks.write(db, EVENTS, json.dumps([self.last, missing]))

    def is_passed(self, newest: int, now: datetime) -> bool:
        """There is something after it, or may yet come before it."""
        return newest > self.last or any(now - since < MISSING_FOR for since in self.missing.values())

    def after(self, found: Sequence[int], now: datetime) -> "Place":
        seen = {self.last, *(number for number in found if number > self.last)}
        fresh = (n for low, high in pairwise(sorted(seen)) for n in range(low + 1, high))
        come = frozenset(found)
        still = {n: since for n, since in self.missing.items() if n not in come and now - since < MISSING_FOR}
        return Place(max(seen), {**still, **dict.fromkeys(fresh, now)})


@lru_cache(maxsize=1)  # asked every second, and the same for as long as nothing happens
def place_noted(bookmark: str) -> Place:
    last, missing = json.loads(bookmark or "[0, {}]")
    return Place(last, {int(number): datetime.fromisoformat(since) for number, since in missing.items()})


def seal(db: Connection, keys: Keys, limit: int) -> int:
    """Chains at most `limit` events and deeds; how many it did. 0 also while another process is at it."""
    if not _alone(db):
        return 0
    place = Place.read(db)
    events = _unsealed(db, place, limit)
    deeds = db.execute(select(deed).order_by(deed.c.id).limit(limit)).all()
    if not events and not deeds:
        return 0
    lines = sorted([*(_of_event(row, keys) for row in events), *map(_of_deed, deeds)], key=lambda line: line["at"])
    bulk.add_new(db, audit, _chained(lines, head(db), keys))
    if events:
        place.after([row.id for row in events], system_now(db)).write(db)
    if deeds:
        db.execute(delete(deed).where(deed.c.id.in_([row.id for row in deeds])))
    return len(lines)


def _alone(db: Connection) -> bool:
    """SQLite's immediate transaction is alone already."""
    if db.dialect.name != "postgresql":
        return True
    return bool(db.execute(text("SELECT pg_try_advisory_xact_lock(:turn)"), {"turn": SEALING}).scalar())


def _unsealed(db: Connection, place: Place, limit: int) -> Sequence[Any]:
    late = [event.c.id.in_(sorted(place.missing))] if place.missing else []
    new = select(event.c.id, event.c.case_id, event.c.what, event.c.at, event.c.actor)
    return db.execute(new.where(or_(event.c.id > place.last, *late)).order_by(event.c.id).limit(limit)).all()


def _of_event(row: Any, keys: Keys) -> dict[str, Any]:
    return {
        "at": row.at,
        "who": who_of(row.actor, keys),
        "what": row.what,
        "subject": keys.pseudonym(row.case_id),
        "outcome": "",
        "cause": "",
        "event_id": row.id,
    }


def who_of(actor: str, keys: Keys) -> str:
    """A post by its code; anything else only by its hash."""
    return actor if CODE.fullmatch(actor) and ":" not in actor else keys.pseudonym(actor)


def _of_deed(row: Any) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in MARKED if name not in {"seq", "event_id"}}, "event_id": None}


def _chained(lines: Sequence[dict[str, Any]], last: Head, keys: Keys) -> list[dict[str, Any]]:
    seal, mark, made = keys.derived(keys.name, "audit"), last.mark, []
    for seq, line in enumerate(lines, last.lines + 1):
        row = {"seq": seq, **line, "key": keys.name}
        mark = mark_of(row, mark, seal)
        made.append({**row, "mark": mark})
    return made


def mark_of(row: dict[str, Any], before: str, key: bytes) -> str:
    facts = [before, *(row[name] for name in MARKED if name != "at"), row["at"].astimezone(UTC).isoformat()]
    return hmac.digest(key, json.dumps(facts).encode(), "sha256").hex()


def head(db: Connection) -> Head:
    found = db.execute(select(audit.c.seq, audit.c.mark).order_by(audit.c.seq.desc()).limit(1)).first()
    return Head(found.seq, found.mark) if found else Head(0, FIRST)


# --- looking it over ---


@dataclass(frozen=True, slots=True)
class Verdict:
    """`bad` is the first line that is not as it was sealed, 0 when all are; `why` is a code: changed, missing, history (a
    case's history says otherwise), key (the secret of that time is not at hand), anchor."""

    head: Head
    bad: int = 0
    why: str = ""
    unsealed: int = 0


def verify(db: Connection, keys: Keys, anchor: str = "") -> Verdict:
    """Reads the whole log. `anchor` is a head as it was once written down elsewhere, `lines:mark`."""
    found, bad, why = Head(0, FIRST), 0, ""
    lines, begun = _anchor(anchor)
    for row in _lines(db):
        expected = found.lines + 1
        why = _fault(row, expected, found.mark, keys)
        if not why and row["seq"] == lines and not row["mark"].startswith(begun):
            why = "anchor"
        if why:
            bad = expected
            break
        found = Head(row["seq"], row["mark"])
    if not bad and found.lines < lines:
        bad, why = found.lines + 1, "anchor"
    if not bad and ((different := _first_different(db, keys)) or _history_differs(db)):
        why, bad = "history", different or found.lines
    return Verdict(found, bad, why, _waiting(db))


def _anchor(anchor: str) -> tuple[int, str]:
    """Raises ValueError when it is none."""
    head = Head.read(anchor) if anchor else Head(0, "")
    return head.lines, head.mark


def _fault(row: dict[str, Any], expected: int, before: str, keys: Keys) -> str:
    if row["seq"] != expected:
        return "missing"
    if not keys.knows(row["key"]):
        return "key"
    right = mark_of(row, before, keys.derived(row["key"], "audit"))
    return "" if hmac.compare_digest(right, row["mark"]) else "changed"


def _lines(db: Connection) -> Iterator[dict[str, Any]]:
    """From the very first, also from one that was put before it."""
    some = select(audit).order_by(audit.c.seq).limit(BATCH)
    rows = db.execute(some).mappings().all()
    while rows:
        yield from map(dict, rows)
        if len(rows) < BATCH:
            return
        rows = db.execute(some.where(audit.c.seq > rows[-1]["seq"])).mappings().all()


def _history_differs(db: Connection) -> bool:
    """A line was put into the history behind our back, or taken out: there must be as many as were sealed."""
    place = Place.read(db)
    there = select(func.count()).select_from(event).where(event.c.id <= place.last)
    if place.missing:
        there = there.where(event.c.id.not_in(sorted(place.missing)))
    sealed = select(func.count()).select_from(audit).where(audit.c.event_id.is_not(None))
    return db.execute(there).scalar_one() != db.execute(sealed).scalar_one()


def _first_different(db: Connection, keys: Keys) -> int:
    """The first line whose event is gone or tells something else now; 0 when there is none."""
    columns = (audit.c.seq, audit.c.what, audit.c.at, audit.c.who, event.c.what, event.c.at, event.c.actor)
    joined = audit.outerjoin(event, event.c.id == audit.c.event_id)
    last = 0
    while True:
        some = select(*columns).select_from(joined).where(audit.c.event_id.is_not(None), audit.c.seq > last)
        rows = db.execute(some.order_by(audit.c.seq).limit(BATCH)).all()
        for seq, what, at, who, now_what, now_at, actor in rows:
            told = who in {who_of(actor or "", keys), *(keys.pseudonyms(actor) if actor else ())}
            if (what, at) != (now_what, now_at) or not told:
                return int(seq)
        if len(rows) < BATCH:
            return 0
        last = rows[-1][0]


def _waiting(db: Connection) -> int:
    """What has happened and is not sealed yet."""
    place = Place.read(db)
    events = db.execute(select(func.count()).select_from(event).where(event.c.id > place.last)).scalar_one()
    return int(events + db.execute(select(func.count()).select_from(deed)).scalar_one())


def settings_noted(db: Connection, digest: str) -> bool:
    """Remembers the digest of the settings; True when it is another than the last."""
    if bookmarks.read(db, SETTINGS) == digest:
        return False
    bookmarks.write(db, SETTINGS, digest)
    return True
