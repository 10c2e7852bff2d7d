"""From a finished draft to a case: its limits, its owner, its first cards. Nobody's case falls to nobody."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases import life
from cases import messages as say
from cases.alike import told_before
from cases.apart import apart, lacks_place, message_of
from cases.ladder import next_look
from cases.letters import Letters, event
from cases.life import hand_to
from cases.limits import classed, contact_limit, due_from, proposed
from cases.model import CITIZEN, SPOKEN, Case, Cause, Change, Draft, Entry, Event, Happening, PostCode, Secrecy
from cases.org import Org
from cases.ports import UnitOfWork
from cases.reading import NOWHERE, UNSURE, VOICE_ONLY, Intent, PlaceKind, PlaceReading, Reading, Severity
from cases.receipts import receipt
from cases.rules import Rules
from cases.same_issue import beside, found_same, same_as
from cases.sensitive import report_sensitive
from cases.vouching import ask_verdict


@dataclass(frozen=True, slots=True)
class Owner:
    post: PostCode
    answers: bool
    """False when nobody at all has bound a chat."""
    in_grid: bool
    """False when the case had to fall to a desk although its grid is known."""


def file_draft(
    uow: UnitOfWork,
    draft: Draft,
    at: datetime,
    cause: Cause,
    *,
    timed_out: bool = False,
    order_due_at: datetime | None = None,
) -> tuple[Change, ...]:
    """Files each matter of the draft as a case, the first under the draft's own id, and tells everybody concerned. The
    first change also closes the draft."""
    first, *others = (
        _file(uow, matter, at, cause, timed_out=timed_out, order_due_at=order_due_at) for matter in apart(draft)
    )
    return (replace(first, draft=replace(draft, closed=True)), *others)


def _file(
    uow: UnitOfWork, draft: Draft, at: datetime, cause: Cause, *, timed_out: bool, order_due_at: datetime | None
) -> Change:
    case = case_of(uow, draft, at, order_due_at)
    entry = uow.entry(message_of(draft.id))
    if entry is not None:
        case = replace(case, source=entry.source, reporter_name="")  # of the post, and no resident's
    likely = same_as(uow, case)
    case = beside(case, likely)
    letters = Letters(uow, at, cause)
    filed = event(case, Happening.FILED, at, entry.post if entry else CITIZEN, draft.text)
    events: tuple[Event, ...] = (filed, *found_same(case, likely))
    if entry is not None and entry.done:
        case, done = _put_right(uow, case, entry, letters)
        events += done
    else:
        told = receipt(case, uow.org, timed_out=timed_out, entry=entry)
        before = told_before(uow, case) if entry is None else None
        letters.tell(draft.chat, replace(told, before=before), case)
        announce(uow, case, letters)
    report_sensitive(uow, case, letters)
    return Change(case=case, events=events, notifications=letters.all())


def _put_right(uow: UnitOfWork, case: Case, entry: Entry, letters: Letters) -> tuple[Case, tuple[Event, ...]]:
    """Found and done by the same worker: filed and resolved at once, and shown to the desk above."""
    at, who = letters.at, uow.org.label(entry.post)
    mine = replace(case, holder=entry.post, triage=False, attachments=())
    done = life.resolve(mine, uow.rules, post=entry.post, who=who, at=at, note=case.text, proof=case.attachments)
    ask_verdict(uow, done, letters)
    desk = next((one for one in uow.org.desks_over(done) if one != entry.post and uow.chats_of(one)), None)
    label = uow.org.label(desk) if desk else ""
    letters.tell(case.reporter, say.PutRight(case.number, case.matter, case.place, label), done)
    resolved = event(case, Happening.RESOLVED, at, entry.post, case.text)
    return done, (resolved, event(case, Happening.FOUND, at, entry.post))


def case_of(uow: UnitOfWork, draft: Draft, at: datetime, order_due_at: datetime | None = None) -> Case:
    """What the draft comes to, with a number, its limits and its owner; nothing is recorded and nobody told yet."""
    reading = draft.reading
    place = draft.place or NOWHERE
    unit = unit_of(uow.org, place)
    conflict = reading is not None and reading.conflict
    unread = reading is None or reading.topic == UNSURE
    known = place.kind is PlaceKind.GRID
    visit = reading is not None and reading.intent is Intent.VISIT
    triage = not conflict and (unread or not known) and not _is_critical(reading)
    case = Case(
        id=draft.id,
        number=uow.next_number(at),
        reporter=draft.chat,
        reporter_name=draft.name,
        text=draft.text,
        opened_at=at,
        clock_from=at,
        contact_due_at=at,
        due_at=at,
        order_due_at=order_due_at and max(order_due_at, at),  # what is past already is due at once
        grid=place.code if known else "",
        unit=unit,
        place=place.said or uow.org.unit_label(unit if place.kind is not PlaceKind.NONE else ""),
        holder=find_owner(uow, unit, at, conflict=conflict, triage=triage or visit).post,
        conflict=conflict,
        anonymous=draft.secrecy is not Secrecy.OPEN,
        confidential=draft.secrecy is Secrecy.CONFIDENTIAL,
        triage=triage,
        place_pending=not known and lacks_place(reading, place),
        lon=draft.lon,
        lat=draft.lat,
        attachments=draft.attachments,
        album=draft.album,
    )
    read = _with_reading(case, reading, uow.rules) if reading else case
    return start_clocks(replace(read, matter=VOICE_ONLY) if _must_be_listened_to(draft) else read, uow.rules)


def _must_be_listened_to(draft: Draft) -> bool:
    """What the matter is was said aloud, and in no words that were understood."""
    spoken = any(one.media in SPOKEN for one in draft.attachments)
    told = draft.reading
    return spoken and (told is None or told.is_vague)


def _is_critical(reading: Reading | None) -> bool:
    return reading is not None and reading.severity is Severity.CRITICAL


def _with_reading(case: Case, reading: Reading, rules: Rules) -> Case:
    return replace(
        case,
        matter=reading.matter,
        topic=reading.topic,
        topic2=reading.topic2,
        object=reading.object,
        fault=reading.fault,
        severity=reading.severity,
        danger=reading.danger,
        complexity=proposed(reading, rules),
        confidence=reading.confidence,
        top3=reading.top3,
        evidence=reading.evidence,
    )


def start_clocks(case: Case, rules: Rules) -> Case:
    """Sets both limits and the first look of the ladder, counted from `clock_from`."""
    case = classed(case, rules)
    due_at = due_from(case, rules)
    contact = rules.office.add(case.clock_from, contact_limit(case, rules))
    timed = replace(case, contact_due_at=min(contact, due_at), due_at=due_at)
    return replace(timed, look_at=next_look(timed, rules))


def unit_of(org: Org, place: PlaceReading) -> str:
    """The lowest unit that surely holds the place: where several fit, what they share; the district at worst."""
    codes = (place.code,) if place.code else tuple(o.code for o in place.options) or place.codes
    paths = [org.path(code) for code in codes if org.path(code)]
    if not paths or place.kind in {PlaceKind.NONE, PlaceKind.OUT}:
        return org.top
    shared = set(paths[0]).intersection(*paths[1:])
    return next(unit for unit in paths[0] if unit in shared)


def find_owner(uow: UnitOfWork, unit: str, at: datetime, *, conflict: bool, triage: bool) -> Owner:
    """The first post in line that somebody answers for and that is not on leave. Triage goes to the lowest desk, conflict above the station."""
    in_line = uow.org.receivers(unit, skip_accused=conflict)
    if triage:
        in_line = uow.org.desks(unit) + uow.org.staff(unit)
    staffed, away = bool(uow.org.staff(unit)), uow.away(at)
    for post in in_line:
        if post not in away and uow.chats_of(post):
            wanted = triage or conflict or not staffed
            return Owner(post, answers=True, in_grid=wanted or not uow.org.is_desk(post))
    return Owner(in_line[0], answers=False, in_grid=False)


def announce(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """Puts the card before its holder; copies for what is pressing; an alarm when nobody of the grid answers."""
    letters.show_card(case, case.holder, "triage" if case.triage else "holder")
    _copy(uow, case, letters)
    owner = find_owner(uow, case.unit, letters.at, conflict=case.conflict, triage=case.triage)
    if not owner.in_grid:
        letters.remind(owner.post, reminder(case, "no_owner", uow.org), case)


def _copy(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """Copies of what is pressing: 紧急 to the grid's leader; 特急 in the same second to station and centre as well."""
    copies: list[tuple[PostCode, str]] = []
    if case.severity is not Severity.NORMAL and (leader := uow.org.leader(case.unit)):
        copies.append((leader, "copy"))
    if case.severity is Severity.CRITICAL:
        copies += [(desk, "supervisor") for desk in uow.org.desks(case.unit)[:2]]
    if not copies:
        return
    may_know = uow.org.line(case)
    shown = uow.card_chats(case.id)
    for post, role in copies:
        known = any(chat in shown for chat in uow.chats_of(post))
        if post != case.holder and post in may_know and not known:
            letters.show_card(case, post, role)


def reminder(case: Case, step: str, org: Org, note: str = "") -> say.Reminder:
    return say.Reminder(
        case=case.id,
        number=case.number,
        matter=case.matter,
        place=case.place,
        step=step,  # type: ignore[arg-type]  # every caller names one of the reminder's steps
        due_at=case.due_at,
        owner=org.label(case.holder),
        note=note,
        severity=case.severity,
        accepted=case.accepted_at is not None,
        long_term=case.long_term,
    )


def change_place(uow: UnitOfWork, case: Case, place: PlaceReading, letters: Letters, at: datetime) -> Case:
    """Moves the case to the owner of another place. The resident's clock never restarts."""
    unit = unit_of(uow.org, place)
    known = place.kind is PlaceKind.GRID
    triage = case.triage and not known
    owner = find_owner(uow, unit, at, conflict=case.conflict, triage=triage)
    moved = replace(
        case,
        grid=place.code if known else "",
        unit=unit,
        place=place.said or uow.org.unit_label(unit),
        place_pending=not known,
        triage=triage,
    )
    moved = beside(moved, same_as(uow, moved))  # another place has other neighbours
    if owner.post == case.holder:
        letters.refresh_cards(moved)
        return moved
    moved = assign(uow, moved, owner.post, letters, at, triage=triage)
    if not owner.in_grid:
        letters.remind(owner.post, reminder(moved, "no_owner", uow.org), moved)
    return moved


def assign(
    uow: UnitOfWork, case: Case, post: PostCode, letters: Letters, at: datetime, *, triage: bool = False
) -> Case:
    """Hands the case to a post: its card appears there, the former holder's becomes history."""
    handed = hand_to(case, uow.rules, post=post, at=at, triage=triage)
    letters.refresh_cards(handed, skip=uow.chats_of(post))
    letters.show_card(handed, post, "triage" if triage else "holder")
    _copy(uow, handed, letters)
    return handed
