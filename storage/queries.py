"""What can be asked of the tables, each answer in the domain's nouns. Every query here has its index in tables.py."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from cases.corrections import CORRECTING
from cases.errors import NoSuchCase
from cases.likely import Told
from cases.messages import Card, Message
from cases.model import (
    Actor,
    Attendance,
    BindCode,
    Case,
    CaseId,
    ChatRef,
    Contest,
    Counts,
    Dismissal,
    Draft,
    Entry,
    Event,
    Happening,
    Leave,
    Load,
    Notice,
    NoticeReceipt,
    Patience,
    PostCode,
    Rating,
    SignIn,
    Source,
    Status,
    Subscription,
    Surge,
    Undo,
    Whistle,
)
from cases.months import Month
from cases.ports import Below, SaidBefore
from cases.reading import Severity
from cases.retention import Kept
from cases.scores import Answers
from storage import statements as ask
from storage import wire
from storage.mapping import (
    answers_of,
    case_of,
    code_of,
    contest_of,
    dismissal_of,
    draft_of,
    entry_of,
    event_of,
    leave_of,
    notice_of,
    patience_of,
    rating_of,
    receipt_of,
    sign_in_of,
    subscription_of,
    surge_of,
    told_of,
    undo_of,
    whistle_of,
)
from storage.raw_update import lane_of_chat
from storage.statements import HEARD_AT, LEAVE_COME, NEVER_SAID, NOTICE_NEAR, UNLIKE, belongs
from storage.tables import (
    Sending,
    attendance,
    case_unit,
    cases,
    contest,
    draft,
    entry,
    event,
    inbox,
    leave,
    notice,
    notice_receipt,
    outbox,
    praise,
    rating,
    subscription,
    surge,
    whistle,
)

IN_HAND = tuple(status.value for status in Status if status.is_in_hand)
UPHELD = exists().where(contest.c.case_id == rating.c.case_id, contest.c.upheld)
PUSHED = ("card", "reminder")


def pushed_since(since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Cards and reminders of posts that may be heard from then on. Looked up by when they were said: what waited for the morning was
    said the evening before."""
    return outbox.c.said_at >= since - timedelta(days=1), outbox.c.post.is_not(None), outbox.c.kind.in_(PUSHED)


class Queries:
    """Reads within one transaction, in the desk's zone. With `for_writing`, a draft, a code or a link that was read stays as it
    is until the transaction ends, where several may write at once: it has no version by which a late write could be told."""

    def __init__(self, db: Connection, zone: tzinfo, *, for_writing: bool = False) -> None:
        self._db = db
        self._zone = zone
        self._for_writing = for_writing
        self.read: dict[CaseId, Case] = {}
        """Every case that was found, as it was found."""

    # --- cases ---

    def find(self, case_id: CaseId) -> Case | None:
        return self._one_case(ask.CASE, case=case_id)

    def case(self, case_id: CaseId) -> Case:
        if (found := self.find(case_id)) is None:
            raise NoSuchCase
        return found

    def by_number(self, number: str) -> Case:
        if (found := self._one_case(ask.NUMBERED, number=number)) is None:
            raise NoSuchCase(number)
        return found

    def case_at(self, chat: ChatRef, message: int) -> CaseId | None:
        case_id: str | None = self._db.execute(ask.CASE_AT, {"chat": chat, "message": message}).scalar()
        return None if case_id is None else CaseId(case_id)

    def list_shown(self, chat: ChatRef, message: int | None = None) -> Message | None:
        there = message if message is not None else self._db.execute(ask.LAST_LIST, {"chat": chat}).scalar()
        said = self._said_in(chat, there) if there else None
        return said.what if said else None

    def said_below(self, chat: ChatRef, below: Below) -> SaidBefore | None:
        there = below.message if below.reply else self._newest_before(chat, below.message)
        return self._said_in(chat, there) if there else None

    def _newest_before(self, chat: ChatRef, message: int) -> int | None:
        found: int | None = self._db.execute(ask.NEWEST, {"chat": chat, "message": message}).scalar()
        return found

    def _said_in(self, chat: ChatRef, message: int) -> SaidBefore | None:
        row = self._db.execute(ask.SAID_AS, {"chat": chat, "message": message}).first()
        if row is None or not row.body:
            return None
        try:
            return SaidBefore(message, wire.MESSAGE.read(row.body), row.at)
        except ValueError:  # said by another release: whoever answers it is heard as ever
            return None

    def reported_by(self, chat: ChatRef, since: datetime) -> Sequence[Case]:
        return self._cases(ask.REPORTED, chat=chat, since=since)

    def held_by(self, posts: Iterable[PostCode]) -> Sequence[Case]:
        return self._cases(ask.HELD_BY, posts=sorted(posts))

    def open_under(self, unit: str) -> Sequence[Case]:
        return self._cases(ask.OPEN_UNDER, unit=unit)

    def joined_to(self, case_id: CaseId) -> Sequence[Case]:
        return self._cases(ask.JOINED, case=case_id)

    def around(self, units: Iterable[str], since: datetime, limit: int) -> Sequence[Told]:
        given = {"units": sorted(units), "since": since, "most": limit}
        return [told_of(row, self._zone) for row in self._db.execute(ask.AROUND, given).all()]

    def due_cases(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Case]:
        return self._cases(ask.DUE_CASES, at=at, most=limit, past=skip)

    def case_list(self, statuses: Iterable[Status] | None, limit: int) -> Sequence[Case]:
        """Newest first."""
        newest = select(cases).order_by(cases.c.opened_at.desc(), cases.c.id.desc()).limit(limit)
        if statuses is not None:
            newest = newest.where(cases.c.status.in_(sorted(status.value for status in statuses)))
        return self._cases(newest)

    def corrections(self) -> Sequence[Event]:
        correcting = event.c.what.in_(sorted(what.value for what in CORRECTING))
        # one that was forgotten tells nothing any more
        lines = self._db.execute(select(event).where(correcting, event.c.note != "").order_by(event.c.id))
        return [event_of(row, self._zone) for row in lines.mappings().all()]

    def kept_on(self, chat: ChatRef) -> Kept:
        mine = select(cases).where(cases.c.reporter == chat).order_by(cases.c.opened_at.desc(), cases.c.number.desc())
        return Kept(
            self._cases(mine),
            self._count(draft, draft.c.chat == chat),
            self._count(outbox, outbox.c.chat == chat),
            self._count(inbox, inbox.c.lane == lane_of_chat(chat)),
        )

    def _count(self, table: Table, condition: ColumnElement[bool]) -> int:
        return self._db.execute(select(func.count()).select_from(table).where(condition)).scalar_one()

    def history(self, case_id: CaseId) -> Sequence[Event]:
        lines = self._db.execute(ask.HISTORY, {"case": case_id})
        return [event_of(row, self._zone) for row in lines.mappings().all()]

    def histories(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, Sequence[Event]]:
        found: dict[CaseId, list[Event]] = {case_id: [] for case_id in case_ids}
        lines = self._db.execute(select(event).where(event.c.case_id.in_(case_ids)).order_by(event.c.id))
        for row in lines.mappings():
            line = event_of(row, self._zone)
            found[line.case].append(line)
        return found

    def cases_with(self, whats: Iterable[Happening], unit: str, since: datetime, until: datetime) -> Sequence[Case]:
        within = (event.c.at >= since, event.c.at < until, event.c.what.in_(sorted(what.value for what in whats)))
        happened = select(event.c.case_id).where(*within, belongs(event.c.case_id, unit))
        return self._cases(select(cases).where(cases.c.id.in_(happened)).order_by(cases.c.opened_at, cases.c.number))

    def filed_under(self, unit: str, since: datetime, *, matter: str = "") -> Sequence[Case]:
        lately = select(cases).where(cases.c.opened_at >= since, belongs(cases.c.id, unit))
        if matter:
            lately = lately.where(cases.c.matter == matter)
        return self._cases(lately.order_by(cases.c.opened_at, cases.c.number))

    def counts_under(self, unit: str, since: datetime, until: datetime, *, complaints: bool = True) -> Counts:
        within = [event.c.at >= since, event.c.at < until, belongs(event.c.case_id, unit)]
        if not complaints:
            about_staff = select(cases.c.id).where(cases.c.id == event.c.case_id, cases.c.conflict)
            within.append(~exists(about_staff))
        rows = self._db.execute(select(event.c.what, func.count()).where(*within).group_by(event.c.what))
        return counts_of({what: count for what, count in rows})  # noqa: C416

    def counts_each(self, units: Iterable[str], since: datetime, until: datetime) -> Mapping[str, Counts]:
        # `unit || ''` has no index: the span's events are looked up first, never all the cases a unit ever had
        among = (case_unit.c.unit + "").in_(sorted(units))
        joined = event.join(case_unit, case_unit.c.case_id == event.c.case_id)
        counted = select(case_unit.c.unit, event.c.what, func.count()).select_from(joined)
        counted = counted.where(event.c.at >= since, event.c.at < until, among)
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for unit, what, count in self._db.execute(counted.group_by(case_unit.c.unit, event.c.what)):
            found[unit][what] = count
        return {unit: counts_of(happened) for unit, happened in found.items()}

    def late_each(self, units: Iterable[str], at: datetime, *, complaints: bool = True) -> Mapping[str, int]:
        among = (case_unit.c.unit + "").in_(sorted(units))
        joined = cases.join(case_unit, case_unit.c.case_id == cases.c.id)
        which = (cases.c.open, late_at(at), among, *([] if complaints else [~cases.c.conflict]))
        counted = select(case_unit.c.unit, func.count()).select_from(joined).where(*which)
        return {unit: count for unit, count in self._db.execute(counted.group_by(case_unit.c.unit))}  # noqa: C416

    def topics_under(self, unit: str, since: datetime, until: datetime) -> Mapping[str, int]:
        within = (cases.c.opened_at >= since, cases.c.opened_at < until, belongs(cases.c.id, unit))
        rows = self._db.execute(select(cases.c.topic, func.count()).where(*within).group_by(cases.c.topic))
        return {topic: count for topic, count in rows}  # noqa: C416

    def first_event(self) -> datetime | None:
        found: datetime | None = self._db.execute(select(func.min(event.c.at))).scalar()
        return found

    def heard_grids(self, since: datetime) -> frozenset[str]:
        joined = event.join(cases, cases.c.id == event.c.case_id)
        heard = select(cases.c.grid).select_from(joined).where(event.c.at >= since).distinct()
        return frozenset(self._db.execute(heard).scalars())

    def rings(self, since: datetime) -> Counter[ChatRef]:
        """How often each chat of a post rings from then on, for a card or a reminder."""
        heard = (*pushed_since(since), since <= HEARD_AT)
        counted = select(outbox.c.chat, func.count()).where(*heard, outbox.c.state.not_in(NEVER_SAID))
        rows = self._db.execute(counted.group_by(outbox.c.chat))
        return Counter({ChatRef(chat): count for chat, count in rows})

    def pushes(self, since: datetime, until: datetime) -> Sequence[tuple[PostCode, datetime]]:
        sent = (*pushed_since(since), outbox.c.said_at < until, outbox.c.state == Sending.SENT.value)
        rows = self._db.execute(select(outbox.c.post, outbox.c.said_at, outbox.c.not_before).where(*sent))
        heard = ((PostCode(post), (later or at).astimezone(self._zone)) for post, at, later in rows)
        return [(post, at) for post, at in heard if since <= at < until]

    def loads(self, posts: Sequence[PostCode], day_end: datetime) -> Mapping[PostCode, Load]:
        """Every post asked for is answered, the idle ones with zero."""
        today = func.sum(case((cases.c.due_at < day_end, 1), else_=0))
        held = (cases.c.holder.in_(sorted(posts)), cases.c.open, cases.c.status.in_(IN_HAND))
        found = self._db.execute(select(cases.c.holder, func.count(), today).where(*held).group_by(cases.c.holder))
        carried = {post: Load(PostCode(post), count, due_today) for post, count, due_today in found}
        return {post: carried.get(post, Load(post)) for post in posts}

    def away(self, at: datetime) -> frozenset[PostCode]:
        return frozenset(map(PostCode, self._db.execute(ask.AWAY, {"at": at}).scalars()))

    def leaves_of(self, posts: Iterable[PostCode], after: datetime) -> Sequence[Leave]:
        theirs = (leave.c.ends > after, leave.c.post.in_(sorted(posts)), leave.c.over == false())
        rows = self._db.execute(select(leave).where(*theirs).order_by(leave.c.begins, leave.c.id)).mappings()
        return [leave_of(row, self._zone) for row in rows]

    def due_leaves(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Leave]:
        due = select(leave).where(LEAVE_COME).order_by(leave.c.begins, leave.c.id).limit(limit).offset(skip)
        return [leave_of(row, self._zone) for row in self._db.execute(due, {"at": at}).mappings()]

    def leave(self, leave_id: str) -> Leave | None:
        found = self._db.execute(select(leave).where(leave.c.id == leave_id)).mappings().first()
        return None if found is None else leave_of(found, self._zone)

    def dismissal(self, case_id: CaseId) -> Dismissal | None:
        found = self._first(ask.DISMISSAL, case=case_id)
        return None if found is None else dismissal_of(found, self._zone)

    def entry(self, entry_id: CaseId) -> Entry | None:
        found = self._first(ask.ENTRY, id=entry_id)
        return None if found is None else entry_of(found, self._zone)

    def entry_from(self, outside: str) -> Entry | None:
        found = self._first(ask.ENTRY_FROM, outside=outside)
        return None if found is None else entry_of(found, self._zone)

    def rating(self, case_id: CaseId) -> Rating | None:
        found = self._first(ask.RATING, case=case_id)
        return None if found is None else rating_of(found, self._zone)

    def ratings_of(self, posts: Iterable[PostCode], since: datetime, until: datetime) -> Sequence[Rating]:
        within = (rating.c.post.in_(sorted(posts)), rating.c.at >= since, rating.c.at < until)
        rows = self._db.execute(select(rating).where(*within).order_by(rating.c.at, rating.c.case_id)).mappings()
        return [rating_of(row, self._zone) for row in rows]

    def answers_under(
        self, units: Iterable[str], since: datetime, until: datetime
    ) -> Mapping[str, Mapping[Answers, int]]:
        given = (rating.c.contacted, rating.c.solved, rating.c.satisfied, rating.c.pressed)
        # `unit || ''` has no index: the month's ratings are looked up first, never all the cases a unit ever had
        among = (case_unit.c.unit + "").in_(sorted(units))
        within = (rating.c.at >= since, rating.c.at < until, among, ~UPHELD)
        joined = rating.join(case_unit, case_unit.c.case_id == rating.c.case_id)
        counted = select(case_unit.c.unit, *given, func.count().label("times")).select_from(joined).where(*within)
        found: defaultdict[str, dict[Answers, int]] = defaultdict(dict)
        for row in self._db.execute(counted.group_by(case_unit.c.unit, *given)).mappings():
            found[row["unit"]][answers_of(row)] = row["times"]
        return found

    def undo(self, case_id: CaseId) -> Undo | None:
        found = self._first(ask.UNDO, case=case_id)
        return None if found is None else undo_of(found, self._zone)

    def last_undo(self, chat: ChatRef) -> Undo | None:
        found = self._first(ask.LAST_UNDO, chat=chat)
        return None if found is None else undo_of(found, self._zone)

    def exempt_under(self, units: Iterable[str], since: datetime, until: datetime) -> Mapping[str, int]:
        among = (case_unit.c.unit + "").in_(sorted(units))
        valid = (rating.c.solved.is_not(None), rating.c.satisfied.is_not(None), ~rating.c.pressed)
        within = (rating.c.at >= since, rating.c.at < until, among, UPHELD, *valid)
        joined = rating.join(case_unit, case_unit.c.case_id == rating.c.case_id)
        counted = select(case_unit.c.unit, func.count()).select_from(joined).where(*within)
        return {unit: count for unit, count in self._db.execute(counted.group_by(case_unit.c.unit))}  # noqa: C416

    def subscriptions_of(self, chat: ChatRef) -> Sequence[Subscription]:
        return self._subscriptions(subscription.c.chat == chat)

    def subscribers_under(self, units: Iterable[str]) -> Sequence[Subscription]:
        return self._subscriptions(subscription.c.unit.in_(sorted(units)))

    def _subscriptions(self, condition: ColumnElement[bool]) -> Sequence[Subscription]:
        theirs = select(subscription).where(condition, subscription.c.ended_at.is_(None))
        rows = self._db.execute(theirs.order_by(subscription.c.chat, subscription.c.unit)).mappings()
        return [subscription_of(row, self._zone) for row in rows]

    def notice(self, notice_id: str) -> Notice | None:
        return next(iter(self._notices(select(notice).where(notice.c.id == notice_id))), None)

    def notice_drafted(self, chat: ChatRef) -> Notice | None:
        drafted = (notice.c.chat == chat, notice.c.sent_at.is_(None), ~notice.c.dropped)
        return next(iter(self._notices(select(notice).where(*drafted).order_by(notice.c.at.desc()).limit(1))), None)

    def notices_near(self, until: datetime) -> Sequence[Notice]:
        near = select(notice).where(NOTICE_NEAR).order_by(notice.c.deadline, notice.c.id)
        return self._notices(near, near=until)

    def _notices(self, query: Select[Any], **given: object) -> Sequence[Notice]:
        return [notice_of(row, self._zone) for row in self._db.execute(query, given).mappings()]

    def notice_receipt(self, chat: ChatRef, notice_id: str = "") -> NoticeReceipt | None:
        joined = notice_receipt.join(notice, notice.c.id == notice_receipt.c.notice)
        theirs = select(notice_receipt).select_from(joined).where(notice_receipt.c.chat == chat)
        if notice_id:
            theirs = theirs.where(notice_receipt.c.notice == notice_id)
        found = self._db.execute(theirs.order_by(notice.c.sent_at.desc()).limit(1)).mappings().first()
        return None if found is None else receipt_of(found, self._zone)

    def notice_counts(self, notice_id: str) -> tuple[int, int]:
        counted = select(func.count(), func.count(notice_receipt.c.known_at))
        sent, known = self._db.execute(counted.where(notice_receipt.c.notice == notice_id)).one()
        return sent, known

    def notice_receipts(self, notice_id: str) -> Sequence[NoticeReceipt]:
        rows = select(notice_receipt).where(notice_receipt.c.notice == notice_id).order_by(notice_receipt.c.chat)
        return [receipt_of(row, self._zone) for row in self._db.execute(rows).mappings()]

    def open_surges(self) -> Sequence[Surge]:
        return self._surges(ask.OPEN_SURGES)

    def surges_since(self, since: datetime) -> Sequence[Surge]:
        return self._surges(select(surge).where(surge.c.told_at >= since).order_by(surge.c.told_at, surge.c.id))

    def _surges(self, query: Select[Any]) -> Sequence[Surge]:
        return [surge_of(row, self._zone) for row in self._db.execute(query).mappings()]

    def filed_of_matters(self, since: datetime) -> Mapping[tuple[str, str], int]:
        joined = cases.join(case_unit, case_unit.c.case_id == cases.c.id)
        named = (cases.c.fault != "", cases.c.severity != Severity.CRITICAL.value)
        lately = (cases.c.opened_at >= since, ~cases.c.conflict, cases.c.status.not_in(UNLIKE), *named)
        counted = select(case_unit.c.unit, cases.c.matter, func.count()).select_from(joined).where(*lately)
        rows = self._db.execute(counted.group_by(case_unit.c.unit, cases.c.matter))
        return {(unit, matter): count for unit, matter, count in rows}

    def upheld_contests(self) -> frozenset[CaseId]:
        return frozenset(map(CaseId, self._db.execute(select(contest.c.case_id).where(contest.c.upheld)).scalars()))

    def attendance(self, month: Month) -> Mapping[PostCode, Attendance]:
        rows = self._db.execute(select(attendance).where(attendance.c.month == str(month))).mappings()
        found = (Attendance(PostCode(row["post"]), row["due_days"], row["present_days"]) for row in rows)
        return {one.post: one for one in found}

    def visits(self, since: datetime, until: datetime) -> Mapping[PostCode, int]:
        joined = entry.join(cases, cases.c.id == entry.c.id)  # what was never filed is no visit
        within = (entry.c.at >= since, entry.c.at < until, entry.c.source == Source.VISIT.value)
        counted = select(entry.c.post, func.count()).select_from(joined).where(*within).group_by(entry.c.post)
        return {PostCode(post): count for post, count in self._db.execute(counted)}

    def late_between(self, since: datetime, until: datetime) -> Sequence[Case]:
        """Looked up among what was opened within a year."""
        done_at = func.coalesce(cases.c.resolved_at, cases.c.closed_at, cases.c.paused_at, until)
        late = and_(cases.c.due_at >= since, cases.c.due_at < until, done_at > cases.c.due_at)
        ever = (cases.c.extended > 0, cases.c.waited > 0, cases.c.suspensions > 0, cases.c.paused_at.is_not(None))
        moved = and_(or_(*ever), cases.c.due_at >= since)
        lately = (cases.c.opened_at >= since - timedelta(days=366), cases.c.opened_at < until)
        counted = cases.c.status.not_in((Status.WITHDRAWN.value, Status.DISMISSED.value))
        return self._cases(
            select(cases).where(*lately, counted, or_(late, moved)).order_by(cases.c.opened_at, cases.c.number)
        )

    def contest(self, case_id: CaseId) -> Contest | None:
        found = self._first(ask.CONTEST, case=case_id)
        return None if found is None else contest_of(found, self._zone)

    # --- whistles ---

    def whistle(self, whistle_id: str) -> Whistle | None:
        return next(iter(self._whistles(ask.WHISTLE, id=whistle_id)), None)

    def whistles_of(self, case_ids: Iterable[CaseId]) -> Sequence[Whistle]:
        return self._whistles(ask.WHISTLES_OF, cases=sorted(case_ids))

    def open_whistles(self, departments: Iterable[PostCode]) -> Sequence[Whistle]:
        return self._whistles(ask.OPEN_WHISTLES, departments=sorted(departments))

    def due_whistles(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Whistle]:
        return self._whistles(ask.DUE_WHISTLES, at=at, most=limit, past=skip)

    def whistles_under(self, unit: str, since: datetime, until: datetime) -> Sequence[Whistle]:
        within = (whistle.c.called_at >= since, whistle.c.called_at < until, belongs(whistle.c.case_id, unit))
        return self._whistles(select(whistle).where(*within).order_by(whistle.c.called_at, whistle.c.id))

    def whistles_for(self, department: PostCode, since: datetime, until: datetime) -> Sequence[Whistle]:
        within = (whistle.c.department == department, whistle.c.called_at >= since, whistle.c.called_at < until)
        return self._whistles(select(whistle).where(*within).order_by(whistle.c.called_at, whistle.c.id))

    def _whistles(self, query: Select[Any], **given: object) -> Sequence[Whistle]:
        return [whistle_of(row, self._zone) for row in self._db.execute(query, given).mappings()]

    def praises(self, since: datetime, until: datetime) -> Mapping[str, int]:
        within = (praise.c.at >= since, praise.c.at < until)
        rows = self._db.execute(select(praise.c.unit, func.count()).where(*within).group_by(praise.c.unit))
        return {unit: count for unit, count in rows}  # noqa: C416

    def patience_of(self, chat: ChatRef) -> Patience | None:
        found = self._first(ask.PATIENCE, chat=chat)
        return None if found is None else patience_of(found, self._zone)

    def card_seen_in(self, case_id: CaseId) -> Set[ChatRef]:
        return {ChatRef(chat) for chat in self._db.execute(ask.CARD_ARRIVED, {"case": case_id}).scalars()}

    def card_chats(self, case_id: CaseId) -> Mapping[ChatRef, str]:
        rows = self._db.execute(ask.CARD_CHATS, {"case": case_id})
        cards = ((ChatRef(chat), wire.MESSAGE.read(body)) for chat, body in rows)
        return {chat: card.role for chat, card in cards if isinstance(card, Card)}

    # --- conversations and posts ---

    def draft(self, draft_id: CaseId) -> Draft | None:
        found = self._held(ask.DRAFT, id=draft_id)
        return None if found is None else draft_of(found, self._zone)

    def draft_of(self, actor: Actor) -> Draft | None:
        """The newest, should there ever be two."""
        found = self._held(ask.OPEN_DRAFT, chat=actor.chat, person=actor.person)
        return None if found is None else draft_of(found, self._zone)

    def due_drafts(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Draft]:
        rows = self._db.execute(ask.DUE_DRAFTS, {"at": at, "most": limit, "past": skip}).mappings()
        return [draft_of(row, self._zone) for row in rows]

    def sign_in(self, link: str) -> SignIn | None:
        found = self._held(ask.SIGN_IN, link=link)
        return None if found is None else sign_in_of(found, self._zone)

    def session(self, digest: str) -> SignIn | None:
        found = self._held(ask.SESSION, session=digest) if digest else None
        return None if found is None else sign_in_of(found, self._zone)

    def code(self, digest: str) -> BindCode | None:
        found = self._held(ask.CODE, digest=digest)
        return None if found is None else code_of(found, self._zone)

    def said(self, keys: Sequence[str]) -> frozenset[str]:
        return frozenset(self._db.execute(ask.SAID, {"keys": keys}).scalars())

    # --- rows to nouns ---

    def _cases(self, query: Select[Any], **given: object) -> Sequence[Case]:
        found = [case_of(row, self._zone) for row in self._db.execute(query, given).mappings().all()]
        self.read.update((case.id, case) for case in found)
        return found

    def _one_case(self, query: Select[Any], **given: object) -> Case | None:
        return next(iter(self._cases(query, **given)), None)

    def _first(self, query: Select[Any], **given: object) -> RowMapping | None:
        return self._db.execute(query, given).mappings().first()

    def _held(self, query: Select[Any], **given: object) -> RowMapping | None:
        """What is good once must not be read by two before one of them has used it."""
        return self._first(ask.held(query) if self._for_writing else query, **given)


def counts_of(found: Mapping[str, int]) -> Counts:
    """Of history lines by what happened; what was said to be done and taken back within its seconds was not done."""
    done = found.get(Happening.FOUND, 0)
    return Counts(
        filed=found.get(Happening.FILED, 0) - done,
        resolved=max(0, found.get(Happening.RESOLVED, 0) - done - found.get(Happening.UNRESOLVED, 0)),
        confirmed=found.get(Happening.CONFIRMED, 0),
        silent=found.get(Happening.SILENT, 0),
        disputed=found.get(Happening.DISPUTED, 0),
        dismissed=found.get(Happening.DISMISSED, 0),
        vouched=found.get(Happening.VOUCHED, 0),
        found=done,
    )


def late_at(at: datetime) -> ColumnElement[bool]:
    """Past its limit, or was when its limit was stopped."""
    until = func.coalesce(cases.c.paused_at, literal(at, cases.c.due_at.type))
    return and_(cases.c.status.in_(IN_HAND), cases.c.due_at < until)
