"""What a resident can do with a case that exists: add, correct, urge, judge, withdraw."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases import life
from cases import messages as say
from cases.adding import added
from cases.apart import lines
from cases.clocks import Span, Unit
from cases.commands import (
    AddPhoto,
    Command,
    FixPlace,
    GiveVerdict,
    HideName,
    OnCase,
    Said,
    UrgeCase,
    Verdict,
)
from cases.corrections import note_of, of_severity
from cases.dialogue import ask_about, join
from cases.errors import NoSuchCase, NotYours, WrongStatus
from cases.filing import announce, assign, change_place, find_owner, reminder, start_clocks
from cases.leading import leading_of
from cases.letters import Letters, asked_of, event, question_key, reminders_of, step_key
from cases.limits import starting_due
from cases.model import (
    CITIZEN,
    NOTHING,
    Attachment,
    Case,
    Change,
    Draft,
    DraftState,
    Happening,
    PostCode,
    Status,
)
from cases.named import named_case
from cases.pauses import unpaused
from cases.ports import UnitOfWork
from cases.reading import NOWHERE, Intent, PlaceKind, PlaceReading, Severity
from cases.together import leave, pass_on, pass_the_lead, reopen_with
from cases.vouching import entered_case, question_of, vouch, voucher
from cases.whistle_letters import keep_from_accused

JUDGED = frozenset({Status.RESOLVED, Status.SILENT, Status.CONFIRMED})
"""Finished, and the resident may still say that it is not good: the last word counts."""


# --- use cases ---


def give_verdict(uow: UnitOfWork, command: GiveVerdict) -> None:
    """The resident, or who brought it in for others, says whether the finished work is good."""
    with uow:
        case = entered_case(uow, command) or own_case(uow, command)
        uow.record(take_verdict(uow, case, command, command.verdict, command.note))
        uow.commit()


def urge_case(uow: UnitOfWork, command: UrgeCase) -> None:
    with uow:
        uow.record(urge(uow, own_case(uow, command), command))
        uow.commit()


def ask_new_place(uow: UnitOfWork, command: FixPlace) -> None:
    """改地点 was pressed: the next message is the place."""
    with uow:
        _ask_more(uow, command, DraftState.NEW_PLACE, "place")
        uow.commit()


def ask_photo(uow: UnitOfWork, command: AddPhoto) -> None:
    """补照片 was pressed: the next message joins the case."""
    with uow:
        _ask_more(uow, command, DraftState.MORE, "photo")
        uow.commit()


def hide_name(uow: UnitOfWork, command: HideName) -> None:
    """不要留我名字: staff no longer see who reported it. Pressing twice changes nothing more."""
    with uow:
        case = replace(own_case(uow, command), anonymous=True)
        letters = Letters(uow, command.at, command.cause)
        letters.tell(case.reporter, say.Added(case.number, "anonymous"), case)
        letters.refresh_cards(case)
        happened = event(case, Happening.ANONYMISED, command.at, CITIZEN)
        uow.record(Change(case=case, events=(happened,), notifications=letters.all()))
        uow.commit()


def open_cases(uow: UnitOfWork, command: Command) -> list[Case]:
    """Of the resident, the newest first."""
    return [case for case in uow.reported_by(command.by.chat, command.at) if case.status.is_open]


def own_case(uow: UnitOfWork, command: OnCase) -> Case:
    """The case named by id or number, or the newest open one when a typed word names none. Raises NotYours, NoSuchCase."""
    if not command.case:
        mine = open_cases(uow, command)
        if not mine:
            raise NoSuchCase
        return mine[0]
    case = named_case(uow, command)
    if case.reporter != command.by.chat:
        raise NotYours(case.number)
    return case


def own_open_case(uow: UnitOfWork, command: OnCase) -> Case:
    """As `own_case`, while somebody has it to do. Raises WrongStatus as well."""
    case = own_case(uow, command)
    if not case.status.is_in_hand:
        raise WrongStatus(case.number, case.status.value)
    return case


def _ask_more(uow: UnitOfWork, command: FixPlace | AddPhoto, state: DraftState, what: str) -> None:
    case = own_open_case(uow, command)
    close_question(uow, command)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(case.reporter, say.AskMore(case.number, what))  # type: ignore[arg-type]  # "place" or "photo"
    draft = ask_about(case, command, state, expires_at=command.at + uow.rules.question_patience)
    uow.record(Change(draft=draft, notifications=letters.all()))


# --- shared with the conversation ---


def close_question(uow: UnitOfWork, command: Command) -> None:
    """Drops an open question about some case. A complaint still being asked about stays: its own clock will file it."""
    old = uow.draft_of(command.by)
    if old is not None and old.about is not None:
        uow.record(Change(draft=replace(old, closed=True), withdrawn=(question_key(old.id),)))


def ask_for_words(
    uow: UnitOfWork,
    command: Command,
    case: Case,
    state: DraftState,
    question: say.Message,
    *,
    text: str = "",
    files: tuple[Attachment, ...] = (),
) -> None:
    """Asks staff for a sentence about a case; `text` and `files` are what was told so far, kept beside the question."""
    close_question(uow, command)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, question, case)
    draft = ask_about(case, command, state, expires_at=command.at + uow.rules.follow_up_patience)
    uow.record(Change(draft=replace(draft, text=text, attachments=files), notifications=letters.all()))


def places(draft: Draft, said: Said) -> bool:
    """True when an answer is good enough to move the case to."""
    found = join(replace(draft, place=None), said).place or NOWHERE
    return found.kind in {PlaceKind.GRID, PlaceKind.PLACE} and not found.home


def move_place(uow: UnitOfWork, case: Case, place: PlaceReading, command: Command) -> Change:
    """The resident names another place: another owner, perhaps; the clocks run on."""
    letters = Letters(uow, command.at, command.cause)
    pass_the_lead(uow, case, letters)  # the others told of where it was
    moved = change_place(uow, replace(case, joined=0), place, letters, command.at)
    urgent = moved.severity is not Severity.NORMAL
    contact = moved.contact_due_at if urgent else None
    owner = uow.org.label(moved.holder)
    told = say.Added(case.number, "place", moved.place, owner, danger=moved.danger, contact_at=contact)
    letters.tell(case.reporter, told, moved)
    happened = event(case, Happening.PLACE_CHANGED, command.at, CITIZEN, moved.place)
    return Change(case=moved, events=(happened,), notifications=letters.all())


def with_words(case: Case, said: Said) -> Case:
    """The case with a message's words and pictures added."""
    return replace(
        case,
        text=lines(case.text, said.text),
        attachments=case.attachments + said.attachments,
        album=said.album or case.album,
        lon=said.lon if said.lon is not None else case.lon,
        lat=said.lat if said.lat is not None else case.lat,
    )


def add_to(uow: UnitOfWork, case: Case, said: Said, command: Command, *, quietly: bool = False) -> Change:
    """More words or pictures for a case: they reach the holder's card; the resident gets a short word."""
    fuller = with_words(case, said)
    if fuller == case:
        return NOTHING
    letters = Letters(uow, command.at, command.cause)
    if accuses_holders(case, said):
        return _keep_from_accused(uow, fuller, said, command, letters)
    if case.status is Status.JOINED:
        return pass_on(uow, fuller, said, command, quietly=quietly)
    for chat in uow.chats_of(case.holder):
        letters.show_files(chat, fuller, said.attachments)
    letters.refresh_cards(fuller)
    return added(fuller, said, command, letters, uow.org.label(case.holder), quietly=quietly)


def accuses_holders(case: Case, said: Said) -> bool:
    """What is said complains about the people of the place, and the case did not so far."""
    return said.reading is not None and said.reading.conflict and not case.conflict


def makes_critical(case: Case, said: Said) -> bool:
    """What is said is an emergency, and the case was none so far."""
    reading = said.reading
    return reading is not None and reading.severity is Severity.CRITICAL and case.severity is not Severity.CRITICAL


def _keep_from_accused(uow: UnitOfWork, case: Case, said: Said, command: Command, letters: Letters) -> Change:
    """The addition complains about the very people who hold the case: it goes above them, and only there."""
    pass_the_lead(uow, case, letters)
    case = replace(_by_itself(uow, case, command.at, letters), joined=0)
    guarded = keep_from_accused(uow, replace(case, conflict=True), letters)
    owner = find_owner(uow, case.unit, command.at, conflict=True, triage=False).post
    events = [event(case, Happening.ADDED, command.at, CITIZEN, said.text)]
    if owner != case.holder and guarded.status.is_in_hand:
        guarded = assign(uow, guarded, owner, letters, command.at)
        moved = event(case, Happening.REASSIGNED, command.at, CITIZEN, uow.org.label(owner))
        events.insert(0, moved)  # the words stand last: nobody has acted on them, and they can still be taken back
    letters.tell(case.reporter, say.Added(case.number, "words", owner=uow.org.label(guarded.holder)), guarded)
    return Change(case=guarded, events=tuple(events), notifications=letters.all(), withdrawn=(reminders_of(case),))


def _by_itself(uow: UnitOfWork, case: Case, at: datetime, letters: Letters) -> Case:
    """A joined case that is no longer the same matter: worked on by itself from now on."""
    if case.status is not Status.JOINED:
        return case
    return life.part(leave(uow, case, letters), uow.rules, at=at)


def rewrite(uow: UnitOfWork, case: Case, said: Said, command: Command) -> Change:
    """The resident edited the message that became the case. More pressing words make it more pressing."""
    reading = said.reading
    filed_as = next((line.note for line in uow.history(case.id) if line.what is Happening.FILED), case.text)
    corrected = replace(case, text=said.text + case.text.removeprefix(filed_as))  # what was added later stays
    if accuses_holders(case, said):
        return _keep_from_accused(uow, corrected, said, command, Letters(uow, command.at, command.cause))
    if said.place.kind is PlaceKind.GRID and said.place.code != case.grid and case.status.is_in_hand:
        return move_place(uow, corrected, said.place, command)
    events = [event(case, Happening.ADDED, command.at, CITIZEN, said.text)]
    letters = Letters(uow, command.at, command.cause)
    if reading and makes_critical(case, said):
        corrected = _by_itself(uow, corrected, command.at, letters)
        corrected = replace(corrected, severity=reading.severity, danger=reading.danger, matter=reading.matter)
        corrected = start_clocks(replace(unpaused(corrected), clock_from=command.at, rung=0), uow.rules)
        correction = note_of(of_severity(case, reading.severity))
        events.append(event(case, Happening.SEVERITY_CHANGED, command.at, CITIZEN, correction))
        announce(uow, corrected, letters)
    letters.refresh_cards(corrected)
    letters.tell(case.reporter, say.Added(case.number, "edited"), corrected)
    return Change(case=corrected, events=tuple(events), notifications=letters.all())


def hear_about(uow: UnitOfWork, case: Case, said: Said, command: Command) -> Change:
    """A reply to one of our messages about a case: a verdict when one is awaited, else an addition."""
    if case.status in JUDGED and said.verdict is not Verdict.NONE and not _agrees_again(case, said.verdict):
        return take_verdict(uow, case, command, said.verdict, said.note, files=said.attachments)
    if case.status is not Status.RESOLVED:
        return add_to(uow, case, said, command)
    if said.attachments or _names_fault(said):
        return reopen_case(uow, case, said.text, said.attachments, command)
    letters = Letters(uow, command.at, command.cause)  # 谢谢, 还没看呢: the question stands
    letters.tell(case.reporter, replace(question_of(case), reminder=True), case)
    return Change(notifications=letters.all())


def _agrees_again(case: Case, verdict: Verdict) -> bool:
    return case.status is Status.CONFIRMED and verdict is Verdict.FIXED


def _names_fault(said: Said) -> bool:
    reading = said.reading
    return reading is not None and (bool(reading.fault) or reading.intent is Intent.DISSATISFIED)


def urge(uow: UnitOfWork, case: Case, command: Command) -> Change:
    """催一下: noted every time, sent to holder and desk once a day."""
    at = command.at
    if (leading := leading_of(uow, case)) is not None:
        return _urge_leading(uow, case, leading, command)
    if not case.status.is_in_hand:
        raise WrongStatus(case.number, case.status.value)
    again = _urged_today(uow, case, at)
    urged = replace(case, urged=case.urged + 1, urged_at=at)
    letters = Letters(uow, at, command.cause)
    letters.tell(case.reporter, say.Urged(case.number, urged.urged, _next_rung_at(uow, case, at), again), case)
    if not again:
        _push(uow, urged, letters)
    happened = event(case, Happening.URGED, at, CITIZEN)
    return Change(case=urged, events=(happened,), notifications=letters.all())


def _urged_today(uow: UnitOfWork, case: Case, at: datetime) -> bool:
    zone = uow.rules.zone
    return case.urged_at is not None and case.urged_at.astimezone(zone).date() == at.astimezone(zone).date()


def _push(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    letters.remind(case.holder, reminder(case, "urged", uow.org), case, copies=True)
    desk = uow.org.desk_above(case)
    if desk:
        letters.remind(desk, reminder(case, "urged", uow.org), case, copies=True)


def _urge_leading(uow: UnitOfWork, case: Case, leading: Case, command: Command) -> Change:
    """Noted for the resident's own case; whoever works on the leading one is pushed once a day, whoever of them asks."""
    at = command.at
    letters = Letters(uow, at, command.cause)
    told = say.Urged(case.number, case.urged + 1, _next_rung_at(uow, leading, at), _urged_today(uow, case, at))
    letters.tell(case.reporter, told, case)
    if leading.status.is_in_hand and not _urged_today(uow, leading, at):
        pressed = replace(leading, urged_at=at)
        _push(uow, pressed, letters)
        uow.record(Change(case=pressed))
    happened = event(case, Happening.URGED, at, CITIZEN)
    return Change(
        case=replace(case, urged=case.urged + 1, urged_at=at), events=(happened,), notifications=letters.all()
    )


def _next_rung_at(uow: UnitOfWork, case: Case, at: datetime) -> datetime:
    """When the case goes up by itself if nobody answers."""
    station = uow.rules.office.add(case.due_at, Span(1, Unit.WORKDAY))
    return max(station, at + timedelta(hours=1))


def take_verdict(
    uow: UnitOfWork,
    case: Case,
    command: Command,
    verdict: Verdict,
    note: str = "",
    *,
    files: tuple[Attachment, ...] = (),
) -> Change:
    """好了 closes; anything else reopens, after one question when nothing was said about what is missing."""
    window = command.at - uow.rules.reopen_window
    too_late = case.status is not Status.RESOLVED and case.closed_at is not None and case.closed_at < window
    if case.status not in JUDGED or too_late or _agrees_again(case, verdict):
        raise WrongStatus(case.number, case.status.value)
    if verdict is Verdict.FIXED:
        return _confirmed(uow, case, command)
    if note or files or verdict is Verdict.BROKE_AGAIN:
        return reopen_case(uow, case, note, files, command)
    return ask_lacking(uow, case, command)


def _confirmed(uow: UnitOfWork, case: Case, command: Command) -> Change:
    if case.source is not None:
        return vouch(uow, case, command)
    closed = life.confirm(case, uow.rules, at=command.at)
    letters = Letters(uow, command.at, command.cause)
    pressed = command.pressed if isinstance(command, GiveVerdict) else 0
    letters.ask_rating(closed, say.AskRating(case.id, case.number), over=pressed)
    letters.refresh_cards(closed)
    return closing(closed, Happening.CONFIRMED, command, letters)


def closing(case: Case, what: Happening, command: Command, letters: Letters) -> Change:
    return Change(
        case=case,
        events=(event(case, what, command.at, CITIZEN),),
        notifications=letters.all(),
        withdrawn=(reminders_of(case), asked_of(case), *_asked_in_vain(case)),
    )


def ask_lacking(uow: UnitOfWork, case: Case, command: Command) -> Change:
    """没好 without a word more: one question, and the clock reopens it if nobody answers."""
    close_question(uow, command)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.AskLacking(case.id, case.number), case)
    patience = uow.rules.question_patience
    draft = ask_about(case, command, DraftState.LACKING, expires_at=command.at + patience)
    return Change(draft=draft, notifications=letters.all(), withdrawn=_asked_in_vain(case))


def _asked_in_vain(case: Case) -> tuple[str, ...]:
    """The question whether it is good, held back for some seconds or overnight: the resident has answered already."""
    return (step_key(case, case.resolved_at),) if case.resolved_at else ()


def reopen_case(uow: UnitOfWork, case: Case, lacking: str, files: tuple[Attachment, ...], command: Command) -> Change:
    """有异议 -> 重办: the station watches the second try; the second reopening moves it one rung up."""
    at = command.at
    moved_up = case.reopened >= 1
    holder = _upper_post(uow, case) if moved_up else case.holder
    letters = Letters(uow, at, command.cause)
    fuller = replace(leave(uow, case, letters), attachments=case.attachments + files)
    again = life.reopen(fuller, uow.rules, at=at, lacking=lacking, holder=holder, due_at=second_due(uow, case, at))
    watcher = holder if moved_up else (uow.org.desk_above(case) or case.holder)
    letters.tell(
        case.reporter, say.Reopened(case.number, lacking, again.due_at, uow.org.label(watcher), moved_up), again
    )
    letters.refresh_cards(again, skip=uow.chats_of(holder))
    letters.show_card(again, holder, "holder")
    letters.remind(holder, reminder(again, "reopened", uow.org, lacking), again)
    if watcher != holder:
        letters.show_card(again, watcher, "supervisor")
    who = CITIZEN if case.source is None else voucher(uow, case, command.by)
    reopen_with(uow, again, letters)
    events = [event(case, Happening.DISPUTED, at, who, lacking)]
    if moved_up:
        events.append(event(case, Happening.ESCALATED, at, who, uow.org.label(holder)))
    return Change(
        case=again,
        events=tuple(events),
        notifications=letters.all(),
        withdrawn=(reminders_of(case), *_asked_in_vain(case)),
    )


def _upper_post(uow: UnitOfWork, case: Case) -> PostCode:
    """The centre for a case of the grid or the station, the district for one of the centre: the first that answers."""
    desks = [desk for desk in uow.org.desks_over(case) if uow.chats_of(desk)]
    above = desks[desks.index(case.holder) + 1 :] if case.holder in desks else desks[1:] or desks
    return above[0] if above else case.holder


def second_due(uow: UnitOfWork, case: Case, at: datetime) -> datetime:
    return starting_due(replace(case, clock_from=at, reopened=case.reopened + 1), uow.rules)
