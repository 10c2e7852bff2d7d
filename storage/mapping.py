"""Rows to the domain's nouns and back, field by field. Moments come out in the desk's zone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import datetime, tzinfo
from operator import attrgetter
from typing import Any

from sqlalchemy import RowMapping

from cases.likely import Told
from cases.model import (
    Actor,
    Agreement,
    BindCode,
    Binding,
    Case,
    CaseId,
    ChatRef,
    Contest,
    Dismissal,
    Draft,
    DraftState,
    Entry,
    Event,
    Ground,
    Happening,
    LearntLandmark,
    Leave,
    Notice,
    NoticeReceipt,
    Notification,
    Obstacle,
    Patience,
    PersonRef,
    PostCode,
    Praise,
    Rating,
    Secrecy,
    SignIn,
    Source,
    Status,
    Subscription,
    Surge,
    TransferReason,
    Undo,
    Whistle,
    WhistleState,
)
from cases.reading import Complexity, Danger, Severity
from cases.scores import Answers, Satisfied, Solved
from storage import wire
from storage.tables import Sending

Values = dict[str, Any]


def local(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone)


CASE_FIELDS = tuple(field.name for field in fields(Case) if field.name not in {"id", "version"})
_facts = attrgetter(*CASE_FIELDS)
AS_STORED: dict[str, Callable[[Any], Any]] = {
    "status": lambda status: status.value,
    "severity": lambda severity: severity.value,
    "danger": lambda danger: danger.value if danger else None,
    "complexity": lambda complexity: complexity.value,
    "obstacle": lambda obstacle: obstacle.value if obstacle else None,
    "dismissal": lambda ground: ground.value if ground else None,
    "agreement": lambda agreement: agreement.value if agreement else None,
    "offered_why": lambda why: why.value if why else None,
    "source": lambda source: source.value if source else None,
    "top3": wire.NAMES.write,
    "assists": wire.NAMES.write,
    "evidence": wire.EVIDENCE.write,
    "attachments": wire.ATTACHMENTS.write,
    "proof": wire.ATTACHMENTS.write,
}
"""The fields of a case that are stored as something else; all others are stored as they are."""


def case_values(case: Case) -> Values:
    """Without the version: who writes decides on it."""
    return {"id": case.id, **_stored(case, CASE_FIELDS)}


def case_changes(before: Case, after: Case) -> Values:
    """The columns that differ."""
    fields = zip(CASE_FIELDS, _facts(before), _facts(after), strict=True)
    # what was not replaced is the same object, so that most fields are never compared
    return _stored(after, [name for name, old, new in fields if old is not new and old != new])


def _stored(case: Case, names: Iterable[str]) -> Values:
    values = {name: getattr(case, name) for name in names}
    for name in values.keys() & AS_STORED.keys():
        values[name] = AS_STORED[name](values[name])
    if "status" in values:
        values["open"] = case.status.is_open
    return values


def case_of(row: RowMapping, zone: tzinfo) -> Case:
    return Case(
        id=CaseId(row["id"]),
        number=row["number"],
        reporter=ChatRef(row["reporter"]),
        reporter_name=row["reporter_name"],
        text=row["text"],
        opened_at=row["opened_at"].astimezone(zone),
        clock_from=row["clock_from"].astimezone(zone),
        contact_due_at=row["contact_due_at"].astimezone(zone),
        due_at=row["due_at"].astimezone(zone),
        grid=row["grid"],
        unit=row["unit"],
        place=row["place"],
        holder=PostCode(row["holder"]),
        status=Status(row["status"]),
        matter=row["matter"],
        topic=row["topic"],
        topic2=row["topic2"],
        object=row["object"],
        fault=row["fault"],
        severity=Severity(row["severity"]),
        danger=Danger(row["danger"]) if row["danger"] else None,
        complexity=Complexity(row["complexity"]),
        confidence=row["confidence"],
        top3=wire.NAMES.read(row["top3"]),
        evidence=wire.EVIDENCE.read(row["evidence"]),
        conflict=row["conflict"],
        anonymous=row["anonymous"],
        confidential=row["confidential"],
        triage=row["triage"],
        place_pending=row["place_pending"],
        lon=row["lon"],
        lat=row["lat"],
        attachments=wire.ATTACHMENTS.read(row["attachments"]),
        album=row["album"],
        rung=row["rung"],
        look_at=local(row["look_at"], zone),
        handed_at=local(row["handed_at"], zone),
        accepted_at=local(row["accepted_at"], zone),
        accepted_by=row["accepted_by"],
        arrived_at=local(row["arrived_at"], zone),
        resolved_at=local(row["resolved_at"], zone),
        closed_at=local(row["closed_at"], zone),
        proof_note=row["proof_note"],
        proof=wire.ATTACHMENTS.read(row["proof"]),
        reopened=row["reopened"],
        lacking=row["lacking"],
        urged=row["urged"],
        urged_at=local(row["urged_at"], zone),
        supervised_at=local(row["supervised_at"], zone),
        question=row["question"],
        answer=row["answer"],
        answered_at=local(row["answered_at"], zone),
        paused_at=local(row["paused_at"], zone),
        paused_until=local(row["paused_until"], zone),
        waited=row["waited"],
        offered_to=PostCode(row["offered_to"]),
        offered_why=TransferReason(row["offered_why"]) if row["offered_why"] else None,
        offered_until=local(row["offered_until"], zone),
        offered=row["offered"],
        obstacle=Obstacle(row["obstacle"]) if row["obstacle"] else None,
        account=row["account"],
        suspended=row["suspended"],
        suspensions=row["suspensions"],
        order_due_at=local(row["order_due_at"], zone),
        asked_due_at=local(row["asked_due_at"], zone),
        asked_why=row["asked_why"],
        extended=row["extended"],
        dismissal=Ground(row["dismissal"]) if row["dismissal"] else None,
        appealed_at=local(row["appealed_at"], zone),
        source=Source(row["source"]) if row["source"] else None,
        long_term=row["long_term"],
        news=row["news"],
        news_at=local(row["news_at"], zone),
        agreement=Agreement(row["agreement"]) if row["agreement"] else None,
        whistled=row["whistled"],
        assists=tuple(map(PostCode, wire.NAMES.read(row["assists"]))),
        same_as=CaseId(row["same_as"]) if row["same_as"] is not None else None,
        joined_to=CaseId(row["joined_to"]) if row["joined_to"] is not None else None,
        joined=row["joined"],
        version=row["version"],
    )


TOLD_FIELDS = tuple(field.name for field in fields(Told))


def told_of(row: Sequence[Any], zone: tzinfo) -> Told:
    """From the columns of TOLD_FIELDS, in their order: a hundred of them are looked at for each new case."""
    case, number, opened_at, text, grid, place, lon, lat, matter, topic, top3, *known = row
    told = (text, grid, place, lon, lat, matter, topic, wire.NAMES.read(top3))
    return Told(case, number, opened_at.astimezone(zone), *told, *known)


def draft_values(draft: Draft) -> Values:
    return {
        "id": draft.id,
        "chat": draft.chat,
        "person": draft.person,
        "name": draft.name,
        "state": draft.state.value,
        "opened_at": draft.opened_at,
        "expires_at": draft.expires_at,
        "text": draft.text,
        "reading": wire.READING.write(draft.reading) if draft.reading else None,
        "place": wire.PLACE.write(draft.place) if draft.place else None,
        "also": wire.MATTERS.write(draft.also),
        "options": wire.OPTIONS.write(draft.options),
        "attachments": wire.ATTACHMENTS.write(draft.attachments),
        "album": draft.album,
        "message": draft.message,
        "asked": draft.asked,
        "lon": draft.lon,
        "lat": draft.lat,
        "about": draft.about,
        "closed": draft.closed,
        "secrecy": draft.secrecy.value,
    }


def draft_of(row: RowMapping, zone: tzinfo) -> Draft:
    return Draft(
        id=CaseId(row["id"]),
        chat=ChatRef(row["chat"]),
        person=PersonRef(row["person"]),
        name=row["name"],
        state=DraftState(row["state"]),
        opened_at=row["opened_at"].astimezone(zone),
        expires_at=local(row["expires_at"], zone),
        text=row["text"],
        reading=wire.READING.read(row["reading"]) if row["reading"] else None,
        place=wire.PLACE.read(row["place"]) if row["place"] else None,
        also=wire.MATTERS.read(row["also"]),
        options=wire.OPTIONS.read(row["options"]),
        attachments=wire.ATTACHMENTS.read(row["attachments"]),
        album=row["album"],
        message=row["message"],
        asked=row["asked"],
        lon=row["lon"],
        lat=row["lat"],
        about=CaseId(row["about"]) if row["about"] is not None else None,
        closed=row["closed"],
        secrecy=Secrecy(row["secrecy"]),
    )


def leave_values(leave: Leave) -> Values:
    return {
        "id": leave.id,
        "post": leave.post,
        "begins": leave.begins,
        "ends": leave.ends,
        "begun": leave.begun,
        "over": leave.over,
    }


def leave_of(row: RowMapping, zone: tzinfo) -> Leave:
    begins, ends = row["begins"].astimezone(zone), row["ends"].astimezone(zone)
    return Leave(row["id"], PostCode(row["post"]), begins, ends, row["begun"], row["over"])


def landmark_values(learnt: LearntLandmark) -> Values:
    return {"name": learnt.name, "grid": learnt.grid, "said": learnt.said, "post": learnt.post, "at": learnt.at}


def entry_values(entry: Entry) -> Values:
    return {
        "id": entry.id,
        "source": entry.source.value,
        "post": entry.post,
        "at": entry.at,
        "outside": entry.outside,
        "done": entry.done,
    }


def entry_of(row: RowMapping, zone: tzinfo) -> Entry:
    at = row["at"].astimezone(zone)
    return Entry(CaseId(row["id"]), Source(row["source"]), PostCode(row["post"]), at, row["outside"], row["done"])


def subscription_of(row: RowMapping, zone: tzinfo) -> Subscription:
    at, ended_at = row["at"].astimezone(zone), local(row["ended_at"], zone)
    return Subscription(ChatRef(row["chat"]), row["unit"], row["name"], at, ended_at)


def notice_of(row: RowMapping, zone: tzinfo) -> Notice:
    return Notice(
        row["id"],
        PostCode(row["desk"]),
        row["unit"],
        row["words"],
        ChatRef(row["chat"]),
        row["at"].astimezone(zone),
        local(row["deadline"], zone),
        local(row["sent_at"], zone),
        row["dropped"],
        row["tasked"],
    )


def receipt_of(row: RowMapping, zone: tzinfo) -> NoticeReceipt:
    return NoticeReceipt(row["notice"], ChatRef(row["chat"]), row["unit"], row["name"], local(row["known_at"], zone))


def surge_of(row: RowMapping, zone: tzinfo) -> Surge:
    moments = ("since", "told_at", "given_at", "until", "drafted_until", "ended_at")
    return Surge(**{**row, **{name: local(row[name], zone) for name in moments}})


def contest_values(contest: Contest) -> Values:
    return {
        "case_id": contest.case,
        "post": contest.post,
        "reason": contest.reason,
        "at": contest.at,
        "upheld": contest.upheld,
        "decided_at": contest.decided_at,
    }


def contest_of(row: RowMapping, zone: tzinfo) -> Contest:
    at, decided_at = row["at"].astimezone(zone), local(row["decided_at"], zone)
    return Contest(CaseId(row["case_id"]), PostCode(row["post"]), row["reason"], at, row["upheld"], decided_at)


def rating_values(rating: Rating) -> Values:
    given = rating.answers
    return {
        "case_id": rating.case,
        "post": rating.post,
        "contacted": given.contacted,
        "solved": given.solved.value if given.solved else None,
        "satisfied": given.satisfied.value if given.satisfied else None,
        "pressed": given.pressed,
        "at": rating.at,
    }


def rating_of(row: RowMapping, zone: tzinfo) -> Rating:
    return Rating(CaseId(row["case_id"]), PostCode(row["post"]), answers_of(row), row["at"].astimezone(zone))


def undo_values(undo: Undo) -> Values:
    return {
        "case_id": undo.case,
        "chat": undo.chat,
        "post": undo.post,
        "what": undo.what.value,
        "at": undo.at,
        "before": wire.FOOTING.write(undo.before),
    }


def undo_of(row: RowMapping, zone: tzinfo) -> Undo:
    before = wire.FOOTING.read(row["before"])
    at = row["at"].astimezone(zone)
    return Undo(CaseId(row["case_id"]), ChatRef(row["chat"]), PostCode(row["post"]), Happening(row["what"]), at, before)


def answers_of(row: RowMapping) -> Answers:
    solved = Solved(row["solved"]) if row["solved"] else None
    satisfied = Satisfied(row["satisfied"]) if row["satisfied"] else None
    return Answers(row["contacted"], solved, satisfied, row["pressed"])


def dismissal_values(dismissal: Dismissal) -> Values:
    return {
        "case_id": dismissal.case,
        "ground": dismissal.ground.value,
        "account": dismissal.account,
        "by": dismissal.by,
        "at": dismissal.at,
        "person": dismissal.person,
        "desk": dismissal.desk,
        "appeal": dismissal.appeal,
        "appealed_to": dismissal.appealed_to,
    }


def dismissal_of(row: RowMapping, zone: tzinfo) -> Dismissal:
    return Dismissal(
        CaseId(row["case_id"]),
        Ground(row["ground"]),
        row["account"],
        PostCode(row["by"]),
        row["at"].astimezone(zone),
        PersonRef(row["person"]),
        PostCode(row["desk"]),
        row["appeal"],
        PostCode(row["appealed_to"]),
    )


WHISTLE_MOMENTS = (
    *("called_at", "heard_at", "due_at", "answered_at", "arrive_due_at", "came_at", "conclude_due_at"),
    *("ended_at", "look_at"),
)


def whistle_values(one: Whistle) -> Values:
    return {
        "id": one.id,
        "case_id": one.case,
        "department": one.department,
        "by": one.by,
        "asked": one.asked,
        "state": one.state.value,
        "said": one.said,
        "proof": wire.ATTACHMENTS.write(one.proof),
        "told": one.told,
        **{name: getattr(one, name) for name in WHISTLE_MOMENTS},
    }


def whistle_of(row: RowMapping, zone: tzinfo) -> Whistle:
    moments: dict[str, Any] = {name: local(row[name], zone) for name in WHISTLE_MOMENTS}
    return Whistle(
        id=row["id"],
        case=CaseId(row["case_id"]),
        department=PostCode(row["department"]),
        by=PostCode(row["by"]),
        asked=row["asked"],
        state=WhistleState(row["state"]),
        said=row["said"],
        proof=wire.ATTACHMENTS.read(row["proof"]),
        told=row["told"],
        **moments,
    )


def praise_values(praise: Praise) -> Values:
    return {"id": praise.id, "post": praise.post, "unit": praise.unit, "case_id": praise.case, "at": praise.at}


def patience_values(patience: Patience) -> Values:
    return {
        "chat": patience.chat,
        "digest": patience.digest,
        "times": patience.times,
        "since": patience.since,
        "paused_until": patience.paused_until,
        "stopped_until": patience.stopped_until,
        "stopped_why": patience.stopped_why,
        "stopped_by": patience.stopped_by,
        "stopped_on": patience.stopped_on,
    }


def patience_of(row: RowMapping, zone: tzinfo) -> Patience:
    return Patience(
        ChatRef(row["chat"]),
        row["digest"],
        row["times"],
        local(row["since"], zone),
        local(row["paused_until"], zone),
        local(row["stopped_until"], zone),
        row["stopped_why"],
        PostCode(row["stopped_by"]),
        CaseId(row["stopped_on"]) if row["stopped_on"] is not None else None,
    )


def event_values(event: Event) -> Values:
    return {"case_id": event.case, "what": event.what.value, "at": event.at, "actor": event.actor, "note": event.note}


def event_of(row: RowMapping, zone: tzinfo) -> Event:
    at = row["at"].astimezone(zone)
    return Event(CaseId(row["case_id"]), Happening(row["what"]), at, row["actor"], row["note"])


def outbox_values(said: Notification, system_now: datetime) -> Values:
    """A fresh outbox row."""
    return {
        "key": said.key,
        "chat": said.to,
        "kind": said.message.kind,
        "body": wire.MESSAGE.write(said.message),
        "priority": said.priority.value,
        "case_id": said.case,
        "post": said.post,
        "slot": said.slot,
        "not_before": said.not_before,
        "said_at": said.at,
        "state": (Sending.LATER if said.not_before else Sending.DUE).value,
        "attempts": 0,
        "uncertain": False,
        "owner": "",
        "why": "",
        "created_at": system_now,
    }


def binding_values(binding: Binding) -> Values:
    return {
        "post": binding.post,
        "chat": binding.chat,
        "person": binding.person,
        "name": binding.name,
        "at": binding.at,
    }


def code_values(code: BindCode) -> Values:
    return {"digest": code.digest, "post": code.post, "expires_at": code.expires_at, "used_at": code.used_at}


def code_of(row: RowMapping, zone: tzinfo) -> BindCode:
    expires_at = row["expires_at"].astimezone(zone)
    return BindCode(row["digest"], PostCode(row["post"]), expires_at, local(row["used_at"], zone))


def sign_in_values(asked: SignIn) -> Values:
    return {
        "link": asked.link,
        "session": asked.session,
        "chat": asked.by.chat,
        "person": asked.by.person,
        "name": asked.by.name,
        "is_group": asked.by.group,
        "expires_at": asked.expires_at,
        "opened_at": asked.opened_at,
        "ended": asked.ended,
    }


def sign_in_of(row: RowMapping, zone: tzinfo) -> SignIn:
    by = Actor(ChatRef(row["chat"]), PersonRef(row["person"]), row["name"], row["is_group"])
    expires_at, opened_at = row["expires_at"].astimezone(zone), local(row["opened_at"], zone)
    return SignIn(row["link"], by, expires_at, row["session"], opened_at, row["ended"])
