"""One transaction of a use case: it reads, records and commits here, or leaves everything as it was."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, bindparam, select, update

from cases.deeds import CaseRead, Head
from cases.likely import Told
from cases.messages import Message
from cases.model import (
    Actor,
    Attendance,
    BindCode,
    Case,
    CaseId,
    Change,
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
    Picture,
    PostCode,
    Rating,
    SignIn,
    Subscription,
    Surge,
    Undo,
    Whistle,
)
from cases.months import Month
from cases.org import Org
from cases.retention import Forgotten, Kept
from cases.rules import Rules
from cases.scores import Answers
from storage import auditing, bookmarks, forgetting, reads
from storage.directory import DirectoryCache
from storage.errors import AlreadySettled
from storage.keys import NO_KEYS, Keys
from storage.pictures import PictureQueries
from storage.queries import Queries
from storage.recording import Recorder
from storage.tables import Handling, inbox
from storage.transactions import Transactions

STATE = select(inbox.c.state).where(inbox.c.id == bindparam("row")).with_for_update()
SETTLE = (
    update(inbox)
    .where(inbox.c.id == bindparam("row"))
    .values(state=Handling.DONE.value, error="", owner="", lease_until=None)
)


class StoredUnitOfWork:
    """A ports.UnitOfWork. With `settles`, commit() marks that inbox row done in the same transaction; entering when it
    was settled before raises AlreadySettled."""

    rules: Rules
    org: Org

    def __init__(
        self,
        transactions: Transactions,
        rules: Rules,
        directory: DirectoryCache,
        settles: int | None = None,
        keys: Keys = NO_KEYS,
    ) -> None:
        self.rules, self._keys = rules, keys
        self._transactions, self._cache, self._settles = transactions, directory, settles

    def __enter__(self) -> Self:
        self._transaction = self._transactions.open()
        try:
            self._begin(self._transaction.db)
        except BaseException:
            self._transaction.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transaction.close()

    def _begin(self, db: Connection) -> None:
        self._db = db
        self._away: dict[datetime, frozenset[PostCode]] = {}
        self._heard: dict[datetime, frozenset[str]] = {}
        self._pushes: dict[tuple[datetime, datetime], Sequence[tuple[PostCode, datetime]]] = {}
        self._rings: dict[datetime, Counter[ChatRef]] = {}
        if self._settles is not None:
            self._refuse_settled(self._settles)
        self._directory = self._cache.fresh(db)
        self.org = self._directory.org
        self._queries = Queries(db, self.rules.zone, for_writing=True)
        self._write = Recorder(db, self.org, self.rules.zone, self._queries.read, self._keys)
        self._write.webhooks = self._directory.webhooks

    def _refuse_settled(self, row: int) -> None:
        state = self._db.execute(STATE, {"row": row}).scalar()
        if state != Handling.WAITING:
            raise AlreadySettled(row)

    def commit(self) -> None:
        self._write.flush()
        if self._settles is not None:
            self._db.execute(SETTLE, {"row": self._settles})
        self._transaction.commit()

    def record(self, change: Change) -> None:
        self._write.record(change)
        if change.leaves:
            self._away.clear()
        if change.binding:
            self._write.flush()
            self._directory = self._cache.fresh(self._db)

    @property
    def _ask(self) -> Queries:
        """What was recorded is there for whoever asks."""
        self._write.flush()
        return self._queries

    def next_number(self, at: datetime) -> str:
        return self._write.next_number(at)

    def case(self, case_id: CaseId) -> Case:
        return self._ask.case(case_id)

    def find(self, case_id: CaseId) -> Case | None:
        return self._ask.find(case_id)

    def by_number(self, number: str) -> Case:
        return self._ask.by_number(number)

    def case_at(self, chat: ChatRef, message: int) -> CaseId | None:
        return self._ask.case_at(chat, message)

    def list_shown(self, chat: ChatRef, message: int | None = None) -> Message | None:
        return self._ask.list_shown(chat, message)

    def reported_by(self, chat: ChatRef, since: datetime) -> Sequence[Case]:
        return self._ask.reported_by(chat, since)

    def held_by(self, posts: frozenset[PostCode]) -> Sequence[Case]:
        return self._ask.held_by(posts)

    def history(self, case_id: CaseId) -> Sequence[Event]:
        return self._ask.history(case_id)

    def histories(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, Sequence[Event]]:
        return self._ask.histories(case_ids)

    def draft_of(self, actor: Actor) -> Draft | None:
        return self._ask.draft_of(actor)

    def draft(self, draft_id: CaseId) -> Draft | None:
        return self._ask.draft(draft_id)

    def posts_of(self, actor: Actor) -> frozenset[PostCode]:
        return self._directory.posts_of(actor.chat)

    def chats_of(self, post: PostCode) -> Sequence[ChatRef]:
        return self._directory.chats_of(post)

    def bound_desks(self) -> Sequence[PostCode]:
        return [post for post in self._directory.chats if self.org.is_desk(post)]

    def directory_mark(self) -> str:
        return self._directory.mark

    def code(self, digest: str) -> BindCode | None:
        return self._ask.code(digest)

    def sign_in(self, link: str) -> SignIn | None:
        return self._ask.sign_in(link)

    def session(self, digest: str) -> SignIn | None:
        return self._ask.session(digest)

    def said(self, keys: Sequence[str]) -> frozenset[str]:
        return self._ask.said(keys)

    def due_cases(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Case]:
        return self._ask.due_cases(at, limit, skip)

    def due_drafts(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Draft]:
        return self._ask.due_drafts(at, limit, skip)

    def open_under(self, unit: str) -> Sequence[Case]:
        return self._ask.open_under(unit)

    def joined_to(self, case_id: CaseId) -> Sequence[Case]:
        return self._ask.joined_to(case_id)

    def around(self, units: Sequence[str], since: datetime, limit: int) -> Sequence[Told]:
        return self._ask.around(units, since, limit)

    def counts_under(self, unit: str, since: datetime, until: datetime, *, complaints: bool = True) -> Counts:
        return self._ask.counts_under(unit, since, until, complaints=complaints)

    def cases_with(self, whats: frozenset[Happening], unit: str, since: datetime, until: datetime) -> Sequence[Case]:
        return self._ask.cases_with(whats, unit, since, until)

    def filed_under(self, unit: str, since: datetime, *, matter: str = "") -> Sequence[Case]:
        return self._ask.filed_under(unit, since, matter=matter)

    def counts_each(self, units: Sequence[str], since: datetime, until: datetime) -> Mapping[str, Counts]:
        return self._ask.counts_each(units, since, until)

    def late_each(self, units: Sequence[str], at: datetime, *, complaints: bool = True) -> Mapping[str, int]:
        return self._ask.late_each(units, at, complaints=complaints)

    def topics_under(self, unit: str, since: datetime, until: datetime) -> Mapping[str, int]:
        return self._ask.topics_under(unit, since, until)

    def first_event(self) -> datetime | None:
        return self._ask.first_event()

    def heard_grids(self, since: datetime) -> frozenset[str]:
        if since not in self._heard:  # the same for every desk that gets its page
            self._heard[since] = self._ask.heard_grids(since)
        return self._heard[since]

    def count_ring(self, chat: ChatRef, since: datetime) -> int:
        if since not in self._rings:  # once for all that a sweep reminds of
            self._rings[since] = self._ask.rings(since)
        self._rings[since][chat] += 1
        return self._rings[since][chat]

    def pushes(self, since: datetime, until: datetime) -> Sequence[tuple[PostCode, datetime]]:
        if (since, until) not in self._pushes:
            self._pushes[since, until] = self._ask.pushes(since, until)
        return self._pushes[since, until]

    def loads(self, posts: Sequence[PostCode], day_end: datetime) -> Mapping[PostCode, Load]:
        return self._ask.loads(posts, day_end)

    def away(self, at: datetime) -> frozenset[PostCode]:
        if at not in self._away:  # asked for every reminder of a sweep
            self._away[at] = self._ask.away(at)
        return self._away[at]

    def leaves_of(self, posts: frozenset[PostCode], after: datetime) -> Sequence[Leave]:
        return self._ask.leaves_of(posts, after)

    def due_leaves(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Leave]:
        return self._ask.due_leaves(at, limit, skip)

    def leave(self, leave_id: str) -> Leave | None:
        return self._ask.leave(leave_id)

    def dismissal(self, case_id: CaseId) -> Dismissal | None:
        return self._ask.dismissal(case_id)

    def entry(self, entry_id: CaseId) -> Entry | None:
        return self._ask.entry(entry_id)

    def entry_from(self, outside: str) -> Entry | None:
        return self._ask.entry_from(outside)

    def rating(self, case_id: CaseId) -> Rating | None:
        return self._ask.rating(case_id)

    def ratings_of(self, posts: frozenset[PostCode], since: datetime, until: datetime) -> Sequence[Rating]:
        return self._ask.ratings_of(posts, since, until)

    def answers_under(
        self, units: Sequence[str], since: datetime, until: datetime
    ) -> Mapping[str, Mapping[Answers, int]]:
        return self._ask.answers_under(units, since, until)

    def bookmark(self, name: str) -> str:
        return bookmarks.read(self._db, name)

    def set_bookmark(self, name: str, value: str) -> None:
        bookmarks.write(self._db, name, value)

    def forget_old(self, at: datetime) -> Forgotten:
        self._write.flush()
        return forgetting.forget_old(self._db, self.org, self.rules.retention, at)

    def forget_person(self, chat: ChatRef) -> Forgotten:
        self._write.flush()
        return forgetting.forget_person(self._db, self.org, chat)

    def kept_on(self, chat: ChatRef) -> Kept:
        return self._ask.kept_on(chat)

    def seal(self, limit: int) -> int:
        self._write.flush()
        return auditing.seal(self._db, self._keys, limit)

    def audit_head(self) -> Head:
        return auditing.head(self._db)

    def reads_of(self, case_id: CaseId) -> Sequence[CaseRead]:
        self._write.flush()
        return reads.reads_of(self._db, case_id, self._keys, self.rules.zone)

    def undo(self, case_id: CaseId) -> Undo | None:
        return self._ask.undo(case_id)

    def last_undo(self, chat: ChatRef) -> Undo | None:
        return self._ask.last_undo(chat)

    def exempt_under(self, units: Sequence[str], since: datetime, until: datetime) -> Mapping[str, int]:
        return self._ask.exempt_under(units, since, until)

    def subscriptions_of(self, chat: ChatRef) -> Sequence[Subscription]:
        return self._ask.subscriptions_of(chat)

    def subscribers_under(self, unit: str) -> Sequence[Subscription]:
        return self._ask.subscribers_under(self.org.under(unit))

    def notice(self, notice_id: str) -> Notice | None:
        return self._ask.notice(notice_id)

    def notice_drafted(self, chat: ChatRef) -> Notice | None:
        return self._ask.notice_drafted(chat)

    def notices_near(self, until: datetime) -> Sequence[Notice]:
        return self._ask.notices_near(until)

    def notice_receipt(self, chat: ChatRef, notice_id: str = "") -> NoticeReceipt | None:
        return self._ask.notice_receipt(chat, notice_id)

    def notice_counts(self, notice_id: str) -> tuple[int, int]:
        return self._ask.notice_counts(notice_id)

    def notice_receipts(self, notice_id: str) -> Sequence[NoticeReceipt]:
        return self._ask.notice_receipts(notice_id)

    def open_surges(self) -> Sequence[Surge]:
        return self._ask.open_surges()

    def surges_since(self, since: datetime) -> Sequence[Surge]:
        return self._ask.surges_since(since)

    def filed_of_matters(self, since: datetime) -> Mapping[tuple[str, str], int]:
        return self._ask.filed_of_matters(since)

    def upheld_contests(self) -> frozenset[CaseId]:
        return self._ask.upheld_contests()

    def attendance(self, month: Month) -> Mapping[PostCode, Attendance]:
        return self._ask.attendance(month)

    def visits(self, since: datetime, until: datetime) -> Mapping[PostCode, int]:
        return self._ask.visits(since, until)

    def late_between(self, since: datetime, until: datetime) -> Sequence[Case]:
        return self._ask.late_between(since, until)

    def contest(self, case_id: CaseId) -> Contest | None:
        return self._ask.contest(case_id)

    @property
    def _pictures(self) -> PictureQueries:
        self._write.flush()
        return PictureQueries(self._db, self.rules.zone)

    def picture(self, picture_id: str) -> Picture | None:
        return self._pictures.one(picture_id)

    def pictures_of(self, case_id: CaseId) -> Sequence[Picture]:
        return self._pictures.of_case(case_id)

    def pictures_like(self, marks: Set[int]) -> Sequence[Picture]:
        return self._pictures.like(marks)

    def picture_asked(self, chat: ChatRef) -> Picture | None:
        return self._pictures.asked(chat)

    def pictures_doubted(self, unit: str, since: datetime, until: datetime) -> Sequence[Picture]:
        return self._pictures.doubted(unit, since, until)

    def whistle(self, whistle_id: str) -> Whistle | None:
        return self._ask.whistle(whistle_id)

    def whistles_of(self, cases: Sequence[CaseId]) -> Sequence[Whistle]:
        return self._ask.whistles_of(cases)

    def open_whistles(self, departments: frozenset[PostCode]) -> Sequence[Whistle]:
        return self._ask.open_whistles(departments)

    def due_whistles(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Whistle]:
        return self._ask.due_whistles(at, limit, skip)

    def whistles_under(self, unit: str, since: datetime, until: datetime) -> Sequence[Whistle]:
        return self._ask.whistles_under(unit, since, until)

    def whistles_for(self, department: PostCode, since: datetime, until: datetime) -> Sequence[Whistle]:
        return self._ask.whistles_for(department, since, until)

    def praises(self, since: datetime, until: datetime) -> Mapping[str, int]:
        return self._ask.praises(since, until)

    def repeated(self, chat: ChatRef, digest: str, at: datetime, window: timedelta) -> Patience | None:
        if not digest:
            return self.patience_of(chat)
        return self._write.repeated(Patience(chat, digest, 1, at), window)

    def patience_of(self, chat: ChatRef) -> Patience | None:
        return self._ask.patience_of(chat)

    def card_seen_in(self, case_id: CaseId) -> Set[ChatRef]:
        return self._ask.card_seen_in(case_id)

    def card_chats(self, case_id: CaseId) -> Mapping[ChatRef, str]:
        return self._ask.card_chats(case_id)
