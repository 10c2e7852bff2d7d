"""What is asked while somebody waits: each statement made once, with parameters. To name the columns of a table anew for every
question costs several times what the question itself does."""

from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from cases.model import Status
from cases.ports import LISTS
from cases.reading import Severity
from storage.mapping import TOLD_FIELDS
from storage.tables import (
    Sending,
    bind_code,
    case_unit,
    cases,
    contest,
    dismissal,
    draft,
    entry,
    event,
    leave,
    notice,
    outbox,
    patience,
    rating,
    shown,
    sign_in,
    surge,
    undo,
    whistle,
)

UNLIKE = (Status.WITHDRAWN.value, Status.DISMISSED.value)
"""What came to nothing is no earlier case of the same issue."""
NEVER_SAID = (Sending.WITHDRAWN.value, Sending.DEAD.value)
URGENCY = case({Severity.CRITICAL.value: 0, Severity.URGENT.value: 1}, value=cases.c.severity, else_=2)
MOST_PRESSING = (URGENCY, cases.c.due_at, cases.c.opened_at)


@cache
def held(query: Select[Any]) -> Select[Any]:
    """The same, and what it finds stays as it is until the transaction ends."""
    return query.with_for_update()


def belongs(case_id: ColumnElement[str], unit: str | BindParameter[str]) -> ColumnElement[bool]:
    """Asked of each row, not joined: a district owns every case there ever was, and only some are looked at."""
    return exists().where(case_unit.c.case_id == case_id, case_unit.c.unit == unit)


def literal_kind(kind: str) -> ColumnElement[str]:
    """Written into the statement, not bound to it: SQLite then sees that the partial index fits."""
    return literal(kind, literal_execute=True)


def _several(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _due(query: Select[Any]) -> Select[Any]:
    """A handful of it, kept from others who look at the same time."""
    handful = query.limit(bindparam("most", type_=Integer)).offset(bindparam("past", type_=Integer))
    return handful.with_for_update(skip_locked=True)


# --- what comes due: for the look itself, and for the question whether to look ---

DRAFT_DUE = and_(~draft.c.closed, draft.c.expires_at <= bindparam("at"))
LEAVE_COME = and_(
    leave.c.ends > bindparam("at"), leave.c.begins <= bindparam("at"), leave.c.begun == false(), leave.c.over == false()
)
NOTICE_NEAR = and_(notice.c.deadline < bindparam("near"), notice.c.tasked == false(), notice.c.sent_at.is_not(None))

# --- cases ---

CASE = select(cases).where(cases.c.id == bindparam("case"))
NUMBERED = select(cases).where(cases.c.number == bindparam("number")).order_by(cases.c.opened_at.desc()).limit(1)
SHOWN_IN = and_(outbox.c.chat == bindparam("chat"), outbox.c.message_id == bindparam("message"))
CASE_AT = select(outbox.c.case_id).where(SHOWN_IN, outbox.c.case_id.is_not(None)).order_by(outbox.c.id.desc()).limit(1)
END_OF_PREFIX = "\U0010ffff"
"""Sorts after every character, so that prefix <= key < prefix + END finds exactly the keys of a prefix."""
LAST_LIST = select(func.max(shown.c.message_id)).where(
    shown.c.chat == bindparam("chat"), shown.c.slot >= LISTS, shown.c.slot < LISTS + END_OF_PREFIX
)
HEARD_AT = func.coalesce(outbox.c.not_before, outbox.c.said_at)
"""When a message could be heard: what waits for the morning is said the evening before."""
NEWEST = (
    # the pictures under a card are no message of their own
    select(outbox.c.message_id)
    .where(outbox.c.chat == bindparam("chat"), outbox.c.message_id < bindparam("message"), outbox.c.kind != "files")
    .order_by(outbox.c.message_id.desc())
    .limit(1)
)
SAID_AS = (
    select(outbox.c.body, func.coalesce(HEARD_AT, outbox.c.created_at).label("at"))
    .where(SHOWN_IN)
    .order_by(outbox.c.id.desc())
    .limit(1)
)
REPORTED = (
    select(cases)
    .where(cases.c.reporter == bindparam("chat"), or_(cases.c.open, cases.c.closed_at >= bindparam("since")))
    .order_by(cases.c.opened_at.desc(), cases.c.number.desc())
)
HELD_BY = select(cases).where(cases.c.holder.in_(_several("posts")), cases.c.open).order_by(*MOST_PRESSING)
OPEN_UNDER = select(cases).where(cases.c.open, belongs(cases.c.id, bindparam("unit"))).order_by(*MOST_PRESSING)
JOINED = select(cases).where(cases.c.joined_to == bindparam("case")).order_by(cases.c.opened_at, cases.c.number)
DUE_CASES = _due(select(cases).where(cases.c.look_at <= bindparam("at")).order_by(cases.c.look_at, cases.c.id))
HERE = (cases.c.unit.in_(_several("units")), ~cases.c.conflict, cases.c.status.not_in(UNLIKE))
AROUND = (
    # asked twice over, so that both halves are looked up in one index and what was closed long ago is never read
    select(*(cases.c[name] for name in TOLD_FIELDS))
    .where(or_(and_(*HERE, cases.c.closed_at.is_(None)), and_(*HERE, cases.c.closed_at >= bindparam("since"))))
    .order_by(cases.c.opened_at.desc(), cases.c.id)
    .limit(bindparam("most", type_=Integer))
)
HISTORY = select(event).where(event.c.case_id == bindparam("case")).order_by(event.c.id)
CARDS = and_(outbox.c.case_id == bindparam("case"), outbox.c.kind == literal_kind("card"))
CARD_ARRIVED = select(outbox.c.chat).where(CARDS, outbox.c.state == Sending.SENT.value).distinct()
LAST_CARDS = select(func.max(outbox.c.id)).where(CARDS, outbox.c.state.not_in(NEVER_SAID)).group_by(outbox.c.chat)
CARD_CHATS = select(outbox.c.chat, outbox.c.body).where(outbox.c.id.in_(LAST_CARDS)).order_by(outbox.c.id)
SAID = select(outbox.c.key).where(outbox.c.key.in_(_several("keys")))
OPEN_SURGES = select(surge).where(surge.c.ended_at.is_(None)).order_by(surge.c.told_at, surge.c.id)

# --- beside a case ---

DISMISSAL = select(dismissal).where(dismissal.c.case_id == bindparam("case"))
ENTRY = select(entry).where(entry.c.id == bindparam("id"))
# the condition of the partial index, without which SQLite would not use it
FROM_OUTSIDE = and_(entry.c.outside == bindparam("outside"), entry.c.outside != literal("", literal_execute=True))
ENTRY_FROM = select(entry).where(FROM_OUTSIDE)
RATING = select(rating).where(rating.c.case_id == bindparam("case"))
UNDO = select(undo).where(undo.c.case_id == bindparam("case"))
LAST_UNDO = select(undo).where(undo.c.chat == bindparam("chat")).order_by(undo.c.at.desc()).limit(1)
CONTEST = select(contest).where(contest.c.case_id == bindparam("case"))

# --- whistles ---

WHISTLE = select(whistle).where(whistle.c.id == bindparam("id"))
WHISTLES_OF = (
    select(whistle).where(whistle.c.case_id.in_(_several("cases"))).order_by(whistle.c.called_at, whistle.c.id)
)
OPEN_WHISTLES = (
    select(whistle)
    .where(whistle.c.department.in_(_several("departments")), whistle.c.ended_at.is_(None))
    .order_by(whistle.c.due_at, whistle.c.id)
)
DUE_WHISTLES = _due(
    select(whistle).where(whistle.c.look_at <= bindparam("at")).order_by(whistle.c.look_at, whistle.c.id)
)

# --- conversations and posts ---

DRAFT = select(draft).where(draft.c.id == bindparam("id"))
OPEN_DRAFT = (
    select(draft)
    .where(draft.c.chat == bindparam("chat"), draft.c.person == bindparam("person"), ~draft.c.closed)
    .order_by(draft.c.opened_at.desc())
    .limit(1)
)
DUE_DRAFTS = _due(select(draft).where(DRAFT_DUE).order_by(draft.c.expires_at, draft.c.id))
PATIENCE = select(patience).where(patience.c.chat == bindparam("chat"))
AWAY = select(leave.c.post).where(leave.c.ends > bindparam("at"), leave.c.begins <= bindparam("at"), ~leave.c.over)
SIGN_IN = select(sign_in).where(sign_in.c.link == bindparam("link"))
SESSION = select(sign_in).where(sign_in.c.session == bindparam("session"))
CODE = select(bind_code).where(bind_code.c.digest == bindparam("digest"))
