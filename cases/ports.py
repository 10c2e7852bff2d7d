"""What the domain and the rooms above ask of the rooms below. Nobody above storage/ sees a table."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Protocol, Self

from cases.deeds import ADMINISTRATOR, CaseRead, Doer, Head
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
    Status,
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

LISTS = "list/"
"""How the slots of lists with numbered lines begin, whose lines may be named later."""


class Clock(Protocol):
    """The desk's time, which a demo may speed up. Leases use the system's own time instead."""

    def now(self) -> datetime:
        """Aware, in the desk's zone."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving the `with` without `commit()` rolls back."""

    rules: Rules
    org: Org

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def commit(self) -> None: ...
    def record(self, change: Change) -> None:
        """Case, draft, history, binding and outbox rows together: the only write. A notification whose key exists
        already is left out. A message in `withdrawn` that was not yet sent never will be."""
        ...

    def case(self, case_id: CaseId) -> Case:
        """Raises NoSuchCase."""
        ...

    def find(self, case_id: CaseId) -> Case | None: ...
    def by_number(self, number: str) -> Case:
        """The latest case of that number. Raises NoSuchCase."""
        ...

    def case_at(self, chat: ChatRef, message: int) -> CaseId | None:
        """The case that a message of ours in that chat is about."""
        ...

    def list_shown(self, chat: ChatRef, message: int | None = None) -> Message | None:
        """The last list with numbered lines that was shown there; or what that message of ours says."""
        ...

    def reported_by(self, chat: ChatRef, since: datetime) -> Sequence[Case]:
        """Cases of a reporter that are open, or were closed since; newest first."""
        ...

    def held_by(self, posts: frozenset[PostCode]) -> Sequence[Case]:
        """Open cases whose holder is one of the posts, most pressing first."""
        ...

    def history(self, case_id: CaseId) -> Sequence[Event]:
        """Oldest first."""
        ...

    def histories(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, Sequence[Event]]:
        """The same of each of several cases."""
        ...

    def draft_of(self, actor: Actor) -> Draft | None:
        """The actor's open draft in that chat."""
        ...

    def draft(self, draft_id: CaseId) -> Draft | None:
        """Also a closed one."""
        ...

    def posts_of(self, actor: Actor) -> frozenset[PostCode]:
        """Posts bound to this person (private chat) or to this group."""
        ...

    def chats_of(self, post: PostCode) -> Sequence[ChatRef]:
        """Where a post answers; empty when nobody has bound it."""
        ...

    def bound_desks(self) -> Sequence[PostCode]:
        """Duty desks (areas) that somebody has bound, for digests."""
        ...

    def directory_mark(self) -> str:
        """Another one whenever who answers where, or who there is, has changed."""
        ...

    def away(self, at: datetime) -> frozenset[PostCode]:
        """Posts that are on leave at `at`."""
        ...

    def leaves_of(self, posts: frozenset[PostCode], after: datetime) -> Sequence[Leave]:
        """Leaves of the posts that are not over and end after `after`, earliest first."""
        ...

    def due_leaves(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Leave]:
        """Leaves that have come and have not been begun."""
        ...

    def leave(self, leave_id: str) -> Leave | None: ...
    def code(self, digest: str) -> BindCode | None: ...
    def sign_in(self, link: str) -> SignIn | None:
        """By the digest of the link's code."""
        ...

    def session(self, digest: str) -> SignIn | None:
        """By the digest of the session's secret, also one that is over."""
        ...

    def next_number(self, at: datetime) -> str:
        """`MMDD-NNN` of the day of `at` in the desk's zone. Never given twice in a year."""
        ...

    def said(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of the keys under which a notification was ever recorded."""
        ...

    def due_cases(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Case]:
        """Cases with `look_at` <= at, earliest first, without the first `skip`; locked for this transaction where the
        engine can."""
        ...

    def due_drafts(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Draft]:
        """Open drafts with `expires_at` <= at, locked likewise."""
        ...

    def open_under(self, unit: str) -> Sequence[Case]:
        """Open cases of a unit's subtree, most pressing first."""
        ...

    def around(self, units: Sequence[str], since: datetime, limit: int) -> Sequence[Told]:
        """The newest cases of exactly these units that are open, or were closed since; none that was withdrawn or
        dismissed, and none that complains about those who would read it."""
        ...

    def cases_with(self, whats: frozenset[Happening], unit: str, since: datetime, until: datetime) -> Sequence[Case]:
        """Cases of a unit's subtree to which one of these happened in that time, oldest first."""
        ...

    def filed_under(self, unit: str, since: datetime, *, matter: str = "") -> Sequence[Case]:
        """Cases of a unit's subtree that were filed since, oldest first, closed ones too; perhaps only those of one matter."""
        ...

    def counts_under(self, unit: str, since: datetime, until: datetime, *, complaints: bool = True) -> Counts:
        """Without `complaints`, what is about those who would read it is left out."""
        ...

    def joined_to(self, case_id: CaseId) -> Sequence[Case]:
        """The cases that were joined to this one, in the order in which they were told."""
        ...

    def counts_each(self, units: Sequence[str], since: datetime, until: datetime) -> Mapping[str, Counts]:
        """The same for each of several units of which anything happened."""
        ...

    def late_each(self, units: Sequence[str], at: datetime, *, complaints: bool = True) -> Mapping[str, int]:
        """How many cases are late in each of several units in which any is; without `complaints`, none about staff."""
        ...

    def topics_under(self, unit: str, since: datetime, until: datetime) -> Mapping[str, int]:
        """How many cases were filed, by topic."""
        ...

    def first_event(self) -> datetime | None:
        """When anything happened first."""
        ...

    def heard_grids(self, since: datetime) -> frozenset[str]:
        """Grids in a case of which something has happened since."""
        ...

    def count_ring(self, chat: ChatRef, since: datetime) -> int:
        """How many cards and reminders the chat hears from then on, the reminder that is about to be written included, and those
        that were asked about in this transaction before."""
        ...

    def pushes(self, since: datetime, until: datetime) -> Sequence[tuple[PostCode, datetime]]:
        """Cards and reminders that were sent to posts, and when they could be heard."""
        ...

    def loads(self, posts: Sequence[PostCode], day_end: datetime) -> Mapping[PostCode, Load]:
        """Open cases in hand per post, and those due before `day_end`."""
        ...

    def dismissal(self, case_id: CaseId) -> Dismissal | None:
        """The last that was asked for, decided or not."""
        ...

    def rating(self, case_id: CaseId) -> Rating | None:
        """What the resident has said so far; None before the first answer."""
        ...

    def ratings_of(self, posts: frozenset[PostCode], since: datetime, until: datetime) -> Sequence[Rating]:
        """Of the cases these posts had at the end, oldest first, invalid ones too."""
        ...

    def answers_under(
        self, units: Sequence[str], since: datetime, until: datetime
    ) -> Mapping[str, Mapping[Answers, int]]:
        """For each unit that has any: what was answered about cases of its subtree, and how often; nothing of those whose
        contest was upheld."""
        ...

    def exempt_under(self, units: Sequence[str], since: datetime, until: datetime) -> Mapping[str, int]:
        """How many valid ratings of those there were."""
        ...

    def subscriptions_of(self, chat: ChatRef) -> Sequence[Subscription]:
        """Those that were not ended."""
        ...

    def subscribers_under(self, unit: str) -> Sequence[Subscription]:
        """Those that were not ended, of the unit and all below it, by chat."""
        ...

    def notice(self, notice_id: str) -> Notice | None: ...
    def notice_drafted(self, chat: ChatRef) -> Notice | None:
        """The newest of this chat that was neither sent nor dropped."""
        ...

    def notices_near(self, until: datetime) -> Sequence[Notice]:
        """Sent, with a deadline before `until`, and nobody was asked to call yet."""
        ...

    def notice_receipt(self, chat: ChatRef, notice_id: str = "") -> NoticeReceipt | None:
        """Of that notice, or of the last that was sent to the chat."""
        ...

    def notice_counts(self, notice_id: str) -> tuple[int, int]:
        """To how many chats it was sent, and how many have said that they know it."""
        ...

    def notice_receipts(self, notice_id: str) -> Sequence[NoticeReceipt]:
        """By chat."""
        ...

    def open_surges(self) -> Sequence[Surge]:
        """Those that have not ended, answered or not, oldest first."""
        ...

    def surges_since(self, since: datetime) -> Sequence[Surge]:
        """Those whose desk was told since, ended or not."""
        ...

    def filed_of_matters(self, since: datetime) -> Mapping[tuple[str, str], int]:
        """(unit, matter) -> how many were filed since, for every unit above their cases: of faults that were understood, none
        a danger to life, a complaint about staff, withdrawn or dismissed."""
        ...

    def upheld_contests(self) -> frozenset[CaseId]: ...
    def attendance(self, month: Month) -> Mapping[PostCode, Attendance]:
        """What was imported for the month."""
        ...

    def visits(self, since: datetime, until: datetime) -> Mapping[PostCode, int]:
        """How many cases each post brought in from doorstep visits."""
        ...

    def late_between(self, since: datetime, until: datetime) -> Sequence[Case]:
        """Cases whose limit fell in the span and was not kept, and those whose limit was ever moved or stands still, and lies
        not before the span: whether those would have been late without it is for the rules to say. By number."""
        ...

    def contest(self, case_id: CaseId) -> Contest | None: ...

    def bookmark(self, name: str) -> str:
        """What was last noted under the name; "" before the first time."""
        ...

    def set_bookmark(self, name: str, value: str) -> None: ...
    def forget_old(self, at: datetime) -> Forgotten:
        """A handful of everything that has been kept long enough by the rules; nothing when nothing is left."""
        ...

    def forget_person(self, chat: ChatRef) -> Forgotten:
        """All that is closed or settled of one person, at once."""
        ...

    def kept_on(self, chat: ChatRef) -> Kept: ...
    def seal(self, limit: int) -> int:
        """Chains what has happened to the audit log, at most so many lines; how many it was. 0 also while another
        process does it."""
        ...

    def audit_head(self) -> Head:
        """Where the sealed log ends."""

    def reads_of(self, case_id: CaseId) -> Sequence[CaseRead]:
        """Who has read a case that is kept secret, oldest first."""
        ...

    def entry(self, entry_id: CaseId) -> Entry | None: ...
    def entry_from(self, outside: str) -> Entry | None:
        """What was brought in under this number of another office, filed or not."""
        ...

    def undo(self, case_id: CaseId) -> Undo | None:
        """The last step that a worker made in the case."""
        ...

    def last_undo(self, chat: ChatRef) -> Undo | None:
        """The last step that was made in the chat."""
        ...

    def picture(self, picture_id: str) -> Picture | None: ...
    def pictures_of(self, case_id: CaseId) -> Sequence[Picture]:
        """Oldest first."""
        ...

    def pictures_like(self, marks: Set[int]) -> Sequence[Picture]:
        """Proofs of any case that have one of these marks of cases.shapes."""
        ...

    def picture_asked(self, chat: ChatRef) -> Picture | None:
        """The last about which this chat was asked and has not answered."""
        ...

    def pictures_doubted(self, unit: str, since: datetime, until: datetime) -> Sequence[Picture]:
        """Those asked about in that time in cases of a unit's subtree, oldest first, answered or not."""
        ...

    def whistle(self, whistle_id: str) -> Whistle | None: ...
    def whistles_of(self, cases: Sequence[CaseId]) -> Sequence[Whistle]:
        """Oldest first."""
        ...

    def open_whistles(self, departments: frozenset[PostCode]) -> Sequence[Whistle]:
        """Those that a department still has to act on, the most pressing first."""
        ...

    def due_whistles(self, at: datetime, limit: int, skip: int = 0) -> Sequence[Whistle]:
        """With `look_at` <= at, earliest first, locked as cases are."""
        ...

    def whistles_under(self, unit: str, since: datetime, until: datetime) -> Sequence[Whistle]:
        """Blown in that time about cases of a unit's subtree, oldest first."""
        ...

    def whistles_for(self, department: PostCode, since: datetime, until: datetime) -> Sequence[Whistle]:
        """Blown in that time for one department."""
        ...

    def praises(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """How often somebody of a unit was praised, for the units that any case could lie in: grids, and areas."""
        ...

    def repeated(self, chat: ChatRef, digest: str, at: datetime, window: timedelta) -> Patience | None:
        """Counts what a chat says, in one statement: `times` in a row within the window, this time included. An empty
        digest is not counted. None for a chat of which nothing is known."""
        ...

    def patience_of(self, chat: ChatRef) -> Patience | None: ...
    def card_seen_in(self, case_id: CaseId) -> Set[ChatRef]:
        """Chats where a card of the case has arrived."""
        ...

    def card_chats(self, case_id: CaseId) -> Mapping[ChatRef, str]:
        """Chats that were sent a card of this case -> the role the card was last shown in."""
        ...


UseCase = Callable[[UnitOfWork, Any], None]
"""`def verb_noun(uow, command) -> None`: one transaction, plain, cannot await the network."""


class Run(Protocol):
    """Executes a use case in its transaction and wakes whoever waits for its outbox rows.

    What handlers are given is bound to the update they handle: its inbox row is settled in the same transaction, and
    where it was settled before, nothing happens. A CaseError leaves nothing changed and is raised to the caller.
    """

    async def __call__(self, use_case: UseCase, command: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """A message of ours as it stands in a chat now, by the messenger's number. `at` is when it was worded."""

    number: int
    what: Message
    at: datetime


@dataclass(frozen=True, slots=True)
class Below:
    """Which message of ours a text may answer: the one with this number or, where the text is no `reply`, the newest that
    came before it, pictures under a card left out."""

    message: int
    reply: bool


@dataclass(frozen=True, slots=True)
class Met:
    """What is known of whoever speaks, read in one go."""

    org: Org
    posts: frozenset[PostCode] = frozenset()
    """Those that answer in this chat."""
    draft: Draft | None = None
    said: SaidBefore | None = None
    """What is answered; None where nothing was asked for, or it was never ours."""


class Glance(Protocol):
    """Reads that route a message before any command exists. May be slightly stale: use cases check again."""

    def meet(self, actor: Actor, below: Below | None = None) -> Met:
        """Once for each update, whatever it is: a look of its own for each of these would cost more than what it finds."""
        ...

    def posts_of(self, actor: Actor) -> frozenset[PostCode]: ...
    def case_list(self, statuses: frozenset[Status] | None, limit: int) -> Sequence[Case]: ...
    def grid_of_last(self, actor: Actor, at: datetime) -> str:
        """Of the newest open case of this chat; empty without one, or where its grid is not known."""
        ...

    def org(self) -> Org: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """What there is for the clock at a moment."""

    cases: bool = False
    whistles: bool = False
    drafts: bool = False
    leaves: bool = False
    notices: bool = False
    surges: bool = False
    """One that has not ended, due or not."""
    unsealed: bool = False
    """Something has happened that is not in the audit log."""
    bookmarks: Mapping[str, str | None] = field(default_factory=dict)
    directory_mark: str = ""
    """As UnitOfWork.directory_mark."""

    def is_before(self, bookmark: str, place: object) -> bool:
        """What is done once for each place is not done for this one."""
        return self.bookmarks.get(bookmark) != str(place)


class Agenda(Protocol):
    """What waits for the clock. Costs little, takes no lock, and may be asked every second."""

    def waiting(self, at: datetime) -> Waiting: ...


class Sessions(Protocol):
    """Who is signed in to the console, for one request."""

    def session(self, digest: str) -> SignIn | None: ...


# --- the inbox: raw updates, stored before they are confirmed ---


@dataclass(frozen=True, slots=True)
class InboxRow:
    id: int
    lane: str
    """Rows of one lane (a chat) are handled one after the other."""
    raw: dict[str, Any]
    attempts: int
    begun: int = 0
    """How many processes have begun it and not lived to tell."""


class Inbox(Protocol):
    def store(self, updates: Sequence[Mapping[str, Any]]) -> int:
        """Commits raw updates; those known already (same update_id, or same chat and message) are left out.
        Returns how many are new. When this returns, they are safe."""
        ...

    def take(
        self, limit: int, busy: frozenset[str], owner: str, lease: timedelta, behind: frozenset[str] = frozenset()
    ) -> Sequence[InboxRow]:
        """The oldest unsettled row of each lane not in `busy`; of lanes in `behind` only when there are not enough others.
        Where several processes share the inbox, its lane is kept
        from all but `owner` until the row is settled or put off, or the lease is over."""
        ...

    def newest(self) -> int:
        """The highest row there is; 0 when there is none."""
        ...

    def begin(self, rows: Sequence[int]) -> None:
        """Counts up `begun`, ahead of handling rows that may have cost a process its life."""
        ...

    def settle(self, row: int, error: str = "") -> None:
        """Done; with an error it is parked, for a person to look at."""
        ...

    def retry(self, row: int, after: timedelta) -> None: ...
    def waiting(self) -> int: ...
    def parked(self) -> int: ...


# --- the outbox: everything said to anybody ---


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A claimed message. `edit` is the message to change when its slot was shown in that chat before."""

    id: int
    chat: ChatRef
    message: Message
    case: CaseId | None
    attempts: int
    edit: int | None = None
    resend: bool = False
    """It may have arrived before: the text must carry the resend mark."""


@dataclass(frozen=True, slots=True)
class Sent:
    message: int
    """Telegram's message_id, or 0 when nothing with an id was sent."""


@dataclass(frozen=True, slots=True)
class RetryLater:
    seconds: float
    uncertain: bool = False
    """True when the message may have arrived all the same (a time-out after sending)."""


@dataclass(frozen=True, slots=True)
class Moved:
    new_chat: ChatRef


@dataclass(frozen=True, slots=True)
class Undeliverable:
    why: str


@dataclass(frozen=True, slots=True)
class OurFault:
    """A refused token or a request we built wrongly: stop and alarm, never bury a person's message."""

    why: str


Outcome = Sent | RetryLater | Moved | Undeliverable | OurFault


class MessageSender(Protocol):
    async def send(self, row: OutboxRow) -> Outcome: ...


class Outbox(Protocol):
    def claim(
        self,
        limit: int,
        owner: str,
        lease: timedelta,
        resting: frozenset[ChatRef] = frozenset(),
        crowded: frozenset[ChatRef] = frozenset(),
    ) -> Sequence[OutboxRow]:
        """Leases the most pressing rows: at most one, the oldest unsettled, per chat that is not `resting`, and for one
        that is `crowded` only an alarm; due by the desk's clock; for one slot only the newest, older ones being
        superseded. A row whose lease ran out comes again with `resend`."""
        ...

    def settle(self, row: int, outcome: Outcome) -> None: ...
    def waiting(self) -> int:
        """Rows that could be sent now."""
        ...

    def dead(self) -> int: ...


# --- what could not be done, for a person to look at ---


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that could not be delivered; nothing of what it says."""

    row: int
    at: datetime
    kind: str
    """Of the message, as in messages.Message."""
    number: str
    """Of the case, or ""."""
    post: str
    """The label of whom it was meant for; "" for a resident."""
    chat: ChatRef
    why: str


@dataclass(frozen=True, slots=True)
class ParkedUpdate:
    """An update that could not be handled; nothing of what it says."""

    row: int
    at: datetime
    lane: str
    post: str
    """The label of whose chat that is; "" for a resident's."""
    kind: str
    """The name of the update's one field, e.g. `message`; "" when it is none of Telegram's."""
    why: str
    """The name of the error."""


class Failures(Protocol):
    """In all calls None stands for every row, and rows that are not dead or not parked are passed over. What changes
    something returns how many rows it changed."""

    def dead_letters(self, limit: int) -> Sequence[DeadLetter]:
        """Newest first."""
        ...

    def parked_updates(self, limit: int) -> Sequence[ParkedUpdate]:
        """Newest first."""
        ...

    def send_again(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int:
        """With the resend mark where the message may have arrived. What a newer message has replaced stays unsent."""
        ...

    def drop_letters(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int: ...
    def handle_again(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int: ...
    def drop_updates(self, rows: Sequence[int] | None, by: Doer = ADMINISTRATOR) -> int: ...


# --- machines that make words out of files: optional, slow, and never in anybody's way ---


class Transcriber(Protocol):
    async def hear(self, voice: bytes) -> str:
        """What was said, "" where nothing was made out. Bounded in time. Raises EngineFailed."""
        ...


class PictureReader(Protocol):
    async def read(self, picture: bytes) -> str:
        """What stands written in the picture, likewise."""
        ...


class EngineFailed(Exception):
    """The machine is not there, fails, or takes too long; the message names no file and no word."""
